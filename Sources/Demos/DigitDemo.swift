import Canvas
import Languages
import NeuralNetworks
import Plots
import Python
import Tensors

/// What a `digit` block in a lesson may say.
public struct DigitParameters: Codable, Hashable, Sendable {
  /// Which image is shown first, counted from 0; the first when left out.
  public var index: Int?

  public init(index: Int? = nil) { self.index = index }
}

/// One handwritten digit as a picture and as the numbers that a network gets.
public struct DigitDemo: Demo {
  public static let kind = "digit"

  private static let side = Digits.side

  private let language: Language
  /// The bundled digits, or why there are none.
  private let digits: Result<Digits, DataError>
  private var index: Int
  private var row = 3
  private var column = 4

  public init(_ parameters: DigitParameters, session: Session, language: Language) throws {
    self.language = language
    digits = session.digits()
    index = parameters.index ?? 0
    if case .success(let digits) = digits, !(0..<digits.count).contains(index) {
      throw DemoError(
        parameter: "index", "index is a number from 0 to \(digits.count - 1), not \(index)")
    }
  }

  public var title: String { language("a handwritten digit") }

  private var loaded: Digits? { try? digits.get() }

  // MARK: Keys

  public var bindings: [Binding] {
    guard loaded != nil else { return [] }
    return [
      Binding(.left, label: "←↑↓→", action: language("another pixel")),
      Binding(.character("]"), label: "[ ]", action: language("another digit")),
    ]
  }

  public func takes(_ key: Key) -> Bool {
    switch key {
    case .left, .right, .up, .down, .home, .end, .character("h"), .character("j"),
      .character("k"), .character("l"), .character("["), .character("]"):
      loaded != nil
    default: false
    }
  }

  public var wantsTicks: Bool { false }

  public mutating func update(_ event: DemoEvent) -> [DemoEffect] {
    guard case .input(.key(let key)) = event, let digits = loaded, digits.count > 0 else {
      return []
    }
    let last = Self.side - 1
    switch key {
    case .left, .character("h"): column = max(0, column - 1)
    case .right, .character("l"): column = min(last, column + 1)
    case .up, .character("k"): row = max(0, row - 1)
    case .down, .character("j"): row = min(last, row + 1)
    case .home: column = 0
    case .end: column = last
    case .character("["): index = (index + digits.count - 1) % digits.count
    case .character("]"): index = (index + 1) % digits.count
    default: break
    }
    return []
  }

  // MARK: Variables

  public mutating func refresh(from session: Session) {}

  /// `image`, 8 × 8, and `pixels`, the same 64 numbers in one row, from 0 to 1.
  public func share(with session: Session) {
    guard let image = loaded?.image(index),
      let pixels = try? Tensor(image),
      let square = try? Tensor(image, shape: [Self.side, Self.side])
    else { return }
    session.variables["image"] = .tensor(session.tape.constant(square))
    session.variables["pixels"] = .tensor(session.tape.constant(pixels))
  }

  // MARK: Drawing

  private static let imageSize = Size(width: 16, height: 8)
  /// Row numbers, and eight numbers of two digits.
  private static let gridWidth = 2 + 3 * side
  private static let gap = 3

  private static func isWide(_ width: Int) -> Bool {
    width >= imageSize.width + gap + gridWidth
  }

  public func preferredHeight(width: Int) -> Int {
    guard loaded != nil else { return 3 }
    return Self.isWide(width) ? 14 : 14 + Self.imageSize.height + 1
  }

  public func render(into frame: inout Frame, in area: Rect) {
    let area = area.intersection(frame.bounds)
    guard !area.isEmpty else { return }
    switch digits {
    case .failure(let error): renderProblem(error, into: &frame, in: area)
    case .success(let digits): render(digits, into: &frame, in: area)
    }
  }

  private func renderProblem(_ error: DataError, into frame: inout Frame, in area: Rect) {
    let lines =
      TextWrap.lines(language("The bundled digits cannot be shown."), width: area.width)
      + TextWrap.lines(error.description, width: area.width)
    for (row, line) in lines.enumerated() {
      frame.write(line, in: area, row: row, style: Style(row == 0 ? .warning : .text))
    }
  }

