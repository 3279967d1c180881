import Autograd
import Tensors

/// A function of two values that is linear in each: yₖ = xᵀ Aₖ z + bₖ.
public final class Bilinear: Module {
  public let inFeatures: (Int, Int)
  public let outFeatures: Int

  /// A, of shape (out, in₁, in₂).
  public var weight: Variable { get throws { try variable("weight") } }
  public var bias: Variable? { optionalVariable("bias") }

  public init(
    _ first: Int, _ second: Int, _ outFeatures: Int, bias: Bool = true, tape: Tape,
    dtype: DataType = .float32
  ) throws {
    guard first > 0 else {
      throw TensorError(.value, "in1_features must be > 0, but got \(first)")
    }
    inFeatures = (first, second)
    self.outFeatures = outFeatures
    super.init()
    let shapes = [[outFeatures, first, second], [outFeatures]]
    for (name, shape) in zip(["weight", "bias"], shapes) {
      let drawn =
        try bias || name == "weight"
        ? Initialization.evenly(shape, fanIn: first, tape: tape, dtype: dtype) : nil
      try register(parameter: drawn, as: name)
    }
  }

  public override var settings: String {
    "in1_features=\(inFeatures.0), in2_features=\(inFeatures.1), out_features=\(outFeatures), "
      + "bias=\(PythonText.of(bias != nil))"
  }

  public override func anew() throws -> Module {
    let weight = try weight
    return try Bilinear(
      inFeatures.0, inFeatures.1, outFeatures, bias: bias != nil, tape: weight.tape,
      dtype: weight.dtype)
  }

  /// - Parameters:
  ///   - x: of shape (…, in₁).
  ///   - z: of shape (…, in₂), with the same dimensions before.
  public func callAsFunction(_ x: Variable, _ z: Variable) throws -> Variable {
    try calling([x, z]) { [try $0[0].bilinear($0[1], weight, bias)] }[0]
  }
}

extension Variable {
  /// xᵀ Aₖ z + bₖ over the last dimensions: PyTorch's `nn.functional.bilinear`.
  public func bilinear(_ z: Variable, _ weight: Variable, _ bias: Variable? = nil) throws
    -> Variable
  {
    guard weight.rank == 3 else {
      throw TensorError("bilinear(): weight must have 3 dimensions, got \(weight.rank)")
    }
    guard rank == z.rank, rank > 0 else {
      throw TensorError(
        "bilinear(): input dimensions do not match: got \(rank) and \(z.rank)")
    }
    for dim in 0..<(rank - 1) where shape[dim] != z.shape[dim] {
      throw TensorError(
        "bilinear(): input batch dimensions do not match at dim \(dim): got \(shape[dim]) and "
          + "\(z.shape[dim])")
    }
    for (input, axis) in [(self, 1), (z, 2)]
    where input.shape[rank - 1] != weight.shape[axis] {
      throw TensorError(
        "bilinear(): input\(axis) size does not match weight size: got \(input.shape[rank - 1]) "
          + "but expected \(weight.shape[axis])")
    }
    let (out, first, second) = (weight.shape[0], weight.shape[1], weight.shape[2])
    let batch = Array(shape.dropLast())
    let samples = batch.reduce(1, *)
    let columns = try weight.permuted([1, 0, 2]).reshaped([first, out * second])
    let left = try reshaped([samples, first]).matmul(columns).reshaped([samples, out, second])
    let y = try left.matmul(z.reshaped([samples, second, 1])).reshaped(batch + [out])
    return try bias.map { try y + $0 } ?? y
  }
}
