import Tensors

/// Every operation that a gradient flows through. Each has one rule, where all that is known of
/// it stands together; a new operation is a case here and a rule in the file of its family.
public enum Operation: Hashable, Sendable {
  // Arithmetic.swift
  case add, subtract, multiply, divide, power, negate, maximumOf, minimumOf
  // Functions.swift
  case exp, log, squareRoot, absolute, sin, cos, tanh, relu, sigmoid, softplus
  case softmax(dim: Int)
  case logSoftmax(dim: Int)
  // Activations.swift
  case activate(Nonlinearity)
  case glu(dim: Int)
  case prelu
  case errorFunction
  // Elementary.swift
  case elementary(ElementaryFunction)
  // FunctionsOfTwo.swift
  case function(FunctionOfTwo)
  case lerp
  // FunctionsOfThree.swift
  case addProduct(value: Double, isQuotient: Bool)
  /// With tensors as bounds.
  case clampBetween(hasLow: Bool, hasHigh: Bool)
  // Normalization.swift
  case layerNorm(shape: [Int], epsilon: Double)
  case rmsNorm(shape: [Int], epsilon: Double?)
  case groupNorm(groups: Int, epsilon: Double)
  /// Outside of training, mean and variance are the second and third input.
  case batchNorm(isTraining: Bool, epsilon: Double)
  // Convolution.swift
  /// Of the first input with the second, plus the third if there is one.
  case convolution(Convolution)
  case transposedConvolution(Convolution, outputPadding: [Int])
  // PooledConvolution.swift
  /// A convolution, relu and maximum pooling, one after the other.
  case convolutionReluPool(Convolution, Pooling)
  // Pooling.swift
  case maxPool(Pooling)
  case averagePool(Pooling, countsPadding: Bool, divisor: Int?)
  case adaptiveMaxPool([Int?])
  case adaptiveAveragePool([Int?])
  // Recurrent.swift
  case recurrent(RecurrentCell, isReversed: Bool)
  // Attention.swift
  case attention(isCausal: Bool, scale: Double?)
  /// Queries, keys and values side by side in one input.
  case selfAttention(heads: Int, isCausal: Bool)
  // Embedding.swift
  /// Rows of the first input that the second names.
  case embedding(padding: Int?)
  // Steps.swift
  case clone
  case step(StepFunction)
  case clamp(low: Double?, high: Double?)
  // Products.swift
  case matmul
  /// bias + a · b, as `Linear` computes it.
  case addMatmul
  // Reductions.swift
  case sum(dims: [Int]?, keepDim: Bool)
  case mean(dims: [Int]?, keepDim: Bool)
  /// The greatest of all elements.
  case maximum
  /// The smallest of all elements.
  case minimum
  case maximumAlong(dim: Int, keepDim: Bool)
  case minimumAlong(dim: Int, keepDim: Bool)
  // Spread.swift
  case variance(dims: [Int]?, correction: Int, keepDim: Bool)
  case standardDeviation(dims: [Int]?, correction: Int, keepDim: Bool)
  case norm
  // Scans.swift
  case scan(Scan, dim: Int)
  case product(dims: [Int]?, keepDim: Bool)
  case logSumExp(dims: [Int], keepDim: Bool)
  case extremeOver(dims: [Int]?, keepDim: Bool, isMaximum: Bool)
  case vectorNorm(p: Double, dims: [Int]?, keepDim: Bool)
  // LinearAlgebra.swift
  case inverse, determinant, solve, cholesky, singularValues, eigenvalues
  case logDeterminant(isAbsolute: Bool)
  // Rearranging.swift
  case rearrange(Rearrangement)
  case diagonal(offset: Int, Int, Int)
  // Unfold.swift
  case unfold(dim: Int, size: Int, step: Int)
  // Index.swift
  /// What an index leads to in the first input; its tensors are further inputs.
  case index([IndexPart], IndexKind)
  /// The first input with the second where an index leads to.
  case indexPut([IndexPart], accumulates: Bool, IndexPutKind)
  case scatter(dim: Int, adds: Bool)
  case pick(Picking, dim: Int, keepDim: Bool)
  // Layout.swift
  case reshape([Int])
  case transpose(Int, Int)
  case permute([Int])
  case expand([Int])
  case squeeze(Int?)
  case unsqueeze(Int)
  case convert(DataType)
  // Selection.swift
  case select(dim: Int, index: Int)
  case slice(dim: Int, start: Int?, end: Int?, step: Int)
  /// Rows of the first input that the second (whole numbers) names.
  case rows
  /// Zeros of a shape with the first input's rows added where the second (whole numbers) names
  /// them.
  case rowsInto(shape: [Int])
  /// Elements of the first input that the second (whole numbers) names along a dimension.
  case gather(dim: Int)
  /// Zeros of a shape with the first input's elements added where the second (whole numbers)
  /// names them along a dimension.
  case scatterInto(dim: Int, shape: [Int])
  /// The first input with what a path of views leads to taken from the second.
  case writeView(path: [Operation])
  case choose
  case concatenate(dim: Int)
  case stack(dim: Int)
  // LossRules.swift
  case meanSquaredError(Reduction)
  // CrossEntropy.swift
  case crossEntropy(Reduction, ignoreIndex: Int = -100, smoothing: Double = 0)
  case negativeLogLikelihood(Reduction, ignoreIndex: Int = -100)
  /// From what the logits are computed of.
  case linearCrossEntropy(Reduction, ignoreIndex: Int = -100, smoothing: Double = 0)
  case binaryCrossEntropy(Reduction)
  case binaryCrossEntropyWithLogits(Reduction)

