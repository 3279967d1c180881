import Canvas
import Tensors

/// What the keys do. One table serves dispatch, footer and help.
extension LayersDemo {
  private struct Command {
    var keys: [Key]
    var label: String
    /// In English.
    var phrase: String
    var action: (inout LayersDemo) throws -> Void

    init(
      _ keys: [Key], _ label: String, _ phrase: String,
      _ action: @escaping (inout LayersDemo) throws -> Void
    ) {
      self.keys = keys
      self.label = label
      self.phrase = phrase
      self.action = action
    }
  }

  private var commands: [Command] {
    if typing != nil {
      let isGuess = typing?.purpose != .edit
      return [
        Command([.enter], "⏎", isGuess ? "answer" : "set") { try $0.submit() },
        Command([.escape], "esc", "leave it") { $0.typing = nil },
      ]
    }
    if isInside {
      return [
        Command([.left, .character("h")], "←", "to the left") { $0.moveCursor(0, -1) },
        Command([.right, .character("l")], "→", "to the right") { $0.moveCursor(0, 1) },
        Command([.up, .character("k")], "↑", "upwards") { $0.moveCursor(-1, 0) },
        Command([.down, .character("j")], "↓", "downwards") { $0.moveCursor(1, 0) },
        Command([.character("c")], "c", "check") { $0.showsDifference.toggle() },
        Command([.character("e")], "e", "edit") { $0.beginEditing() },
        Command([.escape, .enter], "esc", "done") { $0.isInside = false },
      ]
    }
    return [
      Command([.right, .character("l")], "→", "next") { try $0.step() },
      Command([.left, .character("h")], "←", "back") { try $0.stepBack() },
      Command([.enter], "⏎", "cursor") { $0.isInside = true },
      Command([.character("p")], "p", predicts ? "stop predicting" : "predict") {
        $0.togglePrediction()
      },
      Command([.character("c")], "c", "check") { $0.showsDifference.toggle() },
      Command([.character("e")], "e", "edit") { $0.beginEditing() },
      Command([.character("s")], "s", sample == nil ? "one sample" : "next sample") {
        try $0.showNextSample()
      },
      Command([.character("u")], "u", "update") { try $0.go(to: .update) },
      Command(
        player.isPlaying ? [.character(" "), .control("c")] : [.character(" ")], "␣",
        player.isPlaying ? "pause" : "play"
      ) { $0.player.toggle() },
      Command([.character("f")], "f", "forward") { try $0.go(to: .forward) },
      Command([.character("b")], "b", "backward") { try $0.go(to: .backward) },
      Command([.character("r")], "r", "restart") { $0.restart() },
      Command([.up, .character("k")], "↑", "matrix before") { $0.pick(-1) },
      Command([.down, .character("j")], "↓", "matrix after") { $0.pick(1) },
      Command([.character("[")], "[", "slower") { $0.player.slower() },
      Command([.character("]")], "]", "faster") { $0.player.faster() },
      Command([.home], "home", "first step") { try $0.go(to: nil) },
      Command([.end], "end", "last step") { try $0.go(to: $0.stops.count - 1) },
    ]
  }

  public var bindings: [Binding] {
    commands.compactMap { command in
      command.keys.first.map {
        Binding($0, label: command.label, action: language(command.phrase))
      }
    }
  }

  public func takes(_ key: Key) -> Bool {
    if case .character = key, typing != nil { return true }
    if commands.contains(where: { $0.keys.contains(key) }) { return true }
    if var field = typing?.field { return field.update(key) }
    return key == .escape && (picked != nil || sample != nil)
  }

  mutating func update(_ key: Key) -> [DemoEffect] {
    let count = askedCount
    if let command = commands.first(where: { $0.keys.contains(key) }) {
      attempt(command.action)
    } else if typing != nil {
      _ = typing?.field.update(key)
    } else if key == .escape {
      if picked == nil { sample = nil }
      picked = nil
    }
    guard askedCount > count, let verdict else { return [] }
    return [.predicted(isRight: verdict.isRight)]
  }

  // MARK: Moving

  mutating func step() throws {
    verdict = nil
    if predicts, let next = nextStop { return ask(next) }
    guard let stop, stop == stops.count - 1 else {
      return try go(to: stop.map { $0 + 1 } ?? 0)
    }
    try walk.advance()
    try go(to: nil)
  }

  private mutating func stepBack() throws {
    player.stop()
    verdict = nil
    guard stop == nil, walk.round > 0 else {
      return try go(to: stop.flatMap { $0 > 0 ? $0 - 1 : nil })
    }
    walk.retreat()
    try go(to: stops.count - 1)
  }

  /// To a stop of this round; nil is its beginning.
  mutating func go(to stop: Int?) throws {
    let stops = stops
    self.stop = stop.map { min(max(0, $0), stops.count - 1) }
    picked = nil
    try walk.go(to: self.stop.map { stops[$0].place } ?? 0)
    try updateSample()
    clampCursor()
  }

  private mutating func go(to stage: LayersStop.Stage) throws {
    player.stop()
    if current?.stage == .update {
      try walk.go(to: walk.now.updatePlace)
      try walk.advance()
      stop = nil
    }
    try go(to: stops.firstIndex { $0.stage == stage })
  }

  private mutating func pick(_ direction: Int) {
    let known = known
    guard let place = known.firstIndex(of: shown) else { return }
    let next = known[min(max(0, place + direction), known.count - 1)]
    picked = next == current?.result ? nil : next
    clampCursor()
  }

  private mutating func moveCursor(_ down: Int, _ right: Int) {
    cursor.row += down
    cursor.column += right
    clampCursor()
  }

  private mutating func clampCursor() { clampCursor(to: tensor(shown)) }

  mutating func clampCursor(to tensor: Tensor?) {
    guard let tensor else { return }
    let (rows, columns) = tensor.extents
    cursor.row = min(max(0, cursor.row), rows - 1)
    cursor.column = min(max(0, cursor.column), columns - 1)
  }

  // MARK: One sample

  private mutating func showNextSample() throws {
    let next = sample.map { $0.index + 1 } ?? 0
    guard next < network.inputs.shape[0] else {
      sample = nil
      return clampCursor()
    }
    sample = (next, walk)
    try updateSample()
    clampCursor()
  }

  /// The sample's own walk, at the place of the batch's.
  private mutating func updateSample() throws {
    guard let index = sample?.index else { return }
    var own = try StepperWalk(network.sample(index, in: walk.trace).trace, rate: walk.rate)
    try own.go(to: min(walk.place, own.now.updatePlace - 1))
    sample = (index, own)
  }
}
