import CNcurses

/// The escape sequences for what the terminal library does not do, or not well: bracketed paste,
/// the mouse (ncurses drops events that come in quick succession), and the way back after a crash.
enum ModeStrings {
  /// Terminals of xterm's family know bracketed paste; their alternate screen shows them.
  static var understandsPaste: Bool {
    TerminalFacts.capability("BE") != nil || hasAlternateScreen
  }

  /// Whether the terminal keeps the shell's picture on a screen of its own.
  static var hasAlternateScreen: Bool {
    let enter = TerminalFacts.capability("smcup") ?? ""
    return enter.contains("?1049h") || enter.contains("?47h")
  }

  /// Presses, motion while a button is down, all motion, and coordinates of any size.
  private static let mouseModes = [1000, 1002, 1003, 1006]

  private static func modes(mouse: Bool, paste: Bool, _ end: String) -> String {
    ((mouse ? mouseModes : []) + (paste ? [2004] : [])).map { "\u{1B}[?\($0)\(end)" }.joined()
  }

  static func begin(mouse: Bool, paste: Bool) -> String {
    modes(mouse: mouse, paste: paste, "h")
  }

  static func end(mouse: Bool, paste: Bool) -> String {
    modes(mouse: mouse, paste: paste, "l")
  }

  /// Everything that gives the terminal back, as one string that a signal handler can write.
  static func reset(mouse: Bool, paste: Bool) -> String {
    let clear = TerminalFacts.capability("clear").map(withoutPadding) ?? ""
    let capabilities = ["sgr0", "op", "rmkx", "cnorm", "rmcup"]
    return end(mouse: mouse, paste: paste)
      + capabilities.compactMap(TerminalFacts.capability).map(withoutPadding).joined()
      + (hasAlternateScreen ? "" : clear)
  }

  /// Drops the delays that old terminals needed, such as `$<2/>`.
  static func withoutPadding(_ capability: String) -> String {
    var text = ""
    var rest = capability[...]
    while let start = rest.firstRange(of: "$<"),
      let end = rest[start.upperBound...].firstIndex(of: ">")
    {
      text += rest[..<start.lowerBound]
      rest = rest[rest.index(after: end)...]
    }
    return text + rest
  }
}
