import Autograd
import Glibc
import Tensors

/// The names that are there without an import: Python's functions, and the book's functions of
/// tensors (`tanh`, `softmax`, …), which take numbers, lists and tensors alike.
enum Builtins {
  static func value(of name: String) -> Value? {
    if let function = functions[name] { return .function(function) }
    return switch name {
    case "torch": try? .module(Modules.module("torch"))
    case "math": try? .module(Modules.module("math"))
    case "pi": .float(.pi)
    default: nil
    }
  }

  nonisolated(unsafe) static let functions: [String: Function] = {
    let all = python + numbers + vectors
    return Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
  }()

  // MARK: Python's own

  private static var python: [Function] {
    [
      Function("print", ["*objects", "sep", "end"]) { session, arguments in
        let separator = try arguments.string("sep") ?? " "
        let text = arguments.positional.map(\.description).joined(separator: separator)
        try session.write(text + (try arguments.string("end") ?? "\n"))
        return .none
      },
      Function("len", ["object"]) { _, arguments in
        .integer(try arguments.value("object").count())
      },
      Function("range", ["start", "stop", "step"]) { _, arguments in
        let numbers = try arguments.positional.map { value in
          guard let number = value.asInt else {
            throw PythonError.type(
              "'\(value.typeName)' object cannot be interpreted as an integer")
          }
          return number
        }
        guard let first = numbers.first else {
          throw PythonError.type("range expected at least 1 argument, got 0")
        }
        let step = numbers.count > 2 ? numbers[2] : 1
        guard step != 0 else { throw PythonError.value("range() arg 3 must not be zero") }
        return .range(
          numbers.count == 1
            ? PythonRange(start: 0, stop: first, step: 1)
            : PythonRange(start: first, stop: numbers[1], step: step))
      },
      Function("list", ["items"]) { session, arguments in
        .list(PythonList(try arguments["items"]?.items(session) ?? []))
      },
      Function("tuple", ["items"]) { session, arguments in
        .tuple(try arguments["items"]?.items(session) ?? [])
      },
      Function("str", ["object"]) { _, arguments in
        .string(arguments["object"]?.description ?? "")
      },
      Function("repr", ["object"]) { _, arguments in
        .string(try arguments.value("object").representation)
      },
      Function("bool", ["object"]) { _, arguments in
        .bool(try arguments["object"]?.isTrue() ?? false)
      },
      Function("int", ["x"]) { _, arguments in try integer(arguments["x"] ?? .integer(0)) },
      Function("float", ["x"]) { _, arguments in try float(arguments["x"] ?? .float(0)) },
      Function("type", ["object"]) { _, arguments in
        let name = try arguments.value("object").typeName
        return .string("<class '\(name == "Tensor" ? "torch.Tensor" : name)'>")
      },
      Function("zip", ["*items"]) { session, arguments in
        let columns = try arguments.positional.map { try $0.items(session) }
        let count = columns.map(\.count).min() ?? 0
        return .list(
          PythonList((0..<count).map { row in .tuple(columns.map { $0[row] }) }))
      },
      Function("enumerate", ["items", "start"]) { session, arguments in
        let start = try arguments.integer("start") ?? 0
        let items = try arguments.value("items").items(session)
        return .list(
          PythonList(items.enumerated().map { .tuple([.integer(start &+ $0), $1]) }))
      },
      Function("sorted", ["items", "reverse"]) { session, arguments in
        var items = try arguments.value("items").items(session)
        try items.sort { a, b in
          try Operators.compare(.less, a, b, session).isTrue()
        }
        return .list(PythonList(try arguments.bool("reverse") ? items.reversed() : items))
      },
      Function("reversed", ["items"]) { session, arguments in
        .list(PythonList(try arguments.value("items").items(session).reversed()))
      },
      Function("map", ["function", "items"]) { session, arguments in
        let function = try arguments.value("function")
        let items = try arguments.value("items").items(session)
        return .list(PythonList(try items.map { try session.call(function, [$0]) }))
      },
      Function("any", ["items"]) { session, arguments in
        .bool(try arguments.value("items").items(session).contains { try $0.isTrue() })
      },
      Function("all", ["items"]) { session, arguments in
        .bool(try arguments.value("items").items(session).allSatisfy { try $0.isTrue() })
      },
      Function("round", ["number", "ndigits"]) { _, arguments in
        try rounded(try arguments.value("number"), digits: try arguments.integer("ndigits"))
      },
    ]
  }

  private static func integer(_ value: Value) throws -> Value {
    switch value {
    case .string(let text):
      guard let number = Int(text.trimmingSpaces) else {
        throw PythonError.value(
          "invalid literal for int() with base 10: \(value.representation)")
      }
      return .integer(number)
    case .float, .tensor:
      guard let number = value.asDouble else { break }
      guard number.isFinite else {
        throw number.isNaN
          ? PythonError.value("cannot convert float NaN to integer")
          : PythonError("OverflowError", "cannot convert float infinity to integer")
      }
      guard let whole = Int(exactly: number.rounded(.towardZero)) else {
        throw Operators.integerOverflow
      }
      return .integer(whole)
    default:
      if let number = value.asInt { return .integer(number) }
    }
    throw PythonError.type(
      "int() argument must be a string, a bytes-like object or a real number, not "
        + "'\(value.typeName)'")
  }

