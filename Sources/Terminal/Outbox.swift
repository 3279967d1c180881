import CTerminalGuard
import Glibc

/// Makes one write of a whole frame. The terminal library flushes at each move of the cursor, so
/// that a frame would reach a distant terminal in dozens of packets and be seen half drawn.
struct Outbox {
  /// The terminal.
  private let line: Int32
  /// The descriptor that the library writes to; it stands for the terminal, or for the memory.
  private let stand: Int32
  /// Where the library's writes are collected; -1 where the system has no such memory.
  private let memory: Int32

  init(line: Int32, stand: Int32) {
    self.line = line
    self.stand = stand
    memory = terminal_memory()
  }

  /// Runs the drawing, and then sends what it wrote.
  func collect(_ draw: () -> Void) {
    guard memory >= 0, redirect(to: memory) else { return draw() }
    draw()
    _ = redirect(to: line)
    let length = Int(lseek(memory, 0, SEEK_CUR))
    guard length > 0 else { return }
    var bytes = [UInt8](repeating: 0, count: length)
    let count = pread(memory, &bytes, length, 0)
    lseek(memory, 0, SEEK_SET)
    Self.send(bytes[..<max(0, count)], to: line)
  }

  func close() {
    if memory >= 0 { Glibc.close(memory) }
  }

  private func redirect(to target: Int32) -> Bool {
    guard dup2(target, stand) >= 0 else { return false }
    _ = fcntl(stand, F_SETFD, FD_CLOEXEC)
    return true
  }

  /// Writes all of it; a terminal that is gone takes nothing, and says so when it is read.
  static func send(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
