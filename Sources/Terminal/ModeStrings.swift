import CNcurses

/// The escape sequences for what the terminal library does not do by itself: bracketed paste,
/// motion of the mouse, and the way back after a crash.
enum ModeStrings {
  /// Terminals of xterm's family know bracketed paste; their alternate screen tells them.
  static var understandsPaste: Bool {
    TerminalFacts.capability("BE") != nil
      || TerminalFacts.capability("smcup")?.contains("?1049") == true
  }

  static func begin(mouse: Bool, paste: Bool) -> String {
    (paste ? "\u{1B}[?2004h" : "") + (mouse ? "\u{1B}[?1003h" : "")
  }

  static func end(mouse: Bool, paste: Bool) -> String {
    (mouse ? "\u{1B}[?1003l" : "") + (paste ? "\u{1B}[?2004l" : "")
  }

  /// Everything that gives the terminal back, as one string that a signal handler can write.
  static func reset(mouse: Bool, paste: Bool) -> String {
    let capabilities = ["sgr0", "op", "rmkx", "cnorm", "rmcup"]
    return end(mouse: mouse, paste: paste) + (mouse ? "\u{1B}[?1006;1000l" : "")
      + capabilities.compactMap(TerminalFacts.capability).map(withoutPadding).joined()
      + (TerminalFacts.capability("rmcup") == nil ? "\r\n" : "")
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
