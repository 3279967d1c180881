import CKernels

/// Convolutions of sequences and images: y[f, i, j] = b[f] + Σ w[f, c, m, n] · x[c, i + m, j + n],
/// a scalar product of the kernel with each place of the input. PyTorch's `conv1d`, `conv2d`,
/// `conv_transpose1d` and `conv_transpose2d`.
extension Tensor {
  /// This input (images × channels × size, or without images), convolved with `weight` (filters ×
  /// channels / groups × kernel) plus one element of `bias` for each filter.
  public func convolved(_ weight: Tensor, bias: Tensor? = nil, _ settings: Convolution) throws
    -> Tensor
  {
    let shape = try Shapes.convolution(self.shape, weight.shape, bias: bias?.shape, settings)
    try checkTypes(weight, bias)
    guard dtype.isFloatingPoint else {
      return try asDoubles { try $0.convolved($1, bias: $2, settings) }(self, weight, bias)
    }
    return try scalarProducts(weight, bias: bias, settings, to: shape)
  }

  /// The transposed convolution of this input with `weight` (channels × filters / groups ×
  /// kernel): each element is spread over the output by the kernel, which is what a convolution
  /// from there to here passes back.
  public func convolvedTransposed(
    _ weight: Tensor, bias: Tensor? = nil, _ settings: Convolution, outputPadding: [Int]
  ) throws -> Tensor {
    let shape = try Shapes.transposedConvolution(
      self.shape, weight.shape, bias: bias?.shape, settings, outputPadding: outputPadding)
    try checkTypes(weight, bias)
    guard dtype.isFloatingPoint else {
      return try asDoubles {
        try $0.convolvedTransposed($1, bias: $2, settings, outputPadding: outputPadding)
      }(self, weight, bias)
    }
    return try spread(weight, bias: bias, settings, to: shape)
  }

  /// What a convolution with `weight` passes back to an input of the given shape, when this is
  /// its upstream gradient.
  public func convolutionInputGradient(
    _ weight: Tensor, input shape: [Int], _ settings: Convolution
  ) throws -> Tensor {
    try checkIsOutput(of: shape, weight.shape, settings)
    return try spread(weight, bias: nil, settings, to: shape)
  }

  /// What a convolution of `input` passes back to weights of the given shape, when this is its
  /// upstream gradient.
  public func convolutionWeightGradient(
    _ input: Tensor, weight shape: [Int], _ settings: Convolution
  ) throws -> Tensor {
    try checkIsOutput(of: input.shape, shape, settings)
    return try Tensor.weights(from: input, to: self, shape, settings)
  }

  /// What a transposed convolution with `weight` passes back to an input of the given shape, when
  /// this is its upstream gradient: the convolution of it.
  public func transposedConvolutionInputGradient(
    _ weight: Tensor, input shape: [Int], _ settings: Convolution
  ) throws -> Tensor {
    try checkIsTransposedOutput(of: shape, weight.shape, settings)
    return try scalarProducts(weight, bias: nil, settings, to: shape)
  }

  /// What a transposed convolution of `input` passes back to weights of the given shape, when
  /// this is its upstream gradient.
  public func transposedConvolutionWeightGradient(
    _ input: Tensor, weight shape: [Int], _ settings: Convolution
  ) throws -> Tensor {
    try checkIsTransposedOutput(of: input.shape, shape, settings)
    return try Tensor.weights(from: self, to: input, shape, settings)
  }

  /// What weights that lead from x to y get from the upstream gradient of y.
  private static func weights(
    from x: Tensor, to y: Tensor, _ shape: [Int], _ settings: Convolution
  ) throws -> Tensor {
    let plan = try ConvolutionPlan(
      input: x.shape, weight: shape, output: y.shape, settings, x.dtype)
    guard !plan.isEmpty else { return try Tensor.zeros(shape, dtype: x.dtype) }
    let out = try Tensor(unset: shape, dtype: x.dtype)
    let (x, y) = (try x.contiguous(), try y.contiguous())
    try plan.run {
      ck_convolve_weights(x.dtype.kernelType, &$0, x.pointer, y.pointer, nil, out.pointer)
    }
    return out
  }

  /// What a convolution over `rank` dimensions passes back to its bias, when this is its upstream
  /// gradient: the sum over images and places.
  public func convolutionBiasGradient(rank: Int) throws -> Tensor {
    guard rank >= 0, self.rank == rank + 1 || self.rank == rank + 2, dtype.isFloatingPoint else {
      throw TensorError("no gradient of a convolution has the shape \(Shapes.describe(shape))")
    }
    let axis = self.rank - rank - 1
    let out = try Tensor.zeros([shape[axis]], dtype: dtype)
    if count > 0 {
      let y = try contiguous()
      ck_sum_planes(
        dtype.kernelType, axis == 0 ? 1 : shape[0], shape[axis],
        shape[(axis + 1)...].reduce(1, *), y.pointer, nil, out.pointer)
    }
    return out
  }

