import Tensors

#if canImport(Glibc)
  import Glibc
#endif

/// Draws that take more than one formula.
extension Initialization {
  /// How often what lies out of bounds is drawn anew.
  private static let mostRounds = 10_000

  /// gain/√fan, so that signals (or gradients) keep their variance.
  static func kaimingDeviation(
    _ shape: [Int], _ slope: Double, _ mode: Initializer.Fan, _ function: Initializer.Nonlinear
  ) throws -> Double {
    let fans = try fans(shape)
    let fan = mode == .input ? fans.in : fans.out
    return function.gain(slope: slope) / Double(max(fan, 1)).squareRoot()
  }

  /// Normal numbers between bounds, as PyTorch rejects the others: where many would lie outside,
  /// evenly spread candidates are accepted by the density instead.
  static func truncatedNormal(
    _ shape: [Int], _ mean: Double, _ deviation: Double, _ low: Double, _ high: Double,
    _ generator: inout Generator, _ dtype: DataType
  ) throws -> Tensor {
    guard low < high, deviation > 0, mean.isFinite, deviation.isFinite else {
      throw TensorError(
        .value,
        "truncated normal numbers need bounds in order and a deviation above 0, but got "
          + "[\(low), \(high)] and \(deviation)")
    }
    func below(_ x: Double) -> Double { (1 + erf((x - mean) / deviation / 2.0.squareRoot())) / 2 }
    if below(high) - below(low) > 0.3 {
      return try rejecting(shape, &generator, dtype, low, high, mean, deviation)
    }
    return try accepting(shape, &generator, dtype, low, high, mean, deviation)
  }

  private static func rejecting(
    _ shape: [Int], _ generator: inout Generator, _ dtype: DataType, _ low: Double,
    _ high: Double, _ mean: Double, _ deviation: Double
  ) throws -> Tensor {
    let bounds = try Tensor([low, high], dtype: dtype)
    let (floor, ceiling) = (try bounds.select(0, 0), try bounds.select(0, 1))
    func draw() throws -> Tensor {
      try generator.randn(shape, mean: mean, deviation: deviation, dtype: dtype)
    }
    var result = try draw()
    while true {
      let isOutside = try result.compared(.less, to: floor).logicalOr(
        result.compared(.greater, to: ceiling))
      guard isOutside.booleans.contains(true) else { return result }
      result = try isOutside.choose(draw(), else: result)
    }
  }

  private static func accepting(
    _ shape: [Int], _ generator: inout Generator, _ dtype: DataType, _ low: Double,
    _ high: Double, _ mean: Double, _ deviation: Double
  ) throws -> Tensor {
    let peak = max(low, min(mean, high))
    let highest = -0.5 * ((peak - mean) / deviation) * ((peak - mean) / deviation)
    var result: Tensor?
    var isPending = try Tensor.ones(shape, dtype: .bool)
    for _ in 0..<mostRounds {
      let candidates = try generator.uniform(shape, low, high, dtype: dtype)
      result = try result.map { try isPending.choose(candidates, else: $0) } ?? candidates
      let distance = try (candidates - .number(mean)) / .number(deviation)
      let density = try distance.squared() * .number(-0.5) - .number(highest)
      let isRefused = try generator.uniform(shape, dtype: dtype).log()
        .compared(.greater, to: density)
      isPending = try isPending.logicalAnd(isRefused)
      if let result, !isPending.booleans.contains(true) { return result }
    }
    throw TensorError("the bounds \(low) and \(high) leave hardly any normal number between them")
  }

  /// 1 in the middle of the kernel from each channel to itself.
  static func dirac(_ shape: [Int], _ groups: Int, _ dtype: DataType) throws -> Tensor {
    guard (3...5).contains(shape.count) else {
      throw TensorError(.value, "Only tensors with 3, 4, or 5 dimensions are supported")
    }
    guard groups > 0, shape[0] % groups == 0 else {
      throw TensorError(.value, "dim 0 must be divisible by groups")
    }
    let kernels = try Tensor.zeros(shape, dtype: dtype)
    let perGroup = shape[0] / groups
    guard kernels.count > 0 else { return kernels }
    for group in 0..<groups {
      for channel in 0..<min(perGroup, shape[1]) {
        var element = try kernels.select(0, group * perGroup + channel).select(0, channel)
        for size in shape.dropFirst(2) { element = try element.select(0, size / 2) }
        try element.fill(1)
      }
    }
    return kernels
  }

  /// The orthogonal part of normal numbers, by Gram and Schmidt, with a positive diagonal.
  static func orthogonal(
    _ shape: [Int], _ gain: Double, _ generator: inout Generator, _ dtype: DataType
  ) throws -> Tensor {
    guard shape.count >= 2 else {
      throw TensorError(.value, "Only tensors with 2 or more dimensions are supported")
    }
    let rows = shape[0]
    let columns = shape.dropFirst().reduce(1, *)
    let drawn = try generator.randn([rows, columns], dtype: dtype)
    guard drawn.count > 0 else { return try drawn.reshaped(shape) }
    let isWide = rows < columns
    let vectors = try (isWide ? drawn : drawn.transposed()).converted(to: .float64).contiguous()
    let length = max(rows, columns)
    var done: [[Double]] = []
    for vector in 0..<min(rows, columns) {
      var v = try vectors.select(0, vector).doubles
      // Twice, since one pass leaves what rounding brings in.
      for _ in 0..<2 {
        for other in done {
          let share = zip(v, other).reduce(0) { $0 + $1.0 * $1.1 }
          for i in 0..<length { v[i] -= share * other[i] }
        }
      }
      let size = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
      done.append(v.map { size > 0 ? $0 / size : 0 })
    }
    let q = try Tensor(done.flatMap { $0 }, shape: vectors.shape, dtype: dtype)
    return try ((isWide ? q : q.transposed()) * .number(gain)).reshaped(shape)
  }

  /// Normal numbers with zeros in random places of each column.
  static func sparse(
    _ shape: [Int], _ sparsity: Double, _ deviation: Double, _ generator: inout Generator,
    _ dtype: DataType
  ) throws -> Tensor {
    guard shape.count == 2 else {
      throw TensorError(.value, "Only tensors with 2 dimensions are supported")
    }
    guard (0...1).contains(sparsity) else {
      throw TensorError(.value, "a share of zeros is between 0 and 1, not \(sparsity)")
    }
    let zeros = Int((sparsity * Double(shape[0])).rounded(.up))
    let weights = try generator.randn(shape, deviation: deviation, dtype: dtype)
    for column in 0..<shape[1] {
      for row in try generator.randperm(shape[0]).prefix(zeros) {
        try weights.select(0, row).select(0, column).fill(0)
      }
    }
    return weights
  }
}
