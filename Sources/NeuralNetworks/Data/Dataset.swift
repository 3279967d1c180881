import Tensors

/// Samples by number, as PyTorch's `Dataset`: each is a list of tensors, usually an input and its
/// target.
public protocol Dataset {
  var count: Int { get }

  /// One sample; a negative number counts from the back.
  /// - Throws: an `IndexError` when there is no such sample.
  func sample(_ index: Int) throws -> [Tensor]

  /// Samples as a batch: for each of a sample's tensors, those of all samples one behind the
  /// other. PyTorch calls it collating.
  func collated(_ indices: [Int]) throws -> [Tensor]
}

extension Dataset {
  public func collated(_ indices: [Int]) throws -> [Tensor] {
    try collate(try indices.map { try sample($0) })
  }

  /// A sample's number, counted from the front.
  func place(_ index: Int) throws -> Int {
    guard index >= -count, index < count else {
      throw TensorError(
        .index, "index \(index) is out of bounds for a data set with \(count) samples")
    }
    return index < 0 ? index + count : index
  }
}

/// Samples as a batch, by stacking each of their tensors: PyTorch's `default_collate`.
/// - Throws: `TensorError` when the samples differ in number or shape of tensors.
public func collate(_ samples: [[Tensor]]) throws -> [Tensor] {
  guard let first = samples.first else {
    throw TensorError("stack expects a non-empty TensorList")
  }
  guard samples.allSatisfy({ $0.count == first.count }) else {
    throw TensorError("each element in list of batch should be of equal size")
  }
  return try first.indices.map { field in try Tensor.stacked(samples.map { $0[field] }) }
}

/// Tensors whose first dimension counts samples: sample i is row i of each. PyTorch's
/// `TensorDataset`.
public struct TensorDataset: Dataset {
  public let tensors: [Tensor]

  /// - Throws: an error when there is no tensor, or they differ in their first dimension.
  public init(_ tensors: [Tensor]) throws {
    guard let count = tensors.first?.shape.first,
      tensors.allSatisfy({ $0.shape.first == count })
    else { throw TensorError(.value, "Size mismatch between tensors") }
    self.tensors = tensors
  }

  public var count: Int { tensors[0].shape[0] }

  public func sample(_ index: Int) throws -> [Tensor] {
    let index = try place(index)
    return try tensors.map { try $0.select(0, index) }
  }

  public func collated(_ indices: [Int]) throws -> [Tensor] {
    let places = try Tensor(try indices.map { try place($0) })
    return try tensors.map { try $0.rows(at: places) }
  }
}

/// Some samples of a data set, in an order of their own. PyTorch's `Subset`.
public struct Subset<Base: Dataset>: Dataset {
  public let base: Base
  public let indices: [Int]

  /// - Throws: an `IndexError` when the data set has no such sample.
  public init(_ base: Base, _ indices: [Int]) throws {
    self.base = base
    self.indices = try indices.map { try base.place($0) }
  }

  public var count: Int { indices.count }

  public func sample(_ index: Int) throws -> [Tensor] {
    try base.sample(indices[try place(index)])
  }

  public func collated(_ indices: [Int]) throws -> [Tensor] {
    try base.collated(try indices.map { self.indices[try place($0)] })
  }
}

/// A data set whose samples go through a function, as torchvision's `transform`.
public struct MappedDataset<Base: Dataset>: Dataset {
  public let base: Base
  private let function: ([Tensor]) throws -> [Tensor]

  public init(_ base: Base, _ function: @escaping ([Tensor]) throws -> [Tensor]) {
    self.base = base
    self.function = function
  }

  public var count: Int { base.count }

  public func sample(_ index: Int) throws -> [Tensor] { try function(try base.sample(index)) }
}
