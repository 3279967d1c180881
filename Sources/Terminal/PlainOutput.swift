import Glibc

/// Text for a stream that is not drawn on: a pipe, a file, a dumb terminal. What comes from
/// outside is shown and never obeyed: control characters become a visible mark.
public struct PlainOutput {
  /// The stream did not take what was written.
  public struct WriteError: Error, Hashable {
    public var code: Int32
    /// The system's words for it, such as "No space left on device".
    public var reason: String
  }

  private let descriptor: Int32

  public init(descriptor: Int32 = STDOUT_FILENO) {
    self.descriptor = descriptor
  }

  /// Writes all of the text, without its control characters.
  public func write(_ text: String) throws(WriteError) {
    var bytes = ArraySlice(Self.sanitized(text).utf8)
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      if written < 0, errno == EAGAIN {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wanted, 1, -1)
        continue
      }
      guard written > 0 else {
        throw WriteError(code: errno, reason: String(cString: strerror(errno)))
      }
      bytes = bytes.dropFirst(written)
    }
  }

  /// The text with U+FFFD in place of every character that a terminal could obey. Newlines and
  /// tabs stay.
  public static func sanitized(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var clean = String.UnicodeScalarView()
    clean.append(contentsOf: text.unicodeScalars.map { isUnsafe($0) ? "\u{FFFD}" : $0 })
    return String(clean)
  }

  /// C0 and C1 controls, and the marks that turn the direction of text around.
  static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
