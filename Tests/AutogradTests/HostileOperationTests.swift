import Autograd
import Tensors
import Testing

/// Any operation on anything gives a value or an error, never a trap; and what has a value has
/// gradients or an error.
@Suite struct HostileOperationTests {
  /// Draws small random things from a seed.
  private struct Chaos {
    var generator: Generator

    mutating func below(_ n: Int) -> Int { Int(generator.bits32()) % max(n, 1) }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
    mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

    /// A dimension: mostly a possible one, now and then far off.
    mutating func dim() -> Int {
      chance(90) ? below(6) - 3 : pick([Int.min, Int.max, 1 << 40, -1 << 40, 7])
    }

    mutating func dims() -> [Int]? { chance(30) ? nil : (0..<below(4)).map { _ in dim() } }

    mutating func size() -> Int {
      chance(93) ? pick([0, 1, 1, 2, 2, 3, 3, 4, 5]) : pick([-1, -2, 1 << 20, 1 << 40, Int.max])
    }

    mutating func shape() -> [Int] { (0..<below(5)).map { _ in size() } }

    mutating func smallShape() -> [Int] { (0..<below(5)).map { _ in pick([0, 1, 1, 2, 2, 3, 4]) } }

    mutating func number() -> Double {
      pick([0, -0.5, 1, 1.5, 2, -1, 0.1, .nan, .infinity, -.infinity, 1e-300, 1e300])
    }

    mutating func tensor() throws -> Tensor {
      let shape = smallShape()
      let type: DataType = chance(70) ? .float32 : pick(DataType.allCases)
      var tensor = try generator.randn(shape, dtype: .float64).converted(to: type)
      if chance(15), tensor.count > 0 { try tensor.fill(number()) }
      if chance(20), tensor.rank > 1 { tensor = try tensor.transposed(0, -1) }
      if chance(10), tensor.rank > 0, tensor.shape[0] > 1 { tensor = try tensor.sliced(0, step: 2) }
      return tensor
    }

    /// Whole numbers, mostly such as could be places or classes.
    mutating func indices() throws -> Tensor {
      let shape = smallShape()
      let count = shape.reduce(1, *)
      return try Tensor((0..<count).map { _ in below(5) - (chance(20) ? 3 : 0) }, shape: shape)
    }
  }

  private static func unary(_ chaos: inout Chaos) -> Operation {
    let keepDim = chaos.chance(50)
    return chaos.pick([
      .negate, .exp, .log, .squareRoot, .absolute, .sin, .tanh, .relu, .sigmoid, .softplus,
      .softmax(dim: chaos.dim()), .logSoftmax(dim: chaos.dim()), .glu(dim: chaos.dim()),
      .errorFunction, .clone, .clamp(low: chaos.number(), high: chaos.number()),
      .layerNorm(shape: chaos.shape(), epsilon: 1e-5),
      .rmsNorm(shape: chaos.shape(), epsilon: nil),
      .groupNorm(groups: chaos.size(), epsilon: 1e-5),
      .batchNorm(isTraining: true, epsilon: 1e-5),
      .sum(dims: chaos.dims(), keepDim: keepDim), .mean(dims: chaos.dims(), keepDim: keepDim),
      .maximum, .minimum, .maximumAlong(dim: chaos.dim(), keepDim: keepDim),
      .minimumAlong(dim: chaos.dim(), keepDim: keepDim),
      .variance(dims: chaos.dims(), correction: chaos.dim(), keepDim: keepDim),
      .standardDeviation(dims: chaos.dims(), correction: 1, keepDim: keepDim), .norm,
      .product(dims: chaos.dims(), keepDim: keepDim),
      .logSumExp(dims: chaos.dims() ?? [], keepDim: keepDim),
      .extremeOver(dims: chaos.dims(), keepDim: keepDim, isMaximum: chaos.chance(50)),
      .vectorNorm(p: chaos.number(), dims: chaos.dims(), keepDim: keepDim),
      .scan(chaos.pick([.sum, .product, .logSumExp]), dim: chaos.dim()),
      .rearrange(rearrangement(&chaos)),
      .elementary(chaos.pick(ElementaryFunction.allCases)),
      .inverse, .determinant, .cholesky, .singularValues, .eigenvalues,
      .logDeterminant(isAbsolute: chaos.chance(50)),
      .diagonal(offset: chaos.dim(), chaos.dim(), chaos.dim()),
      .unfold(dim: chaos.dim(), size: chaos.size(), step: chaos.size()),
      .reshape(chaos.shape()), .transpose(chaos.dim(), chaos.dim()),
      .permute(chaos.dims() ?? []), .expand(chaos.shape()), .squeeze(chaos.dims()?.first),
      .unsqueeze(chaos.dim()), .convert(chaos.pick(DataType.allCases)),
      .select(dim: chaos.dim(), index: chaos.dim()),
      .slice(dim: chaos.dim(), start: chaos.dim(), end: chaos.dim(), step: chaos.dim()),
    ])
  }

