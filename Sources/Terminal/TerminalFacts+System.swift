import CNcurses
import Canvas
import Glibc

extension TerminalFacts {
  /// What the terminal at standard input and output is. Sets the process's character type to
  /// the environment's locale, and nothing else of the locale.
  public static func current(options: TerminalOptions = TerminalOptions()) -> TerminalFacts {
    _ = setlocale(LC_CTYPE, "")
    var environment: [String: String] = [:]
    for name in ["TERM", "COLORTERM", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR"] {
      if let value = getenv(name) { environment[name] = String(cString: value) }
    }
    return TerminalFacts(
      environment: environment,
      codeset: nl_langinfo(Int32(CODESET)).map { String(cString: $0) } ?? "",
      isTerminal: isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1,
      size: windowSize(of: STDOUT_FILENO), options: options, terminfo: databaseEntry)
  }

  /// The size of the terminal's window now; 80×24 where it does not say.
  static func windowSize(of descriptor: Int32) -> Size {
    var window = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0
    else { return Size(width: 80, height: 24) }
    return Size(width: Int(window.ws_col), height: Int(window.ws_row))
  }

  /// Looks a terminal up in the database.
  static func databaseEntry(_ name: String) -> TerminfoEntry? {
    var status: Int32 = 0
    guard setupterm(name, STDOUT_FILENO, &status) == OK, let terminal = nc_current_terminal() else {
      return nil
    }
    defer { del_curterm(terminal) }
    let colors = tigetnum("colors")
    return TerminfoEntry(
      colors: Int(max(0, colors)), isDirect: tigetflag("RGB") > 0 || colors > 1 << 16,
      movesCursor: capability("cup") != nil)
  }

  /// A string capability of the terminal that is set up.
  static func capability(_ name: String) -> String? {
    guard let value = tigetstr(name), Int(bitPattern: value) != -1 else { return nil }
    return String(cString: value)
  }
}
