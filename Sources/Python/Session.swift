import Autograd
import Tensors

/// The variables of one lesson or prompt, and what runs programs on them. Cells, demos and
/// questions that share a session share one state.
public final class Session {
  /// Every name that the learner has set, in no order.
  public var variables: [String: Value] = [:]
  /// Where the session's tensors are recorded, and what `torch.rand` and its kin draw from.
  public let tape = Tape()
  /// The type of tensors that are made from floats.
  public let defaultDType: DataType
  public var limits = Limits()
  /// Whether a list of numbers is a vector, so that `w * [1, 2]` multiplies element by element:
  /// what the stepper's short expressions mean by it, and Python does not.
  public var takesListsForVectors = false
  /// The folder with the book's data sets, for demos that read one.
  public var dataFolder: String?

  var stepsLeft = 0
  var depth = 0
  var printed = ""

  public init(defaultDType: DataType = .float32) {
    self.defaultDType = defaultDType
  }

  /// What a program put out.
  public struct Output {
    /// What it printed.
    public var text: String
    /// The value of its last line, when that is an expression.
    public var value: Value?
    /// That value as the prompt shows it; nil for None.
    public var display: String? {
      guard let value else { return nil }
      if case .none = value { return nil }
      return value.representation
    }

    /// Everything that the prompt shows, without a newline at the end.
    public var shown: String {
      var lines = text
      if lines.hasSuffix("\n") { lines.removeLast() }
      guard let display else { return lines }
      return lines.isEmpty ? display : lines + "\n" + display
    }
  }

  /// Runs a program.
  /// - Throws: Python's error, with its place in `source`. What ran before it stays done.
  public func run(_ source: String) throws(PythonError) -> Output {
    try run(Program(source))
  }

  /// Runs a program that was read before.
  public func run(_ program: Program) throws(PythonError) -> Output {
    begin()
    var value: Value?
    for statement in program.statements { value = try perform(statement) }
    return Output(text: printed, value: value)
  }

  /// The value of one expression.
  public func evaluate(_ source: String) throws(PythonError) -> Value {
    try evaluate(Expression(source))
  }

  /// The value of an expression that was read before.
  public func evaluate(_ expression: Expression) throws(PythonError) -> Value {
    begin()
    return try located(expression.node.range) { try evaluate(expression.node, in: nil) }
  }

  /// The values of names, to come back to.
  public struct Snapshot {
    let variables: [String: Value]
  }

  public func snapshot() -> Snapshot { Snapshot(variables: variables) }

  public func restore(_ snapshot: Snapshot) { variables = snapshot.variables }

  /// The tensors among the variables with their names, in the order of the alphabet.
  public var namedTensors: [(name: String, variable: Variable)] {
    variables.sorted { $0.key < $1.key }.compactMap { name, value in
      if case .tensor(let variable) = value { (name, variable) } else { nil }
    }
  }

  /// Names that this session knows, for completion and for hints.
  public var knownNames: [String] {
    Array(variables.keys) + Array(Builtins.functions.keys) + ["torch", "math"]
  }

  private func begin() {
    stepsLeft = limits.steps
    depth = 0
    printed = ""
  }

  /// Runs `body` and gives an error without a place this one.
  func located<T>(_ range: SourceRange, _ body: () throws -> T) throws(PythonError) -> T {
    do {
      return try body()
    } catch let error as PythonError {
      throw error.located(range)
    } catch let error as TensorError {
      throw PythonError(error.kind.rawValue, error.description, at: range)
    } catch {
      throw PythonError("RuntimeError", "\(error)", at: range)
    }
  }

  /// Prints a line.
  func write(_ text: String) throws {
    guard printed.utf8.count + text.utf8.count <= limits.output else {
      throw PythonError(
        "MemoryError", "this prints more than \(limits.output) characters",
        hint: "print a part of it")
    }
    printed += text
  }
}

/// A program that was read once and can run many times.
public struct Program {
  let statements: [Statement]

  /// - Throws: a SyntaxError with its place.
  public init(_ source: String) throws(PythonError) {
    statements = try Parser.statements(of: source)
  }
}

/// An expression that was read once and can be evaluated many times.
public struct Expression {
  let node: Node

  /// - Throws: a SyntaxError with its place.
  public init(_ source: String) throws(PythonError) {
    node = try Parser.expression(of: source)
  }

  /// The names that it reads, in the order in which they stand.
  public var names: [String] { node.names }
}
