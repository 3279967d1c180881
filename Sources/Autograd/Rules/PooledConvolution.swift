import Tensors

/// Y = max pool(max(W ⋆ X + b, 0)), as convolutional networks begin: one node in place of three,
/// and nothing of what stands between them is kept. Operands are X, W, and b if there is one.
struct ConvolveReluPool: JointRule {
  let settings: Convolution
  let windows: Pooling

  func name(_ x: Operands<Tensor>) -> String { MaxPool(windows: .sliding(windows)).name(x) }
  var symbol: String { "conv, relu, max pool" }
  var needsOutput: Bool { false }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { i + j == 1 }
  func shape(_ x: [[Int]]) throws -> [Int] {
    try Shapes.pooling(
      Shapes.convolution(x[0], x[1], bias: x.count > 2 ? x[2] : nil, settings), windows)
  }

  func forwardSaving(_ x: Operands<Tensor>) throws -> (output: Tensor, saved: [Tensor]) {
    let found = try x[0].convolvedReluPooled(
      x[1], bias: x.count > 2 ? x[2] : nil, settings, windows)
    return (found.values, [found.places])
  }

  func gradients(
    _ g: Tensor, needed: [Bool], _ x: Operands<Tensor>, _ y: Tensor, saved: [Tensor]
  ) throws -> [Tensor?] {
    try g.convolvedReluPoolGradients(
      needed: needed, input: x[0], x[1], places: saved[0], settings, windows)
  }

  func expression(_ names: OperandNames) -> String {
    "\(names.output)_i = \\max_{j \\in W_i} \\max\\left(\(convolution(names)), 0\\right)_j"
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    let chosen = "[j = \\operatorname{argmax}_{W_i}] \\, [\(names.output)_i > 0]"
    return i > 1 ? chosen : "\(Convolve(settings: settings).derivative(to: i, names)) \\, \(chosen)"
  }
  /// The upstream gradient goes to where the greatest element was, and from there as a
  /// convolution's.
  func contribution(_ upstream: String, to i: Int, _ names: OperandNames) -> String {
    let spread =
      "\\left(\\sum_i \\left(\(upstream)\\right)_i \\, "
      + "[j = \\operatorname{argmax}_{W_i}] \\, [\(names.output)_i > 0]\\right)"
    return Convolve(settings: settings).contribution(spread, to: i, names)
  }

  private func convolution(_ names: OperandNames) -> String {
    Convolve(settings: settings).expression(names)
  }
}
