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

  /// Reads single bytes and keys: reading wide characters would stop at a byte that is none.
  private func readRaw() -> [RawInput] {
    var raw: [RawInput] = []
    while raw.count < KeyDecoder.pasteLimit {
      let value = wgetch(nc_stdscr())
      switch value {
      case 0...255: raw.append(.byte(UInt8(value)))
      case ERR: return raw
      default: raw.append(.code(value))
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
}
