import Languages

/// Reads what a learner typed, whatever keyboard it came from.
enum AnswerText {
  /// Longer answers are not looked at.
  static let maximumLength = 500

  /// The text with full-width digits and punctuation, typographic minus and multiplication signs
  /// replaced by those of the prompt's language.
  static func normalized(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{FF01}"..."\u{FF5E}":
        if let narrow = Unicode.Scalar(scalar.value - 0xFEE0) {
          result.unicodeScalars.append(narrow)
        }
      case "−", "–", "—", "‐", "‑", "﹣": result += "-"
      case "×", "·", "⋅", "∗": result += "*"
      case "÷", "∕": result += "/"
      case "、": result += ","
      case "。": result += "."
      case "【", "〔": result += "["
      case "】", "〕": result += "]"
      case "π": result += "math.pi"
      case "\u{3000}", "\u{A0}", "\t", "\n", "\r": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result.replacing("^", with: "**").trimmingSpaces
  }

  enum Reading<Value> {
    case value(Value)
    case unreadable(String)
  }

  /// The value of an expression that the learner typed.
  static func quantity(
    _ text: String, evaluator: EvaluatorMaker, language: Language
  ) -> Reading<Quantity> {
    let source = normalized(text)
    if source.isEmpty {
      return .unreadable(language("Type an answer first."))
    }
    guard source.count <= maximumLength else {
      return .unreadable(language("That is too long for an answer."))
    }
    // Most answers are plain numbers, and need no session.
    if source.allSatisfy({ "0123456789.-+eE".contains($0) }), let number = Double(source) {
      return .value(.number(number))
    }
    do {
      return .value(try evaluator().evaluate(source))
    } catch {
      return .unreadable(language("That can't be read: {0}", "\(error)"))
    }
  }

  /// The one finite or infinite number that the learner typed, as a number or an expression.
  static func number(
    _ text: String, evaluator: EvaluatorMaker, language: Language
  ) -> Reading<Double> {
    switch quantity(text, evaluator: evaluator, language: language) {
    case .unreadable(let advice): return .unreadable(advice)
    case .value(let quantity):
      guard let number = quantity.number else {
        return .unreadable(
          language("The answer is one number, such as −0.25 or 1/3; a decimal point, no commas."))
      }
      guard !number.isNaN else {
        return .unreadable(language("That comes out as nan, which is not a number."))
      }
      return .value(number)
    }
  }

  /// The sizes of a shape: `(64, 8, 8)`, `64x8x8`, `64×8×8`, `64 8 8`, `[64, 8, 8]`,
  /// `torch.Size([64, 8, 8])` or `64`; `()` is the shape of a single number.
  static func shape(_ text: String, language: Language) -> Reading<[Int]> {
    var source = normalized(text)
    guard !source.isEmpty else {
      return .unreadable(language("Type an answer first."))
    }
    if source.hasPrefix("torch.Size(") { source = String(source.dropFirst("torch.Size".count)) }
    while let first = source.first, let last = source.last,
      (first == "(" && last == ")") || (first == "[" && last == "]")
    {
      source = String(source.dropFirst().dropLast()).trimmingSpaces
    }
    let pieces = source.split { " ,xX*;".contains($0) }
    let sizes = pieces.compactMap { Int($0) }
    guard sizes.count == pieces.count, sizes.count <= 16, source.count <= maximumLength else {
      return .unreadable(language("A shape is whole numbers, such as (64, 8, 8) or 64x8x8."))
    }
    return .value(sizes)
  }
}

extension String {
  var trimmingSpaces: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
