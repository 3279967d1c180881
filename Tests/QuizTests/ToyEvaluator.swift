import Glibc

@testable import Quiz

/// Arithmetic in place of the prompt's language, so that the quiz is tested by itself: numbers,
/// names, + − * / **, comparisons, `and`, calls, lists and tuples.
final class ToyEvaluator: Evaluator {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  private var names: [String: Quantity] = [:]
  private var tokens: [String] = []

  static let make: EvaluatorMaker = { ToyEvaluator() }

  func run(_ code: String) throws {
    let parts = code.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw Failure(description: "SyntaxError: \(code)") }
    names[parts[0].filter { $0 != " " }] = try evaluate(parts[1])
  }

  func evaluate(_ expression: String) throws -> Quantity {
    tokens = Self.tokens(expression)
    let value = try conjunction()
    guard tokens.isEmpty else { throw Failure(description: "SyntaxError: \(tokens[0])") }
    return value
  }

  func printed(_ expression: String) throws -> String {
    try evaluate(expression).text(in: .code)
  }

  func formatted(_ expression: String, _ specification: String) throws -> String {
    let digits = Int(specification.filter(\.isNumber)) ?? 0
    let scale = pow(10.0, Double(digits))
    return String((try number(evaluate(expression)) * scale).rounded() / scale)
  }

  private static func tokens(_ text: String) -> [String] {
    var result: [String] = []
    for character in text where character != " " {
      let isWord = character.isLetter || character.isNumber || "._".contains(character)
      if let last = result.last, let end = last.last {
        let goesOn = isWord && (end.isLetter || end.isNumber || "._".contains(end))
        let isPair = ["**", "==", "!=", "<=", ">="].contains(last + String(character))
        if goesOn || isPair {
          result[result.count - 1].append(character)
          continue
        }
      }
      result.append(String(character))
    }
    return result
  }

  private func take(_ expected: String) -> Bool {
    guard tokens.first == expected else { return false }
    tokens.removeFirst()
    return true
  }

  private func number(_ quantity: Quantity) throws -> Double {
    guard let number = quantity.number else { throw Failure(description: "TypeError") }
    return number
  }

  private func conjunction() throws -> Quantity {
    var value = try comparison()
    while take("and") {
      value = .truth(try number(value) != 0 && number(comparison()) != 0)
    }
    return value
  }

  private func comparison() throws -> Quantity {
    let left = try sum()
    for (sign, holds) in [
      ("==", { $0 == $1 }), ("!=", { $0 != $1 }), ("<=", { $0 <= $1 }), (">=", { $0 >= $1 }),
      ("<", { $0 < $1 }), (">", { $0 > $1 }),
    ] as [(String, (Double, Double) -> Bool)] where take(sign) {
      return .truth(holds(try number(left), try number(sum())))
    }
    return left
  }

  private func sum() throws -> Quantity {
    var value = try product()
    while let sign = tokens.first, sign == "+" || sign == "-" {
      tokens.removeFirst()
      let right = try number(product())
      value = .number(try number(value) + (sign == "+" ? right : -right))
    }
    return value
  }

  private func product() throws -> Quantity {
    var value = try power()
    while let sign = tokens.first, sign == "*" || sign == "/" {
      tokens.removeFirst()
      let right = try number(power())
      if sign == "/", right == 0 { throw Failure(description: "ZeroDivisionError") }
      value = .number(sign == "*" ? try number(value) * right : try number(value) / right)
    }
    return value
  }

  private func power() throws -> Quantity {
    if take("-") { return .number(-(try number(power()))) }
    let base = try atom()
    return take("**") ? .number(pow(try number(base), try number(power()))) : base
  }

  private func atom() throws -> Quantity {
    guard !tokens.isEmpty else { throw Failure(description: "SyntaxError: end of input") }
    let token = tokens.removeFirst()
    if token == "(" { return try items(until: ")", isTuple: true) }
    if token == "[" { return try items(until: "]", isTuple: false) }
    if let number = Double(token), token.first?.isNumber == true { return .number(number) }
    if take("(") {
      let argument = try items(until: ")", isTuple: true)
      switch token {
      case "exp": return .number(exp(try number(argument)))
      case "tanh": return .number(tanh(try number(argument)))
      case "abs": return .number(try number(argument).magnitude)
      case "torch.tensor": return argument
      default: throw Failure(description: "NameError: \(token)")
      }
    }
    if ["exp", "tanh"].contains(token) { return .other("<function \(token)>") }
    if token == "nan" || token == "inf" { return .number(token == "nan" ? .nan : .infinity) }
    guard let value = names[token] else { throw Failure(description: "NameError: \(token)") }
    return value
  }

  private func items(until end: String, isTuple: Bool) throws -> Quantity {
    var values: [Quantity] = []
    var commas = 0
    while !take(end) {
      values.append(try conjunction())
      if take(",") {
        commas += 1
      } else if tokens.first != end {
        throw Failure(description: "SyntaxError: \(end) is missing")
      }
    }
    if isTuple {
      if values.count == 1, commas == 0 { return values[0] }
      return .tuple(try values.map { Int(try number($0)) })
    }
    if case .tensor(let inner, _)? = values.first {
      let joined = values.compactMap(\.rows).joined().flatMap { $0 }
      return .tensor(shape: [values.count] + inner, values: joined)
    }
    return .tensor(shape: [values.count], values: try values.map(number))
  }
}
