import Book
import Canvas
import Demos
import Languages
import Quiz

/// The parts of a page that take keys: which has them, and what they do there.
extension LessonScreen {
  func isCell(_ block: Int) -> Bool {
    guard current.blocks.indices.contains(block), case .cell = current.blocks[block].kind else {
      return false
    }
    return true
  }

  /// The blocks that can be gone to, from top to bottom.
  private var interactive: [Int] {
    let items = layout.items.filter { $0.kind != .covered }
    let shown = Set(items.map(\.block)).union(sideDemo.map { [$0] } ?? [])
    return current.blocks.indices.filter { block in
      guard shown.contains(block) else { return false }
      switch current.blocks[block].kind {
      case .cell(let cell): return !cell.isHidden
      case .demo: return true
      case .predict(let predict): return !run.isSettled(predict: predict.id)
      case .quiz: return !(questions[place(block)]?.isSettled ?? true)
      default: return false
      }
    }
  }

  /// The blocks of which something can be seen now.
  private var blocksInView: Set<Int> {
    let seen = layout.items.filter {
      $0.kind != .covered && $0.area.bottom > scroll && $0.area.y < scroll + window.height
    }
    return Set(seen.map(\.block)).union(sideDemo.map { [$0] } ?? [])
  }

  /// Whether something of a block can be seen now.
  var isInView: (Int) -> Bool {
    let blocks = blocksInView
    return { blocks.contains($0) }
  }

  var hasSeveralParts: Bool { interactive.count > 1 }

  /// - Parameter inView: whether one that can be seen now is wanted before others.
  func nextInteractive(after block: Int?, inView: Bool) -> Int? {
    let blocks = interactive
    if inView, let seen = blocks.first(where: isInView) { return seen }
    guard let block else { return blocks.first }
    return blocks.first { $0 > block } ?? blocks.first
  }

  func previousInteractive(before block: Int?) -> Int? {
    let blocks = interactive
    guard let block else { return blocks.last }
    return blocks.last { $0 < block } ?? blocks.last
  }

  /// Gives a block the keys and scrolls it into view.
  mutating func setFocus(_ block: Int?) {
    focus = block
    editor = nil
    scroll(to: block)
  }

  /// Scrolls as little as is needed to have a block in view, and no further than the page goes.
  mutating func scroll(to block: Int?) {
    guard let block, let item = layout.items.first(where: { $0.block == block }) else { return }
    let height = window.height
    if item.area.bottom > scroll + height { scroll = item.area.bottom - height }
    if item.area.y < scroll { scroll = item.area.y }
    scrollBy(0)
  }

  /// The keys of the part that has them.
  var focusedKeys: [KeyEntry] {
    guard let focus else { return [] }
    if editor != nil {
      return [
        KeyEntry(label: "^R", phrase: "run"), KeyEntry(label: "Esc", phrase: "done"),
        KeyEntry(label: "⏎", phrase: "new line"),
        KeyEntry(label: "^_", phrase: "undo", isInFooter: false),
      ]
    }
    let place = place(focus)
    if let question = questions[place] { return question.keys }
    if let demo = demos[place] { return demo.keys }
    return openPrediction(at: focus)?.keys ?? []
  }

  /// Hands an input to the part that has the keys.
  /// - Returns: nil when it means nothing there.
  mutating func updateFocused(_ input: Input) -> [Effect]? {
    guard let focus else { return nil }
    if editor != nil { return updateEditor(input) }
    let place = place(focus)
    if var question = questions[place] {
      let outcome = question.update(input)
      questions[place] = question
      switch outcome {
      case .ignored: return nil
      case .taken: return []
      case .settled:
        settle(focus)
        return [.keep(.attempt(question.attempt))]
      }
    }
    if let prediction = openPrediction(at: focus) {
      return updatePrediction(prediction, at: place, input)
    }
    if demos[place] != nil {
      guard case .key(let key) = input else { return updateDemo(place, .input(input)) }
      guard demos[place]?.takes(key) == true else { return nil }
      return updateDemo(place, .input(input))
    }
    return nil
  }

  private mutating func updatePrediction(
    _ panel: PredictionPanel, at place: BlockPlace, _ input: Input
  ) -> [Effect]? {
    var panel = panel
    defer { predictions[place] = panel }
    switch panel.update(input) {
    case .ignored: return nil
    case .taken: return []
    case .skipped:
      run.skip(predict: panel.block)
      settle(focus)
      return []
    case .answered(let guess):
      switch run.answer(guess, predict: panel.block) {
      case .unreadable(let reason), .failed(let reason):
        panel.complain(reason)
        return []
      case .settled(let result):
        settle(focus)
        return [
          .keep(
            .prediction(
              lesson: lesson.slug, block: panel.block.id, answer: result.guess,
              isRight: result.isRight))
        ]
      }
    }
  }

  /// Gives the keys back to the page, with what was revealed at a block in view.
  mutating func settle(_ block: Int?) {
    setFocus(block)
    lastFocus = block
    focus = nil
  }

  // MARK: - Cells

  func cellSource(_ block: Int) -> String {
    if let state = run.cell(page: current.id, index: block) { return state.source }
    if case .cell(let cell) = current.blocks[block].kind { return cell.source }
    return ""
  }

  mutating func runCell(_ block: Int) -> [Effect] {
    run.run(place(block))
    refreshDemos(except: nil)
    setFocus(block)
    return []
  }

  private mutating func updateEditor(_ input: Input) -> [Effect] {
    guard var editor else { return [] }
    let outcome = editor.update(input)
    self.editor = editor
    run.edit(place(editor.block), source: editor.source)
    switch outcome {
    case .taken, .ignored: return []
    case .leave:
      self.editor = nil
      return []
    case .run:
      self.editor = nil
      return runCell(editor.block)
    }
  }

  // MARK: - Demos

  /// Hands an event to a demo, and what it changed to everything that shares the session.
  mutating func updateDemo(_ place: BlockPlace, _ event: DemoEvent) -> [Effect] {
    guard var panel = demos[place] else { return [] }
    let effects = panel.update(event)
    demos[place] = panel
    if case .input = event {
      panel.share(with: run.session)
      run.sessionChanged()
      refreshDemos(except: place)
    }
    return effects.map { effect(of: $0, at: place) }
  }

  private mutating func refreshDemos(except place: BlockPlace?) {
    for block in current.blocks.indices where self.place(block) != place {
      demos[self.place(block)]?.refresh(from: run.session)
    }
  }

  private func effect(of effect: DemoEffect, at place: BlockPlace) -> Effect {
    let job = jobNumber(of: place, in: lesson) ?? 0
    switch effect {
    case .start(let work): return .startJob(job, work)
    case .send(let command): return .sendToJob(job, command)
    case .stop: return .stopJob(job)
    case .predicted(let isRight):
      return .keep(
        .prediction(
          lesson: lesson.slug, block: "\(place.page)/\(place.index)", answer: "",
          isRight: isRight))
    case .copy(let text): return .copy(text)
    }
  }

  /// The number of a demo's job: its page and its place there.
  func jobNumber(of place: BlockPlace, in lesson: Lesson) -> Int? {
    lesson.pageIndex(id: place.page).map { $0 * Self.blocksPerPage + place.index }
  }

  /// More blocks than a page has.
  private static let blocksPerPage = 10_000

  func place(ofJob job: Int) -> BlockPlace? {
    let (page, index) = job.quotientAndRemainder(dividingBy: Self.blocksPerPage)
    guard lesson.pages.indices.contains(page) else { return nil }
    return BlockPlace(page: lesson.pages[page].id, index: index)
  }
}
