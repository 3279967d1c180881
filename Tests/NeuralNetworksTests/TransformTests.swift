import FixtureSupport
import NeuralNetworks
import Tensors
import Testing

/// An image as torchvision changes it.
private struct RecordedTransform: Decodable, Sendable {
  /// A number or a word.
  enum Setting: Decodable, Sendable {
    case number(Double)
    case word(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      self =
        try (try? container.decode(Double.self)).map(Setting.number)
        ?? .word(container.decode(String.self))
    }
  }

  let transform: String
  let seed: UInt64
  let settings: [String: Setting]
  let input: Recorded
  let output: Recorded
  let labels: Recorded?
  /// What is drawn after it, of 0 ..< 1000.
  let next: Int

  static let all = Fixtures.load("transforms", as: RecordedTransform.self)

  func number(_ name: String, _ other: Double = 0) -> Double {
    if case .number(let number) = settings[name] { number } else { other }
  }

  func whole(_ name: String) -> Int { Int(number(name)) }

  var mode: PaddingMode {
    guard case .word(let word) = settings["mode"] else { return .constant(number("fill")) }
    return switch word {
    case "edge": .edge
    case "reflect": .reflect
    case "symmetric": .symmetric
    default: .constant(number("fill"))
    }
  }

  var interpolation: Interpolation { whole("bilinear") == 1 ? .bilinear : .nearest }

  var made: any Transform {
    get throws {
      switch transform {
      case "hflip": return RandomHorizontalFlip()
      case "vflip": return RandomVerticalFlip(probability: number("p"))
      case "crop":
        let (left, top) = (whole("left"), whole("top"))
        let padding = Padding(left: left, top: top, right: left, bottom: top)
        return RandomCrop(
          whole("h"), whole("w"), padding: left > 0 ? padding : nil,
          padsIfNeeded: whole("needed") == 1, mode: mode)
      case "erase":
        return try RandomErasing(
          probability: number("p"), value: whole("noise") == 1 ? .random : .constant(0))
      case "noise": return try GaussianNoise(mean: 0.1, deviation: 0.5)
      case "jitter": return try ColorJitter(brightness: 0.4, contrast: 0.6)
      case "resizedcrop":
        return try RandomResizedCrop(
          whole("h"), whole("w"), scale: whole("large") == 1 ? 2...3 : 0.08...1)
      case "rotate":
        return RandomRotation(
          number("low")...number("high"), interpolation: interpolation,
          expands: whole("expand") == 1, fill: number("fill"))
      case "resize":
        return Resize(
          settings["short"] == nil
            ? .both(height: whole("h"), width: whole("w")) : .shorter(whole("short")),
          interpolation: interpolation, isAntialiased: whole("anti") == 1)
      case "center": return CenterCrop(whole("h"), whole("w"))
      case "pad":
        return Pad(
          Padding(
            left: whole("left"), top: whole("top"), right: whole("right"), bottom: whole("bottom")),
          mode: mode)
      default: return try Normalize(mean: [0.1, 0.2, 0.3], deviation: [0.5, 0.6, 0.7])
      }
    }
  }
}

