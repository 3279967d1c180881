import Autograd
import Tensors

/// Layers one after the other.
///
/// A `Conv2d`, a `ReLU` and a `MaxPool2d` in a row, none of them with hooks, are computed as one
/// operation with the same numbers: what stands between them need not be stored.
public final class Sequential: Module, Layer {
  public var layers: [any Layer] { ownModules.compactMap { $0.module as? any Layer } }

  public init(_ layers: [any Layer]) throws {
    super.init()
    for (index, layer) in layers.enumerated() { try register(module: layer, as: "\(index)") }
  }

  /// Layers by name, as PyTorch makes them of an `OrderedDict`.
  public init(named layers: [(name: String, layer: any Layer)]) throws {
    super.init()
    for (name, layer) in layers { try register(module: layer, as: name) }
  }

  /// A multilayer perceptron: dense layers of the given sizes (inputs first), each but the last
  /// followed by `activation`, the last by `output`.
  public static func perceptron(
    _ sizes: [Int], activation: Activation, output: Activation = .linear, tape: Tape,
    dtype: DataType = .float32
  ) throws -> Sequential {
    guard sizes.count >= 2, sizes.allSatisfy({ $0 > 0 }) else {
      throw TensorError("a network needs at least two layer sizes, all positive, but got \(sizes)")
    }
    var layers: [any Layer] = []
    for index in 1..<sizes.count {
      layers.append(try Linear(sizes[index - 1], sizes[index], tape: tape, dtype: dtype))
      let function = index == sizes.count - 1 ? output : activation
      if function != .linear { layers.append(function.layer) }
    }
    return try Sequential(layers)
  }

  public override func anew() throws -> Module {
    try Sequential(
      named: ownModules.map { name, module in
        guard let layer = try module.copied() as? any Layer else { throw noAttribute(name) }
        return (name, layer)
      })
  }

  /// Adds a layer at the end.
  public func append(_ layer: any Layer) throws {
    try register(module: layer, as: "\(ownModules.count)")
  }

  public var count: Int { ownModules.count }

  /// The layer at a place; a negative one counts from the back.
  public func layer(at index: Int) throws -> any Layer {
    let layers = layers
    guard index >= -layers.count, index < layers.count else {
      throw TensorError(.index, "index \(index) is out of range")
    }
    return layers[index < 0 ? index + layers.count : index]
  }

  /// The dense layers among them.
  public var linearLayers: [Linear] { layers.compactMap { $0 as? Linear } }

  public func forward(_ x: Variable) throws -> Variable {
    let modules = ownModules.map(\.module)
    var (x, next) = (x, 0)
    while next < modules.count {
      if let stage = PooledConvolution(modules[next...]) {
        x = try stage.forward(x)
        next += 3
      } else {
        guard let layer = modules[next] as? any Layer else { throw noForward(modules[next]) }
        x = try layer(x)
        next += 1
      }
    }
    return x
  }

  private func noForward(_ module: Module) -> TensorError {
    TensorError(
      .notImplemented, "Module [\(module.typeName)] is missing the required \"forward\" function")
  }

  /// What comes out of each layer, in order.
  public func outputs(_ x: Variable) throws -> [Variable] {
    var outputs: [Variable] = []
    for layer in layers { outputs.append(try layer(outputs.last ?? x)) }
    return outputs
  }
}
