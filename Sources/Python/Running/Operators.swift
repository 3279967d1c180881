import Autograd
import Glibc
import Tensors

/// Python's operators on numbers, texts, lists and tensors.
enum Operators {
  static func unary(_ sign: UnaryOperator, _ value: Value, _ session: Session) throws -> Value {
    switch (sign, value) {
    case (.minus, .integer(let number)):
      let (result, overflow) = 0.subtractingReportingOverflow(number)
      guard !overflow else { throw integerOverflow }
      return .integer(result)
    case (.minus, .float(let number)): return .float(-number)
    case (.minus, .bool(let truth)): return .integer(truth ? -1 : 0)
    case (.minus, .tensor(let variable)): return .tensor(try -variable)
    case (.plus, .integer), (.plus, .float), (.plus, .tensor): return value
    case (.plus, .bool(let truth)), (.invert, .bool(let truth)):
      return .integer(sign == .plus ? (truth ? 1 : 0) : truth ? -2 : -1)
    case (.invert, .integer(let number)): return .integer(~number)
    case (.invert, .tensor(let variable)):
      guard variable.dtype == .bool else { break }
      let zero = try Tensor.scalar(0, dtype: .bool)
      return .tensor(session.tape.constant(try variable.value.compared(.equal, to: zero)))
    default: break
    }
    throw PythonError.type("bad operand type for unary \(sign.rawValue): '\(value.typeName)'")
  }

  static func binary(_ binary: BinaryOperator, _ a: Value, _ b: Value, _ session: Session) throws
    -> Value
  {
    switch (a, b) {
    case (.tensor, _), (_, .tensor):
      if let result = try tensors(binary, a, b, session) { return result }
    case (.float, .float), (.float, .integer), (.float, .bool), (.integer, .float),
      (.bool, .float):
      if let x = a.asDouble, let y = b.asDouble, let result = try floats(binary, x, y) {
        return .float(result)
      }
    case (.integer, .integer), (.integer, .bool), (.bool, .integer), (.bool, .bool):
      if let x = a.asInt, let y = b.asInt { return try integers(binary, x, y, a, b) }
    default:
      if let result = try sequences(binary, a, b, session) { return result }
    }
    throw PythonError.type(
      "unsupported operand type(s) for \(binary.title): '\(a.typeName)' and '\(b.typeName)'",
      hint: hint(a, b))
  }

  private static func hint(_ a: Value, _ b: Value) -> String? {
    switch (a, b) {
    case (.list, _), (_, .list): "make a tensor of the list: torch.tensor([…])"
    default: nil
    }
  }

  // MARK: Whole numbers

  static let integerOverflow = PythonError(
    "OverflowError", "this whole number does not fit 64 bits",
    hint: "use floats: write 2.0 in place of 2")

  private static func integers(
    _ binary: BinaryOperator, _ x: Int, _ y: Int, _ a: Value, _ b: Value
  ) throws -> Value {
    func checked(_ result: (partialValue: Int, overflow: Bool)) throws -> Value {
      guard !result.overflow else { throw integerOverflow }
      return .integer(result.partialValue)
    }
    func truthOrNumber(_ result: Int) -> Value {
      if case .bool = a, case .bool = b { .bool(result != 0) } else { .integer(result) }
    }
    switch binary {
    case .add: return try checked(x.addingReportingOverflow(y))
    case .subtract: return try checked(x.subtractingReportingOverflow(y))
    case .multiply: return try checked(x.multipliedReportingOverflow(by: y))
    case .divide:
      guard y != 0 else { throw PythonError("ZeroDivisionError", "division by zero") }
      return .float(Double(x) / Double(y))
    case .floorDivide:
      guard y != 0 else {
        throw PythonError("ZeroDivisionError", "integer division or modulo by zero")
      }
      let (quotient, overflow) = x.dividedReportingOverflow(by: y)
      guard !overflow else { throw integerOverflow }
      return .integer(x % y != 0 && (x < 0) != (y < 0) ? quotient - 1 : quotient)
    case .modulo:
      guard y != 0 else { throw PythonError("ZeroDivisionError", "integer modulo by zero") }
      let (rest, overflow) = x.remainderReportingOverflow(dividingBy: y)
      return .integer(overflow ? 0 : rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest)
    case .power: return try power(x, y)
    case .bitAnd: return truthOrNumber(x & y)
    case .bitOr: return truthOrNumber(x | y)
    case .bitXor: return truthOrNumber(x ^ y)
    case .shiftLeft, .shiftRight: return try shifted(binary, x, y)
    case .matmul:
      throw PythonError.type(
        "unsupported operand type(s) for @: '\(a.typeName)' and '\(b.typeName)'")
    }
  }

  private static func power(_ base: Int, _ exponent: Int) throws -> Value {
    if exponent < 0 { return .float(try floatPower(Double(base), Double(exponent))) }
    var result = 1
    var square = base
    var left = exponent
    while left > 0 {
      if left & 1 == 1 {
        let (product, overflow) = result.multipliedReportingOverflow(by: square)
        guard !overflow else { throw integerOverflow }
        result = product
      }
      left >>= 1
      if left > 0 {
        let (product, overflow) = square.multipliedReportingOverflow(by: square)
        guard !overflow else { throw integerOverflow }
        square = product
      }
    }
    return .integer(result)
  }

  private static func shifted(_ binary: BinaryOperator, _ x: Int, _ y: Int) throws -> Value {
    guard y >= 0 else { throw PythonError.value("negative shift count") }
    if binary == .shiftRight { return .integer(x >> min(y, 63)) }
    guard y < 63, (x << y) >> y == x else {
      if x == 0 { return .integer(0) }
      throw integerOverflow
    }
    return .integer(x << y)
  }