@Suite struct TransformTests {
  @Test(arguments: RecordedTransform.all.indices) func imagesChangeAsTorchvisionChangesThem(
    _ index: Int
  ) throws {
    let recorded = RecordedTransform.all[index]
    var generator = Generator(seed: recorded.seed)
    let input = try recorded.input.tensor
    let tolerance = input.dtype == .float64 ? 1e-12 : 1e-5
    if recorded.transform == "mixup" {
      let mix = try MixUp(alpha: recorded.number("alpha"), classes: 3)
      let labels = try Tensor([2, 0, 1, 1])
      let mixed = try mix.apply(input, labels, &generator)
      #expect(difference(mixed.images, recorded.output, tolerance: tolerance) == nil)
      #expect(
        difference(mixed.labels, try #require(recorded.labels), tolerance: tolerance) == nil)
    } else {
      let output = try recorded.made.apply(input, &generator)
      let found = difference(output, recorded.output, tolerance: tolerance)
      #expect(found == nil, "\(recorded.transform) \(recorded.settings)")
    }
    // As many random numbers were taken as PyTorch takes.
    #expect(try generator.randint(0, 1000, [1]).integers == [recorded.next])
  }

  @Test func toTensorPutsChannelsFirst() throws {
    var generator = Generator(seed: 1)
    let bytes = try Tensor(
      [0, 51, 102, 255, 204, 153, 0, 51, 102, 255, 204, 153], shape: [2, 2, 3])
    let image = try ToTensor().apply(bytes, &generator)
    #expect(image.shape == [3, 2, 2] && image.dtype == .float32)
    #expect(image.floats == [0, 1, 0, 1, 0.2, 0.8, 0.2, 0.8, 0.4, 0.6, 0.4, 0.6])
    let grey = try ToTensor().apply(.ones([2, 3], dtype: .float64), &generator)
    #expect(grey.shape == [1, 2, 3] && grey.floats.allSatisfy { $0 == 1 })
    #expect(throws: TensorError.self) { try ToTensor().apply(.ones([2]), &generator) }
  }

  @Test func composedTransformsRunInTurn() throws {
    var (generator, other) = (Generator(seed: 1), Generator(seed: 1))
    let image = try generator.rand([1, 6, 6])
    _ = try other.rand([1, 6, 6])
    let parts: [any Transform] = [
      RandomCrop(4, 4, padding: Padding(1)), RandomHorizontalFlip(), try RandomRotation(20),
    ]
    let composed = try Compose(parts).apply(image, &generator)
    var single = image
    for part in parts { single = try part.apply(single, &other) }
    #expect(composed.floats == single.floats && composed.shape == [1, 4, 4])
  }

  @Test func transformsOfADataSetDrawAnewForEachSample() throws {
    var generator = Generator(seed: 1)
    let images = try TensorDataset([try generator.rand([20, 1, 4, 4]), try Tensor(Array(0..<20))])
    let flip = RandomHorizontalFlip()
    var random = Generator(seed: 2)
    let flipped = MappedDataset(images) { [try flip.apply($0[0], &random), $0[1]] }
    let batch = try flipped.collated(Array(0..<20))
    let same = try (0..<20).filter {
      try batch[0].select(0, $0).floats == images.sample($0)[0].floats
    }
    #expect(batch[0].shape == [20, 1, 4, 4] && 3...17 ~= same.count)
  }

  @Test func misuseIsRefused() throws {
    var generator = Generator(seed: 1)
    let image = try Tensor.ones([1, 4, 4])
    let refused: [any Transform] = [
      RandomCrop(5, 5), RandomCrop(0, 3), RandomCrop(.max, .max), CenterCrop(-1, 2),
      CenterCrop(.max, 2), Pad(Padding(4), mode: .reflect), Pad(Padding(5), mode: .symmetric),
      Pad(Padding(.max)), Pad(Padding(.min)), Pad(Padding(-3)), Pad(Padding(1 << 40)),
      Resize(.both(height: 0, width: 3)), Resize(.shorter(0)), Resize(.shorter(.max)),
      Resize(.both(height: 1 << 20, width: 1 << 20)),
      try Normalize(mean: [0, 0], deviation: [1, 1, 1]),
      try RandomResizedCrop(0, 1),
    ]
    for transform in refused {
      #expect(throws: TensorError.self, "\(transform)") { try transform.apply(image, &generator) }
    }
    #expect(try Pad(Padding(-1)).apply(image, &generator).shape == [1, 2, 2])
    #expect(try Pad(Padding(-2)).apply(image, &generator).shape == [1, 0, 0])
    let empty = try Tensor.ones([1, 0, 4])
    #expect(throws: TensorError.self) { try Resize(.shorter(2)).apply(empty, &generator) }
    #expect(throws: TensorError.self) { try Pad(Padding(1), mode: .edge).apply(empty, &generator) }
    #expect(try RandomRotation(30).apply(empty, &generator).shape == [1, 0, 4])
    for flip in [RandomHorizontalFlip(probability: 1), RandomVerticalFlip(probability: 1)]
      as [any Transform]
    {
      #expect(throws: TensorError.self) { try flip.apply(.ones([3]), &generator) }
      #expect(try flip.apply(empty, &generator).shape == [1, 0, 4])
    }
    #expect(throws: TensorError.self) { try ColorJitter(brightness: -1) }
    #expect(throws: TensorError.self) { try RandomRotation(-1) }
    #expect(throws: TensorError.self) { try RandomRotation(.infinity) }
    #expect(throws: TensorError.self) { try GaussianNoise(deviation: -1) }
    #expect(throws: TensorError.self) { try RandomErasing(scale: -1...0.5) }
    #expect(throws: TensorError.self) { try RandomResizedCrop(2, 2, ratio: 0...1) }
    #expect(throws: TensorError.self) { try Normalize(mean: [0], deviation: [0]) }
    #expect(throws: TensorError.self) { try Normalize(mean: [], deviation: []) }
    #expect(throws: TensorError.self) { try MixUp(alpha: 0, classes: 2) }
    let mix = try MixUp(classes: 2)
    #expect(throws: TensorError.self) { try mix.apply(image, try Tensor([0, 1]), &generator) }
    #expect(throws: TensorError.self) { try mix.apply(image, try Tensor([2]), &generator) }
    #expect(throws: TensorError.self) {
      try ColorJitter(contrast: 1).apply(.ones([2, 4, 4]), &generator)
    }
    #expect(try ColorJitter(contrast: 1).apply(.ones([0, 3, 4, 4]), &generator).count == 0)
  }
}
