import Autograd
import Tensors

/// What only a tensor's method does: `x.item()`, `x.backward()`, `x.zero_()`, ….
enum TensorMethods {
  nonisolated(unsafe) static let all: [String: Function] = {
    let functions = reading + gradients + conversions + inPlace
    return Dictionary(uniqueKeysWithValues: functions.map { ($0.name, $0) })
  }()

  private static var reading: [Function] {
    [
      Function("item", ["input"]) { _, arguments in
        let value = try arguments.tensor("input").value
        _ = try value.item()
        return TensorAccess.item(value)
      },
      Function("tolist", ["input"]) { _, arguments in
        try TensorAccess.list(try arguments.tensor("input").value)
      },
      Function("numel", ["input"]) { _, arguments in
        .integer(try arguments.tensor("input").value.count)
      },
      Function("dim", ["input"]) { _, arguments in
        .integer(try arguments.tensor("input").shape.count)
      },
      Function("size", ["input", "dim"]) { _, arguments in
        let shape = try arguments.tensor("input").shape
        guard let dim = try arguments.integer("dim") else { return .size(shape) }
        return .integer(shape[try Shapes.axis(dim, rank: shape.count)])
      },
    ]
  }

  private static var gradients: [Function] {
    [
      Function("backward", ["input", "gradient", "retain_graph"]) { _, arguments in
        var upstream: Tensor?
        if case .tensor(let gradient)? = arguments["gradient"] { upstream = gradient.value }
        try arguments.tensor("input").backward(
          upstream, retainGraph: try arguments.bool("retain_graph"))
        return .none
      },
      TensorFunctions.one("detach") { $0.detached() },
      TensorFunctions.one("clone") { try $0.apply(.clone) },
      TensorFunctions.one("retain_grad") {
        $0.retainGradient()
        return $0
      },
      Function("requires_grad_", ["input", "requires_grad"]) { _, arguments in
        let variable = try arguments.tensor("input")
        let isRequired = arguments["requires_grad"] == nil
        try variable.setRequiresGradient(
          try isRequired || arguments.bool("requires_grad"))
        return .tensor(variable)
      },
    ]
  }

  private static var conversions: [Function] {
    func conversion(_ name: String, _ type: DataType) -> Function {
      TensorFunctions.one(name) { try converted($0, to: type) }
    }
    return [
      conversion("float", .float32), conversion("double", .float64), conversion("long", .int64),
      conversion("bool", .bool),
      Function("to", ["input", "dtype"]) { _, arguments in
        let variable = try arguments.tensor("input")
        guard let type = try arguments.dtype() else { return .tensor(variable) }
        return .tensor(try converted(variable, to: type))
      },
    ]
  }

  /// No gradient flows through whole numbers and truth values.
  private static func converted(_ variable: Variable, to type: DataType) throws -> Variable {
    type.isFloatingPoint
      ? try variable.converted(to: type) : try variable.detached().converted(to: type)
  }

  private static var inPlace: [Function] {
    [
      Function("zero_", ["input"]) { _, arguments in
        try filled(try arguments.tensor("input"), 0)
      },
      Function("fill_", ["input", "value"]) { _, arguments in
        try filled(try arguments.tensor("input"), try arguments.double("value") ?? 0)
      },
      changing("add_", .add), changing("sub_", .subtract), changing("mul_", .multiply),
      changing("div_", .divide),
    ]
  }

  private static func filled(_ variable: Variable, _ value: Double) throws -> Value {
    try refuseLeaf(variable)
    try variable.value.fill(value)
    return .tensor(variable)
  }

  private static func changing(_ name: String, _ binary: BinaryOperator) -> Function {
    Function(name, ["input", "other"]) { session, arguments in
      let variable = try arguments.tensor("input")
      try refuseLeaf(variable)
      let result = try Operators.binary(
        binary, .tensor(session.tape.constant(variable.value)), try arguments.value("other"),
        session)
      if case .tensor(let result) = result {
        try TensorAccess.write(result.value, into: variable.value)
      }
      return .tensor(variable)
    }
  }

  private static func refuseLeaf(_ variable: Variable) throws {
    guard !variable.requiresGradient else {
      throw PythonError(
        "RuntimeError",
        "a leaf Variable that requires grad is being used in an in-place operation.",
        hint: "change its .data, which no gradient follows")
    }
  }
}
