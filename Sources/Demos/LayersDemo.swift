import Autograd
import Canvas
import Languages
import NeuralNetworks
import Plots
import Python
import Tensors

/// A dense network on a batch, walked through by matrices: forward, loss, backward, update. Each
/// stop shows what is found, what it is computed from, and the rule with the cursor's numbers.
public struct LayersDemo: Demo {
  public static let kind = "layers"

  /// What a `layers` block in a lesson may say.
  public struct Parameters: Codable, Hashable, Sendable {
    public enum Data: String, Codable, Hashable, Sendable { case digits, xor }

    /// Units in each layer, the inputs first.
    public var sizes: [Int]
    /// Of the hidden layers.
    public var activation: Activation?
    public var data: Data?
    /// How many samples.
    public var batch: Int?
    public var seed: UInt64?
    /// α, the size of an update's step.
    public var rate: Double?
  }

  let language: Language
  let network: LayersNetwork
  private let original: StepperWalk
  var walk: StepperWalk
  /// The stop of the round; nil at the beginning, where only the inputs and weights are known.
  var stop: Int?
  /// The matrix that the learner picked, in place of the one found at this stop.
  var picked: LayersQuantity?
  var cursor = (row: 0, column: 0)
  /// Whether the arrows move the cursor.
  var isInside = false
  /// The one sample that is shown, in place of the whole batch.
  var sample: (index: Int, walk: StepperWalk)?
  var showsDifference = false
  var player = StepperPlayer()
  var message: String?
  var predicts = false
  var rightCount = 0
  var askedCount = 0
  var verdict: Verdict?
  var typing: (purpose: Purpose, field: TextField)?
  /// The size of the last picture, to find the cell under the mouse.
  private let picture = PictureSize()

  private final class PictureSize {
    var size = Size(width: 0, height: 0)
    var medium = Medium()
  }

  private static let limits = (layers: 4, size: 128, batch: 64)

  public init(_ parameters: Parameters, session: Session, language: Language) throws {
    let (limits, sizes) = (Self.limits, parameters.sizes)
    guard (2...limits.layers + 1).contains(sizes.count),
      sizes.allSatisfy({ (1...limits.size).contains($0) })
    else {
      throw DemoError(
        parameter: "sizes",
        language("sizes are 2 to {0} numbers from 1 to {1}", limits.layers + 1, limits.size))
    }
    let activation = parameters.activation ?? .tanh
    guard activation != .linear else {
      throw DemoError(parameter: "activation", language("the activation is tanh, relu or sigmoid"))
    }
    let rate = parameters.rate ?? 0.5
    guard rate.isFinite else {
      throw DemoError(parameter: "rate", language("the rate must be a number"))
    }
    let data = try Self.dataset(parameters.data ?? .digits, session)
    guard data.width == sizes.first, data.classes == sizes.last else {
      throw DemoError(
        parameter: "sizes",
        language(
          "these data have {0} inputs and {1} classes: sizes must begin and end so", data.width,
          data.classes))
    }
    let count = min(parameters.batch ?? 8, data.count)
    guard (1...limits.batch).contains(count) else {
      throw DemoError(
        parameter: "batch", language("batch is a number from 1 to {0}", limits.batch))
    }
    let batch = try data.batch(Array(0..<count))
    self.language = language
    network = try LayersNetwork(
      sizes: sizes, activation: activation, inputs: batch.features, labels: batch.labels,
      seed: parameters.seed ?? 1)
    walk = try StepperWalk(network.trace, rate: rate)
    original = walk
  }

  private static func dataset(_ data: Parameters.Data, _ session: Session) throws -> LabelledRows {
    switch data {
    case .xor: try .xor
    case .digits: try session.digits().get().dataset
    }
  }

  public var title: String {
    let sizes = [network.inputs.shape[1]] + network.weights.map { $0.shape[0] }
    return language(
      "a {0} network on {1} samples", sizes.map(String.init).joined(separator: "-"),
      network.inputs.shape[0])
  }

  public func preferredHeight(width: Int) -> Int { 24 }

  public var wantsTicks: Bool { player.wantsTicks }

