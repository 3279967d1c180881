import Glibc

/// What the home screen shows of the learner: mastery, what is due, where each lesson was left.
public struct Progress: Hashable, Sendable {
  /// Where a lesson was left.
  public struct Page: Hashable, Sendable {
    public var id: String
    /// Counted from 1; 0 when the lesson has no such page any more.
    public var number: Int
    /// Seconds since 1970.
    public var time: Double

    public init(id: String, number: Int, time: Double) {
      self.id = id
      self.number = number
      self.time = time
    }
  }

  private let mastery: [String: Double]
  private let dueByLesson: [String: Int]
  private let pages: [String: Page]

  /// - Parameters:
  ///   - mastery: the predicted recall of each concept that has questions, 0…1.
  ///   - dueByLesson: how many questions of each lesson are due.
  ///   - pages: where each lesson was left.
  public init(
    mastery: [String: Double] = [:], dueByLesson: [String: Int] = [:], pages: [String: Page] = [:]
  ) {
    self.mastery = mastery
    self.dueByLesson = dueByLesson
    self.pages = pages
  }

  /// The predicted recall of a concept's questions now, 0…1; nil when it has none.
  public func mastery(of concept: String) -> Double? { mastery[concept] }

  public func isMastered(_ concept: String) -> Bool {
    (mastery[concept] ?? 0) >= Mastery.threshold
  }

  /// How many questions are due in all, and of one lesson.
  public var dueCount: Int { dueByLesson.values.reduce(0, +) }
  public func due(lesson: String) -> Int { dueByLesson[lesson] ?? 0 }

  /// The lesson that was read last.
  public var lastLesson: String? {
    pages.max { ($0.value.time, $0.key) < ($1.value.time, $1.key) }?.key
  }

  /// Where a lesson was left; nil when it was never opened.
  public func page(of lesson: String) -> Page? { pages[lesson] }
}

/// The little that progress is computed from, kept in a plain file beside the record so that home
/// can be painted before the record is opened.
///
/// The file is text in lines of fields with tabs between them: a first line `dlbook-progress 1`;
/// `question`, id, concept, last answer, interval (both in seconds, 0 when never answered);
/// `page`, lesson, id, number, time. It is written to a file of
/// another name and renamed, so that a reader finds the old one or the new one and no mixture. It
/// holds nothing that the record does not; a broken one is as good as none.
public struct ProgressCache: Hashable, Sendable {
  struct Line: Hashable, Sendable {
    var id: String
    var concept: String
    var last: Double
    var interval: Double
  }

  static let header = "dlbook-progress 1"
  var questions: [Line] = []
  /// Where each lesson was left.
  var pages: [String: Progress.Page] = [:]

  /// - Parameters:
  ///   - questions: all questions of the book.
  ///   - pages: the ids of each lesson's pages, in order.
  public init(_ history: History, questions: [Question], pages: [String: [String]]) {
    let cards = history.cards
    self.questions = questions.map { question in
      let card = cards[question.id]
      return Line(
        id: question.id, concept: question.concept, last: card?.last ?? 0,
        interval: card?.interval ?? 0)
    }
    for place in history.places {
      let index = pages[place.lesson]?.firstIndex(of: place.page) ?? -1
      self.pages[place.lesson] = Progress.Page(id: place.page, number: index + 1, time: place.time)
    }
  }

  /// What it comes to at a time, in seconds since 1970.
  public func progress(at time: Double) -> Progress {
    var recalls: [String: [Double]] = [:]
    var due: [String: Int] = [:]
    for line in questions {
      let card = CardState(
        question: line.id, concept: line.concept, first: 0, last: line.last,
        interval: line.interval, reviews: 0, lapses: 0)
      recalls[line.concept, default: []].append(card.recall(at: time))
      if line.interval > 0, card.isDue(at: time) {
        due[String(line.id.prefix { $0 != "/" }), default: 0] += 1
      }
    }
    return Progress(
      mastery: recalls.mapValues { $0.reduce(0, +) / Double($0.count) }, dueByLesson: due,
      pages: pages)
  }

  /// The cache as the text of its file.
  public var text: String {
    var lines = [Self.header]
    for line in questions {
      lines.append(Self.joined("question", line.id, line.concept, line.last, line.interval))
    }
    for (lesson, page) in pages.sorted(by: { $0.key < $1.key }) {
      lines.append(Self.joined("page", lesson, page.id, page.number, page.time))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func joined(_ fields: any CustomStringConvertible...) -> String {
    fields.map { field in
      String(field.description.map { $0 == "\t" || $0.isNewline ? " " : $0 })
    }
    .joined(separator: "\t")
  }

  /// nil when the text is no such file.
  public init?(text: String) {
    var lines = text.split(separator: "\n")[...]
    guard lines.popFirst().map(String.init) == Self.header else { return nil }
    for line in lines {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      switch (fields.first, fields.count) {
      case ("question", 5):
        guard let last = Double(fields[3]), let interval = Double(fields[4]) else { return nil }
        questions.append(
          Line(id: fields[1], concept: fields[2], last: last, interval: interval))
      case ("page", 5):
        guard let number = Int(fields[3]), let time = Double(fields[4]) else { return nil }
        pages[fields[1]] = Progress.Page(id: fields[2], number: number, time: time)
      default: return nil
      }
    }
  }

  /// Reads the file; nil when there is none that can be read.
  public init?(path: String) {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < 1 << 24 {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer.prefix(count)
    }
    self.init(text: String(decoding: bytes, as: UTF8.self))
  }

  /// Writes the file in one stroke.
  /// - Returns: whether it could be written; nothing is lost when it could not.
  @discardableResult
  public func write(to path: String) -> Bool {
    let draft = "\(path).\(getpid())"
    guard let file = fopen(draft, "w") else { return false }
    let bytes = Array(text.utf8)
    let isWhole = fwrite(bytes, 1, bytes.count, file) == bytes.count
    guard fclose(file) == 0, isWhole, rename(draft, path) == 0 else {
      unlink(draft)
      return false
    }
    return true
  }
}
