import NeuralNetworks
import Tensors

/// A dense network small enough that each of its numbers can be seen: inputs, weights and biases.
struct DenseNetwork: Hashable, Sendable {
  struct Layer: Hashable, Sendable {
    /// One row for each unit, one column for each source.
    var weights: [[Double]]
    var biases: [Double]
    var activation: Activation

    var unitCount: Int { biases.count }
    var sourceCount: Int { weights.first?.count ?? 0 }
  }

  /// What one layer computes.
  struct Outcome: Hashable, Sendable {
    /// The pre-activations, z = Wx + b.
    var z: [Double]
    /// The activations, f(z).
    var a: [Double]
  }

  var inputs: [Double]
  var layers: [Layer]

  /// All layers from the first to the last, computed by the engine in double precision.
  func forward() throws -> [Outcome] {
    var x = try Tensor(inputs, dtype: .float64)
    return try layers.map { layer in
      let shape = [layer.unitCount, layer.sourceCount]
      let w = try Tensor(layer.weights.flatMap { $0 }, shape: shape, dtype: .float64)
      let z = try w.matmul(x) + Tensor(layer.biases, dtype: .float64)
      x = try layer.activation(z)
      return Outcome(z: z.doubles, a: x.doubles)
    }
  }
}

/// One of the numbers of a network.
enum NetworkNumber: Hashable, Sendable {
  case input(Int)
  case weight(layer: Int, unit: Int, source: Int)
  case bias(layer: Int, unit: Int)
  case preactivation(layer: Int, unit: Int)
  case activation(layer: Int, unit: Int)

  /// The layer and the unit that it belongs to; nil for an input.
  var unit: (layer: Int, unit: Int)? {
    switch self {
    case .input: nil
    case .weight(let layer, let unit, _), .bias(let layer, let unit),
      .preactivation(let layer, let unit), .activation(let layer, let unit):
      (layer, unit)
    }
  }
}

extension DenseNetwork {
  /// The value of an input, a weight or a bias; nil for a number that is computed.
  subscript(number: NetworkNumber) -> Double? {
    get {
      switch number {
      case .input(let index): inputs[index]
      case .weight(let layer, let unit, let source): layers[layer].weights[unit][source]
      case .bias(let layer, let unit): layers[layer].biases[unit]
      case .preactivation, .activation: nil
      }
    }
    set {
      guard let newValue else { return }
      switch number {
      case .input(let index): inputs[index] = newValue
      case .weight(let layer, let unit, let source):
        layers[layer].weights[unit][source] = newValue
      case .bias(let layer, let unit): layers[layer].biases[unit] = newValue
      case .preactivation, .activation: break
      }
    }
  }

  /// The numbers that can be changed, from left to right and from top to bottom.
  var editableNumbers: [NetworkNumber] {
    var numbers = inputs.indices.map { NetworkNumber.input($0) }
    for (index, layer) in layers.enumerated() {
      for unit in 0..<layer.unitCount {
        for source in 0..<layer.sourceCount {
          numbers.append(.weight(layer: index, unit: unit, source: source))
        }
        numbers.append(.bias(layer: index, unit: unit))
      }
    }
    return numbers
  }
}

extension DenseNetwork {
  /// Whether all given numbers are the same up to the rounding of single precision.
  func isClose(to other: DenseNetwork) -> Bool {
    editableNumbers == other.editableNumbers
      && editableNumbers.allSatisfy { number in
        guard let a = self[number], let b = other[number] else { return false }
        return a == b || (a.isNaN && b.isNaN)
          || (a - b).magnitude <= 1e-6 * max(1, a.magnitude)
      }
  }
}
