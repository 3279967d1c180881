import Tensors

/// The weights of one layer in one direction, as PyTorch names and shapes them.
public struct RecurrentWeights {
  public var input: Variable
  public var hidden: Variable
  public var biases: (input: Variable, hidden: Variable)?

  public init(input: Variable, hidden: Variable, biases: (input: Variable, hidden: Variable)?) {
    self.input = input
    self.hidden = hidden
    self.biases = biases
  }
}

/// Recurrent layers over a sequence T × B × I in one direction.
extension Variable {
  /// h of every step, T × B × H, by a plain RNN or a GRU.
  public func recurrent(
    _ cell: RecurrentCell, hidden: Variable, _ weights: RecurrentWeights, isReversed: Bool = false
  ) throws -> Variable {
    try tape.record(
      .recurrent(cell, isReversed: isReversed), operands([self, hidden], weights))
  }

  /// h and c of every step, T × B × H each, by an LSTM.
  public func lstm(
    hidden: Variable, memory: Variable, _ weights: RecurrentWeights, isReversed: Bool = false
  ) throws -> (hidden: Variable, memory: Variable) {
    let states = try tape.record(
      .recurrent(.lstm, isReversed: isReversed), operands([self, hidden, memory], weights))
    return (try states.select(0, 0), try states.select(0, 1))
  }

  /// One step of a plain RNN or a GRU on B × I inputs: the new B × H state.
  public func recurrentStep(
    _ cell: RecurrentCell, hidden: Variable, _ weights: RecurrentWeights
  ) throws -> Variable {
    try unsqueezed(0).recurrent(cell, hidden: hidden, weights).select(0, 0)
  }

  /// One step of an LSTM on B × I inputs: the new B × H states.
  public func lstmStep(hidden: Variable, memory: Variable, _ weights: RecurrentWeights) throws
    -> (hidden: Variable, memory: Variable)
  {
    let (h, c) = try unsqueezed(0).lstm(hidden: hidden, memory: memory, weights)
    return (try h.select(0, 0), try c.select(0, 0))
  }

  private func operands(_ states: [Variable], _ weights: RecurrentWeights) -> Operands<Variable> {
    let biases = weights.biases.map { [$0.input, $0.hidden] } ?? []
    return Operands(states + [weights.input, weights.hidden] + biases)
  }
}
