import Autograd
import Canvas
import Languages
import Plots
import Python
import Tensors

/// A computation that is stepped through: forward one node at a time, backward one edge at a
/// time, and the update of the leaves, with the rule of each step in symbols and in numbers.
public struct StepperDemo: Demo {
  public typealias Parameters = StepperParameters
  public static let kind = "stepper"

  /// What is typed just now.
  enum Purpose: Equatable {
    /// A new value of a leaf.
    case edit(leaf: Int)
    /// The gradient that a step of the backward pass will give.
    case guess(step: Int)
  }

  /// How a guess turned out.
  struct Verdict: Equatable {
    var step: Int
    var guess: String
    var isRight: Bool
  }

  let language: Language
  let names: StepperNames
  /// Where what is typed is evaluated.
  let scratch: Session
  private let original: StepperWalk
  /// The names that had no value and got one.
  let drawn: [String]
  /// The line whose value is walked back from.
  private let lastLine: String

  var walk: StepperWalk
  var selection: Int?
  var player = StepperPlayer()
  var isDetailed = false
  /// Which element of vectors and matrices is worked out in the scalar detail.
  var element = 0
  var showsDifferences = false
  /// The derivatives measured at an edition of the walk's values.
  private var measured: (edition: Int, differences: [Int: [Double]])?
  var predicts: Bool
  var rightCount = 0
  var askedCount = 0
  var verdict: Verdict?
  var typing: (purpose: Purpose, field: TextField)?
  var message: String?
  var inspector: StepperInspector?
  /// How many operations a measurement of all derivatives may take.
  private static let measurements = 20_000
  /// The size of the last picture, to find the node under the mouse.
  private let picture = PictureSize()

  private final class PictureSize {
    var size = Size(width: 0, height: 0)
  }

  public init(_ parameters: StepperParameters, session: Session, language: Language) throws {
    let rate = parameters.rate ?? 0.1
    guard rate.isFinite else {
      throw DemoError(parameter: "rate", language("the rate must be a number"))
    }
    let program = try StepperProgram(parameters, language: language)
    var walk = try StepperWalk(program.trace, rate: rate)
    if parameters.start == .backward { try walk.go(to: .backward) }
    self.language = language
    self.walk = walk
    original = walk
    names = StepperNames(program.trace)
    lastLine = Self.lastLine(of: parameters.code)
    scratch = Session(defaultDType: .float64)
    scratch.takesListsForVectors = true
    predicts = parameters.predict ?? false
    drawn = program.drawn
  }

  /// A stepper on an expression, or on a program whose last line is one: `a = 2; tanh(a*b)`.
  public init(source: String, seed: UInt64 = 1, language: Language) throws {
    try self.init(
      StepperParameters(code: source, seed: seed), session: Session(), language: language)
  }

  public var title: String { language("step by step: {0}", lastLine) }

  private static func lastLine(of code: String) -> String {
    let lines = code.split { $0.isNewline || $0 == ";" }
    return lines.last.map { $0.drop { $0 == " " } }.map(String.init) ?? ""
  }

  public func preferredHeight(width: Int) -> Int {
    min(max(StepperLayout.view(self, width: width).naturalSize.height, 5), 18) + 11
  }

  public var wantsTicks: Bool { player.wantsTicks }

  public mutating func update(_ event: DemoEvent) -> [DemoEffect] {
    defer { measure() }
    switch event {
    case .tick(let seconds):
      if player.tick(seconds) { attempt { try $0.step() } }
      return []
    case .input(.key(let key)): return update(key)
    case .input(.paste(let text)):
      for character in text where !character.isNewline {
        _ = typing?.field.update(.character(character))
      }
      return []
    case .input(.mouse(let mouse)):
      click(mouse)
      return []
    case .input, .message: return []
    }
  }

  /// Does something that may fail, and says why it did.
  mutating func attempt(_ body: (inout StepperDemo) throws -> Void) {
    message = nil
    do {
      try body(&self)
    } catch {
      player.stop()
      message = "\(error)"
    }
  }

  mutating func restart() {
    walk = original
    selection = nil
    verdict = nil
    typing = nil
    (rightCount, askedCount) = (0, 0)
    player.stop()
  }

  private mutating func click(_ mouse: Mouse) {
    guard mouse.action == .press, inspector == nil else { return }
    let layout = StepperLayout(self, Rect(picture.size))
    guard let place = layout.view.node(at: mouse.at, in: layout.graph) else { return }
    let node = graph.node(at: place)
    selection = selection == node ? nil : node
    player.arrive()
  }

  // MARK: Drawing

  var graph: StepperGraph {
    StepperGraph(
      walk: walk, names: names, selection: selection, asked: askedStep, travel: player.travel,
      isDetailed: isDetailed, differences: showsDifferences ? measured?.differences : nil)
  }

  /// The step whose gradient is asked for now.
  var askedStep: Int? {
    if case .guess(let step)? = typing?.purpose { step } else { nil }
  }

  /// Measures the derivatives of this round's nodes, if that was not done yet.
  private mutating func measure() {
    guard showsDifferences, measured?.edition != walk.edition else { return }
    let nodes = walk.trace.nodes
    let limit = max(1, Self.measurements / max(1, nodes.count * nodes.count))
    var differences: [Int: [Double]] = [:]
    for node in nodes.indices where nodes[node].requiresGradient {
      differences[node] = (try? walk.trace.centralDifferences(at: node, limit: limit)) ?? []
    }
    measured = (walk.edition, differences)
  }

  public func render(into frame: inout Frame, in area: Rect) {
    picture.size = area.size
    guard !area.isEmpty else { return }
    if let inspector {
      inspector.render(into: &frame, in: area, demo: self)
    } else {
      StepperLayout(self, area).render(into: &frame)
    }
  }

  // MARK: The lesson's variables

  public mutating func refresh(from session: Session) {
    var changed = walk
    for (leaf, name) in namedLeaves {
      guard let value = session.variables[name]?.asTensor(dtype: .float64),
        let tensor = try? value.converted(to: .float64),
        tensor.shape == walk.trace.nodes[leaf].value.shape,
        !Self.agrees(tensor, walk.trace.nodes[leaf].value)
      else { continue }
      do { try changed.set(leaf, to: tensor) } catch { message = "\(error)" }
    }
    walk = changed
  }

  /// Whether two tensors are the same up to the digits that float32 holds.
  private static func agrees(_ a: Tensor, _ b: Tensor) -> Bool {
    zip(a.doubles, b.doubles).allSatisfy { abs($0 - $1) <= 1e-6 * max(1, abs($0), abs($1)) }
  }

  public func share(with session: Session) {
    for (leaf, name) in namedLeaves {
      let node = walk.trace.nodes[leaf]
      guard let value = try? node.value.converted(to: session.defaultDType),
        let variable = try? session.tape.leaf(value, requiresGradient: node.requiresGradient)
      else { continue }
      if walk.isComplete(leaf) {
        variable.gradient = try? walk.gradient(of: leaf)?.converted(to: session.defaultDType)
      }
      session.variables[name] = .tensor(variable)
    }
  }

  private var namedLeaves: [(leaf: Int, name: String)] {
    walk.trace.nodes.indices.compactMap { node in
      guard walk.trace.nodes[node].isLeaf, let name = walk.trace.nodes[node].name else {
        return nil
      }
      return (node, name)
    }
  }
}
