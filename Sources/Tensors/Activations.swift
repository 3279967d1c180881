import CKernels

/// Activation functions, element by element, and what comes back through them.
extension Tensor {
  /// f(x) of each element x.
  /// - Throws: for constants that PyTorch refuses, and for whole numbers where f has no place for
  ///   them.
  public func activated(_ function: Nonlinearity) throws -> Tensor {
    if let whole = try wholeActivated(function) { return whole }
    try function.check(dtype)
    let x = try contiguous()
    let out = try Tensor(unsetLike: x, dtype: dtype)
    let (kernel, a, b, c) = function.kernel
    ck_activate(kernel, dtype.kernelType, count, x.pointer, a, b, c, out.pointer)
    return out
  }

  /// upstream ⊙ f′(x), for this x.
  public func activationBackward(_ function: Nonlinearity, _ upstream: Tensor) throws -> Tensor {
    try function.check(dtype)
    let x = try contiguous()
    let g = try upstream.converted(to: dtype).expanded(to: shape).contiguous()
    let out = try Tensor(unsetLike: x, dtype: dtype)
    let (kernel, a, b, c) = function.kernel
    ck_activate_backward(
      kernel, dtype.kernelType, count, x.pointer, g.pointer, a, b, c, out.pointer)
    return out
  }

  /// The functions that keep whole numbers whole, and those that make them fractions first; nil
  /// for all others.
  private func wholeActivated(_ function: Nonlinearity) throws -> Tensor? {
    guard dtype == .int64 else { return nil }
    switch function {
    case .hardtanh(let low, let high):
      try function.check(.float64)
      return try maximum(whole(low)).minimum(whole(high))
    case .threshold(let threshold, let value):
      return try compared(.lessOrEqual, to: whole(threshold)).choose(whole(value), else: self)
    case .softsign, .tanhshrink: return try converted(to: .float32).activated(function)
    default: return nil
    }
  }

  /// A bare number cut to a whole one.
  private func whole(_ value: Double) throws -> Tensor {
    try Tensor.number(value).converted(to: .int64)
  }

  /// The first half of a dimension times σ of the second (Dauphin et al., 2017).
  public func glu(_ dim: Int = -1) throws -> Tensor {
    let (x, axis, n) = try gateRows(dim)
    let out = try Tensor(unset: x.shape.dropLast() + [n], dtype: dtype)
    ck_glu(dtype.kernelType, n == 0 ? 0 : count / (2 * n), n, x.pointer, out.pointer)
    return try out.transposed(axis, -1)
  }

  /// What `glu` of this tensor passes back.
  public func gluBackward(_ upstream: Tensor, _ dim: Int = -1) throws -> Tensor {
    let (x, axis, n) = try gateRows(dim)
    let g = try upstream.converted(to: dtype).transposed(axis, -1).contiguous()
    let out = try Tensor(unsetLike: x, dtype: dtype)
    ck_glu_backward(
      dtype.kernelType, n == 0 ? 0 : count / (2 * n), n, x.pointer, g.pointer, out.pointer)
    return try out.transposed(axis, -1)
  }

  /// The dimension that `glu` halves put last, which dimension it was, and half of its size.
  private func gateRows(_ dim: Int) throws -> (x: Tensor, axis: Int, half: Int) {
    guard rank > 0 else {
      throw TensorError("glu does not support scalars because halving size must be even")
    }
    let axis = try Shapes.axis(dim, rank: rank)
    guard shape[axis] % 2 == 0 else {
      throw TensorError(
        "Halving dimension must be even, but dimension \(axis) is size \(shape[axis])")
    }
    guard dtype.isFloatingPoint else {
      throw TensorError(.notImplemented, "\"glu_cpu\" not implemented for '\(dtype.title)'")
    }
    return (try transposed(axis, -1).contiguous(), axis, shape[axis] / 2)
  }

  /// x where x > 0, elsewhere w x, with one learnable slope w for all elements or one for each
  /// channel, which is dimension 1 (He et al., 2015).
  public func prelu(_ weight: Tensor) throws -> Tensor {
    let (planes, channels, n) = try slopePlanes(weight)
    let (x, w) = (try contiguous(), try weight.contiguous())
    let out = try Tensor(unsetLike: x, dtype: dtype)
    ck_prelu(dtype.kernelType, planes, channels, n, x.pointer, w.pointer, out.pointer)
    return out
  }

  /// What `prelu` of this tensor passes back to x and to the slopes.
  public func preluBackward(_ weight: Tensor, _ upstream: Tensor) throws -> (
    input: Tensor, weight: Tensor
  ) {
    let (planes, channels, n) = try slopePlanes(weight)
    let (x, w) = (try contiguous(), try weight.contiguous())
    let g = try upstream.converted(to: dtype).expanded(to: shape).contiguous()
    let dx = try Tensor(unsetLike: x, dtype: dtype)
    let dw = try Tensor(unsetLike: w, dtype: dtype)
    ck_prelu_backward(
      dtype.kernelType, planes, channels, n, x.pointer, w.pointer, g.pointer, dx.pointer,
      dw.pointer)
    return (dx, dw)
  }

  /// The rows of elements that share a slope.
  private func slopePlanes(_ weight: Tensor) throws -> (planes: Int, channels: Int, n: Int) {
    guard dtype == weight.dtype else {
      throw TensorError(
        "prelu: Type promoting not supported. Got \(dtype.title) and \(weight.dtype.title)")
    }
    guard weight.rank <= 1 else {
      throw TensorError(
        "prelu: Expected `weight` to be a scalar or 1D tensor, but got: ndim = \(weight.rank)")
    }
    guard dtype.isFloatingPoint else {
      throw TensorError(.notImplemented, "\"prelu_cpu\" not implemented for '\(dtype.title)'")
    }
    if weight.count == 1 { return (1, 1, count) }
    guard rank > 0 else { throw TensorError("Not allow zero-dim input tensor.") }
    let channels = rank > 1 ? shape[1] : 1
    guard channels == weight.count else {
      throw TensorError(
        "Mismatch of parameter numbers and input channel size. Found parameter numbers = "
          + "\(weight.count) and channel size = \(channels).")
    }
    let planes = count == 0 ? 0 : shape[0] * channels
    return (planes, channels, planes == 0 ? 0 : count / planes)
  }
}