  /// All that is known of this operation.
  public var rule: any Rule {
    switch self {
    case .add: Add()
    case .subtract: Subtract()
    case .multiply: Multiply()
    case .divide: Divide()
    case .power: Power()
    case .negate: Negate()
    case .maximumOf: ExtremeOf(isMaximum: true)
    case .minimumOf: ExtremeOf(isMaximum: false)
    case .exp: Exp()
    case .log: Log()
    case .squareRoot: SquareRoot()
    case .absolute: Absolute()
    case .sin: Sin()
    case .cos: Cos()
    case .tanh: Tanh()
    case .relu: Relu()
    case .sigmoid: Sigmoid()
    case .softplus: Softplus()
    case .softmax(let dim): Softmax(dim: dim)
    case .logSoftmax(let dim): LogSoftmax(dim: dim)
    case .activate(let function): Activate(function: function)
    case .glu(let dim): Glu(dim: dim)
    case .prelu: Prelu()
    case .errorFunction: ErrorFunction()
    case .layerNorm(let shape, let epsilon):
      LayerNorm(shape: shape, epsilon: epsilon, isCentred: true)
    case .rmsNorm(let shape, let epsilon):
      LayerNorm(shape: shape, epsilon: epsilon, isCentred: false)
    case .groupNorm(let groups, let epsilon): GroupNorm(groups: groups, epsilon: epsilon)
    case .batchNorm(let isTraining, let epsilon):
      BatchNorm(isTraining: isTraining, epsilon: epsilon)
    case .convolution(let settings): Convolve(settings: settings)
    case .transposedConvolution(let settings, let outputPadding):
      ConvolveTransposed(settings: settings, outputPadding: outputPadding)
    case .convolutionReluPool(let settings, let windows):
      ConvolveReluPool(settings: settings, windows: windows)
    case .maxPool(let settings): MaxPool(windows: .sliding(settings))
    case .averagePool(let settings, let countsPadding, let divisor):
      AveragePool(
        windows: .sliding(settings, countsPadding: countsPadding, divisor: divisor))
    case .adaptiveMaxPool(let size): MaxPool(windows: .even(size))
    case .adaptiveAveragePool(let size): AveragePool(windows: .even(size))
    case .recurrent(let cell, let isReversed): Recurrent(cell: cell, isReversed: isReversed)
    case .attention(let isCausal, let scale):
      ScaledDotProductAttention(isCausal: isCausal, scale: scale)
    case .selfAttention(let heads, let isCausal):
      SelfAttention(heads: heads, isCausal: isCausal)
    case .embedding(let padding): Embedding(padding: padding)
    case .clone: Clone()
    case .step(let function): Step(function: function)
    case .clamp(let low, let high): Clamp(low: low, high: high)
    case .variance(let dims, let correction, let keepDim):
      Spread(dims: dims, correction: correction, keepDim: keepDim, isRoot: false)
    case .standardDeviation(let dims, let correction, let keepDim):
      Spread(dims: dims, correction: correction, keepDim: keepDim, isRoot: true)
    case .norm: Norm()
    case .elementary(let function): Elementary(function: function)
    case .function(let function): FunctionOfTwoRule(function: function)
    case .lerp: Lerp()
    case .addProduct(let value, let isQuotient): AddProduct(value: value, isQuotient: isQuotient)
    case .clampBetween(let hasLow, let hasHigh): ClampBetween(hasLow: hasLow, hasHigh: hasHigh)
    case .scan(let scan, let dim): ScanRule(scan: scan, dim: dim)
    case .product(let dims, let keepDim): Product(dims: dims, keepDim: keepDim)
    case .logSumExp(let dims, let keepDim): LogSumExp(dims: dims, keepDim: keepDim)
    case .extremeOver(let dims, let keepDim, let isMaximum):
      ExtremeOver(dims: dims, keepDim: keepDim, isMaximum: isMaximum)
    case .vectorNorm(let p, let dims, let keepDim): VectorNorm(p: p, dims: dims, keepDim: keepDim)
    case .inverse: Inverse()
    case .determinant: Determinant()
    case .solve: Solve()
    case .cholesky: Cholesky()
    case .singularValues: Spectrum(isSymmetric: false)
    case .eigenvalues: Spectrum(isSymmetric: true)
    case .logDeterminant(let isAbsolute): LogDeterminant(isAbsolute: isAbsolute)
    case .rearrange(let way): Rearrange(way: way)
    case .diagonal(let offset, let first, let second):
      Diagonal(offset: offset, first: first, second: second)
    case .unfold(let dim, let size, let step): Unfold(dim: dim, size: size, step: step)
    case .index(let parts, let kind): IndexRule(parts: parts, kind: kind)
    case .indexPut(let parts, let accumulates, let kind):
      IndexPutRule(parts: parts, accumulates: accumulates, kind: kind)
    case .scatter(let dim, let adds): ScatterRule(dim: dim, adds: adds)
    case .pick(let picking, let dim, let keepDim):
      Pick(picking: picking, dim: dim, keepDim: keepDim)
    case .matmul: Matmul()
    case .addMatmul: AddMatmul()
    case .sum(let dims, let keepDim): Sum(dims: dims, keepDim: keepDim)
    case .mean(let dims, let keepDim): Mean(dims: dims, keepDim: keepDim)
    case .maximum: Extreme(isMaximum: true)
    case .minimum: Extreme(isMaximum: false)
    case .maximumAlong(let dim, let keepDim):
      ExtremeAlong(dim: dim, keepDim: keepDim, isMaximum: true)
    case .minimumAlong(let dim, let keepDim):
      ExtremeAlong(dim: dim, keepDim: keepDim, isMaximum: false)
    case .reshape(let shape): Reshape(target: shape)
    case .transpose(let first, let second): Transpose(first: first, second: second)
    case .permute(let order): Permute(order: order)
    case .expand(let shape): Expand(target: shape)
    case .squeeze(let dim): Squeeze(dim: dim)
    case .unsqueeze(let dim): Unsqueeze(dim: dim)
    case .convert(let type): Convert(type: type)
    case .select(let dim, let index): Select(dim: dim, index: index)
    case .slice(let dim, let start, let end, let step):
      Slice(dim: dim, start: start, end: end, step: step)
    case .rows: RowsAt()
    case .rowsInto(let shape): RowsInto(target: shape)
    case .gather(let dim): Gather(dim: dim)
    case .scatterInto(let dim, let shape): ScatterInto(dim: dim, target: shape)
    case .writeView(let path): WriteView(path: path)
    case .choose: Choose()
    case .concatenate(let dim): Concatenate(dim: dim)
    case .stack(let dim): Stack(dim: dim)
    case .meanSquaredError(let reduction): MeanSquaredError(reduction: reduction)
    case .crossEntropy(let reduction, let ignoreIndex, let smoothing):
      CrossEntropy(reduction: reduction, ignoreIndex: ignoreIndex, smoothing: smoothing)
    case .negativeLogLikelihood(let reduction, let ignoreIndex):
      NegativeLogLikelihood(reduction: reduction, ignoreIndex: ignoreIndex)
    case .linearCrossEntropy(let reduction, let ignoreIndex, let smoothing):
      LinearCrossEntropy(reduction: reduction, ignoreIndex: ignoreIndex, smoothing: smoothing)
    case .binaryCrossEntropy(let reduction): BinaryCrossEntropy(reduction: reduction)
    case .binaryCrossEntropyWithLogits(let reduction):
      BinaryCrossEntropyWithLogits(reduction: reduction)
    }
  }
}
