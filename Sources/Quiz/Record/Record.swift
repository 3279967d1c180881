import Foundation
import GRDB
import Glibc

/// The learner's record: an SQLite file whose log of reviews is the truth from which everything
/// else is derived.
///
/// The file is opened when it is first needed. It is kept in WAL mode with `synchronous = FULL`:
/// a commit is on the disk when it returns, so that neither kill -9 nor a power cut loses more
/// than the answer being typed, and readers never wait for a writer. Each `save` is one
/// transaction. What could not be saved stays in memory and is tried again with the next `save`.
/// A record is used from one thread.
public final class Record {
  /// How the file is opened; tests set limits here.
  public struct Options: Sendable {
    /// How long another program may hold the file before that is an error, in seconds.
    public var patience: Double
    /// The most 4 KB pages that the file may grow to; nil for no limit.
    public var maximumPages: Int?

    public init(patience: Double = 2, maximumPages: Int? = nil) {
      self.patience = patience
      self.maximumPages = maximumPages
    }
  }

  public let path: String
  private let options: Options
  private var queue: DatabaseQueue?
  /// What could not be saved yet.
  public private(set) var unsaved: [RecordEvent] = []
  /// What was saved by this program: it goes into the new file when the old one turns out to be
  /// unreadable.
  private var saved: [RecordEvent] = []
  /// Set when a file that could not be read was put aside; the learner is to be told.
  public private(set) var notice: RecordError?

  /// - Parameter path: where the file is, or is to be made with its folder. Nothing is opened yet.
  public init(path: String, options: Options = Options()) {
    self.path = path
    self.options = options
  }

  /// Saves events in one transaction, with all those that an earlier `save` could not.
  /// - Throws: why nothing could be saved; the events stay in `unsaved`.
  public func save(_ events: [RecordEvent]) throws(RecordError) {
    unsaved += events
    guard !unsaved.isEmpty else { return }
    try perform { [self] queue in
      try queue.writeWithoutTransaction { database in
        try database.inTransaction(.immediate) {
          for event in unsaved { try Rows.write(event, to: database) }
          return .commit
        }
      }
    }
    saved += unsaved
    unsaved = []
  }

  /// Everything that is known of the learner, with what could not be saved yet. A record that can
  /// be read but not written is read, and `notice` says so.
  public func history() throws(RecordError) -> History {
    var history: History
    do throws(RecordError) {
      history = try perform { queue in try queue.read(Rows.history) }
    } catch {
      guard error.cause == .readOnly || error.cause == .unreachable, let read = readOnlyHistory()
      else { throw error }
      notice = error
      history = read
    }
    for event in unsaved { history.add(event) }
    return history
  }

  /// The history of a file on which nothing can be written, not even the lock of a reader.
  private func readOnlyHistory() -> History? {
    guard access(path, R_OK) == 0 else { return nil }
    var configuration = Configuration()
    configuration.readonly = true
    // SQLite reads a path as a URI only with these characters escaped.
    let escaped = path.reduce(into: "") { text, character in
      text += ["%": "%25", "?": "%3f", "#": "%23"][character] ?? String(character)
    }
    let queue = try? DatabaseQueue(
      path: "file:\(escaped)?immutable=1", configuration: configuration)
    return try? queue?.read { database in
      _ = try Schema.version(of: database)
      return try Rows.history(database)
    }
  }

  /// Puts the record aside under another name and starts a new one.
  /// - Returns: where the old record is now; nil when there was none.
  public func reset() throws(RecordError) -> String? {
    saved = []
    unsaved = []
    queue = nil
    guard access(path, F_OK) == 0 else { return nil }
    return try moveAside(suffix: "old")
  }

  /// Runs some work on the open file. A file that turns out to be no record is put aside, and
  /// the work is done on a new one.
  private func perform<T>(_ work: (DatabaseQueue) throws -> T) throws(RecordError) -> T {
    do {
      return try work(open())
    } catch let error where Self.isUnreadable(error) {
      queue = nil
      let reason = (error as? DatabaseError)?.message ?? "\(error)"
      let aside = try moveAside(suffix: "unreadable")
      notice = RecordError(
        .setAside(aside), path: path,
        "The record \(path) can't be read (\(reason)). It was kept as \(aside), "
          + "and a new one was begun.")
      unsaved = saved + unsaved
      saved = []
      do { return try work(open()) } catch { throw recordError(error) }
    } catch {
      throw recordError(error)
    }
  }

