/// A question's names with the numbers of one seed: what its expressions are computed in and its
/// texts are filled in from.
public struct Scene {
  let question: String
  let seed: UInt64
  /// Opens sessions in which a learner's answer is computed: they know none of these names.
  let makeEvaluator: EvaluatorMaker
  private let evaluator: any Evaluator
  /// The drawn parameters' source, so that `{f}` of a choice reads as it was written.
  private let drawn: [String: String]
  private let setup: [String]

  /// How often parameters are drawn again when `require` refuses them.
  static let maximumDraws = 200

  /// Draws the parameters and runs the setup until `require` holds.
  init(_ question: Question, seed: UInt64, evaluator makeEvaluator: @escaping EvaluatorMaker) throws
  {
    self.question = question.id
    self.seed = seed
    self.makeEvaluator = makeEvaluator
    setup = question.setup
    let session = makeEvaluator()
    func attempt<T>(_ part: String, _ work: () throws -> T) throws -> T {
      do { return try work() } catch {
        throw QuestionError(question: question.id, part: part, seed: seed, reason: "\(error)")
      }
    }
    var streams: [String: Dice] = [:]
    for _ in 0..<Self.maximumDraws {
      var drawn: [String: String] = [:]
      for (name, parameter) in question.parameters.sorted(by: { $0.key < $1.key }) {
        let source = parameter.draw(with: &streams[name, default: Dice(seed: seed, stream: name)])
        drawn[name] = source
        try attempt("parameters.\(name)") { try session.run("\(name) = \(source)") }
      }
      for (index, line) in question.setup.enumerated() {
        try attempt("setup[\(index)]") { try session.run(line) }
      }
      let isAccepted = try attempt("require") {
        try question.require.map { try Self.holds($0.text, session) } ?? true
      }
      if isAccepted {
        self.drawn = drawn
        evaluator = session
        return
      }
    }
    throw QuestionError(
      question: question.id, part: "require", seed: seed,
      reason: "no draw of \(Self.maximumDraws) fulfils it; widen the parameters or loosen it")
  }

  private static func holds(_ condition: String, _ session: any Evaluator) throws -> Bool {
    try session.evaluate(condition).number.map { $0 != 0 } ?? true
  }

  /// The dice of one use of the seed.
  func dice(_ stream: String) -> Dice { Dice(seed: seed, stream: stream) }

  /// The value of an expression; `part` names it in an error.
  func value(_ source: ExpressionSource, part: String) throws -> Quantity {
    do { return try evaluator.evaluate(source.text) } catch { throw failure(part, "\(error)") }
  }

  /// Gives a value a name that later expressions and texts may use.
  func define(_ name: String, as source: ExpressionSource, part: String) throws {
    do { try evaluator.run("\(name) = (\(source.text))") } catch {
      throw failure(part, "\(error)")
    }
  }

  /// Runs a listing in a session of its own that knows the parameters and the setup.
  /// - Returns: what `show` gives afterwards, or the error that the run ended with.
  func run(_ lines: [String], show: ExpressionSource) -> ListingRun {
    let session = makeEvaluator()
    let assignments = drawn.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
    do {
      for line in assignments + setup + lines { try session.run(line) }
      return ListingRun(lines: lines, output: try session.printed(show.text))
    } catch {
      return ListingRun(lines: lines, output: "\(error)")
    }
  }

  func failure(_ part: String, _ reason: String) -> QuestionError {
    QuestionError(question: question, part: part, seed: seed, reason: reason)
  }

  /// A text with its `{expression}` and `\val{expression}` places filled in.
  func fill(_ text: String, part: String) throws -> String {
    do {
      return try Template(text).filled { place in
        if let specification = place.specification {
          let formatted = try evaluator.formatted(place.expression, specification)
          return place.context == .prose ? formatted.replacing("-", with: "−") : formatted
        }
        let value = try evaluator.evaluate(place.expression)
        if value.isOpaque, let source = drawn[place.expression] { return source }
        return value.text(in: place.context)
      }
    } catch { throw failure(part, "\(error)") }
  }
}
