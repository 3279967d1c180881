import CKernels

/// What an optimizer does to a parameter, written into its storage.
extension Tensor {
  /// One step of gradient descent: v ← μ v + (1 − τ) g, θ ← θ − α v (Nesterov: α (g + μ v)),
  /// where g includes the weight decay λ θ. Without `velocity`, θ ← θ − α g.
  /// - Parameter isFirst: whether v starts at g.
  public func descend(
    _ gradient: Tensor, velocity: Tensor?, isFirst: Bool, rate: Double, momentum: Double,
    dampening: Double, isNesterov: Bool, weightDecay: Double
  ) throws {
    try update(gradient, [velocity].compactMap { $0 }) { parameter, gradient in
      ck_sgd(
        dtype.kernelType, count, parameter, gradient, velocity?.pointer, isFirst ? 1 : 0, rate,
        momentum, dampening, isNesterov ? 1 : 0, weightDecay)
    }
  }

  /// One step of Adam: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g²,
  /// θ ← θ − α m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).
  /// - Parameters:
  ///   - step: t, from 1.
  ///   - isDecoupled: whether weight decay shrinks θ itself (AdamW), in place of adding λ θ to g.
  public func adamStep(
    _ gradient: Tensor, first: Tensor, second: Tensor, step: Int, rate: Double,
    betas: (Double, Double), epsilon: Double, weightDecay: Double, isDecoupled: Bool
  ) throws {
    try update(gradient, [first, second]) { parameter, gradient in
      ck_adam(
        dtype.kernelType, count, parameter, gradient, first.pointer, second.pointer,
        Int64(step), rate, betas.0, betas.1, epsilon, weightDecay, isDecoupled ? 1 : 0)
    }
  }

  /// Runs a kernel on contiguous memory of this tensor; a view that is not is written back.
  private func update(
    _ gradient: Tensor, _ states: [Tensor],
    _ kernel: (UnsafeMutableRawPointer, UnsafeRawPointer) -> Void
  ) throws {
    guard dtype.isFloatingPoint, gradient.shape == shape,
      states.allSatisfy({ $0.shape == shape && $0.dtype == dtype && $0.isContiguous })
    else {
      throw TensorError(
        "a parameter of shape \(Shapes.describe(shape)) cannot be updated by a gradient of shape "
          + Shapes.describe(gradient.shape))
    }
    let source = try gradient.converted(to: dtype).contiguous()
    let target = try contiguous()
    kernel(target.pointer, source.pointer)
    if !target.sharesStorage(with: self) { try assign(target) }
  }
}
