import Canvas
import Languages
import Python

/// What reaches a demo.
public enum DemoEvent {
  /// A key or the mouse; a mouse's place is relative to the area of the last `render`.
  case input(Input)
  /// Time went by. Only sent while `wantsTicks` holds.
  case tick(seconds: Double)
  /// A snapshot that the demo's own job posted.
  case message(any Sendable)
}

/// What a demo asks of whoever shows it.
public enum DemoEffect {
  /// Run this job on a thread of its own, in place of one that still runs.
  case start(any Job)
  /// Hand this command to the running job.
  case send(any Sendable)
  /// Cancel the running job.
  case stop
  /// The learner predicted a number before it was revealed.
  case predicted(isRight: Bool)
  /// Copy this text for the learner (a run as PyTorch code).
  case copy(String)
}

/// A key that a demo answers now, and what it does, in the learner's language.
public struct Binding: Hashable, Sendable {
  public var key: Key
  /// How the key is written in the footer: `→`, `space`, `p`.
  public var label: String
  /// What it does, in one or two words.
  public var action: String

  public init(_ key: Key, label: String, action: String) {
    self.key = key
    self.label = label
    self.action = action
  }
}

/// A live demonstration: a value with controls, a way to go on, and a picture. It computes
/// everything it shows. A new demo is one file and one line in `DemoKinds`.
public protocol Demo {
  /// What a `demo` block in a lesson may say.
  associatedtype Parameters: Codable

  /// The word after `kind:` in a lesson's `demo` block.
  static var kind: String { get }

  /// - Parameter session: the lesson's variables, which the demo may read and share.
  /// - Throws: `DemoError` or `PythonError` that names the parameter at fault.
  init(_ parameters: Parameters, session: Session, language: Language) throws

  /// One line that names the demo.
  var title: String { get }

  /// How many rows the demo would like at a width.
  func preferredHeight(width: Int) -> Int

  /// The keys that do something now.
  var bindings: [Binding] { get }

  /// Whether a key event would do something now (text entry takes every character).
  func takes(_ key: Key) -> Bool

  /// Whether time matters now (it plays, or blinks a value along an edge).
  var wantsTicks: Bool { get }

  mutating func update(_ event: DemoEvent) -> [DemoEffect]

  func render(into frame: inout Frame, in area: Rect)

  /// Reads again the variables that it shares, after a cell or another demo changed them.
  mutating func refresh(from session: Session)

  /// Writes the variables that it shares, under the names that the page states.
  func share(with session: Session)

  /// The demo as lines of plain text, for a pipe or a screen reader.
  func plainText(width: Int) -> [String]
}

/// Why a demo could not be made.
public struct DemoError: Error, Hashable, CustomStringConvertible {
  /// The parameter at fault.
  public var parameter: String
  public var description: String

  public init(parameter: String, _ description: String) {
    self.parameter = parameter
    self.description = description
  }
}
