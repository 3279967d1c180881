import Tensors

/// Y = W ⋆ X + b: each filter's scalar product with all places of the input. Operands are X, W,
/// and b if there is one.
struct Convolve: Rule {
  let settings: Convolution
  func name(_ x: Operands<Tensor>) -> String { convolutionName(x, settings) }
  var symbol: String { "conv" }
  var needsOutput: Bool { false }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { i + j == 1 }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try Shapes.convolution(x[0], x[1], bias: x.count > 2 ? x[2] : nil, settings)
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    try x[0].convolved(x[1], bias: x.count > 2 ? x[2] : nil, settings)
  }

  /// The input gets the upstream gradient back through the kernel, the weights the scalar product
  /// of the upstream gradient with each place of the input that they saw, the bias the sum.
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    switch i {
    case 0: try g.convolutionInputGradient(x[1], input: x[0].shape, settings)
    case 1: try g.convolutionWeightGradient(x[0], weight: x[1].shape, settings)
    default: try g.convolutionBiasGradient(rank: settings.rank)
    }
  }

  func expression(_ names: OperandNames) -> String {
    "\(names[1]) \\star \(names[0])" + (names.inputs.count > 2 ? " + \(names[2])" : "")
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    switch i {
    case 0: "\(names[1]) \\star^\\top"
    case 1: "\\star \\, \(names[0])"
    default: "1"
    }
  }
  func contribution(_ upstream: String, to i: Int, _ names: OperandNames) -> String {
    switch i {
    case 0: "\(names[1]) \\star^\\top \(upstream)"
    case 1: "\(upstream) \\star \(names[0])"
    default: biasContribution(upstream)
    }
  }
}

/// Y = W ⋆ᵀ X + b: each element spread over the output by the kernel.
struct ConvolveTransposed: Rule {
  let settings: Convolution
  let outputPadding: [Int]
  func name(_ x: Operands<Tensor>) -> String { convolutionName(x, settings) }
  var symbol: String { "convᵀ" }
  var needsOutput: Bool { false }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { i + j == 1 }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try Shapes.transposedConvolution(
      x[0], x[1], bias: x.count > 2 ? x[2] : nil, settings, outputPadding: outputPadding)
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    try x[0].convolvedTransposed(
      x[1], bias: x.count > 2 ? x[2] : nil, settings, outputPadding: outputPadding)
  }

  /// What is transposed twice is the convolution itself: the input gets the upstream gradient
  /// convolved, the weights what a convolution from there to the input would pass back.
  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    switch i {
    case 0: try g.transposedConvolutionInputGradient(x[1], input: x[0].shape, settings)
    case 1: try g.transposedConvolutionWeightGradient(x[0], weight: x[1].shape, settings)
    default: try g.convolutionBiasGradient(rank: settings.rank)
    }
  }

  func expression(_ names: OperandNames) -> String {
    "\(names[1]) \\star^\\top \(names[0])" + (names.inputs.count > 2 ? " + \(names[2])" : "")
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    switch i {
    case 0: "\(names[1]) \\star"
    case 1: "\\star^\\top \\, \(names[0])"
    default: "1"
    }
  }
  func contribution(_ upstream: String, to i: Int, _ names: OperandNames) -> String {
    switch i {
    case 0: "\(names[1]) \\star \(upstream)"
    case 1: "\(names[0]) \\star \(upstream)"
    default: biasContribution(upstream)
    }
  }
}

/// PyTorch gives a single image a dimension of images, and takes it away again.
private func convolutionName(_ x: Operands<Tensor>, _ settings: Convolution) -> String {
  x[0].rank == settings.rank + 1 ? "SqueezeBackward1" : "ConvolutionBackward0"
}

private func biasContribution(_ upstream: String) -> String {
  "\\sum_{n, i, j} \\left(\(upstream)\\right)_{n, i, j}"
}
