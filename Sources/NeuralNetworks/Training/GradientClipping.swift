import Autograd
import Tensors

/// The norm of all gradients together as one vector: ‖g‖₂ = √Σ g², ‖g‖_p = (Σ |g|ᵖ)^(1/p), and
/// with p = ∞ the greatest |g|.
/// - Returns: 0 when there are none.
public func gradientNorm(_ parameters: [Variable], p: Double = 2) throws -> Double {
  let norms = try parameters.compactMap { try $0.gradient?.norm(p) }
  guard !norms.isEmpty else { return 0 }
  return try Tensor.stacked(norms).norm(p).item()
}

/// Shortens all gradients together to a norm when they are longer: g ← g · norm / ‖g‖. PyTorch's
/// `clip_grad_norm_`.
/// Source: R. Pascanu, T. Mikolov, Y. Bengio, arXiv:1211.5063.
/// - Parameters:
///   - p: the order of the norm, PyTorch's `norm_type`.
///   - refusesNonfinite: whether a norm that is no number or infinite is an error; otherwise the
///     gradients become NaN or 0 of it. PyTorch's `error_if_nonfinite`.
/// - Returns: the norm before.
@discardableResult
public func clipGradients(
  _ parameters: [Variable], to norm: Double, p: Double = 2, refusesNonfinite: Bool = false
) throws -> Double {
  let length = try gradientNorm(parameters, p: p)
  guard length.isFinite || !refusesNonfinite else {
    throw TensorError(
      "The total norm of order \(p) for gradients from `parameters` is non-finite, so it cannot "
        + "be clipped. To disable this error and scale the gradients by the non-finite norm "
        + "anyway, set `error_if_nonfinite=False`")
  }
  let factor = norm / (length + 1e-6)
  if factor >= 1 { return length }
  for parameter in parameters {
    parameter.gradient = try parameter.gradient.map { try $0 * .number(factor) }
  }
  return length
}

/// Keeps each element of the gradients within ±`value`: PyTorch's `clip_grad_value_`.
public func clipGradients(_ parameters: [Variable], toValue value: Double) throws {
  for parameter in parameters {
    parameter.gradient = try parameter.gradient.map {
      try $0.clamp(min: .number(-value), max: .number(value))
    }
  }
}
