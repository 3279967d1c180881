/// How a predicted number is judged.
enum Prediction {
  /// A guess this close is right: 1 % of the number, or half of the last digit that is shown.
  private static let tolerance = (relative: 0.01, absolute: 0.0006)

  static func matches(_ guess: Double, _ truth: Double) -> Bool {
    abs(guess - truth) <= max(tolerance.absolute, tolerance.relative * abs(truth))
  }
}
