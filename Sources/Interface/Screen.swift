import Canvas
import Demos
import Languages
import Quiz

/// What reaches a screen.
public enum Event {
  case input(Input)
  /// Time went by; only sent to a screen that `wantsTicks`.
  case tick(seconds: Double)
  /// A snapshot that a job of this screen posted.
  case message(job: Int, any Sendable)
  /// The learner's record was read or has changed.
  case progress(Progress)
  /// A file of the lesson that this screen shows has changed on disk.
  case filesChanged
  /// The first demo of a lesson, for the screen that asked for its picture.
  case picture(lesson: String, any Demo)
  /// The screen is on top (again): what it shows may be out of date.
  case shown
}

/// What a screen asks of the program. Effects are data, so that a screen is tested without a
/// terminal, a clock or a disk.
public enum Effect {
  case open(Route)
  case back
  case quit
  case startJob(Int, any Job)
  case sendToJob(Int, any Sendable)
  case stopJob(Int)
  /// Keep this in the learner's record.
  case keep(RecordEntry)
  /// Make the first demo of a lesson, to be shown as its picture.
  case wantPicture(lesson: String)
  /// Save a picture of the screen.
  case savePicture
  /// Hand a text to the learner, as a file.
  case copy(String)
  /// One line at the foot of the screen, until the next key.
  case notice(String)
  /// Draw everything again.
  case redraw
}

/// Where one can go.
public enum Route: Hashable, Sendable {
  case home
  /// A lesson, at a page or where it was left.
  case lesson(String, page: String?)
  case quiz(QuizRequest)
  case stepper(source: String)
  case search
  case train(TrainRequest)
}

/// Which questions a quiz is to ask.
public struct QuizRequest: Hashable, Sendable {
  public var onlyDue: Bool
  public var lesson: String?
  public var concept: String?
  public var count: Int?
  public var seed: UInt64?

  public init(
    onlyDue: Bool = false, lesson: String? = nil, concept: String? = nil, count: Int? = nil,
    seed: UInt64? = nil
  ) {
    self.onlyDue = onlyDue
    self.lesson = lesson
    self.concept = concept
    self.count = count
    self.seed = seed
  }
}

/// What is kept in the learner's record.
public enum RecordEntry {
  case review(Review)
  /// A question on a lesson's page that was answered or skipped.
  case attempt(Attempt)
  case place(lesson: String, page: String)
  case prediction(lesson: String, block: String, answer: String, isRight: Bool)
}

/// A screen of the book: a value that takes events and draws itself.
public protocol Screen {
  /// What stands at the left of the top line.
  var title: String { get }

  /// What stands at the right of the top line.
  var status: String { get }

  /// Every key that does something now.
  var keys: [KeyEntry] { get }

  /// Whether it takes every character as text now, so that `q` and `?` are letters.
  var isTyping: Bool { get }

  /// Whether time matters to it now.
  var wantsTicks: Bool { get }

  /// What is written to the terminal when the program ends on this screen.
  var farewell: [String] { get }

  mutating func update(_ event: Event) -> [Effect]

  func render(into frame: inout Frame, in area: Rect)
}

extension Screen {
  public var status: String { "" }
  public var isTyping: Bool { false }
  public var wantsTicks: Bool { false }
  public var farewell: [String] { [] }
}
