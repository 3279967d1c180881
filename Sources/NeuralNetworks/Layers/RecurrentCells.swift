import Autograd
import Tensors

/// One step of a recurrent network on (samples, features), or on one sample's features.
public class RecurrentCellLayer: Module {
  public let cell: RecurrentCell
  public let inputSize: Int
  public let hiddenSize: Int
  public let hasBias: Bool

  init(
    _ cell: RecurrentCell, _ inputSize: Int, _ hiddenSize: Int, hasBias: Bool, tape: Tape,
    dtype: DataType
  ) throws {
    guard hiddenSize > 0 else {
      throw TensorError(.value, "hidden_size must be greater than zero")
    }
    self.cell = cell
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
    self.hasBias = hasBias
    super.init()
    try registerCell(
      cell, inputSize, hiddenSize, hasBias: hasBias, suffix: "", tape, dtype)
  }

  public override var settings: String {
    "\(inputSize), \(hiddenSize)" + (hasBias ? "" : ", bias=False")
      + (cell == .relu ? ", nonlinearity=relu" : "")
  }

  /// The next states, from states that are zeros where there are none.
  func step(_ x: Variable, _ states: [Variable]) throws -> [Variable] {
    try check(x, states)
    let isSingle = x.rank == 1
    let batch = try isSingle ? x.unsqueezed(0) : x
    let zeros = try x.tape.constant(.zeros([batch.shape[0], hiddenSize], dtype: x.dtype))
    let start = try states.map { try isSingle ? $0.unsqueezed(0) : $0 }
    let weights = try cellWeights(suffix: "")
    let next: [Variable]
    if cell == .lstm {
      let (h, c) = try batch.lstmStep(
        hidden: start.first ?? zeros, memory: start.last ?? zeros, weights)
      next = [h, c]
    } else {
      next = [try batch.recurrentStep(cell, hidden: start.first ?? zeros, weights)]
    }
    return try isSingle ? next.map { try $0.squeezed(0) } : next
  }

  private func check(_ x: Variable, _ states: [Variable]) throws {
    guard x.rank == 1 || x.rank == 2 else {
      throw TensorError(
        .value, "\(typeName): Expected input to be 1D or 2D, got \(x.rank)D instead")
    }
    for (place, state) in states.enumerated() where state.rank != 1 && state.rank != 2 {
      let name = cell == .lstm ? "hx[\(place)]" : "hidden"
      throw TensorError(
        .value, "\(typeName): Expected \(name) to be 1D or 2D, got \(state.rank)D instead")
    }
    guard x.shape[x.rank - 1] == inputSize else {
      throw TensorError(
        "input has inconsistent input_size: got \(x.shape[x.rank - 1]) expected \(inputSize)")
    }
    let samples = x.rank == 1 ? 1 : x.shape[0]
    for (place, state) in states.enumerated() {
      let size = state.rank == x.rank ? state.shape[state.rank - 1] : state.shape[0]
      guard state.rank == x.rank, size == hiddenSize else {
        throw TensorError(
          "hidden\(place) has inconsistent hidden_size: got \(size), expected \(hiddenSize)")
      }
      guard state.rank == 1 || state.shape[0] == samples else {
        throw TensorError(
          "Input batch size \(samples) doesn't match hidden\(place) batch size \(state.shape[0])")
      }
    }
  }
}

/// h ← tanh(W x + b + U h + b′), or with ReLU.
public final class RNNCell: RecurrentCellLayer {
  public init(
    _ inputSize: Int, _ hiddenSize: Int, hasBias: Bool = true, isRelu: Bool = false, tape: Tape,
    dtype: DataType = .float32
  ) throws {
    try super.init(
      isRelu ? .relu : .tanh, inputSize, hiddenSize, hasBias: hasBias, tape: tape, dtype: dtype)
  }

  public override func anew() throws -> Module {
    let weight = try variable("weight_hh")
    return try RNNCell(
      inputSize, hiddenSize, hasBias: hasBias, isRelu: cell == .relu, tape: weight.tape,
      dtype: weight.dtype)
  }

  public func callAsFunction(_ x: Variable, _ hidden: Variable? = nil) throws -> Variable {
    try calling([x] + (hidden.map { [$0] } ?? [])) { try step($0[0], Array($0.dropFirst())) }[0]
  }
}

/// One step of a gated recurrent unit.
public final class GRUCell: RecurrentCellLayer {
  public init(
    _ inputSize: Int, _ hiddenSize: Int, hasBias: Bool = true, tape: Tape,
    dtype: DataType = .float32
  ) throws {
    try super.init(.gru, inputSize, hiddenSize, hasBias: hasBias, tape: tape, dtype: dtype)
  }

  public override func anew() throws -> Module {
    let weight = try variable("weight_hh")
    return try GRUCell(
      inputSize, hiddenSize, hasBias: hasBias, tape: weight.tape, dtype: weight.dtype)
  }

  public func callAsFunction(_ x: Variable, _ hidden: Variable? = nil) throws -> Variable {
    try calling([x] + (hidden.map { [$0] } ?? [])) { try step($0[0], Array($0.dropFirst())) }[0]
  }
}

/// One step of long short-term memory.
public final class LSTMCell: RecurrentCellLayer {
  public init(
    _ inputSize: Int, _ hiddenSize: Int, hasBias: Bool = true, tape: Tape,
    dtype: DataType = .float32
  ) throws {
    try super.init(.lstm, inputSize, hiddenSize, hasBias: hasBias, tape: tape, dtype: dtype)
  }

  public override func anew() throws -> Module {
    let weight = try variable("weight_hh")
    return try LSTMCell(
      inputSize, hiddenSize, hasBias: hasBias, tape: weight.tape, dtype: weight.dtype)
  }

  public func callAsFunction(
    _ x: Variable, _ states: (hidden: Variable, memory: Variable)? = nil
  ) throws -> (hidden: Variable, memory: Variable) {
    let next = try calling([x] + (states.map { [$0.hidden, $0.memory] } ?? [])) {
      try step($0[0], Array($0.dropFirst()))
    }
    return (next[0], next[1])
  }
}
