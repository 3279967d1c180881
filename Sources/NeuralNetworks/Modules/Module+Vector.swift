import Autograd
import Tensors

/// All parameters as one vector.
extension Module {
  /// PyTorch's `parameters_to_vector`.
  public var parameterVector: Variable {
    get throws {
      let parts = try parameters.map { try $0.variable.reshaped([-1]) }
      return try Variable.concatenated(parts)
    }
  }

  /// PyTorch's `vector_to_parameters`.
  public func setParameters(_ vector: Tensor) throws {
    guard vector.rank == 1, vector.count == parameterCount else {
      throw TensorError(
        "shape '[\(parameterCount)]' is invalid for input of size \(vector.count)")
    }
    var start = 0
    for parameter in parameters {
      let part = try vector.narrowed(0, from: start, length: parameter.count)
      try parameter.variable.value.assign(part.reshaped(parameter.variable.shape))
      start += parameter.count
    }
  }
}
