import Glibc

/// `math`.
enum MathModule {
  /// Functions of one number. Where Python raises an error, so do they.
  static let elementwise: [(name: String, function: @Sendable (Double) throws -> Double)] = [
    ("exp", { try finite(Glibc.exp($0), from: $0) }),
    (
      "log",
      {
        guard $0 > 0 || $0.isNaN else { throw PythonError.value("math domain error") }
        return Glibc.log($0)
      }
    ),
    (
      "sqrt",
      {
        guard $0 >= 0 || $0.isNaN else { throw PythonError.value("math domain error") }
        return $0.squareRoot()
      }
    ),
    ("tanh", { Glibc.tanh($0) }),
    ("sin", { Glibc.sin($0) }),
    ("cos", { Glibc.cos($0) }),
    ("relu", { $0 > 0 || $0.isNaN ? $0 : 0 }),
    ("sigmoid", { $0 >= 0 ? 1 / (1 + Glibc.exp(-$0)) : Glibc.exp($0) / (1 + Glibc.exp($0)) }),
    ("softplus", { Swift.max($0, 0) + Glibc.log1p(Glibc.exp(-Swift.abs($0))) }),
  ]

  private static func finite(_ result: Double, from x: Double) throws -> Double {
    guard result.isFinite || !x.isFinite else {
      throw PythonError("OverflowError", "math range error")
    }
    return result
  }

  /// The functions that only `math` has.
  private static let others: [(name: String, function: @Sendable (Double) throws -> Double)] = [
    ("tan", { Glibc.tan($0) }),
    ("atan", { Glibc.atan($0) }),
    ("sinh", { try finite(Glibc.sinh($0), from: $0) }),
    ("cosh", { try finite(Glibc.cosh($0), from: $0) }),
    ("expm1", { try finite(Glibc.expm1($0), from: $0) }),
    ("erf", { Glibc.erf($0) }),
    ("fabs", { Swift.abs($0) }),
    ("log2", { try logarithm($0, Glibc.log2) }),
    ("log10", { try logarithm($0, Glibc.log10) }),
    ("log1p", { try logarithm($0 + 1) { Glibc.log1p($0 - 1) } }),
    ("degrees", { $0 * 180 / .pi }),
    ("radians", { $0 * .pi / 180 }),
  ]

  private static func logarithm(_ x: Double, _ function: (Double) -> Double) throws -> Double {
    guard x > 0 || x.isNaN else { throw PythonError.value("math domain error") }
    return function(x)
  }

  private static let bookNames: Set<String> = ["relu", "sigmoid", "softplus"]

  nonisolated(unsafe) static let members: [String: Value] = {
    var members: [String: Value] = [
      "pi": .float(.pi), "e": .float(M_E), "inf": .float(.infinity), "nan": .float(.nan),
      "tau": .float(2 * .pi),
    ]
    for (name, function) in elementwise + others where !bookNames.contains(name) {
      members[name] = .function(
        Function(name, name == "log" ? ["x", "base"] : ["x"]) { _, arguments in
          let value = try arguments.value("x")
          guard let x = value.asDouble else {
            throw PythonError.type("must be real number, not \(value.typeName)")
          }
          let result = try function(x)
          guard let base = try arguments["base"].map({ _ in try arguments.double("base") }),
            let base
          else { return .float(result) }
          return .float(result / (try function(base)))
        })
    }
    for function in wholes { members[function.name] = .function(function) }
    return members
  }()

  private static var wholes: [Function] {
    func rounding(_ name: String, _ rule: FloatingPointRoundingRule) -> Function {
      Function(name, ["x"]) { _, arguments in
        let value = try arguments.value("x")
        if let whole = value.asInt { return .integer(whole) }
        guard let number = value.asDouble else {
          throw PythonError.type("must be real number, not \(value.typeName)")
        }
        guard number.isFinite else {
          throw number.isNaN
            ? PythonError.value("cannot convert float NaN to integer")
            : PythonError("OverflowError", "cannot convert float infinity to integer")
        }
        guard let whole = Int(exactly: number.rounded(rule)) else {
          throw Operators.integerOverflow
        }
        return .integer(whole)
      }
    }
    return [
      rounding("floor", .down), rounding("ceil", .up), rounding("trunc", .towardZero),
      Function("pow", ["x", "y"]) { _, arguments in
        .float(
          try Operators.floatPower(
            try arguments.double("x") ?? 0, try arguments.double("y") ?? 0))
      },
      Function("prod", ["items"]) { session, arguments in
        try arguments.value("items").items(session).reduce(.integer(1)) {
          try Operators.binary(.multiply, $0, $1, session)
        }
      },
      Function("isclose", ["a", "b", "rel_tol", "abs_tol"]) { _, arguments in
        let (a, b) = (try arguments.double("a") ?? 0, try arguments.double("b") ?? 0)
        let relative = try arguments.double("rel_tol") ?? 1e-9
        let absolute = try arguments.double("abs_tol") ?? 0
        return .bool(
          a == b
            || Swift.abs(a - b)
              <= Swift.max(relative * Swift.max(Swift.abs(a), Swift.abs(b)), absolute)
        )
      },
      Function("isnan", ["x"]) { _, arguments in .bool((try arguments.double("x") ?? 0).isNaN) },
      Function("isinf", ["x"]) { _, arguments in
        .bool((try arguments.double("x") ?? 0).isInfinite)
      },
    ]
  }
}
