import Foundation
import Testing

import class GRDB.DatabaseQueue

@testable import Quiz

/// A folder of its own for each test.
final class Scratch {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "quiz-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Where the record is: a folder below is made on demand.
  var path: String { folder + "/data/record.sqlite" }

  func record(_ options: Record.Options = Record.Options(patience: 0.1)) -> Record {
    Record(path: path, options: options)
  }

  func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder + "/data").sorted()
  }
}

private func review(_ number: Int, time: Double? = nil) -> Review {
  Review(
    id: "s-\(number)", question: "forward/q\(number)", concept: "layer",
    seed: UInt64.max - UInt64(number), grade: .good, answer: "−0.5 与 \(number)", isCorrect: true,
    hints: 1, milliseconds: 1500, time: time ?? Double(number), amends: number == 3 ? "s-1" : nil)
}

@Suite struct RecordTests {
  private let whole = History(
    reviews: (1...4).map { review($0) },
    predictions: [
      Prediction(
        id: "p-1", lesson: "forward", block: "first", answer: "0.5", isCorrect: false, time: 3)
    ],
    places: [Place(lesson: "forward", page: "weights", time: 9)],
    pages: [ReadPage(lesson: "forward", page: "weights", time: 2)],
    settings: [Setting(name: "theme", value: "dark", time: 1)])

  private func events(_ history: History) -> [RecordEvent] {
    history.reviews.map { .review($0) } + history.predictions.map { .prediction($0) }
      + history.places.map { .place($0) } + history.pages.map { .page($0) }
      + history.settings.map { .setting($0) }
  }

  @Test func whatIsSavedIsThereAgain() throws {
    let scratch = try Scratch()
    try scratch.record().save(events(whole))
    #expect(try scratch.record().history() == whole)
  }

  @Test func nothingIsOpenedBeforeItIsNeeded() throws {
    let scratch = try Scratch()
    _ = scratch.record()
    #expect(!FileManager.default.fileExists(atPath: scratch.folder + "/data"))
    let record = scratch.record()
    try record.save([])
    #expect(!FileManager.default.fileExists(atPath: scratch.folder + "/data"))
  }

  @Test func anEventThatComesTwiceIsOneEvent() throws {
    let scratch = try Scratch()
    let record = scratch.record()
    try record.save(events(whole))
    var changed = review(1)
    changed.grade = .again
    try record.save(events(whole) + [.review(changed)])
    #expect(try record.history() == whole)
  }

  @Test func theLaterPlaceAndSettingAndTheFirstReadingStay() throws {
    let scratch = try Scratch()
    let record = scratch.record()
    try record.save(events(whole))
    try record.save([
      .place(Place(lesson: "forward", page: "old", time: 1)),
      .setting(Setting(name: "theme", value: "light", time: 7)),
      .page(ReadPage(lesson: "forward", page: "weights", time: 8)),
    ])
    let history = try record.history()
    #expect(history.places == whole.places && history.pages == whole.pages)
    #expect(history.settings.map(\.value) == ["light"])
  }

  @Test func twoProgramsAtOnceLoseNothing() throws {
    let scratch = try Scratch()
    let path = scratch.path
    let failures = Failures()
    DispatchQueue.concurrentPerform(iterations: 4) { writer in
      let record = Record(path: path, options: Record.Options(patience: 10))
      for number in 0..<25 {
        do { try record.save([.review(review(writer * 100 + number))]) } catch {
          failures.add("\(error)")
        }
      }
    }
    #expect(failures.all == [])
    #expect(try scratch.record().history().reviews.count == 100)
  }

  /// The files of an open record are what kill -9 leaves behind.
  @Test func aKilledProgramHasLostNothingThatWasSaved() throws {
    let scratch = try Scratch()
    let other = try Scratch()
    let record = scratch.record()
    for number in 1...5 { try record.save([.review(review(number))]) }
    try FileManager.default.copyItem(
      atPath: scratch.folder + "/data", toPath: other.folder + "/data")
    #expect(try other.record().history().reviews.count == 5)
    #expect(try record.history().reviews.count == 5)
  }

  /// A write that was cut off anywhere leaves the answers before it.
  @Test(arguments: (0...15).map { Double($0) / 15 })
  func aWriteThatWasCutOffLeavesTheAnswersBeforeIt(_ part: Double) throws {
    let scratch = try Scratch()
    let other = try Scratch()
    let record = scratch.record()
    for number in 1...5 { try record.save([.review(review(number))]) }
    try FileManager.default.copyItem(
      atPath: scratch.folder + "/data", toPath: other.folder + "/data")
    let log = other.path + "-wal"
    let bytes = try Data(contentsOf: URL(fileURLWithPath: log))
    try bytes.prefix(Int(Double(bytes.count) * part)).write(to: URL(fileURLWithPath: log))
    try? FileManager.default.removeItem(atPath: other.path + "-shm")
    let reopened = other.record()
    let ids = try reopened.history().reviews.map(\.id)
    #expect(ids == Array(["s-1", "s-2", "s-3", "s-4", "s-5"].prefix(ids.count)))
    #expect(reopened.notice == nil)
    #expect(try record.history().reviews.count == 5)
  }

