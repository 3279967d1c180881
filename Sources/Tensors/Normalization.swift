import CKernels

/// A normalised tensor, and what its backward pass wants to find again.
public struct Normalized {
  public let output: Tensor
  /// The mean of each row; for batch norm, of each channel.
  public let mean: Tensor
  /// 1/√(σ² + ε) of each row; for batch norm, the variance σ² of each channel.
  public let spread: Tensor
}

/// What comes back through a normalisation to its input, its gain and its shift.
public struct NormalizationGradients {
  public let input: Tensor
  public let weight: Tensor?
  public let bias: Tensor?
}

/// Normalisation of each sample over its last dimensions.
extension Tensor {
  /// γ ⊙ (x − μ)/√(σ² + ε) + β, with mean and variance of each sample over its last dimensions,
  /// which are `shape` (Ba et al., 2016).
  /// - Throws: when the last dimensions are others, or γ and β are not of their shape and of this
  ///   type.
  public func layerNorm(
    _ shape: [Int], weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Double = 1e-5
  ) throws -> Normalized {
    try normalizedRows(shape, weight, bias, epsilon, isCentred: true)
  }

  /// γ ⊙ x/√(mean x² + ε): layer norm without the mean (Zhang and Sennrich, 2019).
  /// - Parameter epsilon: nil for the type's own smallest step from 1.
  public func rmsNorm(_ shape: [Int], weight: Tensor? = nil, epsilon: Double? = nil) throws
    -> Normalized
  {
    let smallest = dtype == .float64 ? Double.ulpOfOne : Double(Float.ulpOfOne)
    return try normalizedRows(shape, weight, nil, epsilon ?? smallest, isCentred: false)
  }

  private func normalizedRows(
    _ shape: [Int], _ weight: Tensor?, _ bias: Tensor?, _ epsilon: Double, isCentred: Bool
  ) throws -> Normalized {
    let outer = try rowShape(shape, weight, bias, isCentred: isCentred)
    let (x, w, b) = (try contiguous(), try weight?.contiguous(), try bias?.contiguous())
    let out = try Tensor(unsetLike: x, dtype: dtype)
    let mean = try Tensor(unset: outer, dtype: dtype)
    let rstd = try Tensor(unset: outer, dtype: dtype)
    let n = shape.reduce(1, *)
    ck_layer_norm(
      dtype.kernelType, mean.count, n, x.pointer, w?.pointer, b?.pointer, epsilon,
      isCentred ? 1 : 0, out.pointer, mean.pointer, rstd.pointer)
    return Normalized(output: out, mean: mean, spread: rstd)
  }

  /// What `layerNorm` (or `rmsNorm`) of this tensor, with this mean and spread, passes back.
  public func layerNormBackward(
    _ upstream: Tensor, _ shape: [Int], weight: Tensor?, mean: Tensor, spread: Tensor,
    hasBias: Bool, isCentred: Bool = true
  ) throws -> NormalizationGradients {
    let (x, w) = (try contiguous(), try weight?.contiguous())
    let g = try upstream.converted(to: dtype).expanded(to: self.shape).contiguous()
    let dx = try Tensor(unsetLike: x, dtype: dtype)
    let dw = try weight.map { _ in try Tensor(unset: shape, dtype: dtype) }
    let db = hasBias ? try Tensor(unset: shape, dtype: dtype) : nil
    ck_layer_norm_backward(
      dtype.kernelType, mean.count, shape.reduce(1, *), x.pointer, w?.pointer,
      g.pointer, mean.pointer, spread.pointer, isCentred ? 1 : 0,
      dx.pointer, dw?.pointer, db?.pointer)
    return NormalizationGradients(input: dx, weight: dw, bias: db)
  }

  /// The dimensions before the normalised ones, after a check of all shapes and types.
  private func rowShape(
    _ shape: [Int], _ weight: Tensor?, _ bias: Tensor?, isCentred: Bool
  ) throws -> [Int] {
    guard !shape.isEmpty else {
      throw TensorError(
        "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one "
          + "element, but got normalized_shape = []")
    }
    let wanted = Shapes.describe(shape)
    for (name, parameter) in [("weight", weight), ("bias", bias)] {
      guard let parameter, parameter.shape != shape else { continue }
      throw TensorError(
        "Expected \(name) to be of same shape as normalized_shape, but got \(name) of shape "
          + "\(Shapes.describe(parameter.shape)) and normalized_shape = \(wanted)")
    }
    guard rank >= shape.count, Array(self.shape.suffix(shape.count)) == shape else {
      let sizes = shape.map(String.init).joined(separator: ", ")
      throw TensorError(
        "Given normalized_shape=\(wanted), expected input with shape [*\(isCentred ? ", " : "")"
          + "\(sizes)], but got input of size\(Shapes.describe(self.shape))")
    }
    guard dtype.isFloatingPoint else {
      throw TensorError(
        .notImplemented, "\"LayerNormKernelImpl\" not implemented for '\(dtype.title)'")
    }
    guard [weight, bias].allSatisfy({ $0 == nil || $0?.dtype == dtype }) else {
      throw TensorError(
        "mixed dtype (CPU): expect parameter to have scalar type of \(dtype.title)")
    }
    return Array(self.shape.dropLast(shape.count))
  }
}
