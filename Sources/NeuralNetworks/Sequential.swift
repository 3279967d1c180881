import Autograd
import Tensors

/// Layers one after the other.
public struct Sequential: Layer {
  public let layers: [any Layer]

  public init(_ layers: [any Layer]) { self.layers = layers }

  /// A multilayer perceptron: dense layers of the given sizes (inputs first), each but the last
  /// followed by `activation`, the last by `output`.
  public static func perceptron(
    _ sizes: [Int], activation: Activation, output: Activation = .linear, tape: Tape,
    generator: inout Generator, dtype: DataType = .float32
  ) throws -> Sequential {
    guard sizes.count >= 2, sizes.allSatisfy({ $0 > 0 }) else {
      throw TensorError("a network needs at least two layer sizes, all positive, but got \(sizes)")
    }
    var layers: [any Layer] = []
    for index in 1..<sizes.count {
      layers.append(
        try Linear(
          sizes[index - 1], sizes[index], tape: tape, generator: &generator, dtype: dtype))
      let function = index == sizes.count - 1 ? output : activation
      if function != .linear { layers.append(function) }
    }
    return Sequential(layers)
  }

  public var parameters: [Parameter] {
    layers.enumerated().flatMap { index, layer in
      layer.parameters.map { Parameter(name: "\(index).\($0.name)", variable: $0.variable) }
    }
  }

  /// The dense layers among them.
  public var linearLayers: [Linear] { layers.compactMap { $0 as? Linear } }

  public func callAsFunction(_ x: Variable) throws -> Variable {
    try layers.reduce(x) { try $1($0) }
  }

  /// What comes out of each layer, in order.
  public func outputs(_ x: Variable) throws -> [Variable] {
    var outputs: [Variable] = []
    for layer in layers { outputs.append(try layer(outputs.last ?? x)) }
    return outputs
  }
}
