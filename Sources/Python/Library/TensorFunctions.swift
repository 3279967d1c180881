import Autograd
import Tensors

/// PyTorch's functions of a tensor, each by one name as `torch.sum(x)` and as `x.sum()`. The
/// first parameter is the tensor.
enum TensorFunctions {
  nonisolated(unsafe) static let all: [String: Function] = {
    let functions =
      elementwise + binary + reductions + shapes + products + choices + activations
    return Dictionary(functions.map { ($0.name, $0) }) { first, _ in first }
  }()

  /// A function of `input` and nothing else.
  static func one(_ name: String, _ body: @escaping (Variable) throws -> Variable) -> Function {
    Function(name, ["input"]) { _, arguments in .tensor(try body(try arguments.tensor("input"))) }
  }

  /// A function through which no gradient flows.
  private static func value(_ name: String, _ body: @escaping (Tensor) throws -> Tensor) -> Function
  {
    one(name) { $0.tape.constant(try body($0.value)) }
  }

  private static var elementwise: [Function] {
    [
      one("exp") { try $0.exp() }, one("log") { try $0.log() }, one("sqrt") { try $0.squareRoot() },
      one("abs") { try $0.absolute() }, one("sin") { try $0.sin() }, one("cos") { try $0.cos() },
      one("tanh") { try $0.tanh() }, one("sigmoid") { try $0.sigmoid() },
      one("neg") { try -$0 }, one("square") { try $0.power($0.tape.constant(.number(2))) },
      one("sign") { try $0.apply(.step(.sign)) }, one("floor") { try $0.apply(.step(.floor)) },
      one("ceil") { try $0.apply(.step(.ceil)) }, one("round") { try $0.apply(.step(.round)) },
      value("isnan") { try $0.compared(.notEqual, to: $0) },
      Function("clamp", ["input", "min", "max"]) { _, arguments in
        .tensor(
          try arguments.tensor("input").apply(
            .clamp(low: try arguments.double("min"), high: try arguments.double("max"))))
      },
    ]
  }

  // MARK: Two operands

  private static var binary: [Function] {
    func operation(_ name: String, _ binary: BinaryOperator) -> Function {
      Function(name, ["input", "other"]) { session, arguments in
        try Operators.binary(
          binary, try arguments.value("input"), try arguments.value("other"), session)
      }
    }
    func comparison(_ name: String, _ comparator: Comparator) -> Function {
      Function(name, ["input", "other"]) { session, arguments in
        try Operators.compare(
          comparator, try arguments.value("input"), try arguments.value("other"), session)
      }
    }
    return [
      operation("add", .add), operation("sub", .subtract), operation("mul", .multiply),
      operation("div", .divide), operation("matmul", .matmul), operation("pow", .power),
      operation("mv", .matmul), operation("bmm", .matmul),
      Function("mm", ["input", "mat2"]) { _, arguments in
        let (a, b) = (try arguments.tensor("input"), try arguments.tensor("mat2"))
        guard a.shape.count == 2 else { throw TensorError("self must be a matrix") }
        guard b.shape.count == 2 else { throw TensorError("mat2 must be a matrix") }
        return .tensor(try a.matmul(b))
      },
      Function("dot", ["input", "tensor"]) { _, arguments in
        let (a, b) = (try arguments.tensor("input"), try arguments.tensor("tensor"))
        guard a.shape.count == 1, b.shape.count == 1 else {
          throw TensorError(
            "1D tensors expected, but got \(a.shape.count)D and \(b.shape.count)D tensors")
        }
        return .tensor(try a.matmul(b))
      },
      comparison("eq", .equal), comparison("ne", .notEqual),
      comparison("lt", .less), comparison("le", .lessOrEqual), comparison("gt", .greater),
      comparison("ge", .greaterOrEqual),
      Function("outer", ["input", "vec2"]) { _, arguments in
        let column = try arguments.tensor("input").unsqueezed(1)
        return .tensor(try column * arguments.tensor("vec2").unsqueezed(0))
      },
      Function("maximum", ["input", "other"]) { _, arguments in
        .tensor(try arguments.tensor("input").maximum(arguments.tensor("other")))
      },
      Function("minimum", ["input", "other"]) { _, arguments in
        .tensor(try arguments.tensor("input").minimum(arguments.tensor("other")))
      },
      Function("equal", ["input", "other"]) { _, arguments in
        .bool(try arguments.tensor("input").value.isEqual(to: arguments.tensor("other").value))
      },
      Function("allclose", ["input", "other", "rtol", "atol"]) { _, arguments in
        let (a, b) = (try arguments.tensor("input").value, try arguments.tensor("other").value)
        let relative = try arguments.double("rtol") ?? 1e-5
        let absolute = try arguments.double("atol") ?? 1e-8
        let shape = try Shapes.broadcast(a.shape, b.shape)
        let pairs = zip(try a.expanded(to: shape).doubles, try b.expanded(to: shape).doubles)
        return .bool(pairs.allSatisfy { $0 == $1 || abs($0 - $1) <= absolute + relative * abs($1) })
      },
    ]
  }

