import CNcurses
import Canvas

/// One thing that the terminal library read: a byte of text, or a key that it knows.
enum RawInput: Hashable {
  case byte(UInt8)
  case code(Int32)
}

/// The same with the bytes joined to characters.
enum DecodedInput: Hashable {
  case scalar(Unicode.Scalar)
  case code(Int32)
}

/// Turns what the terminal library read into inputs: joins scalars into graphemes, finds Alt
/// keys, gathers what is pasted, and drops escape sequences that nobody knows.
struct KeyDecoder {
  /// Codes that we define beyond the library's own.
  static let pasteStart = KEY_MAX + 1001
  static let pasteEnd = KEY_MAX + 1002

  /// The most scalars that one paste may carry; the rest is dropped.
  static let pasteLimit = 1 << 16

  private var text = UTF8Joiner()
  private var mouse = MouseDecoder()
  /// What was pasted so far, while the end is still to come.
  private var pasted: [Unicode.Scalar]?

  var isPasting: Bool { pasted != nil }

  /// Decodes all that was read at once. An escape at the end is the Escape key, because the
  /// library has already waited for what might have followed.
  mutating func decode(_ raw: [RawInput]) -> [Input] {
    var inputs: [Input] = []
    var rest = raw.compactMap { text.join($0) }[...]
    while let next = rest.popFirst() {
      if pasted != nil {
        if let text = paste(next) { inputs.append(.paste(text)) }
        continue
      }
      switch next {
      case .code(Self.pasteStart): pasted = []
      case .code(MouseDecoder.code):
        if let mouse = mouse.decode(&rest) { Self.append(mouse, to: &inputs) }
      case .code(let code): if let key = Self.key(code) { inputs.append(.key(key)) }
      case .scalar("\u{1B}"): if let key = Self.afterEscape(&rest) { inputs.append(.key(key)) }
      case .scalar(let scalar): inputs.append(.key(Self.key(scalar, joining: &rest)))
      }
    }
    return inputs
  }

  /// Ends a paste whose end never came.
  mutating func endPaste() -> Input? {
    guard let text = paste(.code(Self.pasteEnd)) else { return nil }
    return .paste(text)
  }

  /// Takes one more piece of a paste; returns the whole text at its end.
  private mutating func paste(_ next: DecodedInput) -> String? {
    switch next {
    case .code(Self.pasteEnd):
      let text = pasted.map { String(String.UnicodeScalarView($0)) }
      pasted = nil
      return text
    case .scalar(let scalar):
      let scalar = scalar == "\r" ? "\n" : scalar
      let isText = !PlainOutput.isUnsafe(scalar)
      if isText, let count = pasted?.count, count < Self.pasteLimit { pasted?.append(scalar) }
    case .code:
      break
    }
    return nil
  }

  /// The key of a scalar and of those that follow it in the same grapheme.
  private static func key(_ scalar: Unicode.Scalar, joining rest: inout ArraySlice<DecodedInput>)
    -> Key
  {
    switch scalar.value {
    case 9: return .tab
    case 10, 13: return .enter
    case 8, 127: return .backspace
    case 0: return .control(" ")
    case 1...26: return .control(letter(96 + scalar.value))
    case 28...31: return .control(letter(64 + scalar.value))
    default: break
    }
    var text = String(Character(scalar))
    while case .scalar(let next)? = rest.first, next.value >= 0x300 {
      var longer = text.unicodeScalars
      longer.append(next)
      guard String(longer).count == 1 else { break }
      text = String(longer)
      rest.removeFirst()
    }
    return .character(Character(text))
  }

  private static func letter(_ value: UInt32) -> Character {
    Character(Unicode.Scalar(UInt8(truncatingIfNeeded: value)))
  }

  /// The key that an escape begins: Escape itself, an Alt key, or nothing for a sequence that
  /// the terminal library did not recognise, which is read to its end.
  private static func afterEscape(_ rest: inout ArraySlice<DecodedInput>) -> Key? {
    guard case .scalar(let next)? = rest.first, next != "\u{1B}" else { return .escape }
    rest.removeFirst()
    guard !rest.isEmpty else { return alt(next) }
    switch next {
    case "[": skip(&rest) { (0x40...0x7E).contains($0.value) }
    case "O": skip(&rest) { _ in true }
    case "]", "P", "_", "^": skip(&rest) { $0 == "\u{7}" || $0 == "\\" }
    default: return alt(next)
    }
    return nil
  }

  private static func alt(_ scalar: Unicode.Scalar) -> Key? {
    scalar.value < 0x20 || scalar.value == 0x7F ? .escape : .alt(Character(scalar))
  }

  private static func skip(
    _ rest: inout ArraySlice<DecodedInput>, through isLast: (Unicode.Scalar) -> Bool
  ) {
    while let next = rest.popFirst() {
      if case .scalar(let scalar) = next, !isLast(scalar) { continue }
      return
    }
  }

  /// Of several motions in a row only the last one counts.
  private static func append(_ mouse: Mouse, to inputs: inout [Input]) {
    if mouse.action == .move || mouse.action == .drag, case .mouse(let last)? = inputs.last,
      last.action == mouse.action
    {
      inputs.removeLast()
    }
    inputs.append(.mouse(mouse))
  }

  private static func key(_ code: Int32) -> Key? {
    if code > KEY_F0, code <= KEY_F0 + 63 { return .function(Int(code - KEY_F0)) }
    return keys[code]
  }

  private static let keys: [Int32: Key] = [
    KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right,
    KEY_SR: .shiftUp, KEY_SF: .shiftDown, KEY_SLEFT: .shiftLeft, KEY_SRIGHT: .shiftRight,
    KEY_HOME: .home, KEY_END: .end, KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown,
    KEY_A1: .home, KEY_C1: .end, KEY_A3: .pageUp, KEY_C3: .pageDown,
    KEY_BACKSPACE: .backspace, KEY_DC: .delete, KEY_IC: .insert, KEY_BTAB: .backTab,
    KEY_ENTER: .enter,
  ]

  /// Sequences that terminals send whatever their database entry says.
  static let commonSequences: [(String, Int32)] = [
    ("\u{1B}[200~", pasteStart), ("\u{1B}[201~", pasteEnd),
    ("\u{1B}[A", KEY_UP), ("\u{1B}[B", KEY_DOWN), ("\u{1B}[C", KEY_RIGHT), ("\u{1B}[D", KEY_LEFT),
    ("\u{1B}OA", KEY_UP), ("\u{1B}OB", KEY_DOWN), ("\u{1B}OC", KEY_RIGHT), ("\u{1B}OD", KEY_LEFT),
    ("\u{1B}[1;2A", KEY_SR), ("\u{1B}[1;2B", KEY_SF), ("\u{1B}[1;2C", KEY_SRIGHT),
    ("\u{1B}[1;2D", KEY_SLEFT),
    ("\u{1B}[H", KEY_HOME), ("\u{1B}[F", KEY_END), ("\u{1B}OH", KEY_HOME), ("\u{1B}OF", KEY_END),
    ("\u{1B}[1~", KEY_HOME), ("\u{1B}[4~", KEY_END), ("\u{1B}[2~", KEY_IC), ("\u{1B}[3~", KEY_DC),
    ("\u{1B}[5~", KEY_PPAGE), ("\u{1B}[6~", KEY_NPAGE), ("\u{1B}[Z", KEY_BTAB),
    ("\u{1B}OM", KEY_ENTER),
  ]
}
