import Autograd
import Canvas
import Languages
import NeuralNetworks
import Python
import Tensors

/// What a stepper walks through, and how.
public struct StepperParameters: Codable, Hashable, Sendable {
  public enum Start: String, Codable, Hashable, Sendable { case forward, backward }

  /// Lines of the prompt's language; the last one gives the number that is walked back from.
  public var code: String
  /// Leaves that get gradients.
  public var values: [String: NumberList]?
  /// Leaves that get none.
  public var constants: [String: NumberList]?
  /// Whether the gradients are asked for before they are shown.
  public var predict: Bool?
  public var start: Start?
  /// α, the size of an update's step.
  public var rate: Double?
  /// What the values of names without one are drawn from.
  public var seed: UInt64?

  public init(
    code: String, values: [String: NumberList]? = nil, constants: [String: NumberList]? = nil,
    predict: Bool? = nil, start: Start? = nil, rate: Double? = nil, seed: UInt64? = nil
  ) {
    self.code = code
    self.values = values
    self.constants = constants
    self.predict = predict
    self.start = start
    self.rate = rate
    self.seed = seed
  }
}

/// A number, or numbers in nested lists.
public enum NumberList: Codable, Hashable, Sendable {
  case number(Double)
  case list([NumberList])

  public init(from decoder: any Decoder) throws {
    if let number = try? decoder.singleValueContainer().decode(Double.self) {
      self = .number(number)
    } else {
      self = .list(try decoder.singleValueContainer().decode([NumberList].self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .list(let items): try container.encode(items)
    }
  }

  /// The numbers as a float64 tensor; nil when the lists are not of one length.
  var tensor: Tensor? {
    switch self {
    case .number(let number): try? .scalar(number, dtype: .float64)
    case .list(let items):
      if items.isEmpty {
        nil
      } else {
        try? Tensor.stacked(items.compactMap(\.tensor).checked(items.count))
      }
    }
  }
}

extension Array {
  /// Nothing, when some items are missing.
  fileprivate func checked(_ count: Int) -> [Element] { self.count == count ? self : [] }
}

/// A program whose last value is walked through: its leaves, and the computation recorded when
/// it ran.
struct StepperProgram {
  let trace: Trace
  /// The names that had no value and got one.
  let drawn: [String]

  /// More nodes than anyone walks through.
  private static let nodeLimit = 400
  private static let elementLimit = 4096

  /// - Throws: `PythonError` with its place in the code, or `DemoError`.
  init(_ parameters: StepperParameters, language: Language) throws {
    let session = Session(defaultDType: .float64)
    session.takesListsForVectors = true
    let program = try Program(parameters.code)
    try Self.refuseUnused(parameters, free: program.freeNames, language)
    var named: [(name: String, variable: Variable)] = []
    func setLeaf(_ name: String, _ tensor: Tensor, requiresGradient: Bool) throws {
      let leaf = try session.tape.leaf(
        tensor.converted(to: .float64), requiresGradient: requiresGradient)
      session.variables[name] = .tensor(leaf)
      named.append((name, leaf))
    }
    var drawn: [String] = []
    var generator = Generator(seed: parameters.seed ?? 1)
    let known = Set(session.knownNames)
    for name in program.freeNames {
      if let given = parameters.values?[name] {
        try setLeaf(name, Self.tensor(given, name), requiresGradient: true)
      } else if let given = parameters.constants?[name] {
        try setLeaf(name, Self.tensor(given, name), requiresGradient: false)
      } else if !known.contains(name) {
        drawn.append(name)
        try setLeaf(name, Self.draw(&generator), requiresGradient: true)
      }
    }
    var last: Value?
    for part in program.parts {
      last = try session.run(part.program).value
      guard let name = part.name, let value = session.variables[name] else { continue }
      if part.isLiteral, let tensor = value.asTensor(dtype: .float64) {
        try setLeaf(name, tensor, requiresGradient: true)
      } else if case .tensor(let variable) = value {
        named.append((name, variable))
      }
      last = session.variables[name]
    }
    trace = try Self.trace(of: last, named: named, language: language)
    self.drawn = drawn
  }

  private static func refuseUnused(
    _ parameters: StepperParameters, free: [String], _ language: Language
  ) throws {
    let lists = [("values", parameters.values ?? [:]), ("constants", parameters.constants ?? [:])]
    for (parameter, given) in lists {
      guard let unused = given.keys.sorted().first(where: { !free.contains($0) }) else { continue }
      throw DemoError(
        parameter: parameter,
        language("{0} is given a value, but the code does not read it", unused))
    }
  }

  private static func tensor(_ given: NumberList, _ name: String) throws -> Tensor {
    guard let tensor = given.tensor, tensor.count <= elementLimit else {
      throw DemoError(
        parameter: name, "\(name) must be a number, or lists of numbers of one length")
    }
    return tensor
  }

  /// A number between −2 and 2 with one decimal, not 0.
  private static func draw(_ generator: inout Generator) throws -> Tensor {
    let tenths = Int(generator.bits32() % 40)
    return try .scalar(Double(tenths < 20 ? tenths - 20 : tenths - 19) / 10, dtype: .float64)
  }

  private static func trace(
    of value: Value?, named: [(name: String, variable: Variable)], language: Language
  ) throws -> Trace {
    guard case .tensor(let result)? = value else {
      throw DemoError(
        parameter: "code", language("The last line must give a number that is computed from names.")
      )
    }
    guard result.value.count == 1 else {
      throw DemoError(
        parameter: "code",
        language(
          "The result has the shape {0}. Only a single number can be walked back from: "
            + "put sum(…) around it.", Shapes.describe(result.shape)))
    }
    guard result.requiresGradient, !result.isLeaf else {
      throw DemoError(
        parameter: "code",
        language("Nothing is computed here. Write an expression with names, such as tanh(w*x + b).")
      )
    }
    let trace = try Trace(of: result, names: named)
    guard trace.nodes.count <= nodeLimit,
      trace.nodes.allSatisfy({ $0.value.count <= elementLimit })
    else {
      throw DemoError(
        parameter: "code",
        language("This is too large to be walked through: at most {0} nodes.", nodeLimit))
    }
    return trace
  }
}
