import Autograd

/// One matrix or vector of a layered network.
enum LayersQuantity: Hashable {
  case inputs
  case weights(Int)
  case biases(Int)
  case scores(Int)
  case activations(Int)
  /// softmax of the last scores.
  case probabilities
  /// ∂L/∂Z
  case delta(Int)
  case weightGradient(Int)
  case biasGradient(Int)
  case activationGradient(Int)
  /// The weights after the update.
  case newWeights(Int)

  var name: String {
    switch self {
    case .inputs: "X"
    case .weights(let layer): "W\(layer)"
    case .biases(let layer): "b\(layer)"
    case .scores(let layer): "Z\(layer)"
    case .activations(let layer): "A\(layer)"
    case .probabilities: "P"
    case .delta(let layer): "Δ\(layer)"
    case .weightGradient(let layer): "∂W\(layer)"
    case .biasGradient(let layer): "∂b\(layer)"
    case .activationGradient(let layer): "∂A\(layer)"
    case .newWeights(let layer): "W\(layer)′"
    }
  }

  /// As TeX.
  var tex: String {
    switch self {
    case .inputs: "X"
    case .weights(let layer): "W_{\(layer)}"
    case .biases(let layer): "b_{\(layer)}"
    case .scores(let layer): "Z_{\(layer)}"
    case .activations(let layer): "A_{\(layer)}"
    case .probabilities: "P"
    case .delta(let layer): "\\Delta_{\(layer)}"
    case .weightGradient(let layer): "\\frac{\\partial L}{\\partial W_{\(layer)}}"
    case .biasGradient(let layer): "\\frac{\\partial L}{\\partial b_{\(layer)}}"
    case .activationGradient(let layer): "\\frac{\\partial L}{\\partial A_{\(layer)}}"
    case .newWeights(let layer): "W_{\(layer)}"
    }
  }

  /// The node that it is the value of, or that its gradient belongs to.
  var node: String? {
    switch self {
    case .probabilities: nil
    case .delta(let layer): "Z\(layer)"
    case .weightGradient(let layer), .newWeights(let layer): "W\(layer)"
    case .biasGradient(let layer): "b\(layer)"
    case .activationGradient(let layer): "A\(layer)"
    default: name
    }
  }

  var isGradient: Bool {
    switch self {
    case .delta, .weightGradient, .biasGradient, .activationGradient: true
    default: false
    }
  }

  /// What a layer takes in: X, or the activations of the layer before.
  static func incoming(_ layer: Int) -> LayersQuantity {
    layer == 1 ? .inputs : .activations(layer - 1)
  }
}

/// A stop on the way through a layered network: one matrix is found.
struct LayersStop: Hashable {
  enum Stage: Int, CaseIterable { case forward, loss, backward, update }

  let stage: Stage
  /// What is found here.
  let result: LayersQuantity
  /// What it is computed from.
  let operands: [LayersQuantity]
  /// The place of the walk at which it is known.
  let place: Int

  /// All stops of a round, in the order of the walk.
  static func all(of round: StepperWalk.Round) -> [LayersStop] {
    let trace = round.trace
    var layers = 0
    while trace.node(named: "W\(layers + 1)") != nil { layers += 1 }
    guard layers > 0 else { return [] }
    func computed(_ name: String) -> Int {
      trace.node(named: name).flatMap { round.computed.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
    }
    func passed(_ name: String) -> Int {
      let target = trace.node(named: name)
      let step = round.steps.lastIndex { $0.target == target }
      return round.seedPlace + (step ?? 0) + 1
    }
    var stops: [LayersStop] = []
    for layer in 1...layers {
      stops.append(
        LayersStop(
          stage: .forward, result: .scores(layer),
          operands: [.incoming(layer), .weights(layer), .biases(layer)],
          place: computed("Z\(layer)")))
      guard layer < layers else { continue }
      stops.append(
        LayersStop(
          stage: .forward, result: .activations(layer), operands: [.scores(layer)],
          place: computed("A\(layer)")))
    }
    stops.append(
      LayersStop(
        stage: .loss, result: .probabilities, operands: [.scores(layers)], place: computed("L")))
    for layer in (1...layers).reversed() {
      stops.append(
        LayersStop(
          stage: .backward, result: .delta(layer),
          operands: layer == layers
            ? [.probabilities] : [.activationGradient(layer), .incoming(layer + 1)],
          place: passed("Z\(layer)")))
      stops.append(
        LayersStop(
          stage: .backward, result: .biasGradient(layer), operands: [.delta(layer)],
          place: passed("b\(layer)")))
      if layer > 1 {
        stops.append(
          LayersStop(
            stage: .backward, result: .activationGradient(layer - 1),
            operands: [.delta(layer), .weights(layer)], place: passed("A\(layer - 1)")))
      }
      stops.append(
        LayersStop(
          stage: .backward, result: .weightGradient(layer),
          operands: [.delta(layer), .incoming(layer)], place: passed("W\(layer)")))
    }
    for layer in 1...layers {
      stops.append(
        LayersStop(
          stage: .update, result: .newWeights(layer),
          operands: [.weights(layer), .weightGradient(layer)], place: round.updatePlace))
    }
    return stops
  }
}
