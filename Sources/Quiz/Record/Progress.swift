import Glibc

/// What the home screen shows of the learner: mastery, what is due, where each lesson was left.
public struct Progress: Hashable, Sendable {
  /// Predicted recall of each concept that has questions, 0…1.
  public var mastery: [String: Double]
  /// How many questions are due, by the lesson that they belong to.
  public var dueByLesson: [String: Int]
  /// Where each lesson was left.
  public var places: [String: Place]
  /// How many pages of each lesson were read.
  public var pagesRead: [String: Int]

  public init(
    mastery: [String: Double] = [:], dueByLesson: [String: Int] = [:],
    places: [String: Place] = [:], pagesRead: [String: Int] = [:]
  ) {
    self.mastery = mastery
    self.dueByLesson = dueByLesson
    self.places = places
    self.pagesRead = pagesRead
  }

  /// How many questions are due in all.
  public var due: Int { dueByLesson.values.reduce(0, +) }

  /// The place that was left last, where reading goes on.
  public var latest: Place? {
    places.values.max { ($0.time, $0.lesson) < ($1.time, $1.lesson) }
  }

  public func isMastered(_ concept: String) -> Bool {
    (mastery[concept] ?? 0) >= Mastery.threshold
  }
}

/// The little that progress is computed from, kept in a plain file beside the record so that home
/// can be painted before the record is opened.
///
/// The file is text in lines of fields with tabs between them: a first line `dlbook-progress 1`;
/// `question`, id, concept, last answer, interval (both in seconds, 0 when never answered);
/// `place`, lesson, page, time; `pages`, lesson, how many were read. It is written to a file of
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
  var places: [Place] = []
  var pagesRead: [String: Int] = [:]

  /// - Parameter questions: all questions of the book.
  public init(_ history: History, questions: [Question]) {
    let cards = history.cards
    self.questions = questions.map { question in
      let card = cards[question.id]
      return Line(
        id: question.id, concept: question.concept, last: card?.last ?? 0,
        interval: card?.interval ?? 0)
    }
    places = history.places
    pagesRead = Dictionary(grouping: history.pages, by: \.lesson).mapValues(\.count)
  }

  /// What it comes to at a time, in seconds since 1970.
  public func progress(at time: Double) -> Progress {
    var recalls: [String: [Double]] = [:]
    var progress = Progress(pagesRead: pagesRead)
    for line in questions {
      let card = CardState(
        question: line.id, concept: line.concept, first: 0, last: line.last,
        interval: line.interval, reviews: 0, lapses: 0)
      recalls[line.concept, default: []].append(card.recall(at: time))
      if line.interval > 0, card.isDue(at: time) {
        progress.dueByLesson[String(line.id.prefix { $0 != "/" }), default: 0] += 1
      }
    }
    progress.mastery = recalls.mapValues { $0.reduce(0, +) / Double($0.count) }
    for place in places { progress.places[place.lesson] = place }
    return progress
  }

  /// The cache as the text of its file.
  public var text: String {
    var lines = [Self.header]
    for line in questions {
      lines.append(Self.joined("question", line.id, line.concept, line.last, line.interval))
    }
    for place in places {
      lines.append(Self.joined("place", place.lesson, place.page, place.time))
    }
    for (lesson, count) in pagesRead.sorted(by: { $0.key < $1.key }) {
      lines.append(Self.joined("pages", lesson, count))
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
      case ("place", 4):
        guard let time = Double(fields[3]) else { return nil }
        places.append(Place(lesson: fields[1], page: fields[2], time: time))
      case ("pages", 3):
        guard let count = Int(fields[2]) else { return nil }
        pagesRead[fields[1]] = count
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
