import Autograd
import Tensors

/// The length of all gradients together: √Σ g².
/// - Returns: 0 when there are none.
public func gradientNorm(_ parameters: [Variable]) throws -> Double {
  try parameters.reduce(0.0) { sum, parameter in
    guard let gradient = parameter.gradient else { return sum }
    return sum + (try gradient.squared().sum().item())
  }.squareRoot()
}

/// Shortens all gradients together to a norm when they are longer: g ← g · norm / ‖g‖. PyTorch's
/// `clip_grad_norm_`.
/// Source: R. Pascanu, T. Mikolov, Y. Bengio, arXiv:1211.5063.
/// - Returns: the norm before.
@discardableResult
public func clipGradients(_ parameters: [Variable], to norm: Double) throws -> Double {
  let length = try gradientNorm(parameters)
  let factor = norm / (length + 1e-6)
  guard factor < 1 else { return length }
  for parameter in parameters {
    guard let gradient = parameter.gradient else { continue }
    parameter.gradient = try gradient * Tensor.scalar(factor, dtype: gradient.dtype)
  }
  return length
}
