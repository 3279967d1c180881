import CKernels

/// Normalisation over channels, which are dimension 1 of (N, C), (N, C, L), (N, C, H, W), …
extension Tensor {
  /// γ (x − μ)/√(σ² + ε) + β in each channel, with mean and variance over all samples and places
  /// of it (Ioffe and Szegedy, 2015).
  /// - Throws: when a channel has a single element, or γ and β are not one number a channel.
  public func batchNorm(
    weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Double = 1e-5
  ) throws -> Normalized {
    try checkChannels([("weight", weight), ("bias", bias)])
    let (samples, channels, n) = channelLayout
    guard samples * n != 1 else {
      throw TensorError(
        .value,
        "Expected more than 1 value per channel when training, got input size torch.Size("
          + "\(Shapes.describe(shape)))")
    }
    guard epsilon > 0 else {
      throw TensorError(
        .value, "batch_norm eps must be positive during training, but got \(epsilon)")
    }
    let x = try contiguous()
    let mean = try Tensor(unset: [channels], dtype: dtype)
    let variance = try Tensor(unset: [channels], dtype: dtype)
    ck_channel_moments(
      dtype.kernelType, samples, channels, n, x.pointer, mean.pointer, variance.pointer)
    let output = try x.scaledChannels(mean, variance, weight, bias, epsilon)
    return Normalized(output: output, mean: mean, spread: variance)
  }

  /// Batch norm by mean and variance that are given: that of evaluation.
  public func batchNorm(
    mean: Tensor, variance: Tensor, weight: Tensor? = nil, bias: Tensor? = nil,
    epsilon: Double = 1e-5
  ) throws -> Tensor {
    try checkChannels([
      ("running_mean", mean), ("running_var", variance), ("weight", weight), ("bias", bias),
    ])
    return try contiguous().scaledChannels(mean, variance, weight, bias, epsilon)
  }

  /// What batch norm of this tensor passes back.
  /// - Parameter isTraining: whether mean and variance were those of this tensor, and so changed
  ///   with it.
  public func batchNormBackward(
    _ upstream: Tensor, mean: Tensor, variance: Tensor, weight: Tensor?, epsilon: Double,
    isTraining: Bool
  ) throws -> NormalizationGradients {
    let (samples, channels, n) = channelLayout
    let x = try contiguous()
    let g = try upstream.converted(to: dtype).expanded(to: shape).contiguous()
    let (sum, products) = try x.channelSums(g, mean, samples, channels, n)
    let rstd = try inverseDeviation(variance, epsilon)
    let gain = try weight.map { try rstd * $0 } ?? rstd
    let input: Tensor
    if isTraining {
      // dx = γ/σ (g − mean g − x̂ mean(g x̂))
      let terms = try Tensor.number(Double(max(samples * n, 1)))
      input = try x.combined(
        g, gain, mean, -(gain * rstd * rstd * products / terms), -(gain * sum / terms),
        samples, channels, n)
    } else {
      input = try g.combined(
        nil, gain, Tensor.zeros(like: gain), gain, Tensor.zeros(like: gain), samples, channels, n)
    }
    return NormalizationGradients(input: input, weight: try products * rstd, bias: sum)
  }

  /// Group norm: the channels of each sample in `groups` of neighbours, normalised over each
  /// group (Wu and He, 2018). One group is layer norm, a group for each channel instance norm.
  public func groupNorm(
    _ groups: Int, weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Double = 1e-5
  ) throws -> Normalized {
    try checkGroups(groups, weight, bias)
    let (samples, channels, n) = channelLayout
    let x = try contiguous()
    let mean = try Tensor(unset: [samples, groups], dtype: dtype)
    let variance = try Tensor(unset: [samples, groups], dtype: dtype)
    ck_channel_moments(
      dtype.kernelType, 1, samples * groups, channels / groups * n, x.pointer, mean.pointer,
      variance.pointer)
    let rstd = try inverseDeviation(variance, epsilon)
    let plane = [samples, channels]
    let gain = try rstd.spread(over: plane) * (weight ?? Tensor.ones([channels], dtype: dtype))
    let shift = try (bias ?? Tensor.zeros([channels], dtype: dtype)).expanded(to: plane)
    let output = try x.combined(
      nil, gain, mean.spread(over: plane), gain, shift, 1, samples * channels, n)
    return Normalized(output: output, mean: mean, spread: rstd)
  }

  /// What `groupNorm` of this tensor, with this mean and spread, passes back.
  public func groupNormBackward(
    _ upstream: Tensor, _ groups: Int, weight: Tensor?, mean: Tensor, spread: Tensor
  ) throws -> NormalizationGradients {
    let (samples, channels, n) = channelLayout
    let plane = [samples, channels]
    let x = try contiguous()
    let g = try upstream.converted(to: dtype).expanded(to: shape).contiguous()
    let mean = try mean.spread(over: plane)
    let rstd = try spread.spread(over: plane)
    let (sum, products) = try x.channelSums(g, mean, 1, samples * channels, n)
    let (sums, all) = (try sum.reshaped(plane), try (products.reshaped(plane) * rstd))
    let gamma = try weight ?? Tensor.ones([channels], dtype: dtype)
    // dx = (γ g − mean γg − x̂ mean(γg x̂))/σ, with means over the group.
    let group = [samples, groups, channels / max(groups, 1)]
    let terms = try Tensor.number(Double(max(channels / max(groups, 1) * n, 1)))
    let shift = try (sums * gamma).reshaped(group).sum([2]).spread(over: plane) / terms
    let slope = try (all * gamma).reshaped(group).sum([2]).spread(over: plane) / terms
    let input = try x.combined(
      g, rstd * gamma, mean, -(rstd * rstd * slope), -(rstd * shift), 1, samples * channels, n)
    return NormalizationGradients(
      input: input, weight: try all.sum([0]), bias: try sums.sum([0]))
  }
}

