#if canImport(Glibc)
  import Glibc
#endif

/// Tells when a file in a folder of lessons is written, so that an open lesson shows it. Uses the
/// kernel's inotify: nothing is polled while nothing changes.
final class FileWatch {
  /// Readable when something changed; -1 where the kernel gives none.
  let descriptor: Int32

  init() {
    descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Watches a folder; one that can't be watched is left alone.
  func add(folder: String) {
    guard descriptor >= 0 else { return }
    _ = inotify_add_watch(
      descriptor, folder, UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE))
  }

  /// Empties the queue.
  /// - Returns: whether there was something in it.
  func takeChanges() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 4096)
    var found = false
    while read(descriptor, &bytes, bytes.count) > 0 { found = true }
    return found
  }
}
