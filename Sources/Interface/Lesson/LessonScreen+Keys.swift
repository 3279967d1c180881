import Book
import Canvas

/// The keys of a lesson's page.
extension LessonScreen {
  enum Action {
    case next, previous, down, up, pageDown, pageUp, top, bottom, firstPage, lastPage
    case focusNext, focusPrevious, enter, skip, leave, edit, restore, link
  }

  var keyTable: KeyTable<Action> {
    KeyTable(
      partBindings + [
        KeyBinding([.character("n"), .right], "n", "next page", .next, isInFooter: true),
        KeyBinding([.character("p"), .left], "p", "page before", .previous, isInFooter: true),
        KeyBinding([.tab], "⇥", "next part", .focusNext, isInFooter: hasSeveralParts),
        KeyBinding(
          [.escape], "Esc", focus == nil ? "go back" : "to the page", .leave, isInFooter: true),
        KeyBinding([.backTab], "⇧⇥", "part before", .focusPrevious),
        KeyBinding([.down, .character("j")], "↓ j", "scroll down", .down),
        KeyBinding([.up, .character("k")], "↑ k", "scroll up", .up),
        KeyBinding(
          [.character(" "), .pageDown], "␣ PgDn", "a screen down, then the next page", .pageDown),
        KeyBinding([.pageUp, .character("b")], "PgUp b", "a screen up", .pageUp),
        KeyBinding([.home], "Home", "top of the page", .top),
        KeyBinding([.end], "End", "end of the page", .bottom),
        KeyBinding([.character("g")], "g", "first page", .firstPage),
        KeyBinding([.character("G")], "G", "last page", .lastPage),
      ] + (firstLink == nil ? [] : [KeyBinding([.character("f")], "f", "follow the link", .link)]))
  }

  /// What can be done with the parts of the page.
  private var partBindings: [KeyBinding<Action>] {
    guard let focus else {
      guard let block = nextInteractive(after: nil, inView: true) else { return [] }
      let enter = KeyBinding<Action>(
        [.enter], "⏎", enterPhrase(for: block), .enter, isInFooter: true)
      guard openPrediction != nil else { return [enter] }
      return [
        enter, KeyBinding([.character("s")], "s", "skip and show", .skip, isInFooter: true),
      ]
    }
    guard isCell(focus), editor == nil else { return [] }
    return [
      KeyBinding([.enter], "⏎", "run", .enter, isInFooter: true),
      KeyBinding([.character("e")], "e", "edit", .edit, isInFooter: true),
      KeyBinding([.character("r")], "r", "as the lesson has it", .restore, isInFooter: true),
    ]
  }

  private func enterPhrase(for block: Int) -> String {
    switch current.blocks[block].kind {
    case .cell: "to the code"
    case .predict: "predict"
    case .quiz: "answer"
    default: "to the demo"
    }
  }

  /// Whether the part that has the keys takes this one.
  func isTakenByFocus(_ key: Key) -> Bool {
    guard let focus else { return false }
    if editor != nil { return true }
    let place = place(focus)
    if var question = questions[place] { return question.update(.key(key)) != .ignored }
    if var prediction = openPrediction(at: focus) {
      if case .ignored = prediction.update(.key(key)) { return false }
      return true
    }
    return demos[place]?.takes(key) ?? false
  }

  // MARK: - Answers without going to the question

  /// The prediction that hides what comes next, when it is in view.
  private var openPrediction: Int? {
    let blocks = current.blocks.indices.filter(isInView)
    return blocks.first { openPrediction(at: $0) != nil }
  }

  func openPrediction(at block: Int) -> PredictionPanel? {
    guard let panel = predictions[place(block)], !run.isSettled(predict: panel.block.id) else {
      return nil
    }
    return panel
  }

  /// A number begins the answer of the first question in view, so that nobody has to go there
  /// first.
  mutating func startAnswer(with key: Key) {
    guard case .character(let character) = key, "0123456789-−.([".contains(character) else {
      return
    }
    let open = current.blocks.indices.filter(isInView).first { block in
      openPrediction(at: block) != nil || questions[place(block)]?.isSettled == false
    }
    if let open { setFocus(open) }
  }

  /// Shows the answer of the open prediction.
  mutating func skipAnswer() -> [Effect] {
    guard let block = openPrediction, let panel = openPrediction(at: block) else { return [] }
    run.skip(predict: panel.block)
    settle(block)
    return []
  }

  /// Stops a demo of this page that runs by itself.
  mutating func stopWhatRuns() -> [Effect] {
    let key = Key.control("c")
    guard let block = current.blocks.indices.first(where: { demos[place($0)]?.takes(key) == true })
    else { return [] }
    return updateDemo(place(block), .input(.key(key))) + [.notice(language("Stopped."))]
  }
}