  private static func rearrangement(_ chaos: inout Chaos) -> Rearrangement {
    chaos.pick([
      .flip(chaos.dims() ?? []), .roll(chaos.dims() ?? [], chaos.dims() ?? []),
      .rotate(turns: chaos.dim(), chaos.dim(), chaos.dim()), .repeat(chaos.shape()),
      .pad(chaos.dims() ?? [], value: chaos.number()), .tril(chaos.dim()), .triu(chaos.dim()),
      .diagonalEmbed(offset: chaos.dim(), chaos.dim(), chaos.dim()),
    ])
  }

  private static func binary(_ chaos: inout Chaos) -> Operation {
    let reduction = chaos.pick(Reduction.allCases)
    return chaos.pick([
      .add, .subtract, .multiply, .divide, .power, .maximumOf, .minimumOf, .matmul, .solve,
      .prelu, .clampBetween(hasLow: true, hasHigh: false),
      .function(chaos.pick(FunctionOfTwo.allCases)), .concatenate(dim: chaos.dim()),
      .stack(dim: chaos.dim()),
      .meanSquaredError(reduction), .binaryCrossEntropy(reduction),
      .binaryCrossEntropyWithLogits(reduction),
    ])
  }

  private static func ternary(_ chaos: inout Chaos) -> Operation {
    chaos.pick([
      .addMatmul, .lerp, .clampBetween(hasLow: true, hasHigh: true),
      .addProduct(value: chaos.number(), isQuotient: chaos.chance(50)),
    ])
  }

  private static func indexed(_ chaos: inout Chaos) -> Operation {
    chaos.pick([
      .rows, .gather(dim: chaos.dim()), .rowsInto(shape: chaos.shape()),
      .scatterInto(dim: chaos.dim(), shape: chaos.shape()),
    ])
  }

  /// An operation of networks, with operands whose shapes nearly always fit.
  private static func layer(_ chaos: inout Chaos) throws -> (Operation, [Tensor]) {
    /// A size, now and then another one than everybody expects.
    func nearly(_ size: Int) -> Int { chaos.chance(94) ? size : chaos.pick([0, 1, 2, 5]) }
    func draw(_ shape: [Int]) throws -> Tensor {
      try chaos.generator.randn(shape, dtype: chaos.chance(90) ? .float32 : .float64)
    }
    func few(_ count: Int) -> [Int] { (0..<nearly(count)).map { _ in chaos.pick([1, 1, 2, 3]) } }
    func settings(_ rank: Int) -> Convolution {
      Convolution(
        stride: chaos.chance(95) ? few(rank) : [chaos.dim(), chaos.dim()],
        padding: (0..<nearly(rank)).map { _ in chaos.chance(95) ? chaos.below(3) : chaos.dim() },
        dilation: chaos.chance(95) ? few(rank) : [chaos.dim()],
        groups: chaos.chance(80) ? 1 : chaos.pick([2, 3, 0, -1, Int.max]))
    }
    func pooling(_ rank: Int) -> Pooling {
      Pooling(
        kernel: few(rank), stride: chaos.chance(95) ? few(rank) : [chaos.dim()],
        padding: (0..<nearly(rank)).map { _ in chaos.chance(95) ? chaos.below(2) : chaos.dim() },
        dilation: chaos.chance(95) ? nil : [chaos.dim()], isCeil: chaos.chance(50))
    }
    let (n, c, o, rank) = (
      chaos.below(3), chaos.pick([1, 2, 4, 16]), chaos.pick([1, 2, 16]), 1 + chaos.below(2)
    )
    let sides = (0..<rank).map { _ in chaos.pick([1, 3, 6, 9]) }
    let kernel = (0..<rank).map { _ in chaos.pick([1, 2, 3]) }
    let reduction = chaos.pick(Reduction.allCases)
    let hidden = chaos.pick([1, 2, 17])
    switch chaos.below(10) {
    case 0, 1:
      return (
        .convolution(settings(rank)),
        [
          try draw([n, nearly(c)] + sides), try draw([o, nearly(c)] + kernel),
          try draw([nearly(o)]),
        ]
      )
    case 2:
      return (
        .transposedConvolution(
          settings(rank), outputPadding: (0..<rank).map { _ in chaos.below(2) }),
        [try draw([n, nearly(c)] + sides), try draw([nearly(c), o] + kernel)]
      )
    case 3:
      let operation: Operation = chaos.pick([
        .maxPool(pooling(rank)),
        .averagePool(
          pooling(rank), countsPadding: chaos.chance(50),
          divisor: chaos.chance(80) ? nil : chaos.dim()),
        .adaptiveMaxPool(few(rank)), .adaptiveAveragePool(few(rank)),
      ])
      return (operation, [try draw([n, c] + sides)])
    case 4:
      let shape = [n, chaos.below(5), nearly(hidden)]
      let keys = [nearly(n), chaos.below(5), hidden]
      return (
        .attention(isCausal: chaos.chance(50), scale: chaos.chance(80) ? nil : chaos.number()),
        [try draw(shape), try draw(keys), try draw(keys)]
      )
    case 5:
      return (
        .selfAttention(heads: chaos.pick([1, 2, 3, 0, -1]), isCausal: chaos.chance(50)),
        [try draw([n, chaos.below(5), nearly(3 * hidden)])]
      )
    case 6:
      let cell = chaos.pick(RecurrentCell.allCases)
      let gates = cell == .lstm ? 4 : cell == .gru ? 3 : 1
      let states = try (0..<(cell == .lstm ? 2 : 1)).map { _ in
        try draw([nearly(n), nearly(hidden)])
      }
      return (
        .recurrent(cell, isReversed: chaos.chance(50)),
        [try draw([chaos.below(4), n, c])] + states
          + [try draw([gates * hidden, nearly(c)]), try draw([gates * nearly(hidden), hidden])]
      )
    case 7:
      let labels = try Tensor((0..<n).map { _ in chaos.below(c) - (chaos.chance(5) ? 200 : 0) })
      return (
        chaos.pick([
          .crossEntropy(
            reduction, ignoreIndex: 1, smoothing: chaos.chance(50) ? 0 : chaos.number()),
          .negativeLogLikelihood(reduction, ignoreIndex: 0),
        ]), [try draw([n, c]), labels]
      )
    case 8:
      let labels = try Tensor((0..<n).map { _ in chaos.below(o) - (chaos.chance(5) ? 9 : 0) })
      return (
        .linearCrossEntropy(reduction), [try draw([n, c]), try draw([o, nearly(c)]), labels]
      )
    default:
      return (
        .embedding(padding: chaos.chance(70) ? nil : chaos.dim()),
        [try draw([o, c]), try chaos.indices()]
      )
    }
  }

