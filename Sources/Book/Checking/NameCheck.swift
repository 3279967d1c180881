/// Checks that what has an id has one of its own.
struct NameCheck {
  let lesson: Lesson

  func run(_ log: inout ProblemLog) {
    var demos: [String: Int] = [:]
    var predictions: [String: Int] = [:]
    var questions: [String: Int] = [:]
    for (_, block) in lesson.allBlocks {
      switch block.kind {
      case .demo(let demo): check("demo", demo.id, block.line, &demos, &log)
      case .predict(let predict): check("prediction", predict.id, block.line, &predictions, &log)
      case .quiz(let quiz): check("question", quiz.question.id, block.line, &questions, &log)
      default: break
      }
    }
  }

  private func check(
    _ what: Phrase, _ id: String, _ line: Int, _ seen: inout [String: Int],
    _ log: inout ProblemLog
  ) {
    guard !id.isEmpty else { return }
    if let first = seen[id] {
      log.error(
        line, "the \(what) \"\(id)\" is there already, on line \(first)", "give it another id")
    } else {
      seen[id] = line
    }
  }
}
