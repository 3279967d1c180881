import Autograd
import Tensors

/// Elements of tensors as values of the language, and back.
enum TensorAccess {
  /// The only element.
  static func item(_ tensor: Tensor) -> Value {
    switch tensor.dtype {
    case .bool: .bool(tensor.booleans.first ?? false)
    case .int64: .integer(tensor.integers.first ?? 0)
    case .float32, .float64: .float(tensor.doubles.first ?? 0)
    }
  }

  /// Nested lists of all elements.
  static func list(_ tensor: Tensor) throws -> Value {
    guard tensor.rank > 0 else { return item(tensor) }
    guard tensor.rank > 1 else {
      switch tensor.dtype {
      case .bool: return .list(PythonList(tensor.booleans.map(Value.bool)))
      case .int64: return .list(PythonList(tensor.integers.map(Value.integer)))
      case .float32, .float64: return .list(PythonList(tensor.doubles.map(Value.float)))
      }
    }
    return .list(
      PythonList(try (0..<tensor.shape[0]).map { try list(try tensor.select(0, $0)) }))
  }

  /// Writes a result into a tensor's storage, as an operation in place does.
  static func write(_ result: Tensor, into tensor: Tensor) throws {
    guard result.shape == tensor.shape else {
      throw PythonError(
        "RuntimeError",
        "output with shape \(Shapes.describe(tensor.shape)) doesn't match the broadcast shape "
          + Shapes.describe(result.shape))
    }
    guard
      result.dtype <= tensor.dtype || result.dtype.isFloatingPoint == tensor.dtype.isFloatingPoint
    else {
      throw PythonError(
        "RuntimeError",
        "result type \(typeTitle(result.dtype)) can't be cast to the desired output type "
          + typeTitle(tensor.dtype))
    }
    try tensor.assign(result)
  }

  /// PyTorch's other name of a type, which its messages use.
  static func typeTitle(_ type: DataType) -> String {
    switch type {
    case .bool: "Bool"
    case .int64: "Long"
    case .float32: "Float"
    case .float64: "Double"
    }
  }
}
