import Tensors

/// Left and right in each other's place, with probability p.
public struct RandomHorizontalFlip: Transform {
  public let probability: Double

  public init(probability: Double = 0.5) { self.probability = probability }

  public func apply(_ image: Tensor, _ generator: inout Generator) throws -> Tensor {
    guard generator.happens(probability) else { return image }
    let picture = try Picture(image)
    return try picture.taking(
      rows: Array(0..<picture.height), columns: Array((0..<picture.width).reversed())
    ).tensor
  }
}

/// Top and bottom in each other's place, with probability p.
public struct RandomVerticalFlip: Transform {
  public let probability: Double

  public init(probability: Double = 0.5) { self.probability = probability }

  public func apply(_ image: Tensor, _ generator: inout Generator) throws -> Tensor {
    guard generator.happens(probability) else { return image }
    let picture = try Picture(image)
    return try picture.taking(
      rows: Array((0..<picture.height).reversed()), columns: Array(0..<picture.width)
    ).tensor
  }
}

extension Generator {
  /// `torch.rand(1) < p`.
  mutating func happens(_ probability: Double) -> Bool { uniform32() < Float(probability) }

  /// `torch.empty(1).uniform_(low, high)`.
  mutating func drawn(_ low: Double, _ high: Double) throws -> Double {
    try uniform([1], low, high).item()
  }

  /// `torch.randint(0, count, (1,))`.
  mutating func place(below count: Int) throws -> Int { try randint(0, count, [1]).integers[0] }
}
