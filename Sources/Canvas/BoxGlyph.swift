/// The lines that leave the middle of a cell. Lines that meet in a cell are joined by taking
/// the union, and the union has a glyph: `─` and `│` give `┼`.
public struct BoxArms: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let up = BoxArms(rawValue: 1)
  public static let down = BoxArms(rawValue: 2)
  public static let left = BoxArms(rawValue: 4)
  public static let right = BoxArms(rawValue: 8)
  public static let horizontal: BoxArms = [.left, .right]
  public static let vertical: BoxArms = [.up, .down]

  /// The light box-drawing glyph, with round corners; a space for no arm.
  public var glyph: Character { BoxArms.glyphs[Int(rawValue & 15)] }

  private static let glyphs: [Character] = [
    " ", "╵", "╷", "│", "╴", "╯", "╮", "┤", "╶", "╰", "╭", "├", "─", "┴", "┬", "┼",
  ]
}
