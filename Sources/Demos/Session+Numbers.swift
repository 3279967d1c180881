import Python
import Tensors

/// How demos share numbers with the cells of a lesson.
extension Session {
  /// The numbers of a variable that is a tensor of this shape; nil for any other.
  func numbers(_ name: String, shape: [Int]) -> [Double]? {
    guard let tensor = variables[name]?.asTensor(dtype: defaultDType), tensor.shape == shape else {
      return nil
    }
    return tensor.doubles
  }

  /// Sets a variable to a tensor of the session's type.
  func set(_ name: String, _ numbers: [Double], shape: [Int]) {
    guard let tensor = try? Tensor(numbers, shape: shape, dtype: defaultDType) else { return }
    variables[name] = .tensor(tape.constant(tensor))
  }
}
