import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Signals that ask the program to end while it trains without a screen: the first one is noted,
/// so that the training can be put away; a second one ends the program at once.
enum Interruption {
  private static let number = Atomic<Int32>(0)

  static func watch() {
    _ = number.load(ordering: .relaxed)
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      Glibc.signal(signal) { number in
        Interruption.number.store(number, ordering: .relaxed)
        Glibc.signal(number, SIG_DFL)
      }
    }
  }

  static var isAsked: Bool { number.load(ordering: .relaxed) != 0 }

  /// Ends the program by the signal that asked for it, as a shell expects.
  static func end() {
    let number = number.load(ordering: .relaxed)
    guard number != 0 else { return }
    Glibc.signal(number, SIG_DFL)
    raise(number)
  }
}
