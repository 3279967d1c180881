import Tensors

extension AddMatmul: PlannedRule {
  func plan(_ x: Operands<Tensor>, into y: Tensor, _ kernels: inout KernelList) -> Bool {
    kernels.add(productOf: x[1], x[2], bias: x[0], into: y, accumulates: false)
  }

  func planPullback(
    _ g: Tensor, to i: Int, into gradient: Tensor, accumulates: Bool, _ x: Operands<Tensor>,
    _ y: Tensor, _ kernels: inout KernelList
  ) -> Bool {
    if i == 0 { return !accumulates && kernels.add(sumOfRows: g, into: gradient) }
    return Matmul().planPullback(
      g, to: i - 1, into: gradient, accumulates: accumulates, .two(x[1], x[2]), y, &kernels)
  }
}

extension Matmul: PlannedRule {
  func plan(_ x: Operands<Tensor>, into y: Tensor, _ kernels: inout KernelList) -> Bool {
    kernels.add(productOf: x[0], x[1], into: y, accumulates: false)
  }

  func planPullback(
    _ g: Tensor, to i: Int, into gradient: Tensor, accumulates: Bool, _ x: Operands<Tensor>,
    _ y: Tensor, _ kernels: inout KernelList
  ) -> Bool {
    guard x[0].rank == 2, x[1].rank == 2, let turned = try? x[1 - i].transposed() else {
      return false
    }
    return i == 0
      ? kernels.add(productOf: g, turned, into: gradient, accumulates: accumulates)
      : kernels.add(productOf: turned, g, into: gradient, accumulates: accumulates)
  }
}

/// An activation whose derivative is told by its result.
protocol PlannedActivation: PlannedRule {
  var planned: KernelList.Activation { get }
}

extension PlannedActivation {
  func plan(_ x: Operands<Tensor>, into y: Tensor, _ kernels: inout KernelList) -> Bool {
    kernels.add(planned, of: x[0], into: y)
  }

  func planPullback(
    _ g: Tensor, to i: Int, into gradient: Tensor, accumulates: Bool, _ x: Operands<Tensor>,
    _ y: Tensor, _ kernels: inout KernelList
  ) -> Bool {
    !accumulates && kernels.add(pullbackOf: planned, g, y, into: gradient)
  }
}

extension Relu: PlannedActivation {
  var planned: KernelList.Activation { .relu }
}

extension Tanh: PlannedActivation {
  var planned: KernelList.Activation { .tanh }
}

extension Sigmoid: PlannedActivation {
  var planned: KernelList.Activation { .sigmoid }
}

/// A loss that is the mean over all elements, of predictions and targets of one shape.
protocol PlannedLoss: PlannedRule {
  var planned: KernelList.MeanLoss { get }
  var reduction: Reduction { get }
}

extension PlannedLoss {
  func plan(_ x: Operands<Tensor>, into y: Tensor, _ kernels: inout KernelList) -> Bool {
    reduction == .mean && kernels.add(planned, of: x[0], x[1], into: y)
  }

  func planPullback(
    _ g: Tensor, to i: Int, into gradient: Tensor, accumulates: Bool, _ x: Operands<Tensor>,
    _ y: Tensor, _ kernels: inout KernelList
  ) -> Bool {
    i == 0 && !accumulates
      && kernels.add(pullbackOf: planned, g, x[0], x[1], into: gradient)
  }
}

extension MeanSquaredError: PlannedLoss {
  var planned: KernelList.MeanLoss { .squaredError }
}

extension BinaryCrossEntropy: PlannedLoss {
  var planned: KernelList.MeanLoss { .binaryCrossEntropy }
}

extension BinaryCrossEntropyWithLogits: PlannedLoss {
  var planned: KernelList.MeanLoss { .binaryCrossEntropyWithLogits }
}

/// The mean over class numbers, without weights.
extension CrossEntropy: PlannedRule {
  private func isPlain(_ x: Operands<Tensor>) -> Bool {
    x.count == 2 && reduction == .mean && ignoreIndex == -100 && smoothing == 0
  }

  func plan(_ x: Operands<Tensor>, into y: Tensor, _ kernels: inout KernelList) -> Bool {
    isPlain(x) && kernels.add(crossEntropyOf: x[0], x[1], into: y)
  }

  func planPullback(
    _ g: Tensor, to i: Int, into gradient: Tensor, accumulates: Bool, _ x: Operands<Tensor>,
    _ y: Tensor, _ kernels: inout KernelList
  ) -> Bool {
    isPlain(x) && i == 0 && !accumulates
      && kernels.add(pullbackOfCrossEntropy: g, x[0], x[1], into: gradient)
  }
}
