import CKernels

/// What every optimizer's step knows: θ ← θ − α …, by a gradient g that is turned round to climb
/// and includes the weight decay λ θ.
public struct OptimizerStep: Hashable, Sendable {
  /// α
  public var rate: Double
  /// λ
  public var weightDecay: Double
  public var isMaximized: Bool

  public init(rate: Double, weightDecay: Double = 0, isMaximized: Bool = false) {
    self.rate = rate
    self.weightDecay = weightDecay
    self.isMaximized = isMaximized
  }
}

/// What an optimizer does to a parameter, written into its storage and that of its states.
extension Tensor {
  /// One step of gradient descent: v ← μ v + (1 − τ) g, θ ← θ − α v (Nesterov: α (g + μ v)).
  /// Without `velocity`, θ ← θ − α g.
  /// - Parameter isFirst: whether v starts at g.
  public func descend(
    _ gradient: Tensor, _ step: OptimizerStep, velocity: Tensor?, isFirst: Bool, momentum: Double,
    dampening: Double, isNesterov: Bool
  ) throws {
    try update(gradient, step, [velocity].compactMap { $0 }) { kernel in
      ck_sgd(
        &kernel, velocity?.pointer, isFirst ? 1 : 0, momentum, dampening, isNesterov ? 1 : 0)
    }
  }

  /// One step of Adam: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g²,
  /// θ ← θ − α m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).
  /// - Parameters:
  ///   - greatest: the greatest v so far, which takes the place of v (AMSGrad).
  ///   - count: t, from 1.
  ///   - isDecoupled: whether weight decay shrinks θ itself (AdamW), in place of adding λ θ to g.
  public func adamStep(
    _ gradient: Tensor, _ step: OptimizerStep, first: Tensor, second: Tensor,
    greatest: Tensor? = nil, count: Int, betas: (Double, Double), epsilon: Double,
    isDecoupled: Bool = false
  ) throws {
    try update(gradient, step, [first, second] + (greatest.map { [$0] } ?? [])) { kernel in
      ck_adam(
        &kernel, first.pointer, second.pointer, greatest?.pointer, Int64(count), betas.0, betas.1,
        epsilon, isDecoupled ? 1 : 0)
    }
  }

  /// One step of NAdam: as Adam, with μₜ₊₁ m / (1 − Π μ) + (1 − μₜ) g / (1 − Π μ) in m̂'s place.
  /// - Parameter momenta: μₜ, μₜ₊₁, and the product of all μ up to t.
  public func nadamStep(
    _ gradient: Tensor, _ step: OptimizerStep, first: Tensor, second: Tensor, count: Int,
    betas: (Double, Double), epsilon: Double,
    momenta: (now: Double, next: Double, product: Double), isDecoupled: Bool = false
  ) throws {
    try update(gradient, step, [first, second]) { kernel in
      ck_nadam(
        &kernel, first.pointer, second.pointer, Int64(count), betas.0, betas.1, epsilon,
        momenta.now, momenta.next, momenta.product, isDecoupled ? 1 : 0)
    }
  }

  /// One step of RMSprop: v ← α v + (1 − α) g², u = g / (√v + ε), θ ← θ − rate · u. With `mean`,
  /// v is less the square of the gradient's mean; with `velocity`, u ← μ u₋ + u.
  public func rmspropStep(
    _ gradient: Tensor, _ step: OptimizerStep, squares: Tensor, mean: Tensor?, velocity: Tensor?,
    alpha: Double, epsilon: Double, momentum: Double
  ) throws {
    try update(gradient, step, [squares] + [mean, velocity].compactMap { $0 }) { kernel in
      ck_rmsprop(
        &kernel, squares.pointer, mean?.pointer, velocity?.pointer, alpha, epsilon, momentum)
    }
  }

  /// One step of Adagrad: s ← s + g², θ ← θ − α g / (√s + ε).
  public func adagradStep(
    _ gradient: Tensor, _ step: OptimizerStep, squares: Tensor, epsilon: Double
  ) throws {
    try update(gradient, step, [squares]) { ck_adagrad(&$0, squares.pointer, epsilon) }
  }

  /// One step of Adadelta: v ← ρ v + (1 − ρ) g², d = √(u + ε)/√(v + ε) g, u ← ρ u + (1 − ρ) d²,
  /// θ ← θ − α d.
  public func adadeltaStep(
    _ gradient: Tensor, _ step: OptimizerStep, squares: Tensor, changes: Tensor, rho: Double,
    epsilon: Double
  ) throws {
    try update(gradient, step, [squares, changes]) {
      ck_adadelta(&$0, squares.pointer, changes.pointer, rho, epsilon)
    }
  }

  /// Runs a kernel on contiguous memory of this tensor; a view that is not is written back.
  private func update(
    _ gradient: Tensor, _ step: OptimizerStep, _ states: [Tensor],
    _ kernel: (inout ck_optimizer_step) -> Void
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
    var arrays = ck_optimizer_step(
      type: dtype.kernelType, n: count, parameter: target.pointer, gradient: source.pointer,
      rate: step.rate, weight_decay: step.weightDecay, is_maximized: step.isMaximized ? 1 : 0)
    kernel(&arrays)
    withExtendedLifetime(source) {}
    if !target.sharesStorage(with: self) { try assign(target) }
  }
}
