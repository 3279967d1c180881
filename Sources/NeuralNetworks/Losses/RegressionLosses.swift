import Autograd
import Tensors

/// |y − t|
public final class L1Loss: Criterion {
  public override var formula: String { "|y - t|" }
  public override func loss(_ output: Variable, _ target: Variable) throws -> Variable {
    try output.l1Loss(target, reduction)
  }
}

/// (y − t)²
public final class MSELoss: Criterion {
  public override var formula: String { "(y - t)^2" }
  public override func loss(_ output: Variable, _ target: Variable) throws -> Variable {
    try output.meanSquaredError(target, reduction)
  }
}

/// (y − t)²/(2β) within β of the target, |y − t| − β/2 beyond (Girshick, 2015).
public final class SmoothL1Loss: Criterion {
  public let beta: Double

  public init(_ reduction: Reduction = .mean, beta: Double = 1) {
    self.beta = beta
    super.init(reduction)
  }

  public override var formula: String {
    "\\begin{cases} \\frac{1}{2 \\beta} (y - t)^2 & |y - t| < \\beta \\\\ "
      + "|y - t| - \\frac{\\beta}{2} & \\text{otherwise} \\end{cases}"
  }
  public override func loss(_ output: Variable, _ target: Variable) throws -> Variable {
    try output.smoothL1Loss(target, reduction, beta: beta)
  }
}

/// (y − t)²/2 within δ of the target, δ (|y − t| − δ/2) beyond (Huber, 1964).
public final class HuberLoss: Criterion {
  public let delta: Double

  public init(_ reduction: Reduction = .mean, delta: Double = 1) {
    self.delta = delta
    super.init(reduction)
  }

  public override var formula: String {
    "\\begin{cases} \\frac{1}{2} (y - t)^2 & |y - t| < \\delta \\\\ "
      + "\\delta (|y - t| - \\frac{\\delta}{2}) & \\text{otherwise} \\end{cases}"
  }
  public override func loss(_ output: Variable, _ target: Variable) throws -> Variable {
    try output.huberLoss(target, reduction, delta: delta)
  }
}

extension Variable {
  public func l1Loss(_ target: Variable, _ reduction: Reduction = .mean) throws -> Variable {
    try (self - target).absolute().reduced(reduction)
  }

  public func smoothL1Loss(
    _ target: Variable, _ reduction: Reduction = .mean, beta: Double = 1
  ) throws -> Variable {
    guard beta >= 0 else {
      throw TensorError("smooth_l1_loss does not support negative values for beta.")
    }
    if beta == 0 { return try l1Loss(target, reduction) }
    let distance = try self - target
    let size = try distance.absolute()
    let near = try distance * distance * number(0.5 / beta)
    return try Variable.choose(
      size.compared(.less, to: beta), near, else: size - number(0.5 * beta)
    ).reduced(reduction)
  }

  public func huberLoss(
    _ target: Variable, _ reduction: Reduction = .mean, delta: Double = 1
  ) throws -> Variable {
    guard delta > 0 else {
      throw TensorError("huber_loss does not support non-positive values for delta.")
    }
    let distance = try self - target
    let size = try distance.absolute()
    let far = try (size - number(0.5 * delta)) * number(delta)
    return try Variable.choose(
      size.compared(.less, to: delta), distance * distance * number(0.5), else: far
    ).reduced(reduction)
  }
}
