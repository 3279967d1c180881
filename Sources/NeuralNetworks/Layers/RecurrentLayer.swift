import Autograd
import Tensors

/// What RNN, LSTM and GRU have in common: layers of cells that go over a sequence, in one
/// direction or in both. What one step computes is said at `RecurrentCell`.
///
/// Sequences are (steps, samples, features), with `isBatchFirst` (samples, steps, features), or
/// (steps, features) for one sample alone. States are (layers · directions, samples, units).
public class RecurrentLayer: Module {
  /// The settings, with PyTorch's defaults.
  public struct Options: Hashable, Sendable {
    public var layers = 1
    public var hasBias = true
    public var isBatchFirst = false
    /// The probability of dropout between the layers.
    public var dropout = 0.0
    public var isBidirectional = false

    public init(
      layers: Int = 1, hasBias: Bool = true, isBatchFirst: Bool = false, dropout: Double = 0,
      isBidirectional: Bool = false
    ) {
      self.layers = layers
      self.hasBias = hasBias
      self.isBatchFirst = isBatchFirst
      self.dropout = dropout
      self.isBidirectional = isBidirectional
    }
  }

  /// Large enough for any network, and small enough to be made.
  private static let mostLayers = 10_000

  public let cell: RecurrentCell
  public let inputSize: Int
  public let hiddenSize: Int
  public let options: Options

  public var directions: Int { options.isBidirectional ? 2 : 1 }

  init(
    _ cell: RecurrentCell, _ inputSize: Int, _ hiddenSize: Int, _ options: Options, tape: Tape,
    dtype: DataType
  ) throws {
    guard (0...1).contains(options.dropout) else {
      throw TensorError(
        .value,
        "dropout should be a number in range [0, 1] representing the probability of an element "
          + "being zeroed")
    }
    guard hiddenSize > 0 else {
      throw TensorError(.value, "hidden_size must be greater than zero")
    }
    guard options.layers > 0 else {
      throw TensorError(.value, "num_layers must be greater than zero")
    }
    guard options.layers <= RecurrentLayer.mostLayers else {
      throw TensorError(.value, "num_layers must be at most \(RecurrentLayer.mostLayers)")
    }
    self.cell = cell
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
    self.options = options
    super.init()
    for layer in 0..<options.layers {
      let width = layer == 0 ? inputSize : hiddenSize * directions
      for direction in 0..<directions {
        try registerCell(
          cell, width, hiddenSize, hasBias: options.hasBias,
          suffix: suffix(layer, direction), tape, dtype)
      }
    }
  }

  private func suffix(_ layer: Int, _ direction: Int) -> String {
    "_l\(layer)" + (direction == 1 ? "_reverse" : "")
  }

  public override var settings: String {
    "\(inputSize), \(hiddenSize)" + (options.layers != 1 ? ", num_layers=\(options.layers)" : "")
      + (options.hasBias ? "" : ", bias=False") + (options.isBatchFirst ? ", batch_first=True" : "")
      + (options.dropout != 0 ? ", dropout=\(options.dropout)" : "")
      + (options.isBidirectional ? ", bidirectional=True" : "")
  }

  /// Runs all layers.
  /// - Parameter states: those to start from, h and for an LSTM c; zeros when nil.
  /// - Returns: the last layer's h of every step, and the last states of all layers.
  func run(_ x: Variable, from states: [Variable]?) throws -> (
    output: Variable, states: [Variable]
  ) {
    try checkInput(x)
    let isSingle = x.rank == 2
    let states = try initialStates(states, x)
    var sequence =
      try isSingle ? x.unsqueezed(1) : options.isBatchFirst ? x.transposed(0, 1) : x
    guard sequence.shape[0] > 0 else {
      throw TensorError("Expected sequence length to be larger than 0 in RNN")
    }
    var last: [[Variable]] = states.map { _ in [] }
    for layer in 0..<options.layers {
      if layer > 0 { sequence = try sequence.dropout(options.dropout, isTraining: isTraining) }
      var outputs: [Variable] = []
      for direction in 0..<directions {
        let start = try states.map { try $0.select(0, layer * directions + direction) }
        let (output, end) = try pass(sequence, layer, direction, start)
        outputs.append(output)
        for (place, state) in end.enumerated() { last[place].append(state) }
      }
      sequence = try outputs.count == 1 ? outputs[0] : .concatenated(outputs, -1)
    }
    let ends = try last.map { try Variable.stacked($0) }
    if isSingle { return (try sequence.squeezed(1), try ends.map { try $0.squeezed(1) }) }
    return (try options.isBatchFirst ? sequence.transposed(0, 1) : sequence, ends)
  }

