/// One number for all dimensions of an image, or one for each: `3`, `[3, 2]`.
public struct Sizes: Hashable, Sendable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  public let values: [Int]
  /// Whether one number was given for all.
  public let isSingle: Bool

  public init(_ value: Int) {
    values = [value]
    isSingle = true
  }

  public init(_ values: [Int]) {
    self.values = values
    isSingle = false
  }

  public init(integerLiteral value: Int) { self.init(value) }
  public init(arrayLiteral elements: Int...) { self.init(elements) }

  /// One number for each of so many dimensions.
  func repeated(_ rank: Int) -> [Int] {
    isSingle ? Array(repeating: values.first ?? 0, count: rank) : values
  }

  /// As it was given: `3` or `(3, 2)`.
  var text: String { isSingle ? "\(values.first ?? 0)" : PythonText.of(values) }
}

/// What a convolution puts around its input.
public enum ConvolutionPadding: Hashable, Sendable, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral
{
  case sizes(Sizes)
  /// As much that the output is as large as the input.
  case same
  /// Nothing.
  case valid

  public init(integerLiteral value: Int) { self = .sizes(Sizes(value)) }
  public init(arrayLiteral elements: Int...) { self = .sizes(Sizes(elements)) }
}
