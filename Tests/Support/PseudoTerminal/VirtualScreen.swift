import CVterm

/// What a terminal shows after the bytes that were written to it.
public final class VirtualScreen {
  public struct Cell: Hashable, Sendable {
    public var text: String
    public var width: Int
    /// -1 for the terminal's own colour, 0…255 for a place in the table, 0x1RRGGBB for a value.
    public var foreground: Int
    public var background: Int
    public var isBold: Bool
    public var isUnderlined: Bool
    public var isItalic: Bool
    public var isReversed: Bool
  }

  public private(set) var width: Int
  public private(set) var height: Int

  private let terminal: OpaquePointer
  private let screen: OpaquePointer
  private let properties: UnsafeMutablePointer<vt_properties>

  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
    properties = .allocate(capacity: 1)
    properties.initialize(to: vt_properties())
    terminal = vterm_new(Int32(height), Int32(width))
    vterm_set_utf8(terminal, 1)
    screen = vt_open_screen(terminal, properties)
  }

  deinit {
    vterm_free(terminal)
    properties.deallocate()
  }

  public func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes {
      _ = vterm_input_write(terminal, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
    }
    vterm_screen_flush_damage(screen)
  }

  public func resize(width: Int, height: Int) {
    self.width = width
    self.height = height
    vterm_set_size(terminal, Int32(height), Int32(width))
  }

  public subscript(x: Int, y: Int) -> Cell {
    var cell = VTermScreenCell()
    vterm_screen_get_cell(screen, VTermPos(row: Int32(y), col: Int32(x)), &cell)
    var text = String.UnicodeScalarView()
    withUnsafeBytes(of: cell.chars) { bytes in
      for value in bytes.bindMemory(to: UInt32.self).prefix(while: { $0 != 0 }) {
        if let scalar = Unicode.Scalar(value) { text.append(scalar) }
      }
    }
    return Cell(
      text: String(text), width: Int(cell.width), foreground: Int(vt_color(cell.fg)),
      background: Int(vt_color(cell.bg)), isBold: vt_bold(cell),
      isUnderlined: vt_underline(cell), isItalic: vt_italic(cell), isReversed: vt_reverse(cell))
  }

  /// The text of each row, without the spaces at its end.
  public var lines: [String] {
    (0..<height).map { y in
      var line = ""
      var x = 0
      while x < width {
        let cell = self[x, y]
        line += cell.text.isEmpty ? " " : cell.text
        x += max(1, cell.width)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  public var text: String { lines.joined(separator: "\n") }

  public var cursor: (x: Int, y: Int) {
    var position = VTermPos()
    vterm_state_get_cursorpos(vterm_obtain_state(terminal), &position)
    return (Int(position.col), Int(position.row))
  }

  public var isCursorVisible: Bool { properties.pointee.cursor_visible }
  public var isAlternate: Bool { properties.pointee.alternate_screen }
  /// Whether the program has asked for the mouse.
  public var wantsMouse: Bool { properties.pointee.mouse != 0 }

  /// A key that has no character of its own.
  public enum Key: Sendable {
    case up, down, left, right, home, end, pageUp, pageDown, enter, escape, tab, backspace, delete
    case shiftUp, shiftDown, shiftLeft, shiftRight, backTab
    case function(Int)

    var code: (VTermKey, VTermModifier) {
      switch self {
      case .up: (VTERM_KEY_UP, VTERM_MOD_NONE)
      case .down: (VTERM_KEY_DOWN, VTERM_MOD_NONE)
      case .left: (VTERM_KEY_LEFT, VTERM_MOD_NONE)
      case .right: (VTERM_KEY_RIGHT, VTERM_MOD_NONE)
      case .home: (VTERM_KEY_HOME, VTERM_MOD_NONE)
      case .end: (VTERM_KEY_END, VTERM_MOD_NONE)
      case .pageUp: (VTERM_KEY_PAGEUP, VTERM_MOD_NONE)
      case .pageDown: (VTERM_KEY_PAGEDOWN, VTERM_MOD_NONE)
      case .enter: (VTERM_KEY_ENTER, VTERM_MOD_NONE)
      case .escape: (VTERM_KEY_ESCAPE, VTERM_MOD_NONE)
      case .tab: (VTERM_KEY_TAB, VTERM_MOD_NONE)
      case .backTab: (VTERM_KEY_TAB, VTERM_MOD_SHIFT)
      case .backspace: (VTERM_KEY_BACKSPACE, VTERM_MOD_NONE)
      case .delete: (VTERM_KEY_DEL, VTERM_MOD_NONE)
      case .shiftUp: (VTERM_KEY_UP, VTERM_MOD_SHIFT)
      case .shiftDown: (VTERM_KEY_DOWN, VTERM_MOD_SHIFT)
      case .shiftLeft: (VTERM_KEY_LEFT, VTERM_MOD_SHIFT)
      case .shiftRight: (VTERM_KEY_RIGHT, VTERM_MOD_SHIFT)
      case .function(let number):
        (VTermKey(VTERM_KEY_FUNCTION_0.rawValue + UInt32(number)), VTERM_MOD_NONE)
      }
    }
  }

  /// The bytes that the terminal sends for a key in the modes that it is in now.
  public func bytes(for key: Key) -> [UInt8] {
    vterm_keyboard_key(terminal, key.code.0, key.code.1)
    return takeOutput()
  }

  /// The bytes that the terminal sends for a pasted text.
  public func bytes(forPaste text: String) -> [UInt8] {
    vterm_keyboard_start_paste(terminal)
    let start = takeOutput()
    vterm_keyboard_end_paste(terminal)
    return start + Array(text.utf8) + takeOutput()
  }

  /// The bytes that the terminal sends for a press or a release of a mouse button: 1 for the
  /// left one, 4 and 5 for the wheel.
  public func bytes(forButton button: Int, pressed: Bool, x: Int, y: Int) -> [UInt8] {
    vterm_mouse_move(terminal, Int32(y), Int32(x), VTERM_MOD_NONE)
    let motion = takeOutput()
    vterm_mouse_button(terminal, Int32(button), pressed, VTERM_MOD_NONE)
    return motion + takeOutput()
  }

  /// The bytes that the terminal sends when the mouse moves.
  public func bytes(forMotionTo x: Int, y: Int) -> [UInt8] {
    vterm_mouse_move(terminal, Int32(y), Int32(x), VTERM_MOD_NONE)
    return takeOutput()
  }

  /// What the terminal answers and sends by itself.
  func takeOutput() -> [UInt8] {
    let count = vterm_output_get_buffer_current(terminal)
    var bytes = [CChar](repeating: 0, count: count)
    let read = vterm_output_read(terminal, &bytes, count)
    return bytes.prefix(read).map { UInt8(bitPattern: $0) }
  }
}
