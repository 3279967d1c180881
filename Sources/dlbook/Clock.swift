#if canImport(Glibc)
  import Glibc
#endif

/// The clock, and names that are given once: read here and nowhere else.
enum Clock {
  /// Seconds since 1970.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// A name that no other run of the program has.
  static func identity() -> String {
    var generator = SystemRandomNumberGenerator()
    return String(generator.next(), radix: 36) + String(generator.next(), radix: 36)
  }

  static func seed() -> UInt64 { UInt64.random(in: 0..<(1 << 32)) }
}
