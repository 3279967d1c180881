import Tensors

/// PyTorch's activation functions on variables, with PyTorch's defaults.
extension Variable {
  public func activated(_ function: Nonlinearity) throws -> Variable {
    try apply(.activate(function))
  }

  public func leakyRelu(_ slope: Double = 0.01) throws -> Variable {
    try activated(.leakyRelu(slope: slope))
  }
  public func elu(_ alpha: Double = 1) throws -> Variable { try activated(.elu(alpha: alpha)) }
  public func celu(_ alpha: Double = 1) throws -> Variable { try activated(.celu(alpha: alpha)) }
  public func selu() throws -> Variable { try activated(.selu) }
  /// x Φ(x); PyTorch's `approximate="tanh"` for the one without the error function.
  public func gelu(isApproximate: Bool = false) throws -> Variable {
    try activated(isApproximate ? .geluTanh : .gelu)
  }
  public func silu() throws -> Variable { try activated(.silu) }
  public func mish() throws -> Variable { try activated(.mish) }
  public func hardtanh(_ low: Double = -1, _ high: Double = 1) throws -> Variable {
    try activated(.hardtanh(low: low, high: high))
  }
  public func relu6() throws -> Variable { try activated(.relu6) }
  public func hardsigmoid() throws -> Variable { try activated(.hardsigmoid) }
  public func hardswish() throws -> Variable { try activated(.hardswish) }
  public func softplus(beta: Double, threshold: Double = 20) throws -> Variable {
    try activated(.softplus(beta: beta, threshold: threshold))
  }
  public func softsign() throws -> Variable { try activated(.softsign) }
  public func tanhshrink() throws -> Variable { try activated(.tanhshrink) }
  public func hardshrink(_ lambda: Double = 0.5) throws -> Variable {
    try activated(.hardshrink(lambda: lambda))
  }
  public func softshrink(_ lambda: Double = 0.5) throws -> Variable {
    try activated(.softshrink(lambda: lambda))
  }
  public func logSigmoid() throws -> Variable { try activated(.logSigmoid) }
  public func threshold(_ threshold: Double, _ value: Double) throws -> Variable {
    try activated(.threshold(threshold, value: value))
  }
  /// Leaky ReLU with a slope drawn at random in training, and the mean of the two bounds, which
  /// this is, in evaluation.
  public func rrelu(lower: Double = 1.0 / 8, upper: Double = 1.0 / 3) throws -> Variable {
    try leakyRelu((lower + upper) / 2)
  }
  public func glu(_ dim: Int = -1) throws -> Variable { try apply(.glu(dim: dim)) }
  public func prelu(_ weight: Variable) throws -> Variable {
    try tape.record(.prelu, .two(self, weight))
  }
  /// Softmax of −x.
  public func softmin(_ dim: Int) throws -> Variable { try (-self).softmax(dim) }
  public func erf() throws -> Variable { try apply(.errorFunction) }
}