// MARK: Planes of channels

extension Tensor {
  private var channelLayout: (samples: Int, channels: Int, n: Int) {
    (shape[0], shape[1], shape.dropFirst(2).reduce(1, *))
  }

  /// 1/√(σ² + ε)
  private func inverseDeviation(_ variance: Tensor, _ epsilon: Double) throws -> Tensor {
    try (variance + Tensor.number(epsilon)).squareRoot().reciprocal()
  }

  /// γ (x − μ)/√(σ² + ε) + β
  private func scaledChannels(
    _ mean: Tensor, _ variance: Tensor, _ weight: Tensor?, _ bias: Tensor?, _ epsilon: Double
  ) throws -> Tensor {
    let (samples, channels, n) = channelLayout
    let rstd = try inverseDeviation(variance, epsilon)
    let gain = try weight.map { try rstd * $0 } ?? rstd
    let shift = try bias ?? Tensor.zeros([channels], dtype: dtype)
    return try combined(nil, gain, mean, gain, shift, samples, channels, n)
  }

  /// share · g + slope · (x − centre) + shift in each channel.
  private func combined(
    _ g: Tensor?, _ share: Tensor, _ centre: Tensor, _ slope: Tensor, _ shift: Tensor,
    _ samples: Int, _ channels: Int, _ n: Int
  ) throws -> Tensor {
    let out = try Tensor(unsetLike: self, dtype: dtype)
    let (a, c) = (try share.contiguous(), try centre.contiguous())
    let (b, d) = (try slope.contiguous(), try shift.contiguous())
    ck_channel_combine(
      dtype.kernelType, samples, channels, n, g?.pointer, a.pointer, pointer, c.pointer, b.pointer,
      d.pointer, out.pointer)
    return out
  }

  /// Σ g and Σ g (x − centre) of each channel.
  private func channelSums(
    _ g: Tensor, _ centre: Tensor, _ samples: Int, _ channels: Int, _ n: Int
  ) throws -> (sum: Tensor, products: Tensor) {
    let centre = try centre.contiguous()
    let sum = try Tensor(unset: [channels], dtype: dtype)
    let products = try Tensor(unset: [channels], dtype: dtype)
    ck_channel_sums(
      dtype.kernelType, samples, channels, n, pointer, g.pointer, centre.pointer, sum.pointer,
      products.pointer)
    return (sum, products)
  }

  /// One number a group as one number for each of its channels.
  private func spread(over plane: [Int]) throws -> Tensor {
    guard shape != plane, count > 0 else { return try reshaped(plane) }
    let groups = [shape[0], shape[1], plane[1] / shape[1]]
    return try unsqueezed(2).expanded(to: groups).reshaped(plane)
  }

  private func checkChannels(_ parameters: [(name: String, tensor: Tensor?)]) throws {
    guard rank >= 2 else {
      throw TensorError(.value, "expected 2D or 3D input (got \(rank)D input)")
    }
    guard dtype.isFloatingPoint else {
      throw TensorError(.notImplemented, "\"batch_norm\" not implemented for '\(dtype.title)'")
    }
    for (name, parameter) in parameters {
      guard let parameter else { continue }
      guard parameter.shape == [shape[1]] else {
        throw TensorError("\(name) should contain \(shape[1]) elements not \(parameter.count)")
      }
      guard parameter.dtype == dtype else {
        throw TensorError("mixed dtype (CPU): all inputs must share same datatype.")
      }
    }
  }

  private func checkGroups(_ groups: Int, _ weight: Tensor?, _ bias: Tensor?) throws {
    guard rank >= 2 else {
      throw TensorError("Expected at least 2 dimensions for input tensor but received \(rank)")
    }
    guard groups > 0 else {
      throw TensorError("Expected num groups to be greater than 0, got \(groups)")
    }
    let (samples, channels, n) = channelLayout
    guard samples * channels / groups * n != 1 else {
      let sizes = [samples * channels / groups, groups] + shape.dropFirst(2)
      throw TensorError(
        .value,
        "Expected more than 1 value per channel when training, got input size "
          + Shapes.describe(sizes))
    }
    guard channels % groups == 0 else {
      throw TensorError(
        "Expected number of channels in input to be divisible by num_groups, but got input of "
          + "shape \(Shapes.describe(shape)) and num_groups=\(groups)")
    }
    for (name, parameter) in [("weight", weight), ("bias", bias)] {
      guard let parameter, parameter.shape != [channels] else { continue }
      throw TensorError(
        "Expected \(name) to be a vector of size equal to the number of channels in input, but got "
          + "\(name) of shape \(Shapes.describe(parameter.shape)) and input of shape "
          + Shapes.describe(shape))
    }
    guard dtype.isFloatingPoint else {
      throw TensorError(
        .notImplemented, "\"GroupNormKernelImpl\" not implemented for '\(dtype.title)'")
    }
    guard [weight, bias].allSatisfy({ $0 == nil || $0?.dtype == dtype }) else {
      throw TensorError(
        "mixed dtype (CPU): expect parameter to have scalar type of \(dtype.title)")
    }
  }
}