  private static func float(_ value: Value) throws -> Value {
    if case .string(let text) = value {
      guard let number = Double(text.trimmingSpaces) else {
        throw PythonError.value("could not convert string to float: \(value.representation)")
      }
      return .float(number)
    }
    guard let number = value.asDouble else {
      throw PythonError.type(
        "float() argument must be a string or a real number, not '\(value.typeName)'")
    }
    return .float(number)
  }

  /// Rounds half to even, on the decimal digits of the number, as Python does.
  private static func rounded(_ value: Value, digits: Int?) throws -> Value {
    if let number = value.asInt, digits.map({ $0 >= 0 }) ?? true { return .integer(number) }
    if case .tensor(let variable) = value, digits == nil {
      return .tensor(variable.tape.constant(try variable.value.round()))
    }
    guard let number = value.asDouble else {
      throw PythonError.type("type \(value.typeName) doesn't define __round__ method")
    }
    guard let digits else {
      return try integer(.float(number.rounded(.toNearestOrEven)))
    }
    guard number.isFinite, digits <= 300 else { return .float(number) }
    if digits < 0 {
      let scale = Glibc.pow(10, Double(min(308, -digits)))
      return .float((number / scale).rounded(.toNearestOrEven) * scale)
    }
    return .float(Double(NumberText.printf(number, precision: digits, "f")) ?? number)
  }

  // MARK: Numbers and vectors

  /// Functions of one number, which take a tensor or a list element by element.
  private static var numbers: [Function] {
    MathModule.elementwise.map { name, function in
      Function(name, ["x"]) { session, arguments in
        let value = try arguments.value("x")
        if let method = TensorFunctions.all[name], let vector = try vector(value, session) {
          return try method.call(session, [.tensor(vector)], [:])
        }
        guard let number = value.asDouble else {
          throw PythonError.type("must be real number, not \(value.typeName)")
        }
        return .float(try function(number))
      }
    }
  }

  /// A tensor, or the tensor that a list of numbers makes; nil for a number.
  private static func vector(_ value: Value, _ session: Session) throws -> Variable? {
    switch value {
    case .tensor(let variable): return variable
    case .list, .tuple:
      let array = try NumberArray(value)
      return session.tape.constant(
        try array.tensor(dtype: session.defaultDType as DataType?, default: session.defaultDType))
    default: return nil
    }
  }

  private static var vectors: [Function] {
    [
      Function("softmax", ["x", "dim"]) { session, arguments in
        try onVector("softmax", session, arguments)
      },
      Function("log_softmax", ["x", "dim"]) { session, arguments in
        try onVector("log_softmax", session, arguments)
      },
      Function("mean", ["x", "dim"]) { session, arguments in
        guard let vector = try vector(try arguments.value("x"), session) else {
          return .float(try arguments.double("x") ?? 0)
        }
        var named: [String: Value] = [:]
        if let dim = arguments["dim"] { named["dim"] = dim }
        return try call("mean", .tensor(vector), named, session)
      },
      Function("sum", ["x", "start", "dim"]) { session, arguments in
        let value = try arguments.value("x")
        if case .tensor = value {
          var named: [String: Value] = [:]
          if let dim = arguments["dim"] { named["dim"] = dim }
          return try call("sum", value, named, session)
        }
        return try value.items(session).reduce(arguments["start"] ?? .integer(0)) {
          try Operators.binary(.add, $0, $1, session)
        }
      },
      Function("max", ["*items", "dim"]) { session, arguments in
        try extreme(.greater, "max", session, arguments)
      },
      Function("min", ["*items", "dim"]) { session, arguments in
        try extreme(.less, "min", session, arguments)
      },
      Function("abs", ["x"]) { session, arguments in
        switch try arguments.value("x") {
        case .integer(let number):
          guard number != .min else { throw Operators.integerOverflow }
          return .integer(Swift.abs(number))
        case .bool(let truth): return .integer(truth ? 1 : 0)
        case .float(let number): return .float(Swift.abs(number))
        case .tensor(let variable): return .tensor(try variable.absolute())
        case let value:
          throw PythonError.type("bad operand type for abs(): '\(value.typeName)'")
        }
      },
      Function("pow", ["base", "exp"]) { session, arguments in
        try Operators.binary(
          .power, try arguments.value("base"), try arguments.value("exp"), session)
      },
    ]
  }

  private static func call(
    _ name: String, _ value: Value, _ named: [String: Value], _ session: Session
  ) throws -> Value {
    guard let function = TensorFunctions.all[name] else { return .none }
    return try function.call(session, [value], named)
  }

  /// A function along the last dimension unless another is named.
  private static func onVector(_ name: String, _ session: Session, _ arguments: Arguments) throws
    -> Value
  {
    guard let vector = try vector(try arguments.value("x"), session) else {
      throw PythonError.type("\(name)() takes a list or a tensor of scores")
    }
    return try call(name, .tensor(vector), ["dim": arguments["dim"] ?? .integer(-1)], session)
  }

  private static func extreme(
    _ comparator: Comparator, _ name: String, _ session: Session, _ arguments: Arguments
  ) throws -> Value {
    if arguments.positional.count == 1, case .tensor = arguments.positional[0] {
      var named: [String: Value] = [:]
      if let dim = arguments["dim"] { named["dim"] = dim }
      return try call(name, arguments.positional[0], named, session)
    }
    let items =
      arguments.positional.count == 1
      ? try arguments.positional[0].items(session) : arguments.positional
    guard var best = items.first else {
      throw PythonError.value("\(name)() arg is an empty sequence")
    }
    for item in items.dropFirst()
    where try Operators.compare(comparator, item, best, session)
      .isTrue()
    {
      best = item
    }
    return best
  }
}