  @Test(arguments: 0..<8)
  func anyLayerGivesAValueOrAnError(_ seed: Int) throws {
    var chaos = Chaos(generator: Generator(seed: UInt64(100 + seed)))
    var (values, errors) = (0, 0)
    for _ in 0..<800 {
      let tape = Tape()
      do {
        let (operation, operands) = try Self.layer(&chaos)
        let variables = try operands.map {
          try tape.leaf($0, requiresGradient: $0.dtype.isFloatingPoint)
        }
        let output = try tape.record(operation, Operands(variables))
        values += 1
        if output.requiresGradient {
          try output.backward(Tensor.ones(output.shape, dtype: output.dtype))
        }
      } catch is TensorError {
        errors += 1
      }
    }
    #expect(values > 200 && errors > 20)
  }

  @Test(arguments: 0..<8)
  func anyOperationGivesAValueOrAnError(_ seed: Int) throws {
    var chaos = Chaos(generator: Generator(seed: UInt64(seed)))
    let limit = MemoryBudget.limit
    var (values, errors) = (0, 0)
    for _ in 0..<2500 {
      let tape = Tape()
      func variable(_ tensor: Tensor) throws -> Variable {
        try tape.leaf(tensor, requiresGradient: tensor.dtype.isFloatingPoint)
      }
      let first = try variable(chaos.tensor())
      do {
        let output: Variable
        switch chaos.below(10) {
        case 0..<5: output = try first.apply(Self.unary(&chaos))
        case 5..<8:
          output = try tape.record(Self.binary(&chaos), .two(first, variable(chaos.tensor())))
        case 8:
          output = try tape.record(
            Self.indexed(&chaos), .two(first, tape.constant(chaos.indices())))
        default:
          output = try tape.record(
            Self.ternary(&chaos), .three(first, variable(chaos.tensor()), variable(chaos.tensor())))
        }
        values += 1
        if output.requiresGradient, output.value.count < 1 << 16 {
          try output.backward(Tensor.ones(output.shape, dtype: output.dtype))
        }
      } catch is TensorError {
        errors += 1
      }
    }
    #expect(MemoryBudget.limit == limit)
    // Both happen often, so that neither is tried in vain.
    #expect(values > 500 && errors > 500)
  }
}
