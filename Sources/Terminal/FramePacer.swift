/// Decides when the next frame of an animation is due, so that a slow link gets fewer frames and
/// the keys stay quick: sending takes at most a quarter of the time.
public struct FramePacer: Hashable, Sendable {
  /// The time between frames on a fast link.
  public let interval: Duration
  private var smoothed: Duration = .zero

  public init(framesPerSecond: Int = 30) {
    interval = .seconds(1) / max(1, framesPerSecond)
  }

  /// Notes how long the last frame took to send.
  public mutating func note(_ sending: Duration) {
    smoothed = (smoothed * 3 + sending) / 4
  }

  /// The time from the start of one frame to the start of the next.
  public var pause: Duration { max(interval, smoothed * 4) }
}
