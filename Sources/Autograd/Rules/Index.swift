import Tensors

/// One part of an index; the tensors of a `tensor` part are further inputs of the operation.
public enum IndexPart: Hashable, Sendable {
  case number(Int)
  case slice(Int?, Int?, Int)
  case ellipsis, newAxis, tensor

  init(_ index: Index) {
    switch index {
    case .number(let place): self = .number(place)
    case .slice(let start, let end, let step): self = .slice(start, end, step)
    case .ellipsis: self = .ellipsis
    case .newAxis: self = .newAxis
    case .tensor: self = .tensor
    }
  }
}

/// The index that parts and the tensors among an operation's inputs make.
private func indices(_ parts: [IndexPart], _ tensors: ArraySlice<Tensor>) -> [Index] {
  var rest = tensors
  return parts.compactMap { part in
    switch part {
    case .number(let place): .number(place)
    case .slice(let start, let end, let step): .slice(start: start, end: end, step: step)
    case .ellipsis: .ellipsis
    case .newAxis: .newAxis
    case .tensor: rest.popFirst().map { .tensor($0) }
    }
  }
}

/// Which of PyTorch's operations picks the elements.
public enum IndexKind: String, Hashable, Sendable {
  case index = "Index"
  case indexSelect = "IndexSelect"
  case maskedSelect = "MaskedSelect"
  case take = "Take"
}

/// The elements of the first input that an index leads to, with the tensors of that index as
/// further inputs. What is picked twice gets both gradients.
struct IndexRule: LayoutRule {
  let parts: [IndexPart]
  let kind: IndexKind
  func name(_ x: Operands<Tensor>) -> String { kind.rawValue + "Backward0" }
  var symbol: String { "[ ]" }
  /// For tensors of whole numbers; what truth values lead to is not told by their shape.
  func shape(_ x: [[Int]]) throws -> [Int] {
    let tensors = try x.dropFirst().map { try Tensor.zeros([], dtype: .int64).expanded(to: $0) }
    return try Tensor.zeros([]).expanded(to: x[0]).indexed(indices(parts, tensors[...])).shape
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    try x[0].indexed(indices(parts, x.dropFirst().map { $0 }[...]))
  }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    if i > 0 { return g.constant(try Tensor.zeros(like: x[i].tensor)) }
    let zeros = g.constant(try Tensor.zeros(x[0].shape, dtype: g.dtype))
    return try zeros.assigning(
      g, at: indices(parts, x.dropFirst().map(\.tensor)[...]), accumulate: true)
  }
}

/// Which of PyTorch's operations writes the elements.
public enum IndexPutKind: String, Hashable, Sendable {
  case indexPut = "IndexPut"
  case indexAdd = "IndexAdd"
  case indexCopy = "IndexCopy"
  case indexFill = "IndexFill"
  case maskedScatter = "MaskedScatter"
}

/// The first input with the elements of the second where an index leads to, or added there. The
/// tensors of the index are further inputs.
struct IndexPutRule: LayoutRule {
  let parts: [IndexPart]
  let accumulates: Bool
  let kind: IndexPutKind
  func name(_ x: Operands<Tensor>) -> String { kind.rawValue + "Backward0" }
  var symbol: String { "[ ] =" }
  func shape(_ x: [[Int]]) throws -> [Int] { x[0] }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    let result = try x[0].copied()
    try result.assign(
      x[1], at: indices(parts, x.dropFirst(2).map { $0 }[...]), accumulate: accumulates)
    return result
  }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let index = indices(parts, x.dropFirst(2).map(\.tensor)[...])
    switch i {
    case 0:
      if accumulates { return g }
      let isKept = try Tensor.ones(x[0].shape, dtype: .bool)
      try isKept.assign(Tensor.zeros([], dtype: .bool), at: index)
      return try g.masked(isKept)
    case 1: return try g.picked(index).summed(to: x[1].shape)
    default: return g.constant(try Tensor.zeros(like: x[i].tensor))
    }
  }
}

/// The first input with elements of the third where the second names them along a dimension, or
/// added there.
struct ScatterRule: LayoutRule {
  let dim: Int
  let adds: Bool
  func name(_ x: Operands<Tensor>) -> String {
    adds ? "ScatterAddBackward0" : x[2].isNumber ? "ScatterBackward1" : "ScatterBackward0"
  }
  var symbol: String { "scatter" }
  func shape(_ x: [[Int]]) throws -> [Int] { x[0] }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    try x[0].scattered(dim, x[1], x[2], adds ? .sum : nil)
  }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    let index = x[1].tensor
    switch i {
    case 0:
      if adds { return g }
      let isKept = try Tensor.ones(x[0].shape, dtype: .bool)
      return try g.masked(isKept.scattered(dim, index, .number(0)))
    case 2:
      let part = try g.gathered(dim, index)
      if x[2].rank == 0 && index.rank > 0 { return try part.sum(nil, keepDim: false) }
      guard index.shape != x[2].shape else { return part }
      let path = index.shape.indices.map {
        Operation.slice(dim: $0, start: 0, end: index.shape[$0], step: 1)
      }
      return try part.placed(in: x[2].shape, along: path)
    default: return g.constant(try Tensor.zeros(like: index))
    }
  }
}

/// Which of PyTorch's operations finds the places that are picked.
public enum Picking: String, Hashable, Sendable {
  case sort = "SortBackward1"
  case topk = "TopkBackward0"
  case kthValue = "KthvalueBackward0"
  case median = "MedianBackward1"
  case medianOfAll = "MedianBackward0"
  case mode = "ModeBackward0"
  case cumulativeMaximum = "CummaxBackward0"
  case cumulativeMinimum = "CumminBackward0"
}

/// The elements of the first input at places along a dimension that were found by looking at it.
/// The places (the second input) keep the dimension, which the result may drop.
struct Pick: LayoutRule {
  let picking: Picking
  let dim: Int
  let keepDim: Bool
  func name(_ x: Operands<Tensor>) -> String { picking.rawValue }
  var symbol: String { "[ ]" }
  func shape(_ x: [[Int]]) throws -> [Int] {
    keepDim ? x[1] : try Shapes.reduction(x[1], dims: [dim], keepDim: false)
  }
  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    let picked = try x[0].gathered(dim, x[1])
    return keepDim ? picked : try picked.squeezed(dim)
  }
  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    if i == 1 { return g.constant(try Tensor.zeros(like: x[1].tensor)) }
    return try g.reshaped(x[1].shape).scatterAdded(dim, x[1].tensor, shape: x[0].shape)
  }
}
