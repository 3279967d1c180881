import Tensors

/// PyTorch's convolutions and poolings on variables. Inputs are images × channels × size, or
/// without images; missing numbers are PyTorch's defaults.
extension Variable {
  /// `conv1d` or `conv2d`, by the number of strides.
  public func convolved(
    _ weight: Variable, bias: Variable? = nil, _ settings: Convolution
  ) throws -> Variable {
    try tape.record(.convolution(settings), operands(weight, bias))
  }

  /// `conv_transpose1d` or `conv_transpose2d`, by the number of strides.
  public func convolvedTransposed(
    _ weight: Variable, bias: Variable? = nil, _ settings: Convolution, outputPadding: [Int]? = nil
  ) throws -> Variable {
    let padding = outputPadding ?? settings.stride.map { _ in 0 }
    return try tape.record(
      .transposedConvolution(settings, outputPadding: padding), operands(weight, bias))
  }

  /// `max_pool2d(relu(conv2d(x)))` (or in one dimension) as one operation: what stands in between
  /// is neither stored nor to be had.
  public func convolvedReluPooled(
    _ weight: Variable, bias: Variable? = nil, _ settings: Convolution, _ windows: Pooling
  ) throws -> Variable {
    try tape.record(.convolutionReluPool(settings, windows), operands(weight, bias))
  }

  private func operands(_ weight: Variable, _ bias: Variable?) -> Operands<Variable> {
    bias.map { .three(self, weight, $0) } ?? .two(self, weight)
  }

  /// `conv2d` with one number or two for each setting.
  public func convolution2d(
    _ weight: Variable, _ bias: Variable? = nil, stride: [Int] = [1], padding: [Int] = [0],
    dilation: [Int] = [1], groups: Int = 1
  ) throws -> Variable {
    try convolved(weight, bias: bias, settings(2, stride, padding, dilation, groups))
  }

  /// `conv1d`
  public func convolution1d(
    _ weight: Variable, _ bias: Variable? = nil, stride: Int = 1, padding: Int = 0,
    dilation: Int = 1, groups: Int = 1
  ) throws -> Variable {
    try convolved(weight, bias: bias, settings(1, [stride], [padding], [dilation], groups))
  }

  private func settings(
    _ rank: Int, _ stride: [Int], _ padding: [Int], _ dilation: [Int], _ groups: Int
  ) -> Convolution {
    func all(_ values: [Int]) -> [Int] {
      values.count == 1 ? Array(repeating: values[0], count: rank) : values
    }
    return Convolution(
      stride: all(stride), padding: all(padding), extraPadding: Array(repeating: 0, count: rank),
      dilation: all(dilation), groups: groups)
  }

  /// `max_pool1d` or `max_pool2d`
  public func maxPooled(_ settings: Pooling) throws -> Variable { try apply(.maxPool(settings)) }

  /// `avg_pool1d` or `avg_pool2d`
  public func averagePooled(
    _ settings: Pooling, countsPadding: Bool = true, divisor: Int? = nil
  ) throws -> Variable {
    try apply(.averagePool(settings, countsPadding: countsPadding, divisor: divisor))
  }

  /// `adaptive_max_pool1d` or `adaptive_max_pool2d`; nil keeps a size.
  public func adaptiveMaxPooled(_ size: [Int?]) throws -> Variable {
    try apply(.adaptiveMaxPool(size))
  }

  /// `adaptive_avg_pool1d` or `adaptive_avg_pool2d`; nil keeps a size.
  public func adaptiveAveragePooled(_ size: [Int?]) throws -> Variable {
    try apply(.adaptiveAveragePool(size))
  }
}
