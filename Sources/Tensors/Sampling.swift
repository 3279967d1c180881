import Glibc

/// Draws from distributions other than the uniform and the normal, as PyTorch makes them on the
/// CPU.
extension Generator {
  /// PyTorch's `bernoulli_`: 1 with probability `p`, else 0. Dropout draws so, too.
  public mutating func bernoulli(_ shape: [Int], _ p: Double, dtype: DataType = .float32) throws
    -> Tensor
  {
    guard p >= 0, p <= 1 else {
      throw TensorError("bernoulli_ expects p to be in [0, 1], but got p=\(p)")
    }
    let tensor = try Tensor(unset: shape, dtype: dtype)
    switch dtype {
    case .float32: tensor.each(Float.self) { $0 = uniform64() < p ? 1 : 0 }
    case .float64: tensor.each(Double.self) { $0 = uniform64() < p ? 1 : 0 }
    case .int64: tensor.each(Int64.self) { $0 = uniform64() < p ? 1 : 0 }
    case .bool: tensor.each(UInt8.self) { $0 = uniform64() < p ? 1 : 0 }
    }
    return tensor
  }

  /// PyTorch's `torch.bernoulli`: 1 with the probability that each element of `p` is, else 0.
  public mutating func bernoulli(_ p: Tensor) throws -> Tensor {
    guard p.dtype.isFloatingPoint else {
      throw TensorError(
        .notImplemented, "\"bernoulli_tensor_cpu_p_\" not implemented for '\(p.dtype.title)'")
    }
    guard p.doubles.allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
      throw TensorError(
        "Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this error message be "
          + "improved?  If so, please report an enhancement request to PyTorch.)")
    }
    let tensor = try p.copied()
    if p.dtype == .float32 {
      tensor.each(Float.self) { $0 = uniform32() < $0 ? 1 : 0 }
    } else {
      tensor.each(Double.self) { $0 = uniform64() < $0 ? 1 : 0 }
    }
    return tensor
  }

  /// PyTorch's `exponential_`: waiting times with the given rate.
  public mutating func exponential(_ shape: [Int], rate: Double = 1, dtype: DataType = .float32)
    throws -> Tensor
  {
    let tensor = try floatingTensor(shape, dtype, "exponential_cpu")
    guard rate > 0 else {
      throw TensorError("exponential_ expects lambda > 0.0, but found lambda=\(rate)")
    }
    if dtype == .float32 {
      tensor.each(Float.self) { $0 = Float(-1 / rate * log1p(-uniform64())) }
    } else {
      tensor.each(Double.self) { $0 = -1 / rate * log1p(-uniform64()) }
    }
    return tensor
  }

  /// PyTorch's `normal` with a mean and a deviation for each element, stretched to one shape.
  public mutating func normal(_ mean: Tensor, _ deviation: Tensor) throws -> Tensor {
    guard deviation.doubles.allSatisfy({ $0 >= 0 }) else {
      throw TensorError(
        deviation.isNumber
          ? "normal expects std >= 0.0, but found std \(deviation.doubles[0])"
          : "normal expects all elements of std >= 0.0")
    }
    let shape = try Shapes.broadcast(mean.shape, deviation.shape)
    let type = DataType.promoted(mean, deviation)
    if deviation.isNumber {
      return try randn(shape, deviation: deviation.doubles[0], dtype: type) + mean
    }
    return try randn(shape, dtype: type) * deviation + mean
  }

  /// PyTorch's `multinomial`: `count` indices of each row of weights, each as likely as its weight
  /// says; with or without the chance to be drawn again.
  public mutating func multinomial(_ weights: Tensor, _ count: Int, replacement: Bool = false)
    throws
    -> Tensor
  {
    try checkMultinomial(weights, count, replacement)
    if replacement && count > 1 { return try drawWithReplacement(weights, count) }
    // The race of exponential clocks: the smallest waiting time divided by its weight wins.
    let race = try weights / exponential(weights.shape, dtype: weights.dtype)
    return count == 1
      ? try race.argmax(-1, keepDim: true) : try race.topk(count).indices
  }

  private func checkMultinomial(_ weights: Tensor, _ count: Int, _ replacement: Bool) throws {
    guard weights.rank == 1 || weights.rank == 2 else {
      throw TensorError("prob_dist must be 1 or 2 dim")
    }
    guard weights.dtype.isFloatingPoint else {
      throw TensorError(
        "multinomial only supports floating-point dtypes for input, got: \(weights.dtype.title)")
    }
    guard count > 0 else { throw TensorError("cannot sample n_sample <= 0 samples") }
    guard replacement || count <= weights.shape[weights.rank - 1] else {
      throw TensorError("cannot sample n_sample > prob_dist.size(-1) samples without replacement")
    }
    guard weights.doubles.allSatisfy({ $0 >= 0 && $0 < .infinity }) else {
      throw TensorError("probability tensor contains either `inf`, `nan` or element < 0")
    }
    guard try weights.sum([-1]).doubles.allSatisfy({ $0 > 0 }) else {
      throw TensorError("invalid multinomial distribution (sum of probabilities <= 0)")
    }
  }

  private mutating func drawWithReplacement(_ weights: Tensor, _ count: Int) throws -> Tensor {
    let categories = weights.shape[weights.rank - 1]
    let cumulative = try weights.cumulativeSum(-1)
    let shares = try (cumulative / weights.sum([-1], keepDim: true)).doubles
    let shape = weights.shape.dropLast() + [count]
    let out = try Tensor(unset: Array(shape), dtype: .int64)
    var draw = 0
    out.each(Int64.self) { element in
      let start = draw / count * categories
      let sample = uniform64()
      var (low, high) = (0, categories - 1)
      while low < high {
        let middle = (low + high) / 2
        if shares[start + middle] < sample { low = middle + 1 } else { high = middle }
      }
      element = Int64(low)
      draw += 1
    }
    return out
  }
}
