import NeuralNetworks
import Tensors

/// What a `network` block in a lesson may say.
public struct NetworkParameters: Codable, Hashable, Sendable {
  /// Units in each layer, the inputs first.
  public var sizes: [Int]
  /// Of the hidden layers; tanh when left out.
  public var activation: Activation?
  /// Of the last layer; linear when left out.
  public var output: Activation?
  /// One number for each input; zeros when left out.
  public var inputs: [Double]?
  /// One matrix for each layer, with a row for each unit; drawn from the seed when left out.
  public var weights: [[[Double]]]?
  /// One list for each layer; zeros when left out.
  public var biases: [[Double]]?
  public var seed: Int?

  public init(
    sizes: [Int], activation: Activation? = nil, output: Activation? = nil,
    inputs: [Double]? = nil, weights: [[[Double]]]? = nil, biases: [[Double]]? = nil,
    seed: Int? = nil
  ) {
    self.sizes = sizes
    self.activation = activation
    self.output = output
    self.inputs = inputs
    self.weights = weights
    self.biases = biases
    self.seed = seed
  }
}

extension NetworkParameters {
  /// The largest layer and the most layers that can be shown.
  private static let sizeLimit = 12
  private static let layerLimit = 6

  /// The network that the parameters describe.
  /// - Throws: `DemoError` that names the parameter at fault.
  func network() throws -> DenseNetwork {
    guard (2...Self.layerLimit).contains(sizes.count),
      sizes.allSatisfy({ (1...Self.sizeLimit).contains($0) })
    else {
      throw DemoError(
        parameter: "sizes",
        "sizes are 2 to \(Self.layerLimit) numbers from 1 to \(Self.sizeLimit), such as [2, 3, 1]")
    }
    let inputs = inputs ?? Array(repeating: 0, count: sizes[0])
    try check(inputs, count: sizes[0], of: "inputs")
    let weights = try weights ?? drawnWeights()
    let biases = biases ?? sizes.dropFirst().map { Array(repeating: 0, count: $0) }
    let count = sizes.count - 1
    guard weights.count == count else {
      throw DemoError(parameter: "weights", "weights needs one matrix for each of \(count) layers")
    }
    guard biases.count == count else {
      throw DemoError(parameter: "biases", "biases needs one list for each of \(count) layers")
    }
    let layers = try (0..<count).map { index in
      guard weights[index].count == sizes[index + 1] else {
        throw DemoError(
          parameter: "weights",
          "matrix \(index + 1) has \(weights[index].count) rows where \(sizes[index + 1]) are due")
      }
      for row in weights[index] { try check(row, count: sizes[index], of: "weights") }
      try check(biases[index], count: sizes[index + 1], of: "biases")
      return DenseNetwork.Layer(
        weights: weights[index], biases: biases[index],
        activation: index == count - 1 ? output ?? .linear : activation ?? .tanh)
    }
    return DenseNetwork(inputs: inputs, layers: layers)
  }

  private func check(_ numbers: [Double], count: Int, of parameter: String) throws {
    guard numbers.count == count else {
      throw DemoError(
        parameter: parameter,
        "\(parameter) has a list of \(numbers.count) numbers where \(count) are due")
    }
    guard numbers.allSatisfy({ $0.magnitude <= NetworkDemo.largest }) else {
      throw DemoError(parameter: parameter, "\(parameter) has a number that is too large")
    }
  }

  /// Weights to two decimals, spread evenly over ±1/√fan-in as PyTorch's `Linear` spreads them.
  private func drawnWeights() throws -> [[[Double]]] {
    var generator = Generator(seed: UInt64(bitPattern: Int64(seed ?? 1)))
    return try zip(sizes, sizes.dropFirst()).map { fanIn, fanOut in
      let bound = 1 / Double(fanIn).squareRoot()
      let numbers = try generator.uniform([fanOut, fanIn], -bound, bound, dtype: .float64).doubles
      return (0..<fanOut).map { unit in
        numbers[unit * fanIn..<(unit + 1) * fanIn].map { ($0 * 100).rounded() / 100 }
      }
    }
  }
}