  private func open() throws -> DatabaseQueue {
    if let queue { return queue }
    let folder = (path as NSString).deletingLastPathComponent
    if !folder.isEmpty, access(folder, F_OK) != 0 {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    var configuration = Configuration()
    configuration.busyMode = .timeout(options.patience)
    configuration.label = "record"
    let opened = try DatabaseQueue(path: path, configuration: configuration)
    try opened.writeWithoutTransaction { database in
      // Nothing is written before the file is known to be a record.
      _ = try Schema.version(of: database)
      try activateWriteAheadLog(database)
      if let pages = options.maximumPages {
        try database.execute(sql: "PRAGMA max_page_count = \(pages)")
      }
      try Schema.migrate(database)
    }
    queue = opened
    return opened
  }

  private func activateWriteAheadLog(_ database: Database) throws {
    // SQLite does not wait for another program that changes the mode at this very moment.
    let pause = 0.02
    for attempt in 0... {
      do {
        try database.execute(sql: "PRAGMA journal_mode = WAL")
        break
      } catch let error as DatabaseError
        where error.resultCode == .SQLITE_BUSY && Double(attempt) * pause < options.patience
      {
        usleep(UInt32(pause * 1e6))
      }
    }
    try database.execute(sql: "PRAGMA synchronous = FULL")
  }

  /// Renames the file and what SQLite keeps beside it to the first free name.
  private func moveAside(suffix: String) throws(RecordError) -> String {
    let candidates = (1...9999).lazy.map { "\(self.path).\(suffix)-\($0)" }
    guard let aside = candidates.first(where: { access($0, F_OK) != 0 }) else {
      throw RecordError(
        .unreachable, path: path, "There are too many old records beside \(path); remove some.")
    }
    // The log of unfinished writes first: without it the file would lose its last answers.
    for part in ["-wal", "-shm"] where access(path + part, F_OK) == 0 {
      _ = rename(path + part, aside + part)
    }
    guard rename(path, aside) == 0 else {
      throw RecordError(
        .unreachable, path: path,
        "The record \(path) can't be renamed (\(String(cString: strerror(errno)))); "
          + "move it away by hand.")
    }
    return aside
  }

  private static func isUnreadable(_ error: any Error) -> Bool {
    if error is Schema.Foreign { return true }
    guard let code = (error as? DatabaseError)?.resultCode else { return false }
    return code == .SQLITE_NOTADB || code == .SQLITE_CORRUPT
  }

  private func recordError(_ error: any Error) -> RecordError {
    if let error = error as? RecordError { return error }
    let kept = unsaved.isEmpty ? "" : " Your answers are kept in memory and tried again."
    guard let error = error as? DatabaseError else {
      return RecordError(
        .unreachable, path: path,
        "The folder of the record \(path) can't be made (\(error.localizedDescription)); choose another with "
          + "--data-dir.\(kept)")
    }
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return RecordError(
        .locked, path: path, "The record \(path) is locked by another program; close it.\(kept)")
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      return RecordError(
        .readOnly, path: path,
        "The record \(path) can't be written; make it and its folder writable, or choose another "
          + "with --data-dir.\(kept)")
    case .SQLITE_FULL:
      return RecordError(
        .diskFull, path: path, "The disk is full; make room for the record \(path).\(kept)")
    case .SQLITE_CANTOPEN:
      return RecordError(
        .unreachable, path: path,
        "The record \(path) can't be opened; see that its folder is there and writable, or choose "
          + "another with --data-dir.\(kept)")
    default:
      let reason = error.message ?? "SQLite error \(error.resultCode.rawValue)"
      return RecordError(
        .other(reason), path: path, "The record \(path) could not be used (\(reason)).\(kept)")
    }
  }
}

extension History {
  /// Adds what is not saved yet.
  mutating func add(_ event: RecordEvent) {
    switch event {
    case .review(let review): reviews.append(review)
    case .prediction(let prediction): predictions.append(prediction)
    case .place(let place):
      places.removeAll { $0.lesson == place.lesson }
      places.append(place)
    case .page(let page):
      if !hasRead(page.page, of: page.lesson) { pages.append(page) }
    case .setting(let setting):
      settings.removeAll { $0.name == setting.name }
      settings.append(setting)
    }
  }
}
