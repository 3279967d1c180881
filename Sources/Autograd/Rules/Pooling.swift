import Tensors

/// The greatest element of each window; the gradient goes to where it was.
struct MaxPool: JointRule {
  enum Windows: Hashable, Sendable {
    case sliding(Pooling)
    case even([Int?])
  }

  let windows: Windows

  private var rank: Int {
    switch windows {
    case .sliding(let settings): settings.rank
    case .even(let size): size.count
    }
  }

  func name(_ x: Operands<Tensor>) -> String {
    switch windows {
    case .sliding where rank == 1: "SqueezeBackward1"
    case .sliding: "MaxPool2DWithIndicesBackward0"
    case .even where rank == 1: "SqueezeBackward1"
    case .even: "AdaptiveMaxPool2DBackward0"
    }
  }
  var symbol: String { "max pool" }
  var needsOutput: Bool { false }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  func shape(_ x: [[Int]]) throws -> [Int] {
    switch windows {
    case .sliding(let settings): try Shapes.pooling(x[0], settings)
    case .even(let size): try Shapes.adaptivePooling(x[0], size, name: "adaptive_max_pool")
    }
  }

  func forwardSaving(_ x: Operands<Tensor>) throws -> (output: Tensor, saved: [Tensor]) {
    let pooled =
      switch windows {
      case .sliding(let settings): try x[0].maxPooled(settings)
      case .even(let size): try x[0].adaptiveMaxPooled(size)
      }
    return (pooled.values, [pooled.indices])
  }

  func gradients(
    _ g: Tensor, needed: [Bool], _ x: Operands<Tensor>, _ y: Tensor, saved: [Tensor]
  ) throws -> [Tensor?] {
    [try g.maxPoolGradient(saved[0], input: x[0].shape, rank: rank)]
  }

  func expression(_ names: OperandNames) -> String {
    "\(names.output)_i = \\max_{j \\in W_i} \(names[0])_j"
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    "[j = \\operatorname{argmax}_{W_i} \(names[0])]"
  }
  func contribution(_ upstream: String, to i: Int, _ names: OperandNames) -> String {
    "\\sum_i \\left(\(upstream)\\right)_i \\, \(derivative(to: i, names))"
  }
}

/// The mean of each window; the gradient is spread evenly over it.
struct AveragePool: Rule {
  enum Windows: Hashable, Sendable {
    case sliding(Pooling, countsPadding: Bool, divisor: Int?)
    case even([Int?])
  }

  let windows: Windows

  func name(_ x: Operands<Tensor>) -> String {
    switch windows {
    case .sliding(let settings, _, _):
      settings.rank == 1 ? "SqueezeBackward1" : "AvgPool2DBackward0"
    case .even(let size):
      // To a single number each, it is the mean.
      size.count == 1
        ? "SqueezeBackward1"
        : size == [1, 1] ? "MeanBackward1" : "AdaptiveAvgPool2DBackward0"
    }
  }
  var symbol: String { "average pool" }
  var needsOutput: Bool { false }
  func needs(input j: Int, forGradientOf i: Int) -> Bool { false }
  func shape(_ x: [[Int]]) throws -> [Int] {
    switch windows {
    case .sliding(let settings, _, _): try Shapes.pooling(x[0], settings)
    case .even(let size): try Shapes.adaptivePooling(x[0], size, name: "adaptive_avg_pool")
    }
  }

  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    switch windows {
    case .sliding(let settings, let countsPadding, let divisor):
      try x[0].averagePooled(settings, countsPadding: countsPadding, divisor: divisor)
    case .even(let size): try x[0].adaptiveAveragePooled(size)
    }
  }

  func pullback(_ g: Tensor, to i: Int, _ x: Operands<Tensor>, _ y: Tensor) throws -> Tensor {
    switch windows {
    case .sliding(let settings, let countsPadding, let divisor):
      try g.averagePoolGradient(
        input: x[0].shape, settings, countsPadding: countsPadding, divisor: divisor)
    case .even(let size): try g.adaptiveAveragePoolGradient(input: x[0].shape, size)
    }
  }

  func expression(_ names: OperandNames) -> String {
    "\(names.output)_i = \\frac{1}{|W_i|} \\sum_{j \\in W_i} \(names[0])_j"
  }
  func derivative(to i: Int, _ names: OperandNames) -> String {
    "\\frac{[j \\in W_i]}{|W_i|}"
  }
  func contribution(_ upstream: String, to i: Int, _ names: OperandNames) -> String {
    "\\sum_i \\left(\(upstream)\\right)_i \\, \(derivative(to: i, names))"
  }
}
