import Autograd
import FixtureSupport
import NeuralNetworks
import Tensors
import Testing

/// A module as PyTorch made, printed, ran and differentiated it; see `Fixtures/module_cases.py`.
struct ModuleCase: Decodable, Sendable, CustomTestStringConvertible {
  struct Failure: Decodable, Sendable {
    let kind: String
    let text: String
  }

  struct Named: Decodable, Sendable {
    let name: String
    let value: Recorded

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      name = try container.decode(String.self)
      value = try container.decode(Recorded.self)
    }
  }

  let module: String
  let arguments: [String: Argument]
  let dtype: String
  let seed: UInt64
  let training: Bool
  let tensors: [String: Recorded]
  let inputs: [Recorded]
  /// Places of inputs that no gradient flows to.
  let constants: [Int]
  let description: String?
  let parameters: [Named]?
  let buffers: [Named]?
  let outputs: [Recorded]?
  let upstreams: [Recorded]?
  let gradients: [Named]?
  let after: [Named]?
  let error: Failure?

  var testDescription: String {
    "\(module) \(arguments) \(inputs.map(\.shape)) \(dtype)\(training ? "" : " eval")"
  }

  var type: DataType { dtype == "float64" ? .float64 : .float32 }
  var tolerance: Double { type == .float64 ? 1e-12 : 1e-5 }

  func number(_ name: String, _ standard: Double) -> Double {
    arguments[name]?.number ?? standard
  }
  func integer(_ name: String, _ standard: Int) -> Int {
    arguments[name]?.number.map { Int($0) } ?? standard
  }
  func optionalInteger(_ name: String) -> Int? { arguments[name]?.number.map { Int($0) } }
  func flag(_ name: String, _ standard: Bool = false) -> Bool { arguments[name]?.flag ?? standard }
  func text(_ name: String, _ standard: String) -> String { arguments[name]?.text ?? standard }
  /// Sizes that may be given as one number.
  func sizes(_ name: String) -> [Int]? { arguments[name]?.integers }
  var reduction: Reduction { Reduction(rawValue: text("reduction", "mean")) ?? .mean }

  func tensor(_ name: String, on tape: Tape) throws -> Variable? {
    try tensors[name].map { tape.constant(try $0.tensor) }
  }
}

/// A setting in a fixture.
enum Argument: Decodable, Sendable, CustomStringConvertible {
  case none
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([Argument])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .none
    } else if let value = try? container.decode(Bool.self) {
      self = .flag(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else {
      self = .list(try container.decode([Argument].self))
    }
  }

  var number: Double? {
    switch self {
    case .number(let value): value
    case .text("inf"): .infinity
    default: nil
    }
  }
  var flag: Bool? { if case .flag(let value) = self { value } else { nil } }
  var text: String? { if case .text(let value) = self { value } else { nil } }
  var integers: [Int]? {
    switch self {
    case .number(let value): [Int(value)]
    case .list(let parts): parts.compactMap { $0.number.map { Int($0) } }
    default: nil
    }
  }

  var description: String {
    switch self {
    case .none: "None"
    case .flag(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): value
    case .list(let parts): "\(parts)"
    }
  }
}

/// A module, and how it is called with a case's inputs.
struct Built {
  let module: Module
  let call: ([Variable]) throws -> [Variable]

  init(_ layer: any Layer) {
    module = layer
    call = { [try layer($0[0])] }
  }

  init(_ criterion: Criterion) {
    module = criterion
    call = { [try criterion($0[0], $0[1])] }
  }

  init(_ module: Module, _ call: @escaping ([Variable]) throws -> [Variable]) {
    self.module = module
    self.call = call
  }
}

extension ModuleCase {
  /// Compares everything that was recorded.
  /// - Parameter rounding: how many times the tolerance gradients may be off, since they went
  ///   through many layers.
  func replay(rounding: Double = 2, _ build: (ModuleCase, Tape) throws -> Built) throws {
    let tape = Tape(seed: seed)
    do {
      let built = try build(self, tape)
      try compare(built, tape, rounding)
      #expect(error == nil, "no error was thrown: \(error?.text ?? "")")
    } catch let thrown as TensorError {
      #expect(thrown.description == error?.text)
      #expect(thrown.kind.rawValue == error?.kind)
    }
  }

  private func compare(_ built: Built, _ tape: Tape, _ rounding: Double) throws {
    built.module.train(training)
    if let description { #expect(built.module.description == description) }
    try compare(built.module.parameters, parameters, exactly: true, "parameter")
    try compare(built.module.buffers, buffers, exactly: true, "buffer")
    let leaves = try inputs.enumerated().map { place, input in
      try tape.leaf(
        input.tensor,
        requiresGradient: input.dtype.isFloatingPoint && !constants.contains(place))
    }
    let results = try built.call(leaves)
    let outputs = outputs ?? []
    #expect(results.count == outputs.count)
    for (result, expected) in zip(results, outputs) {
      let found = difference(result.value, expected, tolerance: tolerance)
      #expect(found == nil, "output \(expected.shape)")
    }
    let smooth = results.filter(\.requiresGradient)
    #expect(smooth.count == upstreams?.count)
    for (result, upstream) in zip(smooth, upstreams ?? []) {
      try result.backward(upstream.tensor, retainGraph: true)
    }
    let all =
      leaves.enumerated().map { Parameter(name: "\($0)", variable: $1) } + built.module.parameters
    let found = all.filter { $0.variable.gradient != nil }
    #expect(found.map(\.name) == gradients?.map(\.name))
    for (parameter, expected) in zip(found, gradients ?? []) {
      guard let gradient = parameter.variable.gradient else { continue }
      let found = difference(gradient, expected.value, tolerance: rounding * tolerance)
      #expect(found == nil, "gradient of \(parameter.name)")
    }
    try compare(built.module.buffers, after, exactly: false, "buffer afterwards")
  }

  private func compare(
    _ ours: [Parameter], _ theirs: [Named]?, exactly: Bool, _ what: String
  ) throws {
    guard let theirs else { return }
    #expect(ours.map(\.name) == theirs.map(\.name), "\(what)")
    for (parameter, expected) in zip(ours, theirs) {
      let found = difference(
        parameter.variable.value, expected.value, tolerance: exactly ? 0 : tolerance)
      #expect(found == nil, "\(what) \(parameter.name)")
    }
  }
}
