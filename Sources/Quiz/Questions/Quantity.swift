/// A value of the prompt's language as far as questions need to look into it.
public enum Quantity: Hashable, Sendable {
  case number(Double)
  case truth(Bool)
  case text(String)
  /// A tensor, row-major; a list of numbers is one of one dimension.
  case tensor(shape: [Int], values: [Double])
  /// A tuple of whole numbers, such as a shape.
  case tuple([Int])
  /// Anything else, as the prompt prints it.
  case other(String)

  /// The one number that this is; nil for anything else.
  public var number: Double? {
    switch self {
    case .number(let value): value
    case .truth(let value): value ? 1 : 0
    case .tensor(_, let values) where values.count == 1: values.first
    default: nil
    }
  }

  /// The whole numbers of a shape; nil when this can't be one.
  public var shape: [Int]? {
    switch self {
    case .tuple(let sizes): sizes
    case .number(let value): Int(exactly: value).map { [$0] }
    case .tensor(let shape, let values) where shape.count == 1:
      values.allSatisfy { Int(exactly: $0) != nil } ? values.compactMap { Int(exactly: $0) } : nil
    default: nil
    }
  }

  /// The rows of a matrix, or the one row of a vector; nil when this is neither.
  public var rows: [[Double]]? {
    switch self {
    case .number(let value): return [[value]]
    case .tuple(let sizes): return [sizes.map(Double.init)]
    case .tensor(let shape, let values):
      let columns = shape.last ?? 1
      guard shape.count <= 2, columns > 0, values.count.isMultiple(of: columns) else { return nil }
      return stride(from: 0, to: values.count, by: columns).map {
        Array(values[$0..<($0 + columns)])
      }
    default: return nil
    }
  }
}
