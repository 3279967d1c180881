/// A glyph that is drawn as a shape because it has to meet its neighbours at the cell's edges:
/// box drawing, blocks and Braille.
enum CellShape: Hashable {
  /// Rectangles in eighths of the cell's width and height, with an opacity.
  case blocks([Block], opacity: Double)
  /// Arms by weight: 0 none, 1 light, 2 heavy, 3 double.
  case lines(up: Int, down: Int, left: Int, right: Int)
  /// A quarter circle between two light arms.
  case arc(BoxArms)
  case dashes(isHorizontal: Bool, count: Int, isHeavy: Bool)
  /// Braille dots, as Unicode numbers them.
  case dots(UInt32)

  struct Block: Hashable {
    var x: Int
    var y: Int
    var width: Int
    var height: Int
  }

  /// Whether a row of equal cells is one wider shape.
  var isUniformAcross: Bool {
    switch self {
    case .blocks(let blocks, _): blocks.allSatisfy { $0.x == 0 && $0.width == 8 }
    case .lines(let up, let down, let left, let right):
      up == 0 && down == 0 && left == right
    case .arc, .dashes, .dots: false
    }
  }

  init?(_ text: String) {
    guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else {
      return nil
    }
    switch scalar.value {
    case 0x2500...0x257F:
      guard let shape = CellShape.box(text) else { return nil }
      self = shape
    case 0x2580...0x259F: self = CellShape.block(scalar.value)
    case 0x2800...0x28FF: self = .dots(scalar.value - 0x2800)
    default: return nil
    }
  }

  private static func box(_ text: String) -> CellShape? {
    guard let glyph = text.first else { return nil }
    switch glyph {
    case "╭": return .arc([.down, .right])
    case "╮": return .arc([.down, .left])
    case "╯": return .arc([.up, .left])
    case "╰": return .arc([.up, .right])
    case "╌": return .dashes(isHorizontal: true, count: 2, isHeavy: false)
    case "┄": return .dashes(isHorizontal: true, count: 3, isHeavy: false)
    case "┈": return .dashes(isHorizontal: true, count: 4, isHeavy: false)
    case "┅": return .dashes(isHorizontal: true, count: 3, isHeavy: true)
    case "╎": return .dashes(isHorizontal: false, count: 2, isHeavy: false)
    case "┆": return .dashes(isHorizontal: false, count: 3, isHeavy: false)
    case "┊": return .dashes(isHorizontal: false, count: 4, isHeavy: false)
    default: break
    }
    guard let code = arms[glyph] else { return nil }
    return .lines(up: code / 1000, down: code / 100 % 10, left: code / 10 % 10, right: code % 10)
  }

  /// The weights of the arms up, down, left and right as four digits.
  private static let arms: [Character: Int] = [
    "─": 0011, "│": 1100, "┌": 0101, "┐": 0110, "└": 1001, "┘": 1010, "├": 1101, "┤": 1110,
    "┬": 0111, "┴": 1011, "┼": 1111, "╴": 0010, "╵": 1000, "╶": 0001, "╷": 0100,
    "━": 0022, "┃": 2200, "┏": 0202, "┓": 0220, "┗": 2002, "┛": 2020, "┣": 2202, "┫": 2220,
    "┳": 0222, "┻": 2022, "╋": 2222, "╸": 0020, "╹": 2000, "╺": 0002, "╻": 0200, "╼": 0012,
    "╾": 0021, "┝": 1102, "┥": 1120, "┯": 0122, "┷": 1022, "┿": 1122, "┠": 2201, "┨": 2210,
    "┰": 0211, "┸": 2011, "╂": 2211, "═": 0033, "║": 3300, "╔": 0303, "╗": 0330, "╚": 3003,
    "╝": 3030, "╠": 3303, "╣": 3330, "╦": 0333, "╩": 3033, "╬": 3333, "╞": 1103, "╡": 1130,
    "╥": 0311, "╨": 3011, "╪": 1133, "╫": 3311,
  ]

  private static func block(_ value: UInt32) -> CellShape {
    let full = Block(x: 0, y: 0, width: 8, height: 8)
    switch value {
    case 0x2580: return .blocks([Block(x: 0, y: 0, width: 8, height: 4)], opacity: 1)
    case 0x2581...0x2588:
      let eighths = Int(value) - 0x2580
      return .blocks([Block(x: 0, y: 8 - eighths, width: 8, height: eighths)], opacity: 1)
    case 0x2589...0x258F:
      return .blocks([Block(x: 0, y: 0, width: 0x2590 - Int(value), height: 8)], opacity: 1)
    case 0x2590: return .blocks([Block(x: 4, y: 0, width: 4, height: 8)], opacity: 1)
    case 0x2591...0x2593: return .blocks([full], opacity: Double(value - 0x2590) / 4)
    case 0x2594: return .blocks([Block(x: 0, y: 0, width: 8, height: 1)], opacity: 1)
    case 0x2595: return .blocks([Block(x: 7, y: 0, width: 1, height: 8)], opacity: 1)
    default: return .blocks(quadrants(value), opacity: 1)
    }
  }

  /// Upper left, upper right, lower left, lower right as bits.
  private static func quadrants(_ value: UInt32) -> [Block] {
    let bits = [4, 8, 1, 13, 9, 7, 11, 2, 6, 14][Int(value - 0x2596) % 10]
    return (0..<4).filter { bits & 1 << $0 != 0 }.map {
      Block(x: $0 % 2 * 4, y: $0 / 2 * 4, width: 4, height: 4)
    }
  }
}
