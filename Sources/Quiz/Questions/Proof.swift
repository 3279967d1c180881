import Languages

/// What the checker found wrong with a question.
public struct QuestionProblem: Hashable, Sendable, CustomStringConvertible {
  public var question: String
  /// The part at fault: `options[2]`, `hints`.
  public var part: String
  public var reason: String

  public var description: String { "question \(question), \(part): \(reason)" }
}

/// Proves a question: its key is accepted, every known slip is rejected and explained, no two
/// options look alike, hints and solution fill in, and all this for every seed.
/// - Parameter seeds: a question that is not generated is proved with a few of them only.
/// - Returns: each problem once, with the first seed that shows it; empty when the question holds.
public func prove(
  _ question: Question, seeds: Range<UInt64> = 0..<200, evaluator: @escaping EvaluatorMaker
) -> [QuestionProblem] {
  var proof = Proof(question: question)
  proof.checkStatement()
  guard proof.problems.isEmpty else { return proof.problems }
  for seed in question.isGenerated ? seeds : seeds.prefix(3) {
    do {
      let instance = try QuestionInstance(question, seed: seed, evaluator: evaluator)
      proof.check(instance)
    } catch let error as QuestionError {
      proof.report(error.part, error.reason, seed: seed)
    } catch {
      proof.report("question", "\(error)", seed: seed)
    }
  }
  proof.checkVariety()
  return proof.problems
}

private struct Proof {
  let question: Question
  var problems: [QuestionProblem] = []
  /// What each instance looked like.
  private var pictures: Set<String> = []
  private var instances = 0

  init(question: Question) { self.question = question }

  mutating func report(_ part: String, _ reason: String, seed: UInt64? = nil) {
    guard !problems.contains(where: { $0.part == part && isSame($0.reason, reason) }) else {
      return
    }
    let place = seed.map { " (seed \($0))" } ?? ""
    problems.append(
      QuestionProblem(question: question.id, part: part, reason: reason + place))
  }

  /// Whether a reported reason is this one with its seed.
  private func isSame(_ reported: String, _ reason: String) -> Bool {
    reported == reason || reported.hasPrefix(reason + " (seed ")
  }

  /// What can be seen without any numbers.
  mutating func checkStatement() {
    for fault in question.kind.faults { report(question.kindName, fault) }
    if !question.id.contains("/") { report("id", "it is to be lesson/name") }
    if question.hints.isEmpty { report("hints", "give at least one") }
    for (index, hint) in question.hints.enumerated() where hint.trimmingSpaces.isEmpty {
      report("hints[\(index)]", "it is empty")
    }
    if question.ask.trimmingSpaces.isEmpty { report("ask", "it is empty") }
    if question.solution.trimmingSpaces.isEmpty { report("solution", "it is empty") }
  }

  mutating func check(_ instance: QuestionInstance) {
    let seed = instance.seed
    instances += 1
    pictures.insert("\(instance.prompt)\n\(instance.keyText)\n\(texts(of: instance))")
    let verdict = instance.judge(instance.key, language: .english)
    if !verdict.isRight {
      report("answer", "its own key is not accepted", seed: seed)
    }
    for trap in instance.traps {
      let verdict = instance.judge(trap.entry, language: .english)
      switch verdict.outcome {
      case .right:
        report(
          trap.part, "this mistake counts as right; tell it apart with `require` or the tolerance",
          seed: seed)
      case .unreadable:
        report(trap.part, "this mistake can't be read as an answer", seed: seed)
      case .wrong where verdict.feedback.allSatisfy({ $0.trimmingSpaces.isEmpty }):
        report(trap.part, "this mistake has no feedback", seed: seed)
      case .wrong: break
      }
    }
    checkLooks(instance)
    checkRuns(verdict.runs, seed: seed)
  }

  private func texts(of instance: QuestionInstance) -> [String] {
    switch instance.presentation {
    case .options(let texts, _), .steps(let texts), .lines(let texts): texts
    case .field, .cells: []
    }
  }

  private mutating func checkLooks(_ instance: QuestionInstance) {
    let looks = texts(of: instance).map { $0.lowercased().filter { !$0.isWhitespace } }
    if case .lines = instance.presentation { return }
    if let twin = looks.first(where: { look in looks.count { $0 == look } > 1 }) {
      report(question.kindName, "two of its texts look alike: \(twin)", seed: instance.seed)
    }
  }

  private mutating func checkRuns(_ runs: [ListingRun], seed: UInt64) {
    if let first = runs.first, runs.count > 1, runs.allSatisfy({ $0.output == first.output }) {
      report(
        "fixed", "the mended listing shows the same as the wrong one: \(first.output)", seed: seed)
    }
  }

  mutating func checkVariety() {
    if question.isGenerated, instances > 20, pictures.count < 5 {
      report(
        "parameters", "\(instances) seeds give only \(pictures.count) different questions")
    }
  }
}
