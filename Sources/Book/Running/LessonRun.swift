import Demos
import Languages
import Python
import Quiz

/// A block of a lesson, by its page and its index there.
public struct BlockPlace: Hashable, Sendable {
  public var page: String
  public var index: Int

  public init(page: String, index: Int) {
    self.page = page
    self.index = index
  }
}

/// A lesson that is being read: its session, what was run in it, what was predicted.
///
/// Cells run in the order of the lesson. Opening a page first makes up for what was left out:
/// the cells of the pages before it, then its own hidden cells.
public struct LessonRun: PageState {
  public private(set) var lesson: Lesson
  /// The language in which the program speaks to the learner.
  public let language: Language
  let engine: LessonEngine
  private var cells: [BlockPlace: CellState] = [:]
  /// What each `>>>` of a cell put out when the cell ran as the file has it.
  private(set) var exampleOutputs: [BlockPlace: [CellOutput]] = [:]
  private var predictions: [String: PredictionResult] = [:]
  /// Computed numbers stay as they were until a cell runs.
  private let numbers = ComputedNumbers()

  public init(lesson: Lesson, engine: LessonEngine, language: Language) {
    self.lesson = lesson
    self.engine = engine
    self.language = language
  }

  /// The variables of the lesson, which its demos share.
  public var session: Session { engine.session }

  /// Makes a page ready to be shown.
  public mutating func open(page index: Int) {
    guard lesson.pages.indices.contains(index) else { return }
    for earlier in lesson.pages[..<index] { runCells(of: earlier) { _ in true } }
    runCells(of: lesson.pages[index], where: \.isHidden)
  }

  private mutating func runCells(of page: Page, where isWanted: (CodeCell) -> Bool) {
    for (index, block) in page.blocks.enumerated() {
      guard case .cell(let cell) = block.kind, isWanted(cell) else { continue }
      let place = BlockPlace(page: page.id, index: index)
      if cells[place]?.output == nil { run(cell, at: place) }
    }
  }

  private func codeCell(at place: BlockPlace) -> CodeCell? {
    guard let page = lesson.pageIndex(id: place.page).map({ lesson.pages[$0] }),
      page.blocks.indices.contains(place.index),
      case .cell(let cell) = page.blocks[place.index].kind
    else { return nil }
    return cell
  }

  /// Changes what is in a cell; its output stays until it runs.
  public mutating func edit(_ place: BlockPlace, source: String) {
    guard let cell = codeCell(at: place) else { return }
    cells[place, default: CellState(source: cell.source)].source = source
  }

  /// Puts a cell back to what the lesson says.
  public mutating func restore(_ place: BlockPlace) {
    guard let cell = codeCell(at: place) else { return }
    cells[place]?.source = cell.source
  }

  /// Runs a cell, and before it those above it on its page that have not been run.
  /// - Returns: what it put out; nil when there is no cell at the place.
  @discardableResult
  public mutating func run(_ place: BlockPlace) -> CellOutput? {
    guard let cell = codeCell(at: place),
      let page = lesson.pageIndex(id: place.page).map({ lesson.pages[$0] })
    else { return nil }
    for (index, block) in page.blocks.prefix(place.index).enumerated() {
      guard case .cell(let above) = block.kind else { continue }
      let place = BlockPlace(page: page.id, index: index)
      if cells[place]?.output == nil { run(above, at: place) }
    }
    return run(cell, at: place)
  }

  @discardableResult
  private mutating func run(_ cell: CodeCell, at place: BlockPlace) -> CellOutput {
    var state = cells[place] ?? CellState(source: cell.source)
    let output: CellOutput
    if cell.examples.isEmpty {
      output = engine.run(state.source)
    } else if state.source == cell.source {
      let outputs = engine.runAtPrompt(cell.examples.map(\.source))
      exampleOutputs[place] = outputs
      output = CellOutput(of: cell.examples.map(\.source), outputs)
    } else {
      let statements = LessonEngine.statements(of: state.source)
      output = CellOutput(of: statements, engine.runAtPrompt(statements))
    }
    state.output = output
    cells[place] = state
    numbers.forget()
    return output
  }

