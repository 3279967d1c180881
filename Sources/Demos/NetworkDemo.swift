import Canvas
import Languages
import Plots
import Python

/// A small dense network whose every number is edited live: what depends on it changes at once.
public struct NetworkDemo: Demo {
  public static let kind = "network"

  /// Numbers larger than this are not taken.
  static let largest = 1e6
  private static let undoLimit = 500

  enum Form { case picture, matrices }

  private struct State {
    var network: DenseNetwork
    var cursor: NetworkNumber
  }

  let language: Language
  let original: DenseNetwork
  var network: DenseNetwork
  var outcomes: [DenseNetwork.Outcome]
  var cursor = NetworkNumber.weight(layer: 0, unit: 0, source: 0)
  var changed: Set<NetworkNumber> = []
  /// What the network put out before the last change.
  var outputsBefore: [Double]?
  private var past: [State] = []
  var form = Form.picture
  var editor: TextField?
  var message: String?

  public init(_ parameters: NetworkParameters, session: Session, language: Language) throws {
    self.language = language
    original = try parameters.network()
    network = original
    outcomes = try original.forward()
  }

  public var title: String {
    let sizes = [network.inputs.count] + network.layers.map(\.unitCount)
    return language("a {0} network", sizes.map(String.init).joined(separator: "-"))
  }

  var view: NetworkView {
    NetworkView(
      network: network, outcomes: outcomes, cursor: cursor, changed: changed, language: language)
  }

  // MARK: Keys

  public var bindings: [Binding] {
    guard editor == nil else {
      return [
        Binding(.enter, label: "⏎", action: language("set")),
        Binding(.escape, label: "esc", action: language("leave it")),
      ]
    }
    var bindings = [
      Binding(.up, label: "↑↓←→", action: language("another number")),
      Binding(.character("+"), label: "+/−", action: language("by 0.1")),
      Binding(.alt("+"), label: "alt +/−", action: language("by 0.01")),
      Binding(.enter, label: "⏎", action: language("type a number")),
      Binding(
        .character("v"), label: "v",
        action: form == .picture ? language("matrices") : language("picture")),
    ]
    if !past.isEmpty {
      bindings.append(Binding(.character("z"), label: "z", action: language("undo")))
    }
    if network != original {
      bindings.append(Binding(.character("r"), label: "r", action: language("first values")))
    }
    return bindings
  }

  public func takes(_ key: Key) -> Bool {
    if editor != nil { return true }
    if direction(of: key) != nil || step(of: key) != nil { return true }
    switch key {
    case .enter, .home, .end, .character("e"), .character("v"), .character("z"), .character("r"):
      return true
    default: return false
    }
  }

  public var wantsTicks: Bool { false }

  public mutating func update(_ event: DemoEvent) -> [DemoEffect] {
    guard case .input(let input) = event else { return [] }
    switch input {
    case .key(let key): editor == nil ? press(key) : type(key)
    case .paste(let text): editor?.paste(text)
    case .mouse, .resize, .resumed: break
    }
    return []
  }

  private mutating func press(_ key: Key) {
    if let direction = direction(of: key) { return move(direction) }
    if let step = step(of: key), let value = network[cursor] {
      // Sums of tenths and hundredths stay tenths and hundredths.
      return set(cursor, to: ((value + step) * 1e9).rounded() / 1e9)
    }
    switch key {
    case .home: cursor = .input(0)
    case .end: cursor = network.editableNumbers.last ?? cursor
    case .enter, .character("e"):
      editor = TextField()
      message = nil
    case .character("v"): form = form == .picture ? .matrices : .picture
    case .character("z"): undo()
    case .character("r"): reset()
    default: break
    }
  }

  private func direction(of key: Key) -> NetworkMovement.Direction? {
    switch key {
    case .up, .character("k"): .up
    case .down, .character("j"): .down
    case .left, .character("h"): .left
    case .right, .character("l"): .right
    default: nil
    }
  }

  private func step(of key: Key) -> Double? {
    switch key {
    case .character("+"), .character("="): 0.1
    case .character("-"), .character("_"), .character("−"): -0.1
    case .alt("+"), .alt("="), .shiftUp: 0.01
    case .alt("-"), .alt("_"), .shiftDown: -0.01
    default: nil
    }
  }

