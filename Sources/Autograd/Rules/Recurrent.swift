import Tensors

/// The states of a recurrent layer at all steps: T × B × H, and for LSTM h and c of all steps,
/// 2 × T × B × H. The operands are the input, the first state h₀ (for LSTM, c₀ too), the weights
/// of the input and of the state, and their biases, if there are any.
struct Recurrent: JointRule {
  let cell: RecurrentCell
  let isReversed: Bool

  func name(_ x: Operands<Tensor>) -> String {
    switch cell {
    case .tanh, .relu: "RnnBackward0"
    case .lstm: "LstmBackward0"
    case .gru: "GruBackward0"
    }
  }

  var symbol: String {
    switch cell {
    case .tanh, .relu: "RNN"
    case .lstm: "LSTM"
    case .gru: "GRU"
    }
  }

  func shape(_ x: [[Int]]) throws -> [Int] {
    guard x.count > 1, x[0].count == 3, let units = x[1].last else {
      throw TensorError("input must have 3 dimensions, got \(x.first?.count ?? 0)")
    }
    return (cell == .lstm ? [2] : []) + [x[0][0], x[0][1], units]
  }

  func forwardSaving(_ x: Operands<Tensor>) throws -> (output: Tensor, saved: [Tensor]) {
    let (states, gates) = try layer(x).states()
    return (states, gates.map { [$0] } ?? [])
  }

  func gradients(
    _ g: Tensor, needed: [Bool], _ x: Operands<Tensor>, _ y: Tensor, saved: [Tensor]
  ) throws -> [Tensor?] {
    let passed = try layer(x).backward(g, states: y, gates: saved.first)
    let memory = cell == .lstm ? [passed.memory] : []
    return [passed.input, passed.hidden] + memory
      + [passed.inputWeight, passed.hiddenWeight, passed.inputBias, passed.hiddenBias]
  }

  private func layer(_ x: Operands<Tensor>) throws -> RecurrentLayer {
    let first = cell == .lstm ? 3 : 2
    guard x.count == first + 2 || x.count == first + 4 else {
      throw TensorError("a recurrent layer has two weights, and two biases or none")
    }
    return RecurrentLayer(
      cell, input: x[0], hidden: x[1], memory: cell == .lstm ? x[2] : nil, inputWeight: x[first],
      hiddenWeight: x[first + 1],
      biases: x.count == first + 4 ? (x[first + 2], x[first + 3]) : nil, isReversed: isReversed)
  }

  func expression(_ names: OperandNames) -> String {
    let sum = "W x_t + U h_{t-1} + b"
    switch cell {
    case .tanh: return "h_t = \\tanh(\(sum))"
    case .relu: return "h_t = \\max(0, \(sum))"
    case .lstm:
      return "\\begin{aligned} i, f, g, o &= \(sum) \\\\ "
        + "c_t &= \\sigma(f) \\odot c_{t-1} + \\sigma(i) \\odot \\tanh(g) \\\\ "
        + "h_t &= \\sigma(o) \\odot \\tanh(c_t) \\end{aligned}"
    case .gru:
      return "\\begin{aligned} r, z &= \\sigma(\(sum)) \\\\ "
        + "n &= \\tanh(W_n x_t + b_n + r \\odot (U_n h_{t-1} + b'_n)) \\\\ "
        + "h_t &= (1 - z) \\odot n + z \\odot h_{t-1} \\end{aligned}"
    }
  }

  func derivative(to i: Int, _ names: OperandNames) -> String {
    "\\sum_t \\frac{\\partial \(names.output)_t}{\\partial \(names[i])}"
  }
}
