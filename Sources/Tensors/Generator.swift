import Glibc

/// Random numbers, drawn as PyTorch draws them on the CPU: the same seed gives the same
/// tensors, in the same order of calls.
public struct Generator: Sendable {
  private var engine: MersenneTwister
  /// The second of a pair of normal numbers, kept for the next call.
  private var spareNormal: Double?

  /// PyTorch's `manual_seed`: the lower 32 bits count.
  public init(seed: UInt64) {
    engine = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
  }

  /// Where a generator stands: what follows is determined by it.
  public struct State: Hashable, Codable, Sendable {
    public let words: [UInt32]
    public let position: Int
    public let spareNormal: Double?

    public init(words: [UInt32], position: Int, spareNormal: Double?) {
      self.words = words
      self.position = position
      self.spareNormal = spareNormal
    }
  }

  public var state: State {
    State(words: engine.state, position: engine.position, spareNormal: spareNormal)
  }

  /// Goes on from a saved state.
  public init(state: State) throws {
    guard let engine = MersenneTwister(state: state.words, position: state.position) else {
      throw TensorError("RNG state is wrong size")
    }
    self.engine = engine
    spareNormal = state.spareNormal
  }

  /// 32 random bits.
  public mutating func bits32() -> UInt32 { engine.next() }

  /// 64 random bits.
  public mutating func bits64() -> UInt64 {
    let high = UInt64(engine.next())
    return high << 32 | UInt64(engine.next())
  }

  /// A number in 0 ..< 1 with 24 random bits.
  public mutating func uniform32() -> Float { Float(engine.next() & 0xff_ffff) * 0x1p-24 }

  /// A number in 0 ..< 1 with 53 random bits.
  public mutating func uniform64() -> Double { Double(bits64() & (1 << 53 - 1)) * 0x1p-53 }

  /// A whole number ≥ 0 as `torch.empty((), dtype=torch.int64).random_()` draws it: what
  /// PyTorch's data loader seeds itself with.
  public mutating func seed() -> UInt64 { bits64() & (1 << 63 - 1) }

  /// A normal number with mean 0 and variance 1, by Box and Muller.
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    let (u1, u2) = (uniform64(), uniform64())
    let radius = sqrt(-2 * log1p(-u2))
    let angle = 2 * Double.pi * u1
    spareNormal = radius * sin(angle)
    return radius * cos(angle)
  }
}

// MARK: Tensors of random numbers

extension Generator {
  /// Numbers spread evenly over low ..< high.
  public mutating func uniform(
    _ shape: [Int], _ low: Double = 0, _ high: Double = 1, dtype: DataType = .float32
  ) throws -> Tensor {
    let tensor = try floatingTensor(shape, dtype, "check_uniform_bounds")
    guard low <= high else {
      throw TensorError(
        "uniform_ expects to return a [from, to) range, but found from=\(low) > to=\(high)")
    }
    if dtype == .float32 {
      let (from, width) = (Float(low), Float(high) - Float(low))
      tensor.each(Float.self) { $0 = from.addingProduct(uniform32(), width) }
    } else {
      tensor.each(Double.self) { $0 = low.addingProduct(uniform64(), high - low) }
    }
    return tensor
  }

  /// PyTorch's `rand`: numbers in 0 ..< 1.
  public mutating func rand(_ shape: [Int], dtype: DataType = .float32) throws -> Tensor {
    try uniform(shape, dtype: dtype)
  }

  /// PyTorch's `randint`: whole numbers in low ..< high.
  public mutating func randint(_ low: Int = 0, _ high: Int, _ shape: [Int]) throws -> Tensor {
    guard low < high else {
      throw TensorError(
        "random_ expects 'from' to be less than 'to', but got from=\(low) >= to=\(high)")
    }
    let range = UInt64(bitPattern: Int64(high &- low))
    let tensor = try Tensor(unset: shape, dtype: .int64)
    tensor.each(Int64.self) {
      let bits = range >= 1 << 28 ? bits64() : UInt64(bits32())
      $0 = Int64(low) &+ Int64(bitPattern: bits % range)
    }
    return tensor
  }

  /// PyTorch's `randperm`: 0 ..< n in random order.
  public mutating func randperm(_ n: Int) throws -> [Int] {
    guard n >= 0, n <= MemoryBudget.limit / 8 else {
      throw TensorError(
        n < 0
          ? "Trying to create tensor with negative dimension \(n): [\(n)]"
          : "n is too large: \(n)")
    }
    var order = Array(0..<n)
    for index in 0..<max(n - 1, 0) {
      order.swapAt(index, index + Int(bits32()) % (n - index))
    }
    return order
  }

  /// PyTorch's `randn`: normal numbers. From 16 on they are made in blocks of 16.
  public mutating func randn(
    _ shape: [Int], mean: Double = 0, deviation: Double = 1, dtype: DataType = .float32
  ) throws -> Tensor {
    guard deviation >= 0 else {
      throw TensorError("normal expects std >= 0.0, but found std \(deviation)")
    }
    let tensor = try floatingTensor(shape, dtype, "normal_kernel_cpu")
    let count = tensor.count
    guard count >= 16 else {
      if dtype == .float32 {
        tensor.each(Float.self) { $0 = Float(normal() * deviation + mean) }
      } else {
        tensor.each(Double.self) { $0 = normal() * deviation + mean }
      }
      return tensor
    }
    if dtype == .float32 {
      Generator.fillByBlocks(tensor.elements(Float.self), mean, deviation) { uniform32() }
    } else {
      Generator.fillByBlocks(tensor.elements(Double.self), mean, deviation) { uniform64() }
    }
    return tensor
  }

  /// Evenly spread numbers everywhere, then in each block of 16 the first eight and the last
  /// eight made into pairs of normal numbers. What is left over is the last 16, drawn again.
  private static func fillByBlocks<T: BinaryFloatingPoint>(
    _ elements: UnsafeMutableBufferPointer<T>, _ mean: Double, _ deviation: Double,
    draw: () -> T
  ) {
    func makeNormal(_ start: Int) {
      for j in start..<(start + 8) {
        let radius = sqrt(-2 * log(1 - Double(elements[j])))
        // The angle is rounded to the elements' type, as PyTorch has it.
        let angle = Double(T(2 * Double.pi) * elements[j + 8])
        elements[j] = T(radius * cos(angle) * deviation + mean)
        elements[j + 8] = T(radius * sin(angle) * deviation + mean)
      }
    }
    for index in elements.indices { elements[index] = draw() }
    for start in stride(from: 0, through: elements.count - 16, by: 16) { makeNormal(start) }
    if elements.count % 16 != 0 {
      let start = elements.count - 16
      for index in start..<elements.count { elements[index] = draw() }
      makeNormal(start)
    }
  }

  func floatingTensor(_ shape: [Int], _ dtype: DataType, _ name: String) throws -> Tensor {
    guard dtype.isFloatingPoint else {
      throw TensorError(
        .notImplemented, "\"\(name)\" not implemented for '\(dtype.title)'")
    }
    return try Tensor(unset: shape, dtype: dtype)
  }
}

extension Tensor {
  func elements<T>(_ type: T.Type) -> UnsafeMutableBufferPointer<T> {
    UnsafeMutableBufferPointer(start: pointer.assumingMemoryBound(to: T.self), count: count)
  }

  func each<T>(_ type: T.Type, _ body: (inout T) -> Void) {
    let elements = elements(type)
    for index in elements.indices { body(&elements[index]) }
  }
}
