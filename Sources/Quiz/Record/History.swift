/// All that is known of one learner: what the record holds, and what is exported as JSON.
public struct History: Codable, Hashable, Sendable {
  public var reviews: [Review]
  public var predictions: [Prediction]
  public var places: [Place]
  public var pages: [ReadPage]
  public var settings: [Setting]

  public init(
    reviews: [Review] = [], predictions: [Prediction] = [], places: [Place] = [],
    pages: [ReadPage] = [], settings: [Setting] = []
  ) {
    self.reviews = reviews
    self.predictions = predictions
    self.places = places
    self.pages = pages
    self.settings = settings
  }

  /// The learner's memory of each question, rebuilt from the log.
  public var cards: [String: CardState] { CardState.rebuilt(from: reviews) }

  /// Whether the page that teaches a question was read.
  public func hasRead(_ page: String, of lesson: String) -> Bool {
    pages.contains { $0.page == page && $0.lesson == lesson }
  }
}

/// An answer that was given before a result was revealed.
public struct Prediction: Codable, Hashable, Sendable, Identifiable {
  public var id: String
  public var lesson: String
  /// The id of the `predict` block, or of the demo that asked.
  public var block: String
  /// What was predicted; empty when it was skipped.
  public var answer: String
  public var isCorrect: Bool
  /// Seconds since 1970.
  public var time: Double

  public init(
    id: String, lesson: String, block: String, answer: String, isCorrect: Bool, time: Double
  ) {
    self.id = id
    self.lesson = lesson
    self.block = block
    self.answer = answer
    self.isCorrect = isCorrect
    self.time = time
  }
}

/// Where a lesson was left.
public struct Place: Codable, Hashable, Sendable {
  public var lesson: String
  /// The id of the page.
  public var page: String
  /// Seconds since 1970.
  public var time: Double

  public init(lesson: String, page: String, time: Double) {
    self.lesson = lesson
    self.page = page
    self.time = time
  }
}

/// A page that was read, and when for the first time.
public struct ReadPage: Codable, Hashable, Sendable {
  public var lesson: String
  public var page: String
  public var time: Double

  public init(lesson: String, page: String, time: Double) {
    self.lesson = lesson
    self.page = page
    self.time = time
  }
}

/// A choice of the learner's that outlives the program, such as the theme.
public struct Setting: Codable, Hashable, Sendable {
  public var name: String
  public var value: String
  /// When it was made; the latest one counts.
  public var time: Double

  public init(name: String, value: String, time: Double) {
    self.name = name
    self.value = value
    self.time = time
  }
}

/// One thing to be recorded.
public enum RecordEvent: Hashable, Sendable {
  case review(Review)
  case prediction(Prediction)
  case place(Place)
  case page(ReadPage)
  case setting(Setting)
}
