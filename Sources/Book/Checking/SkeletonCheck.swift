/// Compares a lesson with the same lesson in another language: pages, blocks, ids, code, keys and
/// formulas are the same, only the prose differs.
struct SkeletonCheck {
  let lesson: Lesson
  /// The lesson that it is compared with.
  let model: Lesson

  func problems() -> [LessonProblem] {
    var log = ProblemLog(file: lesson.file)
    compareFrontMatter(&log)
    let pages = lesson.pages.map(\.id)
    let modelPages = model.pages.map(\.id)
    guard pages == modelPages else {
      let index = zip(pages, modelPages).prefix { $0 == $1 }.count
      let line = lesson.pages.indices.contains(index) ? lesson.pages[index].line : 1
      let expected: Phrase =
        modelPages.indices.contains(index) ? "\"\(modelPages[index])\"" : "no page"
      let got: Phrase = pages.indices.contains(index) ? "\"\(pages[index])\"" : "no page"
      log.error(
        line, "page \(index + 1) is \(got) here and \(expected) in \(model.file)",
        "give both the same pages")
      return log.problems
    }
    for (page, modelPage) in zip(lesson.pages, model.pages) {
      compare(page.blocks, modelPage.blocks, line: page.line, &log)
    }
    return log.problems
  }

  private func compareFrontMatter(_ log: inout ProblemLog) {
    let (front, other) = (lesson.frontMatter, model.frontMatter)
    let pairs = [
      ("id", front.id, other.id), ("minutes", "\(front.minutes)", "\(other.minutes)"),
      ("requires", "\(front.requires)", "\(other.requires)"),
      ("concepts", "\(front.concepts)", "\(other.concepts)"),
    ]
    for (key, mine, others) in pairs where mine != others {
      log.error(
        front.line(of: key), "\"\(key)\" is not the same as in \(model.file)",
        "make them the same")
    }
  }

  /// Tells of the first difference only: what follows it is shifted.
  private func compare(_ blocks: [Block], _ others: [Block], line: Int, _ log: inout ProblemLog) {
    for (block, other) in zip(blocks, others) {
      if block.name != other.name {
        log.error(
          block.line, "a \(block.name) stands here, and a \(other.name) at \(place(other))",
          "give both languages the same blocks")
        return
      }
      if let difference = difference(block, other, &log) {
        log.error(
          block.line, "\(difference) differs from \(place(other))", "make both the same")
      }
    }
    if blocks.count != others.count {
      let extra = blocks.count > others.count ? blocks[others.count] : others[blocks.count]
      let file = blocks.count > others.count ? model.file : lesson.file
      log.error(
        blocks.count > others.count ? extra.line : line,
        "the \(extra.name) on line \(extra.line) has no partner in \(file)",
        "give both languages the same blocks")
    }
  }

  private func place(_ block: Block) -> String { "\(model.file):\(block.line)" }

  /// What differs besides prose; nil when nothing does.
  private func difference(_ block: Block, _ other: Block, _ log: inout ProblemLog) -> Phrase? {
    switch (block.kind, other.kind) {
    case (.heading(let level, _), .heading(let otherLevel, _)):
      return level == otherLevel ? nil : "the level of the heading"
    case (.list(let list), .list(let otherList)):
      return list.items.count == otherList.items.count ? nil : "the number of items"
    case (.formula(let tex, _), .formula(let otherTeX, _)):
      return wordless(tex) == wordless(otherTeX) ? nil : "the formula"
    case (.listing(let code, _), .listing(let otherCode, _)):
      return code == otherCode ? nil : "the code"
    case (.cell(let cell), .cell(let otherCell)):
      if cell.isHidden != otherCell.isHidden { return "the word \"hidden\"" }
      if cell.source != otherCell.source { return "the code" }
      return cell.examples.map(\.output) == otherCell.examples.map(\.output) ? nil : "the output"
    case (.demo(let demo), .demo(let otherDemo)):
      if demo.id != otherDemo.id { return "the id" }
      if demo.kind != otherDemo.kind { return "the kind of demo" }
      return demo.parameters.difference(from: otherDemo.parameters)
    case (.predict(let predict), .predict(let otherPredict)):
      return difference(predict, otherPredict)
    case (.quiz(let quiz), .quiz(let otherQuiz)):
      let (mine, others) = (quiz.question.skeleton, otherQuiz.question.skeleton)
      let keys = Set(mine.keys).union(others.keys).sorted()
      return keys.first { mine[$0] != others[$0] }.map { "\"\($0)\"" }
    case (.note(let note), .note(let otherNote)):
      return note.kind == otherNote.kind ? nil : "the kind of note"
    case (.table(let table), .table(let otherTable)):
      return table.rows.map(\.count) == otherTable.rows.map(\.count) ? nil : "the table's size"
    default:
      return nil
    }
  }

  private func difference(_ predict: PredictBlock, _ other: PredictBlock) -> Phrase? {
    if predict.id != other.id { return "the id" }
    if predict.kind != other.kind { return "\"kind\"" }
    if predict.answer.source != other.answer.source { return "\"answer\"" }
    if predict.tolerance != other.tolerance { return "\"tolerance\"" }
    return predict.options.count == other.options.count ? nil : "the number of options"
  }

  /// TeX without the words of `\text{…}` and without spaces.
  private func wordless(_ tex: String) -> String {
    tex.replacing(/\\(text|mathrm|operatorname)\{[^}]*\}/, with: "\\text{}")
      .filter { !$0.isWhitespace }
  }
}

extension YAML {
  /// The name of the first key at which two values differ; nil when they are the same.
  fileprivate func difference(from other: YAML) -> Phrase? {
    let keys = Set(entries.map(\.key)).union(other.entries.map(\.key)).sorted()
    return keys.first { !Self.isSame(self[$0], other[$0]) }.map { "\"\($0)\"" }
  }

  private static func isSame(_ a: YAML?, _ b: YAML?) -> Bool {
    switch (a?.content, b?.content) {
    case (nil, nil): true
    case (.scalar(let a, _), .scalar(let b, _)): a == b
    case (.sequence(let a), .sequence(let b)):
      a.count == b.count && zip(a, b).allSatisfy { isSame($0, $1) }
    case (.mapping(let a), .mapping(let b)):
      a.count == b.count
        && zip(a, b).allSatisfy { $0.key == $1.key && isSame($0.value, $1.value) }
    default: false
    }
  }
}
