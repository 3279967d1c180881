import Canvas
import Tensors

/// What the keys do. One table serves dispatch, footer and help.
extension StepperDemo {
  private struct Command {
    var keys: [Key]
    var label: String
    /// In English.
    var phrase: String
    var action: (inout StepperDemo) throws -> Void

    init(
      _ keys: [Key], _ label: String, _ phrase: String,
      _ action: @escaping (inout StepperDemo) throws -> Void
    ) {
      self.keys = keys
      self.label = label
      self.phrase = phrase
      self.action = action
    }
  }

  private var commands: [Command] {
    if inspector != nil { return inspectorCommands }
    if typing != nil { return typingCommands }
    return [
      Command([.right, .character("l")], "→", "next") { try $0.step() },
      Command([.left, .character("h")], "←", "back") { $0.stepBack() },
      Command([.character("p")], "p", predicts ? "stop predicting" : "predict") {
        try $0.togglePrediction()
      },
      Command([.character("c")], "c", "check") { $0.showsDifferences.toggle() },
      Command([.character("e")], "e", "edit") { try $0.beginEditing() },
      Command([.character("u")], "u", "update") { try $0.go(to: .update) },
      Command([.character("d")], "d", isDetailed ? "tensors" : "detail") {
        $0.isDetailed.toggle()
      },
      Command(
        player.isPlaying ? [.character(" "), .control("c")] : [.character(" ")], "␣",
        player.isPlaying ? "pause" : "play"
      ) { $0.player.toggle() },
      Command([.character("f")], "f", "forward") { try $0.go(to: .forward) },
      Command([.character("b")], "b", "backward") { try $0.go(to: .backward) },
      Command([.character("r")], "r", "restart") { $0.restart() },
      Command([.up, .character("k")], "↑", "node before") { $0.select(-1) },
      Command([.down, .character("j")], "↓", "node after") { $0.select(1) },
      Command([.enter], "⏎", "open") { $0.open() },
      Command([.character(",")], ",", "element before") { $0.moveElement(-1) },
      Command([.character(".")], ".", "element after") { $0.moveElement(1) },
      Command([.character("[")], "[", "slower") { $0.player.slower() },
      Command([.character("]")], "]", "faster") { $0.player.faster() },
      Command([.home], "home", "first step") { $0.jump { $0.goToStart() } },
      Command([.end], "end", "last step") { $0.jump { try? $0.goToEnd() } },
    ]
  }

  private var typingCommands: [Command] {
    var commands = [Command([.enter], "⏎", askedStep == nil ? "set" : "answer") { try $0.submit() }]
    if askedStep != nil, typing?.field.isEmpty == true {
      commands.append(Command([.right], "→", "show it") { try $0.reveal() })
      commands.append(Command([.left], "←", "back") { $0.stepBack() })
    }
    if askedStep == nil {
      commands.append(Command([.up], "↑", "leaf before") { $0.changeLeaf(-1) })
      commands.append(Command([.down], "↓", "leaf after") { $0.changeLeaf(1) })
    }
    commands.append(Command([.escape], "esc", "leave it") { $0.typing = nil })
    return commands
  }

  private var inspectorCommands: [Command] {
    [
      Command([.left, .character("h")], "←", "to the left") { $0.inspector?.move(0, -1) },
      Command([.right, .character("l")], "→", "to the right") { $0.inspector?.move(0, 1) },
      Command([.up, .character("k")], "↑", "upwards") { $0.inspector?.move(-1, 0) },
      Command([.down, .character("j")], "↓", "downwards") { $0.inspector?.move(1, 0) },
      Command([.escape, .enter], "esc", "close") { $0.closeInspector() },
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
    guard var field = typing?.field else { return key == .escape && selection != nil }
    return field.update(key)
  }

  mutating func update(_ key: Key) -> [DemoEffect] {
    let asked = verdict
    if let command = commands.first(where: { $0.keys.contains(key) }) {
      attempt(command.action)
    } else if typing != nil {
      _ = typing?.field.update(key)
    } else if key == .escape {
      selection = nil
    }
    guard let verdict, verdict != asked else { return [] }
    return [.predicted(isRight: verdict.isRight)]
  }

  // MARK: Moving

  /// One step on; in predict mode the question for the next gradient first.
  mutating func step() throws {
    selection = nil
    verdict = nil
    if predicts, let next = walk.nextPass {
      player.stop()
      ask(next)
      return
    }
    try walk.advance()
    depart()
  }

  private mutating func depart() {
    switch walk.move {
    case .compute, .pass: player.depart()
    case .begin, .seed, .update: player.arrive()
    }
  }

  mutating func stepBack() {
    selection = nil
    verdict = nil
    typing = nil
    player.stop()
    walk.retreat()
  }

  private mutating func go(to phase: StepperWalk.Phase) throws {
    selection = nil
    verdict = nil
    player.stop()
    try walk.go(to: phase)
  }

  private mutating func jump(_ body: (inout StepperWalk) -> Void) {
    selection = nil
    verdict = nil
    player.stop()
    body(&walk)
  }

  private mutating func select(_ direction: Int) {
    let shown = graph.shown
    player.arrive()
    guard !shown.isEmpty else { return }
    guard let current = selection ?? walk.nodeAtHand, let place = shown.firstIndex(of: current)
    else {
      selection = direction > 0 ? shown.first : shown.last
      return
    }
    selection = shown[min(max(0, place + direction), shown.count - 1)]
  }

  private mutating func moveElement(_ direction: Int) {
    guard let node = selection ?? walk.nodeAtHand else { return }
    isDetailed = true
    let count = walk.trace.nodes[node].value.count
    element = min(max(0, element + direction), max(0, count - 1))
  }

  private mutating func open() {
    guard let node = selection ?? walk.nodeAtHand ?? graph.shown.last else { return }
    player.stop()
    inspector = StepperInspector(walk: walk, node: node, element: element)
  }

  private mutating func closeInspector() {
    if let inspector {
      element = inspector.element
      selection = inspector.node == walk.nodeAtHand ? nil : inspector.node
    }
    inspector = nil
  }
}
