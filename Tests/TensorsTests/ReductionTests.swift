import FixtureSupport
import Tensors
import Testing

/// Reductions, running totals and orders, against PyTorch's.
@Suite struct ReductionTests {
  private static let calls = ["reduced-one", "reduced-two", "sorted"].flatMap {
    Fixtures.load($0, as: Call.self)
  }

  @Test(arguments: calls.indices)
  func resultsAreAsPyTorchHasThem(_ index: Int) throws {
    let call = ReductionTests.calls[index]
    for isStrided in [false, true] {
      let words = try call.disagreement(
        tolerance: { $0 == .float64 ? 1e-12 : 1e-5 }, floor: 0.1, isStrided: isStrided, perform)
      #expect(words == nil, "\(call.title)")
    }
  }

  @Test(arguments: [1, 47, 48, 49, 1000], [DataType.float32, .float64, .int64])
  func anyLengthIsSorted(_ n: Int, _ type: DataType) throws {
    var generator = Generator(seed: UInt64(n))
    let x = try generator.randint(-100, 100, [n]).converted(to: type)
    let (values, indices) = try x.sorted(0)
    let expected = x.doubles.enumerated().sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    #expect(values.doubles == expected.map(\.element))
    #expect(indices.integers == expected.map(\.offset))
    for k in [0, 1, n / 20, n / 2, n] {
      #expect(try x.topk(k, largest: false).indices.integers == Array(indices.integers.prefix(k)))
    }
  }
}

private func pair(_ result: (values: Tensor, indices: Tensor)) -> [Tensor] {
  [result.values, result.indices]
}

private func perform(_ call: Call, _ x: [Tensor]) throws -> [Tensor] {
  let x = x[0]
  let (dim, dims, keep) = (call.int("dim"), call.ints("dims"), call.flag("keep"))
  switch call.call {
  case "sum": return [try x.sum(dims, keepDim: keep)]
  case "prod": return [try x.product(dims, keepDim: keep)]
  case "mean": return [try x.mean(dims, keepDim: keep)]
  case "nanmean": return [try x.nanMean(dims, keepDim: keep)]
  case "nansum": return [try x.nanSum(dims, keepDim: keep)]
  case "var":
    return [try x.variance(dims, correction: call.int("correction") ?? 1, keepDim: keep)]
  case "std":
    return [
      try x.standardDeviation(dims, correction: call.int("correction") ?? 1, keepDim: keep)
    ]
  case "amax": return [try x.amax(dims, keepDim: keep)]
  case "amin": return [try x.amin(dims, keepDim: keep)]
  case "all": return [try x.all(dims, keepDim: keep)]
  case "any": return [try x.any(dims, keepDim: keep)]
  case "count_nonzero": return [try x.countNonzero(dims)]
  case "logsumexp": return [try x.logSumExp(dims ?? [], keepDim: keep)]
  case "norm": return [try x.norm(call.double("p") ?? 2, dims, keepDim: keep)]
  case "long_sum":
    let ramp = try Tensor.arange(0, 40000).remainder(.number(977)).converted(to: x.dtype)
    return [try (ramp * .number(0.1) + .number(1000)).sum()]
  case "argmax": return [try x.argmax(dim, keepDim: keep)]
  case "argmin": return [try x.argmin(dim, keepDim: keep)]
  case "max":
    return try dim.map { pair(try x.maximum(along: $0, keepDim: keep)) } ?? [x.maximum()]
  case "min":
    return try dim.map { pair(try x.minimum(along: $0, keepDim: keep)) } ?? [x.minimum()]
  case "median":
    return try dim.map { pair(try x.median(along: $0, keepDim: keep)) } ?? [x.median()]
  default: return try order(call, x, dim)
  }
}

private func order(_ call: Call, _ x: Tensor, _ dim: Int?) throws -> [Tensor] {
  let along = dim ?? 0
  let isDescending = call.flag("descending")
  switch call.call {
  case "cumsum": return [try x.cumulativeSum(along)]
  case "cumprod": return [try x.cumulativeProduct(along)]
  case "cummax": return pair(try x.cumulativeMaximum(along))
  case "cummin": return pair(try x.cumulativeMinimum(along))
  case "logcumsumexp": return [try x.cumulativeLogSumExp(along)]
  case "diff": return [try x.differences(along, times: call.int("n") ?? 1)]
  case "sort": return pair(try x.sorted(along, descending: isDescending))
  case "argsort": return [try x.argsort(along, descending: isDescending)]
  case "topk": return pair(try x.topk(call.int("k") ?? 0, along, largest: call.flag("largest")))
  case "kthvalue": return pair(try x.kthValue(call.int("k") ?? 0, along))
  case "mode": return pair(try x.mode(along))
  case "nanmedian": return pair(try x.nanMedian(along: along))
  case "quantile":
    let how = call.text("how").flatMap(Tensor.Interpolation.init(rawValue:)) ?? .linear
    let q = try call.inputs[1].tensor
    return [try x.quantile(q, dim, keepDim: call.flag("keep"), interpolation: how)]
  case "histc":
    return [
      try x.histogram(
        bins: call.int("bins") ?? 0, from: call.double("low") ?? 0, to: call.double("high") ?? 0)
    ]
  case "unique", "unique_consecutive":
    let found = try call.call == "unique" ? x.unique(dim) : x.uniqueConsecutive(dim)
    return [found.values, found.inverse, found.counts]
  case "bincount": return [try x.bincount(atLeast: call.int("least") ?? 0)]
  case "bincount_weights": return [try x.bincount(weights: call.inputs[1].tensor)]
  default:
    Issue.record("unknown call \(call.call)")
    return []
  }
}