  // MARK: Reductions

  private static var reductions: [Function] {
    func reduction(
      _ name: String, _ body: @escaping (Variable, [Int]?, Bool) throws -> Variable
    ) -> Function {
      Function(name, ["input", "dim", "keepdim"]) { _, arguments in
        .tensor(
          try body(
            try arguments.tensor("input"), try arguments.dimensions("dim"),
            try arguments.bool("keepdim")))
      }
    }
    return [
      reduction("sum") { try $0.sum($1, keepDim: $2) },
      reduction("mean") { try $0.mean($1, keepDim: $2) },
      Function("var", ["input", "dim", "correction", "keepdim"]) { _, arguments in
        .tensor(
          try arguments.tensor("input").apply(
            .variance(
              dims: try arguments.dimensions("dim"),
              correction: try arguments.integer("correction") ?? 1,
              keepDim: try arguments.bool("keepdim"))))
      },
      Function("std", ["input", "dim", "correction", "keepdim"]) { _, arguments in
        .tensor(
          try arguments.tensor("input").apply(
            .standardDeviation(
              dims: try arguments.dimensions("dim"),
              correction: try arguments.integer("correction") ?? 1,
              keepDim: try arguments.bool("keepdim"))))
      },
      extreme(
        "max", { try $0.maximum() }, { try $0.maximum(along: $1, keepDim: $2) },
        { try $0.argmax($1, keepDim: $2) }),
      extreme(
        "min", { try $0.minimum() }, { try $0.minimum(along: $1, keepDim: $2) },
        { try $0.argmin($1, keepDim: $2) }),
      Function("argmax", ["input", "dim", "keepdim"]) { session, arguments in
        .tensor(
          session.tape.constant(
            try arguments.tensor("input").value.argmax(
              try arguments.integer("dim"), keepDim: try arguments.bool("keepdim"))))
      },
      Function("argmin", ["input", "dim", "keepdim"]) { session, arguments in
        .tensor(
          session.tape.constant(
            try arguments.tensor("input").value.argmin(
              try arguments.integer("dim"), keepDim: try arguments.bool("keepdim"))))
      },
      one("norm") { try $0.apply(.norm) },
      Function("any", ["input"]) { session, arguments in
        let found = try arguments.tensor("input").value.doubles.contains { $0 != 0 }
        return .tensor(session.tape.constant(try .scalar(found ? 1 : 0, dtype: .bool)))
      },
      Function("all", ["input"]) { session, arguments in
        let holds = try arguments.tensor("input").value.doubles.allSatisfy { $0 != 0 }
        return .tensor(session.tape.constant(try .scalar(holds ? 1 : 0, dtype: .bool)))
      },
    ]
  }

  /// `max` or `min`: of all elements, or along a dimension with the places.
  private static func extreme(
    _ name: String, _ whole: @escaping (Variable) throws -> Variable,
    _ along: @escaping (Variable, Int, Bool) throws -> Variable,
    _ places: @escaping (Tensor, Int, Bool) throws -> Tensor
  ) -> Function {
    Function(name, ["input", "dim", "keepdim"]) { session, arguments in
      let input = try arguments.tensor("input")
      if case .tensor(let other)? = arguments["dim"] {
        return .tensor(try name == "max" ? input.maximum(other) : input.minimum(other))
      }
      guard let dim = try arguments.integer("dim") else { return .tensor(try whole(input)) }
      let keepDim = try arguments.bool("keepdim")
      return .named(
        NamedTuple(
          typeName: "torch.return_types." + name, names: ["values", "indices"],
          items: [
            .tensor(try along(input, dim, keepDim)),
            .tensor(session.tape.constant(try places(input.value, dim, keepDim))),
          ]))
    }
  }

  // MARK: Shapes

