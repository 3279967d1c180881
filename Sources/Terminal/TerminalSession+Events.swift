import CNcurses
import CTerminalGuard
import Canvas
import Glibc

/// What came in at once, in the order in which it is to be dealt with.
public struct TerminalEvents: Hashable, Sendable {
  /// The program is to save and to end: close the session, then `Ending.end()`.
  public var ending: Ending?
  public var inputs: [Input] = []
  /// Those of the given descriptors that have something to read.
  public var ready: Set<Int32> = []
}

/// Why the program is to end although the learner did not quit.
public enum Ending: Hashable, Sendable {
  /// SIGINT, SIGTERM, SIGHUP or SIGQUIT.
  case signal(Int32)
  /// The terminal is gone.
  case hangUp

  /// Ends the program in the way that a shell expects: by the signal itself, status 128 + n.
  public func end() -> Never {
    switch self {
    case .signal(let number): terminal_signals_die(number)
    case .hangUp: terminal_signals_die(SIGHUP)
    }
  }
}

extension TerminalSession {
  /// Waits until something comes in, and returns all that has come in by then: signals, then
  /// keys, then the descriptors of others.
  /// - Parameter timeout: how long to wait at most; nil waits for ever and uses no processor.
  public func events(
    timeout: Duration? = nil, alsoWaitingFor descriptors: [Int32] = []
  ) -> TerminalEvents {
    var events = TerminalEvents()
    var polled = ([signals, input] + descriptors).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let count = poll(&polled, nfds_t(polled.count), milliseconds(timeout))
    if count == 0, decoder.isPasting, let paste = decoder.endPaste() { events.inputs.append(paste) }
    guard count > 0 else { return events }

    if polled[0].revents != 0 { takeSignals(&events) }
    if polled[1].revents != 0 { takeInputs(&events) }
    events.ready = Set(polled.dropFirst(2).filter { $0.revents != 0 }.map(\.fd))
    return events
  }

  private func milliseconds(_ timeout: Duration?) -> Int32 {
    // A paste whose end got lost is given up after half a second.
    let timeout =
      decoder.isPasting ? min(timeout ?? .milliseconds(500), .milliseconds(500)) : timeout
    guard let timeout else { return -1 }
    return Int32(clamping: max(0, Int((timeout / .milliseconds(1)).rounded(.up))))
  }

  private func takeSignals(_ events: inout TerminalEvents) {
    terminal_signals_drain()
    for number in [SIGHUP, SIGTERM, SIGINT, SIGQUIT]
    where terminal_signals_take(number) != 0 && events.ending == nil {
      events.ending = .signal(number)
    }
    if terminal_signals_take(SIGTSTP) != 0 {
      suspend()
      events.inputs += [.resize(size), .resumed]
    }
    if terminal_signals_take(SIGCONT) != 0 {
      comeBack()
      events.inputs += [.resize(size), .resumed]
    }
    if terminal_signals_take(SIGWINCH) != 0 {
      adoptSize()
      events.inputs.append(.resize(size))
    }
  }

  private func takeInputs(_ events: inout TerminalEvents) {
    // A terminal that says there is something to read and then gives nothing is gone, and so is
    // one that only answers with an error.
    var waiting: Int32 = 0
    let isGone = ioctl(input, UInt(FIONREAD), &waiting) != 0 || waiting == 0
    errno = 0
    let raw = isGone ? [] : readRaw()
    if raw.isEmpty, isGone || errno == EIO { events.ending = events.ending ?? .hangUp }
    events.inputs += inputs(raw)
  }

  private func readRaw() -> [RawInput] {
    var raw: [RawInput] = []
    var value: wint_t = 0
    while raw.count < KeyDecoder.pasteLimit {
      switch wget_wch(nc_stdscr(), &value) {
      case OK: if let scalar = Unicode.Scalar(value) { raw.append(.scalar(scalar)) }
      case KEY_CODE_YES where value == UInt32(KEY_MOUSE):
        if let mouse = mouse() { raw.append(.mouse(mouse)) }
      case KEY_CODE_YES: raw.append(.code(Int32(bitPattern: value)))
      default: return raw
      }
    }
    return raw
  }

  /// Decodes, and does what ^Z asks for on the spot.
  private func inputs(_ raw: [RawInput]) -> [Input] {
    decoder.decode(raw).flatMap { input -> [Input] in
      guard input == .key(.control("z")) else { return [input] }
      suspend()
      return [.resize(size), .resumed]
    }
  }

  private func mouse() -> Mouse? {
    var event = MEVENT()
    guard getmouse(&event) == OK else { return nil }
    let place = Point(x: Int(event.x), y: Int(event.y))
    let state = event.bstate
    if state & nc_wheel_up() != 0 { return Mouse(.scrollUp, at: place) }
    if state & nc_wheel_down() != 0 { return Mouse(.scrollDown, at: place) }
    if state & nc_left_pressed() != 0 {
      isMouseHeld = true
      return Mouse(.press, at: place)
    }
    if state & nc_left_released() != 0 {
      isMouseHeld = false
      return Mouse(.release, at: place)
    }
    if state & nc_motion() != 0 { return Mouse(isMouseHeld ? .drag : .move, at: place) }
    return nil
  }
}
