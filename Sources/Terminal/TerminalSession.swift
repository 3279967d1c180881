import CNcurses
import CTerminalGuard
import Canvas
import Glibc

/// Why a session could not begin.
public enum TerminalError: Error, Hashable {
  /// These facts call for the plain edition.
  case needsPlainEdition(TerminalFacts.PlainReason)
  /// The terminal does not open: the system's words for it.
  case cannotOpen(String)
}

/// The terminal while the program draws on it. There is one session at a time, it belongs to the
/// main thread, and whichever way it ends the terminal is as it was before.
public final class TerminalSession {
  /// The size of the screen, as of the last `.resize`.
  public internal(set) var size: Size
  public let medium: Medium

  let input: Int32
  let signals: Int32
  var decoder = KeyDecoder()

  private let output: Int32
  private let outbox: Outbox
  private let hasMouse: Bool
  private let understandsPaste: Bool
  private let hasAlternateScreen: Bool
  private let resetString: String
  private let streams: (input: UnsafeMutablePointer<FILE>, output: UnsafeMutablePointer<FILE>)
  private let screen: OpaquePointer
  private var shellModes: termios
  private var painter: Painter
  private var isOpen = false
  private var isEntered = false

  /// Takes the terminal at standard input and output over.
  /// - Parameters:
  ///   - mouse: whether presses, the wheel and motion are wanted; the terminal then leaves its
  ///     own selecting of text to Shift.
  public init(
    _ facts: TerminalFacts, theme: Theme = .dark, mouse: Bool = false
  ) throws(TerminalError) {
    let name: String
    switch facts.edition {
    case .plain(let reason): throw .needsPlainEdition(reason)
    case .screens(let terminfo): name = terminfo
    }
    _ = setlocale(LC_CTYPE, facts.locale ?? "")

    input = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
    output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    outbox = Outbox(line: STDOUT_FILENO, stand: output)
    var modes = termios()
    guard input >= 0, output >= 0, tcgetattr(input, &modes) == 0, let reader = fdopen(input, "r"),
      let writer = fdopen(output, "w")
    else { throw .cannotOpen(String(cString: strerror(errno))) }
    streams = (reader, writer)
    shellModes = modes

    // Our own handlers come first: ncurses keeps its hands off a signal that has one, and its
    // handler for SIGWINCH loses what arrives outside of a read.
    signals = terminal_signals_open()
    guard signals >= 0 else { throw .cannotOpen(String(cString: strerror(errno))) }
    guard let screen = newterm(name, writer, reader) else {
      terminal_signals_close()
      throw .cannotOpen("\(name): no such terminal")
    }
    self.screen = screen

    size = TerminalFacts.windowSize(of: output)
    medium = facts.medium
    painter = Painter(
      palette: Palette(theme: theme, profile: facts.medium.colors), isUTF8: facts.isUTF8)
    hasMouse = mouse && TerminalFacts.capability("kmous") != nil
    hasAlternateScreen = ModeStrings.hasAlternateScreen
    understandsPaste = ModeStrings.understandsPaste
    resetString = ModeStrings.reset(mouse: hasMouse, paste: understandsPaste)
    isOpen = true
    setUp()
    enter()
  }

  deinit { close() }

  /// What is set once and stays while the session is suspended.
  private func setUp() {
    raw()
    noecho()
    nonl()
    keypad(nc_stdscr(), true)
    nodelay(nc_stdscr(), true)
    nc_set_escdelay(25)
    // No looking for keys while a frame is sent: it is sent at once.
    typeahead(-1)
    for (sequence, code) in KeyDecoder.commonSequences where key_defined(sequence) <= 0 {
      define_key(sequence, code)
    }
    if medium.hasColor {
      start_color()
      use_default_colors()
    }
    if hasMouse {
      define_key(nil, KEY_MOUSE)
      define_key(MouseDecoder.introducer, MouseDecoder.code)
    }
    resizeterm(Int32(size.height), Int32(size.width))
    def_prog_mode()
  }

  /// Takes the terminal, at the start and after each suspension.
  private func enter() {
    // From the background this stops the program until it is brought to the foreground, before
    // anything is written.
    reset_prog_mode()
    terminal_guard_arm(STDOUT_FILENO, &shellModes, resetString, resetString.utf8.count)
    send(ModeStrings.begin(mouse: hasMouse, paste: understandsPaste))
    isEntered = true
    painter.invalidate()
  }

  /// Gives the terminal back as it was.
  private func leave() {
    guard isEntered else { return }
    isEntered = false
    if !hasAlternateScreen {
      wclear(nc_stdscr())
      wrefresh(nc_stdscr())
    }
    send(ModeStrings.end(mouse: hasMouse, paste: understandsPaste))
    curs_set(1)
    endwin()
    tcsetattr(output, TCSADRAIN, &shellModes)
    terminal_guard_disarm()
  }

  private func send(_ text: String) {
    Outbox.send(Array(text.utf8)[...], to: output)
  }

  /// Shows a frame: only what differs from the frame before is sent.
  public func draw(_ frame: Frame) {
    guard isEntered else { return }
    outbox.collect { painter.draw(frame, on: size) }
  }

  /// The next frame is sent whole, in case something else has written on the screen.
  public func invalidate() {
    painter.invalidate()
  }

  /// Gives the terminal to the shell as ^Z does, and comes back when the program is continued.
  public func suspend() {
    guard isOpen else { return }
    leave()
    terminal_signals_stop()
    comeBack()
  }

  /// Takes the terminal again after the program was stopped, by us or by others.
  func comeBack() {
    _ = terminal_signals_take(SIGCONT)
    enter()
    adoptSize()
  }

  /// Follows the size of the window, and draws everything anew: what the terminal did to the
  /// picture meanwhile is not known.
  func adoptSize() {
    size = TerminalFacts.windowSize(of: output)
    resizeterm(Int32(size.height), Int32(size.width))
    painter.invalidate()
  }

  /// Gives the terminal back for good. Calling it again does nothing.
  public func close() {
    guard isOpen else { return }
    isOpen = false
    leave()
    delscreen(screen)
    fclose(streams.input)
    fclose(streams.output)
    outbox.close()
    terminal_signals_close()
  }
}
