extension BlockReader {
  private static let predictKeys = [
    "id", "ask", "kind", "answer", "tolerance", "options", "reveal",
  ]

  mutating func predict(_ body: String, line: Int) -> Block.Kind? {
    guard let yaml = yaml(body, line: line, word: "predict") else { return nil }
    let fields = Fields(yaml, known: Self.predictKeys, log: &log)
    let kind = predictKind(fields)
    let answer = fields.value("answer", log: &log)
    var options: [[Span]] = []
    for option in fields.optional("options")?.values ?? [] {
      options.append(words(option, key: "options"))
    }
    if kind == .choice, options.count < 2 {
      log.error(
        yaml["options"]?.place ?? yaml.place, "a choice needs two options or more",
        "write options: [first, second]")
    } else if kind != .choice, let place = yaml["options"]?.place {
      log.error(place, "only a choice has options", "remove them, or write kind: choice")
    }
    return .predict(
      PredictBlock(
        id: fields.identifier("id", log: &log), kind: kind,
        ask: fields.value("ask", log: &log).map { words($0, key: "ask") } ?? [],
        answer: CodeExpression(
          source: answer.map { Fields.text($0, key: "answer", log: &log) } ?? "",
          place: answer?.place ?? yaml.place),
        tolerance: tolerance(fields), options: options,
        reveal: fields.value("reveal", log: &log).map { words($0, key: "reveal") } ?? []))
  }

  private mutating func predictKind(_ fields: Fields) -> PredictBlock.Kind {
    let word = fields.text("kind", log: &log)
    if let kind = PredictBlock.Kind(rawValue: word) { return kind }
    if !word.isEmpty {
      Fields.unknown(
        "kind of prediction", word, at: fields.yaml["kind"]?.place ?? fields.yaml.place,
        known: PredictBlock.Kind.allCases.map(\.rawValue), log: &log)
    }
    return .number
  }

  private mutating func tolerance(_ fields: Fields) -> Double {
    guard let value = fields.optional("tolerance") else { return 0 }
    guard let number = value.text.flatMap(Double.init), number.isFinite, number >= 0 else {
      log.error(value.place, "\"tolerance\" must be a number", "write one such as 0.01")
      return 0
    }
    return number
  }

  private mutating func words(_ value: YAML, key: String) -> [Span] {
    let text = Fields.text(value, key: key, log: &log)
    return InlineText.spans(text, at: value.place, log: &log)
  }
}