  /// Takes another text of the lesson and keeps what still belongs to something in it.
  mutating func replace(lesson new: Lesson) {
    let old = lesson
    let (oldCells, oldExamples) = (cells, exampleOutputs)
    cells = [:]
    exampleOutputs = [:]
    lesson = new
    for page in new.pages {
      guard let before = old.pageIndex(id: page.id).map({ old.pages[$0] }) else { continue }
      for (index, block) in page.blocks.enumerated() {
        guard let source = block.code,
          let oldIndex = before.blocks.firstIndex(where: { $0.code == source })
        else { continue }
        let place = BlockPlace(page: page.id, index: index)
        let oldPlace = BlockPlace(page: page.id, index: oldIndex)
        cells[place] = oldCells[oldPlace]
        exampleOutputs[place] = oldExamples[oldPlace]
      }
    }
    let kept = Set(new.predictions).intersection(old.predictions).map(\.id)
    predictions = predictions.filter { kept.contains($0.key) }
    numbers.forget()
  }

  /// Told when something else changed the session: a demo, or the prompt.
  public mutating func sessionChanged() { numbers.forget() }

  public func cell(page: String, index: Int) -> CellState? {
    cells[BlockPlace(page: page, index: index)]
  }

  public func text(of computed: Computed) -> String? {
    numbers.text(of: computed, evaluator: engine.evaluator)
  }

  public func isSettled(predict id: String) -> Bool { predictions[id] != nil }

  /// What became of a prediction; nil while it is open.
  public func result(predict id: String) -> PredictionResult? { predictions[id] }

  /// Judges a guess and keeps the result, unless it could not be read.
  /// - Parameter guess: what was typed; the index of the option for a choice.
  public mutating func answer(_ guess: String, predict block: PredictBlock) -> PredictionAttempt {
    settle(block, guess)
  }

  /// Shows the answer without a guess. A prediction whose answer fails is settled too, so that
  /// the page goes on.
  @discardableResult
  public mutating func skip(predict block: PredictBlock) -> PredictionAttempt {
    let attempt = settle(block, nil)
    if case .failed(let reason) = attempt {
      predictions[block.id] = PredictionResult(
        guess: "", answer: Printable.lines(reason), isRight: false, isSkipped: true)
    }
    return attempt
  }

  private mutating func settle(_ block: PredictBlock, _ guess: String?) -> PredictionAttempt {
    let attempt = Prediction(block: block, engine: engine, language: language).judge(guess)
    if case .settled(let result) = attempt { predictions[block.id] = result }
    return attempt
  }
}

/// The computed numbers of a lesson and their texts. A class, so that laying out a page can
/// remember what it computed.
private final class ComputedNumbers {
  private var texts: [Computed: String?] = [:]

  func forget() { texts = [:] }

  func text(of computed: Computed, evaluator: any Evaluator) -> String? {
    if let known = texts[computed] { return known }
    var text = try? evaluator.formatted(computed.expression.source, computed.format)
    if let plain = text {
      // A negative number gets the minus sign of the prose around it.
      text = Double(plain) == nil ? Printable.lines(plain) : plain.replacing("-", with: "−")
    }
    texts[computed] = .some(text)
    return text
  }
}

extension CellOutput {
  /// The outputs of statements as the output of their cell; the place of an error counts the
  /// lines of all of them.
  fileprivate init(of statements: [String], _ outputs: [CellOutput]) {
    text = outputs.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n")
    error = outputs.last?.error
    if let place = error?.place {
      let above = statements.prefix(outputs.count - 1).map { $0.count { $0 == "\n" } + 1 }
      error?.place = Place(line: place.line + above.reduce(0, +), column: place.column)
    }
  }
}

extension Block {
  fileprivate var code: String? {
    if case .cell(let cell) = kind { cell.source } else { nil }
  }
}

extension Lesson {
  fileprivate var predictions: [PredictBlock] {
    pages.flatMap(\.blocks).compactMap {
      if case .predict(let predict) = $0.kind { predict.withoutPlaces } else { nil }
    }
  }
}

extension PredictBlock {
  /// What is asked, wherever in the file it stands.
  fileprivate var withoutPlaces: PredictBlock {
    var block = self
    block.answer.place = Place(line: 0)
    block.ask = [Span(.text(ask.plainText))]
    block.options = options.map { [Span(.text($0.plainText))] }
    block.reveal = []
    return block
  }
}
