import Autograd
import NeuralNetworks
import Tensors

/// A dense network on a batch, with softmax and cross-entropy at its end, recorded so that it can
/// be walked through: Zₗ = Aₗ₋₁ Wₗᵀ + bₗ, Aₗ = f(Zₗ), L = −1/B Σ log softmax(Z)ₜ.
struct LayersNetwork {
  let activation: Activation
  /// Samples as rows.
  let inputs: Tensor
  let labels: Tensor
  let weights: [Tensor]
  let biases: [Tensor]

  /// Weights and biases drawn as PyTorch's `Linear` draws them.
  init(
    sizes: [Int], activation: Activation, inputs: Tensor, labels: Tensor, seed: UInt64
  ) throws {
    let tape = Tape(seed: seed)
    let layers = try zip(sizes, sizes.dropFirst()).map { inputs, outputs in
      try Linear(inputs, outputs, tape: tape)
    }
    self.activation = activation
    self.inputs = try inputs.converted(to: .float64)
    self.labels = labels
    weights = try layers.map { try $0.weight.value.converted(to: .float64) }
    biases = try layers.map {
      try ($0.bias?.value ?? .zeros([$0.outFeatures])).converted(to: .float64)
    }
  }

  private init(
    activation: Activation, inputs: Tensor, labels: Tensor, weights: [Tensor], biases: [Tensor]
  ) {
    self.activation = activation
    self.inputs = inputs
    self.labels = labels
    self.weights = weights
    self.biases = biases
  }

  /// The network on one sample alone, with the weights that a trace holds.
  func sample(_ index: Int, in trace: Trace) throws -> LayersNetwork {
    LayersNetwork(
      activation: activation, inputs: try inputs.narrowed(0, from: index, length: 1),
      labels: try labels.narrowed(0, from: index, length: 1),
      weights: weights.indices.map { trace.value(named: "W\($0 + 1)") ?? weights[$0] },
      biases: biases.indices.map { trace.value(named: "b\($0 + 1)") ?? biases[$0] })
  }

  /// The computation of the loss. Its nodes are called X, W1, b1, Z1, A1, … L.
  var trace: Trace {
    get throws {
      let tape = Tape()
      var named: [(name: String, variable: Variable)] = []
      func name(_ name: String, _ variable: Variable) -> Variable {
        named.append((name, variable))
        return variable
      }
      var a = name("X", tape.constant(inputs))
      for layer in weights.indices {
        let number = layer + 1
        let w = name("W\(number)", try tape.leaf(weights[layer], requiresGradient: true))
        let b = name("b\(number)", try tape.leaf(biases[layer], requiresGradient: true))
        a = name("Z\(number)", try a.matmul(w.transposed()) + b)
        if number < weights.count { a = name("A\(number)", try activation(a)) }
      }
      return try Trace(
        of: name("L", a.crossEntropy(name("t", tape.constant(labels)))), names: named)
    }
  }
}

extension Trace {
  /// The node of a name.
  func node(named name: String) -> Int? { nodes.firstIndex { $0.name == name } }

  func value(named name: String) -> Tensor? { node(named: name).map { nodes[$0].value } }
}
