import CKernels

/// What a recurrent layer does with its state at each step. Weights of the gates lie below one
/// another: W x + b + U h + c has a row of H numbers for each gate.
public enum RecurrentCell: String, Hashable, Sendable, CaseIterable {
  /// h ← tanh(W x + U h + b)
  case tanh
  /// h ← relu(W x + U h + b)
  case relu
  /// Gates i, f, g, o: c ← σ(f) c + σ(i) tanh(g), h ← σ(o) tanh c (Hochreiter and Schmidhuber,
  /// 1997).
  case lstm
  /// Gates r, z, n: h ← (1 − z) tanh(n + r ⊙ (U h)ₙ) + z h (Cho et al., 2014).
  case gru

  /// How many gates there are.
  public var gates: Int {
    switch self {
    case .tanh, .relu: 1
    case .lstm: 4
    case .gru: 3
    }
  }

  fileprivate var kernel: ck_recurrent_cell {
    switch self {
    case .tanh: CK_RNN_TANH
    case .relu: CK_RNN_RELU
    case .lstm: CK_LSTM
    case .gru: CK_GRU
    }
  }
}

/// One layer in one direction: what it reads, as PyTorch names it.
public struct RecurrentLayer {
  public var cell: RecurrentCell
  /// T × B × I: a row for each sample at each step.
  public var input: Tensor
  /// The state before the first step, B × H.
  public var hidden: Tensor
  /// The cell state before the first step, B × H; for LSTM only.
  public var memory: Tensor?
  /// `weight_ih`, GH × I, and `weight_hh`, GH × H, with G gates.
  public var inputWeight: Tensor
  public var hiddenWeight: Tensor
  /// `bias_ih` and `bias_hh`, GH each; both or none.
  public var inputBias: Tensor?
  public var hiddenBias: Tensor?
  /// Whether the sequence is read from its end.
  public var isReversed = false

  public init(
    _ cell: RecurrentCell, input: Tensor, hidden: Tensor, memory: Tensor? = nil,
    inputWeight: Tensor, hiddenWeight: Tensor, biases: (input: Tensor, hidden: Tensor)? = nil,
    isReversed: Bool = false
  ) {
    self.cell = cell
    self.input = input
    self.hidden = hidden
    self.memory = memory
    self.inputWeight = inputWeight
    self.hiddenWeight = hiddenWeight
    inputBias = biases?.input
    hiddenBias = biases?.hidden
    self.isReversed = isReversed
  }

  /// h of every step, T × B × H; for LSTM h and c of every step, 2 × T × B × H. `gates` is for
  /// the backward pass.
  public func states() throws -> (states: Tensor, gates: Tensor?) {
    let layer = try checked()
    let (steps, samples, units) = (input.shape[0], input.shape[1], hidden.shape[1])
    let shape = (cell == .lstm ? [2] : []) + [steps, samples, units]
    let states = try Tensor(unset: shape, dtype: input.dtype)
    let gates =
      cell == .lstm || cell == .gru
      ? try Tensor(unset: [steps, samples, 4 * units], dtype: input.dtype) : nil
    var kernel = layer.kernel(states: states, gates: gates)
    let scratch = try Tensor(unset: [ck_recurrent_scratch(&kernel)], dtype: input.dtype)
    kernel.scratch = scratch.pointer
    ck_recurrent_forward(&kernel)
    withExtendedLifetime((layer, scratch)) {}
    return (states, gates)
  }

  /// What comes back through time to each tensor of the layer.
  public struct Gradients {
    public let input, hidden: Tensor
    public let memory: Tensor?
    public let inputWeight, hiddenWeight: Tensor
    public let inputBias, hiddenBias: Tensor?
  }