  private func scalarProducts(
    _ weight: Tensor, bias: Tensor?, _ settings: Convolution, to shape: [Int]
  ) throws -> Tensor {
    let out = try Tensor(unset: shape, dtype: dtype)
    let plan = try ConvolutionPlan(
      input: self.shape, weight: weight.shape, output: shape, settings, dtype)
    guard !plan.isEmpty else {
      try out.fillChannels(bias, axis: shape.count - settings.rank - 1)
      return out
    }
    let (x, w, b) = (try contiguous(), try weight.contiguous(), try bias?.contiguous())
    try plan.run {
      ck_convolve(dtype.kernelType, &$0, x.pointer, w.pointer, b?.pointer, 0, out.pointer, nil)
    }
    return out
  }

  private func spread(
    _ weight: Tensor, bias: Tensor?, _ settings: Convolution, to shape: [Int]
  ) throws -> Tensor {
    let out = try Tensor(unset: shape, dtype: dtype)
    let plan = try ConvolutionPlan(
      input: shape, weight: weight.shape, output: self.shape, settings, dtype)
    guard !plan.isEmpty else {
      try out.fillChannels(bias, axis: shape.count - settings.rank - 1)
      return out
    }
    let (y, w, b) = (try contiguous(), try weight.contiguous(), try bias?.contiguous())
    try plan.run {
      ck_convolve_transposed(
        dtype.kernelType, &$0, y.pointer, nil, w.pointer, b?.pointer, out.pointer)
    }
    return out
  }

  /// Sets every element to the bias of its channel, or to 0.
  private func fillChannels(_ bias: Tensor?, axis: Int) throws {
    guard let bias else { return try fill(0) }
    try assign(bias.reshaped([bias.count] + shape[(axis + 1)...].map { _ in 1 }))
  }

  private func checkIsOutput(of input: [Int], _ weight: [Int], _ settings: Convolution) throws {
    let expected = try Shapes.convolution(input, weight, settings)
    guard shape == expected, dtype.isFloatingPoint else {
      throw TensorError(
        "the gradient of a convolution has the shape \(Shapes.describe(expected)), not "
          + Shapes.describe(shape))
    }
  }

  /// The padding of the output is told by its size.
  private func checkIsTransposedOutput(of input: [Int], _ weight: [Int], _ settings: Convolution)
    throws
  {
    let least = try Shapes.transposedConvolution(
      input, weight, settings, outputPadding: settings.stride.map { _ in 0 })
    let most = zip(settings.stride, settings.dilation).map { max($0, $1) }
    let isRight =
      shape.count == least.count && dtype.isFloatingPoint
      && shape.dropLast(settings.rank) == least.dropLast(settings.rank)
      && most.indices.allSatisfy {
        let extra =
          shape.suffix(settings.rank)[shape.count - settings.rank + $0]
          - least[least.count - settings.rank + $0]
        return extra >= 0 && extra < most[$0]
      }
    guard isRight else {
      throw TensorError(
        "the gradient of a transposed convolution has the shape \(Shapes.describe(least)) and what "
          + "the padding of its output adds, not \(Shapes.describe(shape))")
    }
  }

  func checkTypes(_ weight: Tensor, _ bias: Tensor?) throws {
    guard dtype != .bool else {
      throw TensorError(.notImplemented, "\"slow_conv2d_cpu\" not implemented for 'Bool'")
    }
    guard dtype == weight.dtype else {
      throw TensorError(
        dtype == .int64
          ? "expected scalar type Long but found \(weight.dtype.title)"
          : "Input type (torch.\(dtype.title)Tensor) and weight type "
            + "(torch.\(weight.dtype.title)Tensor) should be the same or input should be a MKLDNN "
            + "tensor and weight is a dense tensor")
    }
    guard let bias, bias.dtype != dtype else { return }
    throw TensorError(
      "Input type (\(dtype.longName)) and bias type (\(bias.dtype.longName)) should be the same")
  }
}

/// Runs on whole numbers what is written for floating point.
private func asDoubles(_ body: @escaping (Tensor, Tensor, Tensor?) throws -> Tensor) -> (
  Tensor, Tensor, Tensor?
) throws -> Tensor {
  { x, w, b in
    try body(
      x.converted(to: .float64), w.converted(to: .float64), b?.converted(to: .float64)
    ).converted(to: x.dtype)
  }
}