  private func render(_ digits: Digits, into frame: inout Frame, in area: Rect) {
    let caption = language("image {0} of {1}, labelled {2}", index, digits.count, label(digits))
    frame.write(caption, in: area, style: Style(.faint))
    var rest = area.split(top: max(1, min(2, area.height - 9))).rest
    let isWide = Self.isWide(area.width)
    let picture = Rect(
      x: rest.x, y: rest.y + (isWide ? 1 : 0), width: Self.imageSize.width,
      height: Self.imageSize.height
    ).intersection(area)
    renderImage(digits, into: &frame, in: picture)
    if isWide {
      rest = rest.split(left: Self.imageSize.width + Self.gap).rest
    } else {
      rest = rest.split(top: Self.imageSize.height + 1).rest
    }
    let (grid, below) = rest.split(top: Self.side + 1)
    renderNumbers(digits, into: &frame, in: grid)
    renderPixel(
      digits, into: &frame,
      in: Rect(x: area.x, y: below.y + 1, width: area.width, height: area.bottom - below.y - 1))
  }

  private func label(_ digits: Digits) -> Int {
    digits.labels.indices.contains(index) ? digits.labels[index] : 0
  }

  private func renderImage(_ digits: Digits, into frame: inout Frame, in area: Rect) {
    var image = ImageView(
      digits.image(index).map(Double.init), rows: Self.side, columns: Self.side, range: 0...1)
    image.cursor = (row, column)
    image.render(into: &frame, in: area)
  }

  /// How much ink a pixel has, from 0 to 16.
  private func level(_ digits: Digits, _ row: Int, _ column: Int) -> Int {
    let place = index * Self.side * Self.side + row * Self.side + column
    return digits.pixels.indices.contains(place) ? Int(digits.pixels[place]) : 0
  }

  private func renderNumbers(_ digits: Digits, into frame: inout Frame, in area: Rect) {
    for column in 0..<Self.side {
      frame.write("\(column)", in: area, column: 4 + 3 * column, style: Style(.faint))
    }
    for row in 0..<Self.side {
      frame.write("\(row)", in: area, row: row + 1, style: Style(.faint))
      for column in 0..<Self.side {
        let level = level(digits, row, column)
        let isCursor = row == self.row && column == self.column
        frame.write(
          level < 10 ? " \(level)" : "\(level)", in: area, row: row + 1, column: 3 + 3 * column,
          style: isCursor
            ? Style(.accent, [.bold, .reverse]) : Style(level == 0 ? .faint : .text))
      }
    }
  }

  /// The pixel at the cursor: where it is in the square, in the list, and how much ink it has.
  private func renderPixel(_ digits: Digits, into frame: inout Frame, in area: Rect) {
    for (row, line) in pixelLines(digits).enumerated() {
      frame.write(line, in: area, row: row, style: Style(row == 0 ? .text : .code))
    }
    guard area.width >= Self.side * Self.side else { return }
    var list = Heatmap(
      digits.image(index).map(Double.init), rows: 1, columns: Self.side * Self.side,
      scale: ColorScale(.gray, 0...1), mode: .cells(1))
    list.cursor = (0, row * Self.side + column)
    list.render(into: &frame, in: area.split(top: 2).rest)
  }

  private func pixelLines(_ digits: Digits) -> [String] {
    let level = level(digits, row, column)
    let value = NumberFormat.fixed(Double(level) / Double(Digits.levels), decimals: 4)
    let place = row * Self.side + column
    return [
      language("row {0}, column {1}: {2} of {3}", row, column, level, Digits.levels),
      "image[\(row), \(column)] = pixels[\(place)] = \(value)",
    ]
  }

  public func plainText(width: Int) -> [String] {
    switch digits {
    case .failure(let error):
      return [language("The bundled digits cannot be shown."), error.description]
    case .success(let digits):
      let rows = (0..<Self.side).map { row in
        (0..<Self.side).map { column in
          let level = level(digits, row, column)
          return level < 10 ? " \(level)" : "\(level)"
        }.joined(separator: " ")
      }
      let caption = language("image {0} of {1}, labelled {2}", index, digits.count, label(digits))
      return [caption] + rows + pixelLines(digits)
    }
  }
}

extension Session {
  /// The bundled digits, or why they cannot be read.
  func digits() -> Result<Digits, DataError> {
    guard let dataFolder else {
      return .failure(DataError("the folder with the book's data is not known"))
    }
    do {
      return .success(try Digits(path: dataFolder + "/digits.bin"))
    } catch {
      return .failure((error as? DataError) ?? DataError("\(error)"))
    }
  }
}
