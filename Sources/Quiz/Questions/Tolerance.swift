/// How far a number may be from the key and still be right.
public enum Tolerance: Hashable, Sendable {
  case absolute(Double)
  /// A part of the key's size.
  case relative(Double)
  /// When the lesson says nothing: whole numbers exactly, others to one percent.
  case usual

  /// Reads `tolerance:` and `relative:`.
  init(_ fields: KeyedDecodingContainer<AnyKey>, _ decoder: any Decoder) throws {
    let absolute: Double? = try fields.optional("tolerance")
    let relative: Double? = try fields.optional("relative")
    switch (absolute, relative) {
    case (nil, nil): self = .usual
    case (let value?, nil) where value >= 0 && value.isFinite: self = .absolute(value)
    case (nil, let value?) where value >= 0 && value < 1: self = .relative(value)
    default:
      throw decoder.refusal("give `tolerance` (0 or more) or `relative` (0 to 1), not both")
    }
  }

  /// Whether a value is as good as the key. NaN never is.
  public func accepts(_ value: Double, for key: Double) -> Bool {
    guard value.isFinite, key.isFinite else { return false }
    let allowed =
      switch self {
      case .absolute(let distance): distance
      case .relative(let part): part * key.magnitude
      case .usual: key.rounded() == key ? 0 : 0.01 * key.magnitude
      }
    // The engine computes in float32, so that even an exact answer is off by its rounding.
    return (value - key).magnitude <= allowed + max(1e-6 * key.magnitude, 1e-12)
  }
}
