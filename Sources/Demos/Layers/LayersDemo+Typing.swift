import Canvas
import Python
import Tensors

/// What is typed: a new weight, or the number that the next stop will show under the cursor.
extension LayersDemo {
  enum Purpose: Equatable {
    /// A new number in the matrix that is shown.
    case edit
    /// The number under the cursor at the stop with this index.
    case guess(stop: Int)
  }

  /// How a guess turned out.
  struct Verdict: Equatable {
    var guess: Double
    var isRight: Bool
  }

  // MARK: Editing

  /// The node of the matrix that is shown, when its numbers are the learner's to change.
  private var editable: Int? {
    switch shown {
    case .inputs, .weights, .biases: shown.node.flatMap { walk.trace.node(named: $0) }
    default: nil
    }
  }

  mutating func beginEditing() {
    guard let tensor = tensor(shown), editable != nil, sample == nil,
      let element = element(cursor, in: tensor), let value = tensor.element(element)
    else {
      message = language(
        "Only inputs, weights and biases of the batch can be changed: ↑ ↓ pick one.")
      return
    }
    player.stop()
    let text = NumberFormat()(value).map { $0 == "−" ? "-" : $0 }
    typing = (.edit, TextField(String(text)))
  }

  private mutating func set(_ value: Double) throws {
    guard let node = editable, let tensor = tensor(shown), let element = element(cursor, in: tensor)
    else { return }
    var elements = tensor.doubles
    elements[element] = value
    try walk.set(node, to: Tensor(elements, shape: tensor.shape, dtype: .float64))
    typing = nil
  }

  // MARK: Predicting

  mutating func togglePrediction() {
    predicts.toggle()
    verdict = nil
    typing = nil
    if predicts, let next = nextStop { ask(next) }
  }

  /// The next stop of this round, where there is a number to ask for.
  var nextStop: Int? {
    let next = (stop ?? -1) + 1
    return next < stops.count ? next : nil
  }

  mutating func ask(_ stop: Int) {
    player.stop()
    picked = nil
    typing = (.guess(stop: stop), TextField())
    clampCursor(to: asked)
  }

  /// The matrix that the asked number is in, as it will be.
  var asked: Tensor? {
    guard case .guess(let stop)? = typing?.purpose, stops.indices.contains(stop) else { return nil }
    var ahead = self
    ahead.typing = nil
    guard (try? ahead.go(to: stop)) != nil else { return nil }
    return ahead.tensor(stops[stop].result)
  }

  // MARK: Submitting

  mutating func submit() throws {
    guard let (purpose, field) = typing else { return }
    guard case .guess(let stop) = purpose else { return try set(number(field.text)) }
    if !field.isEmpty, let asked, let element = element(cursor, in: asked),
      let truth = asked.element(element)
    {
      let guess = try number(field.text)
      let isRight = Prediction.matches(guess, truth)
      askedCount += 1
      if isRight { rightCount += 1 }
      verdict = Verdict(guess: guess, isRight: isRight)
    }
    typing = nil
    try go(to: stop)
  }

  private func number(_ text: String) throws -> Double {
    let plain = String(text.map { $0 == "−" ? "-" : $0 })
    guard let number = try Session().evaluate(plain).asDouble, number.isFinite else {
      throw PythonError("TypeError", language("a number is needed"))
    }
    return number
  }
}