  private static func garbage(_ path: String) throws {
    try "this is no database, whatever its name says, and it is long enough to be looked at"
      .write(toFile: path, atomically: true, encoding: .utf8)
  }

  private static func newer(_ path: String) throws {
    let record = Record(path: path)
    try record.save([.review(review(1))])
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 999") }
  }

  private static func foreign(_ path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "CREATE TABLE bookmark (url TEXT)") }
  }

  private static func damaged(_ path: String) throws {
    try Record(path: path).save((1...200).map { .review(review($0)) })
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    try queue.close()
    let file = try #require(FileHandle(forUpdatingAtPath: path))
    for page in 1..<8 {
      try file.seek(toOffset: UInt64(page * 4096))
      try file.write(contentsOf: Data(repeating: 0xA5, count: 4000))
    }
    try file.close()
  }

  private static func wrongTypes(_ path: String) throws {
    try Record(path: path).save([.review(review(1))])
    let queue = try DatabaseQueue(path: path)
    try queue.write {
      try $0.execute(
        sql: """
          DROP TABLE place; CREATE TABLE place (lesson, page, time);
          INSERT INTO place VALUES (NULL, X'00', 'noon')
          """)
    }
  }

  /// Ways in which a file can be no record of ours.
  enum Damage: CaseIterable, Sendable {
    case garbage, newer, foreign, damaged, wrongTypes

    func make(_ path: String) throws {
      switch self {
      case .garbage: try RecordTests.garbage(path)
      case .newer: try RecordTests.newer(path)
      case .foreign: try RecordTests.foreign(path)
      case .damaged: try RecordTests.damaged(path)
      case .wrongTypes: try RecordTests.wrongTypes(path)
      }
    }

    /// Whether it shows only when the rows are read.
    var isDeep: Bool { self == .damaged || self == .wrongTypes }
  }

  @Test(arguments: Damage.allCases)
  func aFileThatCanNotBeReadIsSetAside(_ damage: Damage) throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.folder + "/data", withIntermediateDirectories: true)
    try damage.make(scratch.path)
    let before = try Data(contentsOf: URL(fileURLWithPath: scratch.path))
    let record = scratch.record()
    try record.save([.review(review(7))])
    #expect(try record.history() == History(reviews: [review(7)]))
    let notice = try #require(record.notice)
    let aside = scratch.path + ".unreadable-1"
    #expect(notice.cause == .setAside(aside))
    #expect(notice.description.contains(aside))
    // A file that was a record until it was read closer may have got the answer too.
    #expect(try Data(contentsOf: URL(fileURLWithPath: aside)) == before || damage.isDeep)
    try record.save([])
    #expect(try scratch.record().history().reviews.map(\.id) == ["s-7"])
  }

  @Test func aSecondFileIsSetAsideBesideTheFirst() throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.folder + "/data", withIntermediateDirectories: true)
    for number in 1...2 {
      try? FileManager.default.removeItem(atPath: scratch.path)
      for part in ["-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: scratch.path + part)
      }
      try Self.garbage(scratch.path)
      let record = scratch.record()
      #expect(try record.history() == History())
      #expect(record.notice?.cause == .setAside(scratch.path + ".unreadable-\(number)"))
    }
  }

  @Test func aFullDiskKeepsTheAnswersUntilThereIsRoom() throws {
    let scratch = try Scratch()
    let record = scratch.record(Record.Options(patience: 0.1, maximumPages: 12))
    var saved = 0
    var failure: RecordError?
    while failure == nil, saved < 1000 {
      do {
        try record.save([.review(review(saved))])
        saved += 1
      } catch { failure = error }
    }
    #expect(failure?.cause == .diskFull)
    #expect(failure?.description.contains("kept in memory") == true)
    #expect(record.unsaved.count == 1)
    #expect(try record.history().reviews.count == saved + 1)
    let roomy = scratch.record()
    #expect(try roomy.history().reviews.count == saved)
    try roomy.save(record.unsaved)
    #expect(try roomy.history().reviews.count == saved + 1)
  }

  @Test func aLockedFileIsSaidToBeAndTriedAgain() throws {
    let scratch = try Scratch()
    let record = scratch.record()
    try record.save([.review(review(1))])
    let other = try DatabaseQueue(path: scratch.path)
    try other.writeWithoutTransaction { database in
      try database.execute(sql: "BEGIN EXCLUSIVE")
      do {
        try record.save([.review(review(2))])
        Issue.record("it was saved")
      } catch let error as RecordError {
        #expect(error.cause == .locked && error.description.contains("close it"))
      }
      #expect(try record.history().reviews.map(\.id) == ["s-1", "s-2"])
      try database.execute(sql: "COMMIT")
    }
    try record.save([.review(review(3))])
    #expect(record.unsaved.isEmpty)
    #expect(try scratch.record().history().reviews.map(\.id) == ["s-1", "s-2", "s-3"])
  }

  @Test(arguments: ["file/record.sqlite", "folder"])
  func aPathThatCanNotBeOpenedIsNamed(_ path: String) throws {
    let scratch = try Scratch()
    try "x".write(toFile: scratch.folder + "/file", atomically: true, encoding: .utf8)
    try FileManager.default.createDirectory(
      atPath: scratch.folder + "/folder", withIntermediateDirectories: true)
    let record = Record(path: scratch.folder + "/" + path)
    do {
      try record.save([.review(review(1))])
      Issue.record("it was saved")
    } catch {
      #expect(error.cause == .unreachable)
      #expect(error.description.contains(record.path) && error.description.contains("--data-dir"))
    }
    #expect(record.unsaved == [.review(review(1))])
  }

  /// A folder that can't be written, seen by a user who is not root: SQLite can make no lock in it.
  @Test func aRecordThatCanOnlyBeReadIsRead() throws {
    let scratch = try Scratch()
    let record = scratch.record()
    try record.save(events(whole))
    let queue = try DatabaseQueue(path: scratch.path)
    try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    // A folder in place of the log keeps everyone from writing, root too.
    let reader = try Scratch()
    try FileManager.default.createDirectory(
      atPath: reader.folder + "/data/record.sqlite-wal", withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: scratch.path, toPath: reader.path)
    let readOnly = reader.record()
    #expect(try readOnly.history() == whole)
    #expect(readOnly.notice?.description.contains("writable") == true)
    do {
      try readOnly.save([.review(review(9))])
      Issue.record("it was saved")
    } catch {
      #expect(error.description.contains("kept in memory"))
    }
    #expect(try readOnly.history().reviews.map(\.id).contains("s-9"))
  }

  @Test func aResetKeepsTheOldRecordUnderAnotherName() throws {
    let scratch = try Scratch()
    let record = scratch.record()
    #expect(try record.reset() == nil)
    try record.save([.review(review(1))])
    let aside = try #require(try record.reset())
    #expect(try record.history() == History())
    #expect(try Record(path: aside).history().reviews.map(\.id) == ["s-1"])
  }

  @Test func exportingAndImportingIsTheSameRecord() throws {
    let scratch = try Scratch()
    let other = try Scratch()
    try scratch.record().save(events(whole))
    let json = try scratch.record().exported()
    let record = other.record()
    #expect(try record.importing(json, from: "a.json") == 4)
    #expect(try record.importing(json, from: "a.json") == 0)
    #expect(try record.history() == whole)
    #expect(try record.exported() == json)
  }

  @Test func anImportMergesWithWhatIsThere() throws {
    let scratch = try Scratch()
    let other = try Scratch()
    try scratch.record().save([.review(review(1)), .review(review(2))])
    try other.record().save([.review(review(2)), .review(review(5))])
    #expect(try other.record().importing(scratch.record().exported(), from: "a.json") == 1)
    #expect(try other.record().history().reviews.map(\.id) == ["s-1", "s-2", "s-5"])
  }

  @Test(arguments: [
    ("", "JSON"), ("{", "JSON"), ("[1, 2]", "array"),
    ("{\"format\": \"dlbook-record\"}", "version"),
    ("{\"format\": \"something\", \"version\": 1}", "something"),
    ("{\"format\": \"dlbook-record\", \"version\": 99}", "99"),
    ("{\"format\": \"dlbook-record\", \"version\": 1, \"record\": {}}", "reviews"),
    ("GRADE", "record.reviews[0].grade"), ("ID", "record.reviews[0] has no id"),
  ])
  func aMalformedExportChangesNothing(_ json: String, _ place: String) throws {
    let scratch = try Scratch()
    let record = scratch.record()
    try record.save(events(whole))
    let json =
      switch json {
      case "GRADE": try record.exported().replacing("\"grade\" : 3", with: "\"grade\" : 9")
      case "ID": try record.exported().replacing("\"id\" : \"s-1\"", with: "\"id\" : \"\"")
      default: json
      }
    do {
      _ = try record.importing(json, from: "backup.json")
      Issue.record("it was imported")
    } catch {
      #expect(error.cause == .malformed && error.path == "backup.json")
      #expect(error.description.contains(place))
      #expect(error.description.contains("Nothing was imported"))
    }
    #expect(try record.history() == whole)
  }

  @Test func openingIsQuick() throws {
    let scratch = try Scratch()
    try scratch.record().save((1...500).map { .review(review($0)) })
    let clock = ContinuousClock()
    let times = try (0..<5).map { _ in
      let record = scratch.record()
      return try clock.measure { _ = try record.history() }
    }
    #expect(times.sorted()[2] < .milliseconds(200))
  }
}

/// What went wrong on several threads.
private final class Failures: @unchecked Sendable {
  private let lock = NSLock()
  private var list: [String] = []
  var all: [String] { lock.withLock { list } }
  func add(_ failure: String) { lock.withLock { list.append(failure) } }
}
