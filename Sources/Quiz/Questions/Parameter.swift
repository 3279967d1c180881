/// A value that a generated question draws from its seed.
///
/// In a lesson: `{integer: [2, 9]}`, `{decimal: [-2, 2], step: 0.1}`, `{choice: [tanh, relu]}`,
/// and with `vector: 3` or `matrix: [2, 3]` beside one of the first two, a tensor of such numbers.
public struct Parameter: Decodable, Hashable, Sendable {
  enum Values: Hashable, Sendable {
    case integers(ClosedRange<Int>)
    /// The multiples `low + k · step`, for k in `0..<count`.
    case decimals(low: Double, step: Double, count: Int)
    case choice([ExpressionSource])
  }

  enum Form: Hashable, Sendable {
    case scalar
    case vector(Int)
    case matrix(rows: Int, columns: Int)
  }

  let values: Values
  let form: Form

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(
      ["integer", "decimal", "step", "choice", "vector", "matrix"], of: "a parameter")
    values = try Self.values(fields, decoder)
    form = try Self.form(fields, decoder)
    if case .choice = values, form != .scalar {
      throw decoder.refusal("a choice gives one value; leave out `vector` and `matrix`")
    }
  }

  /// A value as source of the prompt's language.
  func draw(with dice: inout Dice) -> String {
    switch form {
    case .scalar: return number(&dice)
    case .vector(let count): return "torch.tensor(\(row(count, &dice)))"
    case .matrix(let rows, let columns):
      let lines = (0..<rows).map { _ in row(columns, &dice) }
      return "torch.tensor([\(lines.joined(separator: ", "))])"
    }
  }

  private func row(_ count: Int, _ dice: inout Dice) -> String {
    // A tensor of whole numbers would not multiply one of fractions; all are made floats.
    let numbers = (0..<count).map { _ in
      let number = number(&dice)
      return number.contains(".") ? number : number + ".0"
    }
    return "[\(numbers.joined(separator: ", "))]"
  }

  private func number(_ dice: inout Dice) -> String {
    switch values {
    case .integers(let range):
      return String(range.lowerBound + dice.number(below: range.count))
    case .decimals(let low, let step, let count):
      let value = low + Double(dice.number(below: count)) * step
      // Steps such as 0.1 are not exact in binary; nine decimals are what was meant.
      let meant = (value * 1e9).rounded() / 1e9
      return String(meant == 0 ? 0 : meant)
    case .choice(let sources):
      let index = dice.number(below: sources.count)
      return sources.indices.contains(index) ? sources[index].text : "None"
    }
  }

  private static func values(
    _ fields: KeyedDecodingContainer<AnyKey>, _ decoder: any Decoder
  ) throws -> Values {
    let integer: [Int]? = try fields.optional("integer")
    let decimal: [Double]? = try fields.optional("decimal")
    let choice: [ExpressionSource]? = try fields.optional("choice")
    let step: Double? = try fields.optional("step")
    if step != nil, decimal == nil {
      throw decoder.refusal("`step` belongs to `decimal: [low, high]`")
    }
    switch (integer, decimal, choice) {
    case (let ends?, nil, nil):
      guard ends.count == 2, ends[0] <= ends[1],
        ends.allSatisfy((-1_000_000_000...1_000_000_000).contains)
      else { throw decoder.refusal("`integer` takes [low, high] within ±1000000000") }
      return .integers(ends[0]...ends[1])
    case (nil, let ends?, nil):
      let step = step ?? 0.1
      guard ends.count == 2, ends[0] <= ends[1], ends.allSatisfy({ abs($0) <= 1e6 }), step >= 1e-6,
        step.isFinite
      else { throw decoder.refusal("`decimal` takes [low, high] within ±1e6, `step` is positive") }
      let count = ((ends[1] - ends[0]) / step + 1e-6).rounded(.down) + 1
      return .decimals(low: ends[0], step: step, count: Int(min(count, 1e13)))
    case (nil, nil, let sources?):
      guard !sources.isEmpty else { throw decoder.refusal("`choice` needs at least one value") }
      return .choice(sources)
    default:
      throw decoder.refusal("a parameter has one of `integer`, `decimal` and `choice`")
    }
  }

  private static func form(
    _ fields: KeyedDecodingContainer<AnyKey>, _ decoder: any Decoder
  ) throws -> Form {
    let vector: Int? = try fields.optional("vector")
    let matrix: [Int]? = try fields.optional("matrix")
    switch (vector, matrix) {
    case (nil, nil): return .scalar
    case (let count?, nil) where (1...64).contains(count): return .vector(count)
    case (nil, let size?) where size.count == 2 && size.allSatisfy((1...64).contains):
      return .matrix(rows: size[0], columns: size[1])
    default:
      throw decoder.refusal("`vector` takes a length, or `matrix` [rows, columns], of 1 to 64")
    }
  }
}
