import Tensors

/// Elements brought to other places, repeated, or surrounded by others.
public enum Rearrangement: Hashable, Sendable {
  case flip([Int])
  case roll([Int], [Int])
  case rotate(turns: Int, Int, Int)
  case `repeat`([Int])
  /// A margin of one number.
  case pad([Int], value: Double)
  case tril(Int)
  case triu(Int)
  case diagonalEmbed(offset: Int, Int, Int)
}

/// Each element of y is one of x or a constant: the gradient goes back the way the elements came.
struct Rearrange: LayoutRule {
  let way: Rearrangement

  func name(_ x: Operands<Tensor>) -> String {
    switch way {
    case .flip: "FlipBackward0"
    case .roll: "RollBackward0"
    case .rotate: "Rot90Backward0"
    case .repeat: "RepeatBackward0"
    case .pad: "ConstantPadNdBackward0"
    case .tril: "TrilBackward0"
    case .triu: "TriuBackward0"
    case .diagonalEmbed: "DiagEmbedBackward0"
    }
  }

  var symbol: String {
    switch way {
    case .flip: "flip"
    case .roll: "roll"
    case .rotate: "rot90"
    case .repeat: "repeat"
    case .pad: "pad"
    case .tril: "tril"
    case .triu: "triu"
    case .diagonalEmbed: "diag"
    }
  }

  func shape(_ x: [[Int]]) throws -> [Int] {
    try forward(.one(try Tensor.zeros(x[0], dtype: .bool))).shape
  }

  func forward(_ x: Operands<Tensor>) throws -> Tensor {
    let x = x[0]
    switch way {
    case .flip(let dims): return try x.flipped(dims)
    case .roll(let shifts, let dims): return try x.rolled(shifts, dims)
    case .rotate(let turns, let first, let second): return try x.rotated90(turns, (first, second))
    case .repeat(let counts): return try x.repeated(counts)
    case .pad(let margins, let value): return try x.padded(margins, value: .number(value))
    case .tril(let offset): return try x.tril(offset: offset)
    case .triu(let offset): return try x.triu(offset: offset)
    case .diagonalEmbed(let offset, let first, let second):
      return try x.diagonalEmbedded(offset: offset, first, second)
    }
  }

  func differential<V: Algebra>(_ g: V, to i: Int, _ x: Operands<V>, _ y: V) throws -> V {
    switch way {
    case .flip, .tril, .triu: return try g.along([.rearrange(way)])
    case .roll(let shifts, let dims):
      return try g.along([.rearrange(.roll(shifts.map { 0 &- $0 }, dims))])
    case .rotate(let turns, let first, let second):
      return try g.along([.rearrange(.rotate(turns: -(turns % 4), first, second))])
    case .pad(let margins, _):
      return try g.along([.rearrange(.pad(margins.map { 0 &- $0 }, value: 0))])
    case .diagonalEmbed(let offset, let first, let second):
      return try g.along([.diagonal(offset: offset, first, second)])
    case .repeat(let counts):
      let sizes = Array(repeating: 1, count: counts.count - x[0].rank) + x[0].shape
      let spread = try g.reshaped(zip(counts, sizes).flatMap { [$0, $1] })
      let dims = counts.indices.map { 2 * $0 }
      return try (dims.isEmpty ? spread : spread.sum(dims, keepDim: false)).reshaped(x[0].shape)
    }
  }
}

/// A diagonal of two dimensions.
struct Diagonal: SelectionRule {
  let offset: Int
  let first: Int
  let second: Int
  var operation: Operation { .diagonal(offset: offset, first, second) }
  func name(_ x: Operands<Tensor>) -> String { "DiagonalBackward0" }
  var symbol: String { "diag" }
  func view(_ x: Tensor) throws -> Tensor { try x.diagonal(offset: offset, first, second) }
}
