import Canvas
import Interface
import Languages
import Terminal

#if canImport(Glibc)
  import Glibc
#endif

/// Saves pictures and copied texts as files in the folder where the program was started.
final class FileOutput: PictureOutput {
  private let theme: Theme
  private let language: Language

  init(theme: Theme, language: Language) {
    self.theme = theme
    self.language = language
  }

  func save(_ frame: Frame) -> String {
    write(frame.svg(theme: theme), name: "dlbook", suffix: "svg")
  }

  func copy(_ text: String) -> String {
    write(text, name: "dlbook-run", suffix: "py")
  }

  /// Writes a file that did not exist before.
  /// - Returns: a line that says where it is, or why it could not be written.
  private func write(_ text: String, name: String, suffix: String) -> String {
    for number in 1...999 {
      let path = "\(name)-\(number).\(suffix)"
      let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      if file < 0, errno == EEXIST { continue }
      guard file >= 0 else {
        return language("{0} can't be written: {1}", path, String(cString: strerror(errno)))
      }
      defer { close(file) }
      do throws(PlainOutput.WriteError) {
        try PlainOutput(descriptor: file).write(text)
        return language("saved as {0}", path)
      } catch {
        unlink(path)
        return language("{0} can't be written: {1}", path, error.reason)
      }
    }
    return language("there are too many pictures in this folder already")
  }

  /// One line on standard error.
  static func complain(_ text: String) {
    try? PlainOutput(descriptor: STDERR_FILENO).write("dlbook: " + text + "\n")
  }
}
