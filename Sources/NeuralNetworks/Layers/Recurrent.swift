import Autograd
import Tensors

/// Elman's recurrent network: h ← tanh(W x + b + U h + b′), or with ReLU.
public final class RNN: RecurrentLayer {
  public init(
    _ inputSize: Int, _ hiddenSize: Int, isRelu: Bool = false, _ options: Options = Options(),
    tape: Tape, dtype: DataType = .float32
  ) throws {
    try super.init(
      isRelu ? .relu : .tanh, inputSize, hiddenSize, options, tape: tape, dtype: dtype)
  }

  public override func anew() throws -> Module {
    let weight = try variable("weight_hh_l0")
    return try RNN(
      inputSize, hiddenSize, isRelu: cell == .relu, options, tape: weight.tape,
      dtype: weight.dtype)
  }

  /// - Returns: h of every step, and the last h of every layer and direction.
  public func callAsFunction(_ x: Variable, _ hidden: Variable? = nil) throws -> (
    output: Variable, hidden: Variable
  ) {
    let results = try calling([x] + (hidden.map { [$0] } ?? [])) {
      let (output, states) = try run($0[0], from: $0.count > 1 ? [$0[1]] : nil)
      return [output] + states
    }
    return (results[0], results[1])
  }
}

/// The gated recurrent unit (Cho et al., 2014).
public final class GRU: RecurrentLayer {
  public init(
    _ inputSize: Int, _ hiddenSize: Int, _ options: Options = Options(), tape: Tape,
    dtype: DataType = .float32
  ) throws {
    try super.init(.gru, inputSize, hiddenSize, options, tape: tape, dtype: dtype)
  }

  public override func anew() throws -> Module {
    let weight = try variable("weight_hh_l0")
    return try GRU(inputSize, hiddenSize, options, tape: weight.tape, dtype: weight.dtype)
  }

  /// - Returns: h of every step, and the last h of every layer and direction.
  public func callAsFunction(_ x: Variable, _ hidden: Variable? = nil) throws -> (
    output: Variable, hidden: Variable
  ) {
    let results = try calling([x] + (hidden.map { [$0] } ?? [])) {
      let (output, states) = try run($0[0], from: $0.count > 1 ? [$0[1]] : nil)
      return [output] + states
    }
    return (results[0], results[1])
  }
}

/// Long short-term memory (Hochreiter and Schmidhuber, 1997).
public final class LSTM: RecurrentLayer {
  public init(
    _ inputSize: Int, _ hiddenSize: Int, _ options: Options = Options(), tape: Tape,
    dtype: DataType = .float32
  ) throws {
    try super.init(.lstm, inputSize, hiddenSize, options, tape: tape, dtype: dtype)
  }

  public override func anew() throws -> Module {
    let weight = try variable("weight_hh_l0")
    return try LSTM(inputSize, hiddenSize, options, tape: weight.tape, dtype: weight.dtype)
  }

  /// - Returns: h of every step, and the last h and c of every layer and direction.
  public func callAsFunction(
    _ x: Variable, _ states: (hidden: Variable, memory: Variable)? = nil
  ) throws -> (output: Variable, hidden: Variable, memory: Variable) {
    let results = try calling([x] + (states.map { [$0.hidden, $0.memory] } ?? [])) {
      let (output, states) = try run($0[0], from: $0.count > 2 ? [$0[1], $0[2]] : nil)
      return [output] + states
    }
    return (results[0], results[1], results[2])
  }
}
