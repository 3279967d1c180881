import Glibc

/// A folder whose files are read and never written, and out of which no name leads: neither
/// `..` nor a symbolic link reaches a file that lies elsewhere.
struct Folder: Hashable, Sendable {
  /// The path as it is shown to people.
  let path: String
  /// The path without links, which holds every file that is read.
  private let root: String

  /// - Throws: `LessonProblem` when there is no such folder.
  init(path: String) throws(LessonProblem) {
    var shown = path
    while shown.count > 1, shown.hasSuffix("/") { shown.removeLast() }
    guard let root = Self.resolved(shown), Self.isFolder(root) else {
      throw LessonProblem(
        file: shown, place: .whole, message: "there is no such folder",
        advice: "look at the path again")
    }
    self.path = shown
    self.root = root
  }

  private init(path: String, root: String) {
    self.path = path
    self.root = root
  }

  /// Its own name, without links.
  var name: String { root.split(separator: "/").last.map(String.init) ?? "" }

  /// The path of the folder that holds it.
  var parent: String { path + "/.." }

  /// The path of a file in it, for messages.
  func path(of name: String) -> String { path == "." ? name : "\(path)/\(name)" }

  /// A folder inside this one.
  func subfolder(_ name: String) throws(LessonProblem) -> Folder {
    let root = try inside(name)
    guard Self.isFolder(root) else { throw missing(name) }
    return Folder(path: path(of: name), root: root)
  }

  func contains(_ name: String) -> Bool { (try? inside(name)) != nil }

  /// When a file was last changed, for watching it; nil when it isn't there.
  func stamp(of name: String) -> FileStamp? {
    guard let path = try? inside(name) else { return nil }
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return FileStamp(
      seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec,
      size: Int(status.st_size), inode: UInt64(status.st_ino))
  }

  /// The names in the folder, sorted.
  func names() -> [String] {
    guard let directory = opendir(root) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory), names.count < 10_000 {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// A whole file.
  /// - Throws: `LessonProblem` when it isn't there, can't be read, or is larger than `limit`.
  func bytes(of name: String, limit: Int) throws(LessonProblem) -> [UInt8] {
    let bytes = try read(name, most: limit + 1)
    guard bytes.count <= limit else {
      throw problem(
        name, "the file is larger than \(limit / 1024) KB", "split it, or take out what is not text"
      )
    }
    return bytes
  }

  /// The beginning of a file.
  func head(of name: String, most: Int) throws(LessonProblem) -> [UInt8] {
    try read(name, most: most)
  }

  private func read(_ name: String, most: Int) throws(LessonProblem) -> [UInt8] {
    let path = try inside(name)
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw unreadable(name) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw problem(name, "this is not a file", "put a text file in its place")
    }
    let capacity = min(most, max(0, Int(status.st_size)) + 1)
    var count = 0
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
      while count < capacity, let base = buffer.baseAddress {
        let got = Glibc.read(file, base + count, capacity - count)
        if got < 0, errno == EINTR { continue }
        failed = got < 0
        if got <= 0 { break }
        count += got
      }
      initialized = count
    }
    if failed { throw unreadable(name) }
    return bytes
  }

  /// The real path of a name in the folder.
  private func inside(_ name: String) throws(LessonProblem) -> String {
    guard let resolved = Self.resolved("\(root)/\(name)") else { throw missing(name) }
    guard resolved.hasPrefix(root == "/" ? "/" : root + "/") else {
      throw problem(
        name, "the file lies outside its folder", "put a copy of it into the folder")
    }
    return resolved
  }

  private func missing(_ name: String) -> LessonProblem {
    problem(name, "there is no such file", "write it, or correct its name")
  }

  private func unreadable(_ name: String) -> LessonProblem {
    problem(name, "the file can't be read: \(String(cString: strerror(errno)))", "mend its rights")
  }

  private func problem(_ name: String, _ message: Phrase, _ advice: Phrase) -> LessonProblem {
    LessonProblem(
      file: path(of: name), place: .whole, message: message, advice: advice)
  }

  private static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}

/// Tells whether a file is still the one that was read.
public struct FileStamp: Hashable, Sendable {
  var seconds: Int
  var nanoseconds: Int
  var size: Int
  var inode: UInt64
}
