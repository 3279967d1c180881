/// What moves by itself: a value that travels along an edge, and steps that follow one another
/// at a chosen speed.
struct StepperPlayer {
  /// Steps in a second.
  private static let speeds = [0.5, 1, 2, 4, 8]
  /// How long a value travels, in seconds.
  private static let journey = 0.3

  private(set) var isPlaying = false
  private var speed = 1
  private var waited = 0.0
  /// How far the value has come, from 0 to 1; nil when nothing travels.
  private(set) var travel: Double?

  var stepsPerSecond: Double { Self.speeds[speed] }
  var wantsTicks: Bool { isPlaying || travel != nil }

  mutating func toggle() {
    isPlaying.toggle()
    waited = 0
  }

  mutating func stop() {
    isPlaying = false
    travel = nil
  }

  mutating func faster() { speed = min(speed + 1, Self.speeds.count - 1) }
  mutating func slower() { speed = max(speed - 1, 0) }

  /// A value sets out.
  mutating func depart() { travel = 0 }

  /// The value has arrived at once.
  mutating func arrive() { travel = nil }

  /// Lets time go by.
  /// - Returns: whether the next step is due.
  mutating func tick(_ seconds: Double) -> Bool {
    if let travel {
      let next = travel + max(0, seconds) / Self.journey
      self.travel = next < 1 ? next : nil
    }
    guard isPlaying else { return false }
    waited += max(0, seconds)
    guard waited >= 1 / stepsPerSecond else { return false }
    waited = 0
    return true
  }
}