  /// Backpropagation through time.
  /// - Parameters:
  ///   - upstream: ∂L/∂states, in the shape of `states`.
  ///   - states, gates: what `states()` gave.
  public func backward(_ upstream: Tensor, states: Tensor, gates: Tensor?) throws -> Gradients {
    let layer = try checked()
    let g = try upstream.converted(to: input.dtype).expanded(to: states.shape).contiguous()
    let result = Gradients(
      input: try Tensor.zeros(like: input), hidden: try Tensor.zeros(like: hidden),
      memory: try memory.map { try Tensor.zeros(like: $0) },
      inputWeight: try Tensor.zeros(like: inputWeight),
      hiddenWeight: try Tensor.zeros(like: hiddenWeight),
      inputBias: try inputBias.map { try Tensor.zeros(like: $0) },
      hiddenBias: try hiddenBias.map { try Tensor.zeros(like: $0) })
    var kernel = layer.kernel(states: states, gates: gates)
    let scratch = try Tensor(unset: [ck_recurrent_backward_scratch(&kernel)], dtype: input.dtype)
    var gradients = ck_recurrent_gradients(
      d_states: g.pointer, dx: result.input.pointer, dh0: result.hidden.pointer,
      dc0: result.memory?.pointer, dw_ih: result.inputWeight.pointer,
      dw_hh: result.hiddenWeight.pointer, db_ih: result.inputBias?.pointer,
      db_hh: result.hiddenBias?.pointer, scratch: scratch.pointer)
    ck_recurrent_backward(&kernel, &gradients)
    withExtendedLifetime((layer, g, scratch)) {}
    return result
  }

  private func kernel(states: Tensor, gates: Tensor?) -> ck_recurrent {
    ck_recurrent(
      type: input.dtype.kernelType, cell: cell.kernel, steps: input.shape[0],
      samples: input.shape[1], inputs: input.shape[2], hidden: hidden.shape[1],
      is_reversed: isReversed ? 1 : 0, x: input.pointer, h0: hidden.pointer, c0: memory?.pointer,
      w_ih: inputWeight.pointer, w_hh: hiddenWeight.pointer, b_ih: inputBias?.pointer,
      b_hh: hiddenBias?.pointer, states: states.pointer, gates: gates?.pointer, scratch: nil)
  }

  /// Itself with contiguous tensors, after a check of all shapes and types.
  private func checked() throws -> RecurrentLayer {
    guard input.rank == 3 else {
      throw TensorError("input must have 3 dimensions, got \(input.rank)")
    }
    guard hidden.rank == 2 else {
      throw TensorError("hidden must have 2 dimensions, got \(hidden.rank)")
    }
    let (samples, inputs, units) = (input.shape[1], input.shape[2], hidden.shape[1])
    let rows = cell.gates * units
    guard inputWeight.rank == 2, inputWeight.shape[1] == inputs else {
      throw TensorError(
        "input.size(-1) must be equal to input_size. Expected \(inputWeight.shape.last ?? 0), "
          + "got \(inputs)")
    }
    let expected: [(String, Tensor?, [Int])] = [
      ("hidden", hidden, [samples, units]), ("hidden", memory, [samples, units]),
      ("weight_ih", inputWeight, [rows, inputs]), ("weight_hh", hiddenWeight, [rows, units]),
      ("bias_ih", inputBias, [rows]), ("bias_hh", hiddenBias, [rows]),
    ]
    for (name, tensor, shape) in expected {
      guard let tensor else { continue }
      guard tensor.shape == shape else {
        throw TensorError(
          "Expected \(name) size \(Shapes.describe(shape)), got "
            + Shapes.describe(tensor.shape))
      }
      guard tensor.dtype == input.dtype else {
        throw TensorError(
          .value,
          "RNN input dtype (torch.\(input.dtype.name)) does not match weight dtype "
            + "(torch.\(tensor.dtype.name)). Convert input: input.to(torch.\(tensor.dtype.name)), "
            + "or convert model: model.to(torch.\(input.dtype.name))")
      }
    }
    guard input.dtype.isFloatingPoint else {
      throw TensorError(.notImplemented, "\"addmm_impl_cpu_\" not implemented for 'Long'")
    }
    guard (memory != nil) == (cell == .lstm), (inputBias == nil) == (hiddenBias == nil) else {
      throw TensorError("an LSTM has a cell state, and a layer two biases or none")
    }
    var layer = self
    layer.input = try input.contiguous()
    layer.hidden = try hidden.contiguous()
    layer.memory = try memory?.contiguous()
    layer.inputWeight = try inputWeight.contiguous()
    layer.hiddenWeight = try hiddenWeight.contiguous()
    layer.inputBias = try inputBias?.contiguous()
    layer.hiddenBias = try hiddenBias?.contiguous()
    return layer
  }
}