  private static var shapes: [Function] {
    [
      Function("reshape", ["input", "*shape"]) { _, arguments in
        .tensor(try arguments.tensor("input").reshaped(try arguments.shape("shape")))
      },
      Function("view", ["input", "*size"]) { _, arguments in
        let input = try arguments.tensor("input")
        let shape = try arguments.shape("size")
        // A view that would need a copy is refused, as PyTorch does.
        _ = try input.value.viewed(shape)
        return .tensor(try input.reshaped(shape))
      },
      Function("flatten", ["input", "start_dim", "end_dim"]) { _, arguments in
        let input = try arguments.tensor("input")
        let shape = try input.value.flattened(
          from: try arguments.integer("start_dim") ?? 0,
          to: try arguments.integer("end_dim") ?? -1
        ).shape
        return .tensor(try input.reshaped(shape))
      },
      Function("transpose", ["input", "dim0", "dim1"]) { _, arguments in
        .tensor(
          try arguments.tensor("input").transposed(
            try arguments.integer("dim0") ?? 0, try arguments.integer("dim1") ?? 1))
      },
      one("t") { $0.shape.count < 2 ? $0 : try $0.transposed(0, 1) },
      Function("permute", ["input", "*dims"]) { _, arguments in
        .tensor(try arguments.tensor("input").permuted(try arguments.shape("dims")))
      },
      Function("expand", ["input", "*size"]) { _, arguments in
        .tensor(try arguments.tensor("input").expanded(to: try arguments.shape("size")))
      },
      Function("squeeze", ["input", "dim"]) { _, arguments in
        .tensor(try arguments.tensor("input").squeezed(try arguments.integer("dim")))
      },
      Function("unsqueeze", ["input", "dim"]) { _, arguments in
        .tensor(try arguments.tensor("input").unsqueezed(try arguments.integer("dim") ?? 0))
      },
      joining("cat") { try .concatenated($0, $1) },
      joining("stack") { try .stacked($0, $1) },
    ]
  }

  private static func joining(
    _ name: String, _ body: @escaping ([Variable], Int) throws -> Variable
  ) -> Function {
    Function(name, ["tensors", "dim"]) { session, arguments in
      let parts = try arguments.value("tensors").items(session).map { value in
        guard case .tensor(let variable) = value else {
          throw PythonError.type(
            "expected Tensor as element in argument 0, but got \(value.typeName)")
        }
        return variable
      }
      return .tensor(try body(parts, try arguments.integer("dim") ?? 0))
    }
  }

  // MARK: Choices

  private static var choices: [Function] {
    [
      Function("where", ["condition", "input", "other"]) { session, arguments in
        let condition = try arguments.tensor("condition").value
        guard let a = try Operators.operand(try arguments.value("input"), session),
          let b = try Operators.operand(try arguments.value("other"), session)
        else { throw PythonError.type("where() takes a condition and two tensors or numbers") }
        let result = try Variable.choose(condition, a, else: b)
        let isOfNumbers = a.value.isNumber && b.value.isNumber && result.dtype.isFloatingPoint
        return .tensor(isOfNumbers ? try result.converted(to: session.defaultDType) : result)
      },
      Function("gather", ["input", "dim", "index"]) { _, arguments in
        .tensor(
          try arguments.tensor("input").gathered(
            try arguments.integer("dim") ?? 0, try arguments.tensor("index").value))
      },
      Function("one_hot", ["tensor", "num_classes"]) { session, arguments in
        let classes = try arguments.tensor("tensor").value
        let count =
          try arguments.integer("num_classes") ?? (classes.integers.max() ?? -1) + 1
        try session.limits.check(items: max(0, count))
        let flat = try Tensor.oneHot(classes.integers, count: count, dtype: .int64)
        return .tensor(session.tape.constant(try flat.reshaped(classes.shape + [count])))
      },
    ]
  }

  private static var products: [Function] {
    [
      Function("linear", ["input", "weight", "bias"]) { _, arguments in
        let product = try arguments.tensor("input").matmul(
          try arguments.tensor("weight").transposed())
        guard arguments["bias"] != nil else { return .tensor(product) }
        return .tensor(try product + arguments.tensor("bias"))
      }
    ]
  }

  private static var activations: [Function] {
    func along(_ name: String, _ body: @escaping (Variable, Int) throws -> Variable) -> Function {
      Function(name, ["input", "dim"]) { _, arguments in
        guard let dim = try arguments.integer("dim") else {
          throw PythonError(
            "TypeError", "\(name)() missing required argument 'dim'",
            hint: "dim=-1 is the last dimension")
        }
        return .tensor(try body(try arguments.tensor("input"), dim))
      }
    }
    return [
      one("relu") { try $0.relu() }, one("softplus") { try $0.softplus() },
      along("softmax") { try $0.softmax($1) },
      along("log_softmax") { try $0.logSoftmax($1) },
    ]
  }
}