  // MARK: Floats

  private static func floats(_ binary: BinaryOperator, _ x: Double, _ y: Double) throws -> Double? {
    func nonzero(_ message: String) throws {
      guard y != 0 else { throw PythonError("ZeroDivisionError", message) }
    }
    switch binary {
    case .add: return x + y
    case .subtract: return x - y
    case .multiply: return x * y
    case .divide:
      try nonzero("float division by zero")
      return x / y
    case .floorDivide:
      try nonzero("float floor division by zero")
      return ((x - modulo(x, y)) / y).rounded()
    case .modulo:
      try nonzero("float modulo")
      return modulo(x, y)
    case .power: return try floatPower(x, y)
    default: return nil
    }
  }

  private static func modulo(_ x: Double, _ y: Double) -> Double {
    let rest = fmod(x, y)
    if rest == 0 { return y < 0 ? -0.0 : 0.0 }
    return (rest < 0) != (y < 0) ? rest + y : rest
  }

  static func floatPower(_ base: Double, _ exponent: Double) throws -> Double {
    if base == 0, exponent < 0 {
      throw PythonError("ZeroDivisionError", "0.0 cannot be raised to a negative power")
    }
    if base < 0, base.isFinite, exponent.isFinite, exponent != exponent.rounded() {
      throw PythonError.value("a negative number to a fractional power is a complex number")
    }
    let result = Glibc.pow(base, exponent)
    if result.isInfinite, base.isFinite, exponent.isFinite {
      throw PythonError("OverflowError", "(34, 'Numerical result out of range')")
    }
    return result
  }

  // MARK: Sequences

  private static func sequences(
    _ binary: BinaryOperator, _ a: Value, _ b: Value, _ session: Session
  ) throws -> Value? {
    switch (binary, a, b) {
    case (.add, .string(let x), .string(let y)):
      try session.limits.check(items: x.utf8.count + y.utf8.count)
      return .string(x + y)
    case (.add, .list(let x), .list(let y)):
      try session.limits.check(items: x.items.count + y.items.count)
      return .list(PythonList(x.items + y.items))
    case (.add, .tuple(let x), .tuple(let y)):
      try session.limits.check(items: x.count + y.count)
      return .tuple(x + y)
    case (.add, .list, _):
      throw PythonError.type("can only concatenate list (not \"\(b.typeName)\") to list")
    case (.add, .string, _):
      throw PythonError.type("can only concatenate str (not \"\(b.typeName)\") to str")
    case (.multiply, .integer(let count), _), (.multiply, _, .integer(let count)):
      let sequence = if case .integer = a { b } else { a }
      return try repeated(sequence, count, session)
    default: return nil
    }
  }

  private static func repeated(_ sequence: Value, _ count: Int, _ session: Session) throws -> Value?
  {
    let count = max(0, count)
    func check(_ length: Int) throws {
      let (total, overflow) = length.multipliedReportingOverflow(by: count)
      try session.limits.check(items: overflow ? .max : total)
    }
    switch sequence {
    case .string(let text):
      try check(text.utf8.count)
      return .string(String(repeating: text, count: count))
    case .list(let list):
      try check(list.items.count)
      return .list(PythonList(Array(repeating: list.items, count: count).flatMap { $0 }))
    case .tuple(let items):
      try check(items.count)
      return .tuple(Array(repeating: items, count: count).flatMap { $0 })
    default: return nil
    }
  }

  // MARK: Tensors

  private static func refuseTruth(_ x: Variable, _ y: Variable) throws {
    guard x.dtype == .bool || y.dtype == .bool else { return }
    throw TensorError(
      x.dtype == y.dtype
        ? "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or "
          + "`logical_xor()` operator instead."
        : "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying "
          + "to invert a mask, use the `~` or `logical_not()` operator instead.")
  }

  private static func tensors(
    _ binary: BinaryOperator, _ a: Value, _ b: Value, _ session: Session
  ) throws -> Value? {
    guard let x = try operand(a, session), let y = try operand(b, session) else { return nil }
    switch binary {
    case .add: return .tensor(try x + y)
    case .subtract:
      try refuseTruth(x, y)
      return .tensor(try x - y)
    case .multiply: return .tensor(try x * y)
    case .divide: return .tensor(try x / y)
    case .power: return .tensor(try x.power(y))
    case .matmul:
      guard case .tensor = a, case .tensor = b else { return nil }
      return .tensor(try x.matmul(y))
    case .floorDivide:
      return .tensor(session.tape.constant(try x.value.floorDivided(by: y.value)))
    case .modulo: return .tensor(session.tape.constant(try x.value.remainder(y.value)))
    case .bitAnd, .bitOr, .bitXor:
      guard x.dtype == .bool, y.dtype == .bool else { return nil }
      let result =
        switch binary {
        case .bitAnd: try x.value.minimum(y.value)
        case .bitOr: try x.value.maximum(y.value)
        default: try x.value.compared(.notEqual, to: y.value)
        }
      return .tensor(session.tape.constant(result))
    case .shiftLeft, .shiftRight: return nil
    }
  }

  /// A tensor, or a number as a bare number on the session's tape.
  static func operand(_ value: Value, _ session: Session) throws -> Variable? {
    switch value {
    case .tensor(let variable): variable
    case .bool(let truth): session.tape.constant(try .number(truth ? 1 : 0))
    case .integer(let number): session.tape.constant(try .number(number))
    case .float(let number): session.tape.constant(try .number(number))
    default: nil
    }
  }
}