  /// One layer in one direction: h of every step, and the states after the last.
  private func pass(
    _ sequence: Variable, _ layer: Int, _ direction: Int, _ start: [Variable]
  ) throws -> (output: Variable, end: [Variable]) {
    let weights = try cellWeights(suffix: suffix(layer, direction))
    let last = direction == 0 ? -1 : 0
    if cell == .lstm {
      let (h, c) = try sequence.lstm(
        hidden: start[0], memory: start[1], weights, isReversed: direction == 1)
      return (h, [try h.select(0, last), try c.select(0, last)])
    }
    let h = try sequence.recurrent(
      cell, hidden: start[0], weights, isReversed: direction == 1)
    return (h, [try h.select(0, last)])
  }

  private func checkInput(_ x: Variable) throws {
    guard x.rank == 2 || x.rank == 3 else {
      throw TensorError(
        .value,
        "\(typeName): Expected input to be 2D or 3D, got \(x.rank)D"
          + (typeName == "RNN" ? " tensor" : "") + " instead")
    }
    guard x.shape[x.rank - 1] == inputSize else {
      throw TensorError(
        "input.size(-1) must be equal to input_size. Expected \(inputSize), got "
          + "\(x.shape[x.rank - 1])")
    }
  }

  /// The states to start from as (layers · directions, samples, units).
  private func initialStates(_ given: [Variable]?, _ x: Variable) throws -> [Variable] {
    let isSingle = x.rank == 2
    let samples = isSingle ? 1 : x.shape[options.isBatchFirst ? 0 : 1]
    let shape = [options.layers * directions, samples, hiddenSize]
    let count = cell == .lstm ? 2 : 1
    guard let given else {
      let zeros = x.tape.constant(try .zeros(shape, dtype: x.dtype))
      return Array(repeating: zeros, count: count)
    }
    guard given.count == count else {
      throw TensorError("a \(typeName) has \(count) states, not \(given.count)")
    }
    guard given.allSatisfy({ $0.rank == x.rank }) else {
      throw TensorError(stateRankMismatch(given.map(\.rank), isSingle))
    }
    let states = try isSingle ? given.map { try $0.unsqueezed(1) } : given
    for (place, state) in states.enumerated() where state.shape != shape {
      let name = count == 2 ? "hidden[\(place)]" : "hidden"
      throw TensorError(
        "Expected \(name) size \(PythonText.of(shape)), got \(Shapes.describe(state.shape))")
    }
    return states
  }

  private func stateRankMismatch(_ ranks: [Int], _ isSingle: Bool) -> String {
    let kind = isSingle ? "unbatched 2-D" : "batched 3-D"
    let wanted = isSingle ? "2-D" : "3-D"
    let got = ranks.map { "\($0)-D" }
    return ranks.count == 1
      ? "For \(kind) input, hx should also be \(wanted) but got \(got[0]) tensor"
      : "For \(kind) input, hx and cx should also be \(wanted) but got "
        + "(\(got.joined(separator: ", "))) tensors"
  }
}

extension Module {
  /// The parameters of one cell, all drawn evenly from ±1/√units.
  func registerCell(
    _ cell: RecurrentCell, _ inputs: Int, _ units: Int, hasBias: Bool, suffix: String,
    _ tape: Tape, _ dtype: DataType
  ) throws {
    let (rows, overflow) = cell.gates.multipliedReportingOverflow(by: units)
    guard !overflow else { throw TensorError("Storage size calculation overflowed") }
    let shapes = [
      ("weight_ih", [rows, inputs]), ("weight_hh", [rows, units]), ("bias_ih", [rows]),
      ("bias_hh", [rows]),
    ]
    for (name, shape) in shapes where hasBias || shape.count == 2 {
      try register(
        parameter: Initialization.evenly(shape, fanIn: units, tape: tape, dtype: dtype),
        as: name + suffix)
    }
  }

  func cellWeights(suffix: String) throws -> RecurrentWeights {
    var biases: (input: Variable, hidden: Variable)?
    if let input = optionalVariable("bias_ih" + suffix),
      let hidden = optionalVariable("bias_hh" + suffix)
    {
      biases = (input, hidden)
    }
    return RecurrentWeights(
      input: try variable("weight_ih" + suffix), hidden: try variable("weight_hh" + suffix),
      biases: biases)
  }
}