  private mutating func move(_ direction: NetworkMovement.Direction) {
    let movement = NetworkMovement(network: network)
    cursor =
      form == .picture
      ? movement.inPicture(direction, from: cursor) : movement.inMatrices(direction, from: cursor)
  }

  /// A key while a number is being typed.
  private mutating func type(_ key: Key) {
    switch key {
    case .escape:
      editor = nil
      message = nil
    case .enter:
      guard let text = editor?.text else { return }
      guard let value = NetworkDemo.number(text) else {
        message = language("{0} is not a number up to a million, such as −0.25", text)
        return
      }
      editor = nil
      set(cursor, to: value)
    default: _ = editor?.update(key)
    }
  }

  /// The number that a text says; nil when it is none, or too large.
  private static func number(_ text: String) -> Double? {
    let plain = text.filter { $0 != " " }.map { $0 == "−" ? "-" : String($0) }.joined()
    guard let value = Double(plain), value.magnitude <= largest else { return nil }
    return value
  }

  // MARK: Changes

  private mutating func set(_ number: NetworkNumber, to value: Double) {
    guard value.magnitude <= Self.largest else {
      message = language("numbers go up to a million here")
      return
    }
    var next = network
    next[number] = value
    remember()
    put(next)
  }

  private mutating func remember() {
    past.append(State(network: network, cursor: cursor))
    if past.count > Self.undoLimit { past.removeFirst() }
  }

  private mutating func undo() {
    guard let state = past.popLast() else { return }
    cursor = state.cursor
    put(state.network)
  }

  private mutating func reset() {
    guard network != original else { return }
    remember()
    put(original)
  }

  /// Computes a changed network, and notes what changed.
  private mutating func put(_ next: DenseNetwork) {
    let before = view
    do {
      let computed = try next.forward()
      outputsBefore = outcomes.last?.a
      network = next
      outcomes = computed
      message = nil
    } catch {
      message = "\(error)"
      return
    }
    let after = view
    changed = Set(
      shownNumbers.filter { !Self.looksSame(before.value($0), after.value($0)) })
  }

  private static func looksSame(_ a: Double, _ b: Double) -> Bool {
    a == b || (a.isNaN && b.isNaN)
  }

  /// Every number, given or computed.
  private var shownNumbers: [NetworkNumber] {
    network.editableNumbers
      + network.layers.enumerated().flatMap { layer, content in
        (0..<content.unitCount).flatMap { unit -> [NetworkNumber] in
          [.preactivation(layer: layer, unit: unit), .activation(layer: layer, unit: unit)]
        }
      }
  }

  // MARK: Variables

  /// Takes `x`, `W1`, `b1`, … where they still have the shapes of this network.
  public mutating func refresh(from session: Session) {
    var next = network
    if let x = session.numbers("x", shape: [network.inputs.count]) { next.inputs = x }
    for (index, layer) in network.layers.enumerated() {
      let suffix = Self.suffix(index, of: network)
      let shape = [layer.unitCount, layer.sourceCount]
      if let flat = session.numbers("W" + suffix, shape: shape) {
        next.layers[index].weights = (0..<layer.unitCount).map { unit in
          Array(flat[unit * layer.sourceCount..<(unit + 1) * layer.sourceCount])
        }
      }
      if let b = session.numbers("b" + suffix, shape: [layer.unitCount]) {
        next.layers[index].biases = b
      }
    }
    // Single precision gives numbers back with other last digits; those did not change.
    guard !next.isClose(to: network) else { return }
    remember()
    put(next)
  }

  /// `x`, `W1`, `b1`, …, and what they come to: `h1`, …, `y`.
  public func share(with session: Session) {
    session.set("x", network.inputs, shape: [network.inputs.count])
    for (index, layer) in network.layers.enumerated() {
      let suffix = Self.suffix(index, of: network)
      session.set(
        "W" + suffix, layer.weights.flatMap { $0 }, shape: [layer.unitCount, layer.sourceCount])
      session.set("b" + suffix, layer.biases, shape: [layer.unitCount])
      let name = index == network.layers.count - 1 ? "y" : "h\(index + 1)"
      session.set(name, outcomes[index].a, shape: [layer.unitCount])
    }
  }

  /// A network of one layer has W and b, one of several W1, W2, ….
  static func suffix(_ layer: Int, of network: DenseNetwork) -> String {
    network.layers.count > 1 ? "\(layer + 1)" : ""
  }
}