  public mutating func update(_ event: DemoEvent) -> [DemoEffect] {
    switch event {
    case .tick(let seconds):
      if player.tick(seconds) { attempt { try $0.step() } }
    case .input(.key(let key)): return update(key)
    case .input(.paste(let text)):
      for character in text where !character.isNewline {
        _ = typing?.field.update(.character(character))
      }
    case .input(.mouse(let mouse)) where mouse.action == .press && typing == nil:
      let layout = LayersLayout(self, Rect(picture.size))
      if let cell = layout.cell(at: mouse.at, medium: picture.medium) { cursor = cell }
    case .input, .message: break
    }
    return []
  }

  mutating func attempt(_ body: (inout LayersDemo) throws -> Void) {
    message = nil
    do {
      try body(&self)
    } catch {
      player.stop()
      message = "\(error)"
    }
  }

  // MARK: What stands now

  var stops: [LayersStop] { LayersStop.all(of: walk.now) }

  var current: LayersStop? {
    let stops = stops
    return stop.flatMap { stops.indices.contains($0) ? stops[$0] : nil }
  }

  /// The matrix that the cursor is in.
  var shown: LayersQuantity { picked ?? current?.result ?? .inputs }

  /// The matrices that are known here, in the order in which they are found.
  var known: [LayersQuantity] {
    let layers = network.weights.indices.map { $0 + 1 }
    let given = [.inputs] + layers.flatMap { [LayersQuantity.weights($0), .biases($0)] }
    return given + stops.prefix((stop ?? -1) + 1).map(\.result)
  }

  /// The numbers of a matrix: of the whole batch, or of the one sample that is shown.
  func tensor(_ quantity: LayersQuantity) -> Tensor? {
    let walk = current?.stage == .update ? self.walk : sample?.walk ?? self.walk
    if quantity == .probabilities {
      return try? walk.trace.value(named: "Z\(network.weights.count)")?.softmax(1)
    }
    guard let node = quantity.node.flatMap({ walk.trace.node(named: $0) }) else { return nil }
    if case .newWeights = quantity { return walk.updated?.trace.nodes[node].value }
    return quantity.isGradient ? walk.gradient(of: node) : walk.trace.nodes[node].value
  }

  /// The gradient's measured value at the cursor.
  var difference: (measured: Double, error: Double)? {
    guard showsDifference, shown.isGradient, let name = shown.node,
      let walk = Optional(sample?.walk ?? walk), let node = walk.trace.node(named: name),
      let gradient = tensor(shown),
      let element = element(cursor, in: gradient),
      let measured = try? walk.trace.centralDifference(at: node, element: element)
    else { return nil }
    let computed = gradient.element(element) ?? .nan
    return (measured, StepperText.relativeError([measured], [computed]))
  }

  func element(_ cell: (row: Int, column: Int), in tensor: Tensor) -> Int? {
    let columns = tensor.rank > 1 ? tensor.shape[1] : tensor.count
    let element = (tensor.rank > 1 ? cell.row : 0) * columns + cell.column
    return element < tensor.count ? element : nil
  }

  // MARK: Drawing and sharing

  public func render(into frame: inout Frame, in area: Rect) {
    (picture.size, picture.medium) = (area.size, frame.medium)
    LayersLayout(self, area).render(into: &frame)
  }

  mutating func restart() {
    self.walk = original
    (stop, picked, sample, isInside) = (nil, nil, nil, false)
    (typing, verdict, rightCount, askedCount) = (nil, nil, 0, 0)
    player.stop()
  }

  /// It shares nothing: its names belong to it alone.
  public mutating func refresh(from session: Session) {}
  public func share(with session: Session) {}

  public func plainText(width: Int) -> [String] {
    var demo = self
    demo.restart()
    var lines = [title]
    for (number, stop) in demo.stops.enumerated() {
      guard (try? demo.go(to: number)) != nil else { break }
      demo.cursor = (0, 0)
      for (place, row) in demo.formulas(of: stop).rows.enumerated() {
        let text = row.plainText
        lines += TextWrap.lines(
          (place == 0 ? "\(number + 1). " : "   ") + text, width: max(20, width))
      }
    }
    lines.append("L = " + NumberFormat()(original.now.loss))
    if let loss = demo.walk.updated?.loss {
      lines.append(language("after the update: L = {0}", NumberFormat()(loss)))
    }
    return lines
  }

  func formulas(of stop: LayersStop) -> LayersFormulas {
    LayersFormulas(
      stop: stop, activation: network.activation, language: language, rate: walk.rate,
      row: cursor.row, column: cursor.column, tensor: tensor)
  }
}
