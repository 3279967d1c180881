import Autograd
import Tensors

/// `torch`: what makes tensors, and every function of tensors.
enum TorchModule {
  static var names: [String] { Array(creation.keys) + Array(TensorFunctions.all.keys) + ["nn"] }

  static func member(_ name: String) -> Value? {
    if let function = creation[name] ?? TensorFunctions.all[name] { return .function(function) }
    return switch name {
    case "float32", "float": .dtype(.float32)
    case "float64", "double": .dtype(.float64)
    case "int64", "long": .dtype(.int64)
    case "bool": .dtype(.bool)
    case "pi": .float(.pi)
    case "inf": .float(.infinity)
    case "nan": .float(.nan)
    case "nn": try? .module(Modules.module("torch.nn"))
    default: nil
    }
  }

  /// The names of `torch.nn.functional`.
  static let functionalNames = [
    "relu", "sigmoid", "tanh", "softmax", "log_softmax", "softplus", "mse_loss", "cross_entropy",
    "binary_cross_entropy", "binary_cross_entropy_with_logits", "one_hot", "linear",
  ]

  static func functional(_ name: String) -> Value? {
    guard functionalNames.contains(name) else { return nil }
    return (TensorFunctions.all[name] ?? LossFunctions.all[name]).map(Value.function)
  }

  // MARK: Creation

  nonisolated(unsafe) private static let creation: [String: Function] = {
    let functions = literal + filled + spaced + random
    return Dictionary(uniqueKeysWithValues: functions.map { ($0.name, $0) })
  }()

  /// A tensor as a leaf of the session's tape.
  private static func leaf(_ tensor: Tensor, _ session: Session, _ arguments: Arguments) throws
    -> Value
  {
    let requires = try arguments.bool("requires_grad")
    return .tensor(try session.tape.leaf(tensor, requiresGradient: requires))
  }

  private static var literal: [Function] {
    [
      Function("tensor", ["data", "dtype", "requires_grad"]) { session, arguments in
        let data = try arguments.value("data")
        let type = try arguments.dtype()
        if case .tensor(let variable) = data {
          return try leaf(
            try variable.value.copied().converted(to: type ?? variable.dtype), session, arguments)
        }
        let tensor = try NumberArray(data).tensor(dtype: type, default: session.defaultDType)
        return try leaf(tensor, session, arguments)
      }
    ]
  }

  private static var filled: [Function] {
    func constant(_ name: String, _ number: Double) -> Function {
      Function(name, ["*size", "dtype", "requires_grad"]) { session, arguments in
        let type = try arguments.dtype() ?? session.defaultDType
        return try leaf(
          try .full(try arguments.shape("size"), number, dtype: type), session, arguments)
      }
    }
    func like(_ name: String, _ number: Double) -> Function {
      Function(name, ["input", "dtype", "requires_grad"]) { session, arguments in
        let model = try arguments.tensor("input")
        let type = try arguments.dtype() ?? model.dtype
        return try leaf(try .full(model.shape, number, dtype: type), session, arguments)
      }
    }
    return [
      constant("zeros", 0), constant("ones", 1), like("zeros_like", 0), like("ones_like", 1),
      Function("full", ["size", "fill_value", "dtype", "requires_grad"]) { session, arguments in
        let value = try arguments.value("fill_value")
        guard let shape = try arguments.value("size").asShape, let number = value.asDouble else {
          throw PythonError.type("full() takes a shape and a number")
        }
        let type: DataType =
          switch value {
          case .bool: .bool
          case .integer: .int64
          default: session.defaultDType
          }
        return try leaf(
          try .full(shape, number, dtype: try arguments.dtype() ?? type), session, arguments)
      },
      Function("eye", ["n", "m", "dtype", "requires_grad"]) { session, arguments in
        guard let n = try arguments.integer("n"), n >= 0 else {
          throw PythonError("RuntimeError", "n must be greater or equal to 0")
        }
        let m = try arguments.integer("m") ?? n
        guard m >= 0 else {
          throw PythonError("RuntimeError", "m must be greater or equal to 0, got \(m)")
        }
        let type = try arguments.dtype() ?? session.defaultDType
        return try leaf(try .eye(n, m, dtype: type), session, arguments)
      },
    ]
  }

  private static var spaced: [Function] {
    [
      Function("arange", ["start", "end", "step", "dtype", "requires_grad"]) {
        session, arguments in
        let bounds = arguments.positional.prefix(3)
        let isWhole = bounds.allSatisfy { $0.asInt != nil }
        let first = try arguments.double("start") ?? 0
        let end = try arguments.double("end")
        let step = try arguments.double("step") ?? 1
        let type = try arguments.dtype() ?? (isWhole ? .int64 : session.defaultDType)
        return try leaf(
          try .arange(end == nil ? 0 : first, end ?? first, step: step, dtype: type), session,
          arguments)
      },
      Function("linspace", ["start", "end", "steps", "dtype", "requires_grad"]) {
        session, arguments in
        let count = try arguments.integer("steps") ?? 100
        try session.limits.check(items: max(0, count))
        return try leaf(
          try .linspace(
            try arguments.double("start") ?? 0, try arguments.double("end") ?? 0, count: count,
            dtype: try arguments.dtype() ?? session.defaultDType), session, arguments)
      },
    ]
  }

  private static var random: [Function] {
    func drawn(
      _ name: String, _ draw: @escaping (inout Generator, [Int], DataType) throws -> Tensor
    ) -> Function {
      Function(name, ["*size", "dtype", "requires_grad"]) { session, arguments in
        let type = try arguments.dtype() ?? session.defaultDType
        return try leaf(
          try draw(&session.tape.generator, try arguments.shape("size"), type), session, arguments)
      }
    }
    return [
      Function("manual_seed", ["seed"]) { session, arguments in
        session.tape.generator = Generator(
          seed: UInt64(truncatingIfNeeded: try arguments.integer("seed") ?? 0))
        return .none
      },
      drawn("rand") { generator, shape, type in try generator.rand(shape, dtype: type) },
      drawn("randn") { generator, shape, type in try generator.randn(shape, dtype: type) },
    ]
  }
}
