import Canvas
import Python
import Tensors

/// What is typed: a leaf's new value, or the gradient that comes next.
extension StepperDemo {
  // MARK: Editing

  mutating func beginEditing() throws {
    let leaves = editable
    guard let first = leaves.first else { return }
    edit(selection.flatMap { leaves.contains($0) ? $0 : nil } ?? first)
  }

  private var editable: [Int] {
    graph.shown.filter { walk.trace.nodes[$0].isLeaf }
  }

  private mutating func edit(_ leaf: Int) {
    player.stop()
    selection = leaf
    let value = walk.value(of: leaf) ?? walk.trace.nodes[leaf].value
    let text = StepperText.whole(value).map { $0 == "−" ? "-" : $0 }
    typing = (.edit(leaf: leaf), TextField(String(text)))
  }

  mutating func changeLeaf(_ direction: Int) {
    guard case .edit(let leaf)? = typing?.purpose else { return }
    let leaves = editable
    guard let place = leaves.firstIndex(of: leaf) else { return }
    edit(leaves[min(max(0, place + direction), leaves.count - 1)])
  }

  // MARK: Predicting

  mutating func togglePrediction() throws {
    predicts.toggle()
    verdict = nil
    guard predicts else {
      typing = nil
      return
    }
    if let next = walk.nextPass { ask(next) }
  }

  mutating func ask(_ step: Int) {
    typing = (.guess(step: step), TextField())
  }

  /// Shows what was asked for, without a guess.
  mutating func reveal() throws {
    typing = nil
    try walk.advance()
    player.depart()
  }

  // MARK: Submitting

  mutating func submit() throws {
    guard let (purpose, field) = typing else { return }
    switch purpose {
    case .edit(let leaf):
      let value = try evaluate(field.text)
      let shape = walk.trace.nodes[leaf].value.shape
      guard value.shape == shape else {
        throw DemoError(
          parameter: names[leaf],
          language(
            "{0} has the shape {1}; this has {2}.", names[leaf], Shapes.describe(shape),
            Shapes.describe(value.shape)))
      }
      try walk.set(leaf, to: value)
      typing = nil
    case .guess(let step):
      guard !field.isEmpty else { return try reveal() }
      let guess = try evaluate(field.text)
      let isRight = Self.matches(guess, walk.now.steps[step].contribution)
      askedCount += 1
      if isRight { rightCount += 1 }
      verdict = Verdict(step: step, guess: StepperText.whole(guess), isRight: isRight)
      try reveal()
    }
  }

  /// The value of an expression, in which the names of all known nodes may stand.
  private func evaluate(_ text: String) throws -> Tensor {
    for node in walk.trace.nodes.indices {
      scratch.variables[names[node]] = nil
      guard let value = walk.value(of: node), walk.trace.nodes[node].name != nil else { continue }
      scratch.variables[names[node]] = .tensor(scratch.tape.constant(value))
    }
    let plain = String(text.map { $0 == "−" ? "-" : $0 })
    guard let tensor = try scratch.evaluate(plain).asTensor(dtype: .float64) else {
      throw PythonError("TypeError", language("a number or a list of numbers is needed"))
    }
    return try tensor.converted(to: .float64)
  }

  private static func matches(_ guess: Tensor, _ truth: Tensor) -> Bool {
    guard guess.count == truth.count else { return false }
    return zip(guess.doubles, truth.doubles).allSatisfy(Prediction.matches)
  }
}
