import Autograd
import FixtureSupport
import NeuralNetworks
import Tensors
import Testing

@Suite struct ConvolutionLayerTests {
  @Test(
    arguments: ["convolution_layers", "upsampling"].flatMap {
      Fixtures.load($0, as: ModuleCase.self)
    })
  func convolutionsAreMadePrintedAndRunAsPyTorchs(_ fixture: ModuleCase) throws {
    try fixture.replay { try convolution($0, $1) ?? transposed($0, $1) ?? pooling($0) }
  }

  private func sizes(_ f: ModuleCase, _ name: String) -> Sizes? {
    switch f.arguments[name] {
    case .number(let value): Sizes(Int(value))
    case .list: Sizes(f.sizes(name) ?? [])
    default: nil
    }
  }

  private func padding(_ f: ModuleCase) -> ConvolutionPadding {
    switch f.text("padding", "") {
    case "same": .same
    case "valid": .valid
    default: .sizes(sizes(f, "padding") ?? 0)
    }
  }

  private func mode(_ f: ModuleCase) -> Tensor.PaddingMode {
    Tensor.PaddingMode(rawValue: f.text("mode", "constant")) ?? .constant
  }

  private func convolution(_ f: ModuleCase, _ tape: Tape) throws -> Built? {
    let (inputs, outputs) = (f.integer("inChannels", 2), f.integer("outChannels", 4))
    let (stride, dilation) = (sizes(f, "stride") ?? 1, sizes(f, "dilation") ?? 1)
    let kernel = sizes(f, "kernel") ?? 1
    switch f.module {
    case "Conv1d":
      return Built(
        try Conv1d(
          inputs, outputs, kernel: kernel, stride: stride, padding: padding(f),
          dilation: dilation, groups: f.integer("groups", 1), bias: f.flag("bias", true),
          paddingMode: mode(f), tape: tape, dtype: f.type))
    case "Conv2d":
      return Built(
        try Conv2d(
          inputs, outputs, kernel: kernel, stride: stride, padding: padding(f),
          dilation: dilation, groups: f.integer("groups", 1), bias: f.flag("bias", true),
          paddingMode: mode(f), tape: tape, dtype: f.type))
    default: return nil
    }
  }

  private func transposed(_ f: ModuleCase, _ tape: Tape) throws -> Built? {
    let (inputs, outputs) = (f.integer("inChannels", 2), f.integer("outChannels", 4))
    let (stride, dilation) = (sizes(f, "stride") ?? 1, sizes(f, "dilation") ?? 1)
    let (kernel, padding) = (sizes(f, "kernel") ?? 1, sizes(f, "padding") ?? 0)
    let extra = sizes(f, "outputPadding") ?? 0
    switch f.module {
    case "ConvTranspose1d":
      return Built(
        try ConvTranspose1d(
          inputs, outputs, kernel: kernel, stride: stride, padding: padding, outputPadding: extra,
          groups: f.integer("groups", 1), bias: f.flag("bias", true), dilation: dilation,
          paddingMode: mode(f), tape: tape, dtype: f.type))
    case "ConvTranspose2d":
      return Built(
        try ConvTranspose2d(
          inputs, outputs, kernel: kernel, stride: stride, padding: padding, outputPadding: extra,
          groups: f.integer("groups", 1), bias: f.flag("bias", true), dilation: dilation,
          paddingMode: mode(f), tape: tape, dtype: f.type))
    default: return nil
    }
  }

  private func pooling(_ f: ModuleCase) -> Built {
    let (kernel, stride) = (sizes(f, "kernel") ?? 2, sizes(f, "stride"))
    let (padding, isCeil) = (sizes(f, "padding") ?? 0, f.flag("ceil"))
    let dilation = sizes(f, "dilation") ?? 1
    switch f.module {
    case "MaxPool1d":
      return Built(
        MaxPool1d(kernel, stride: stride, padding: padding, dilation: dilation, isCeil: isCeil))
    case "MaxPool2d":
      return Built(
        MaxPool2d(kernel, stride: stride, padding: padding, dilation: dilation, isCeil: isCeil))
    case "AvgPool1d":
      return Built(AvgPool1d(kernel, stride: stride, padding: padding, isCeil: isCeil))
    case "AvgPool2d":
      return Built(
        AvgPool2d(
          kernel, stride: stride, padding: padding, isCeil: isCeil,
          countsPadding: f.flag("countsPadding", true), divisor: f.optionalInteger("divisor")))
    case "PixelShuffle": return Built(PixelShuffle(f.integer("factor", 2)))
    case "Upsample": return Built(Upsample(f))
    case "AdaptiveAvgPool1d": return adaptive(f, AdaptiveAvgPool1d.self)
    case "AdaptiveMaxPool1d": return adaptive(f, AdaptiveMaxPool1d.self)
    case "AdaptiveAvgPool2d": return adaptive(f, AdaptiveAvgPool2d.self)
    default: return adaptive(f, AdaptiveMaxPool2d.self)
    }
  }

  private func adaptive(_ f: ModuleCase, _ kind: AdaptivePooling.Type) -> Built {
    if let size = f.optionalInteger("size") { return Built(kind.init(size)) }
    guard case .list(let parts) = f.arguments["size"] else { return Built(kind.init(1)) }
    return Built(kind.init(sizes: parts.map { $0.number.map { Int($0) } }))
  }

  @Test func copiesOfLayersHaveTheSameSettingsAndNumbers() throws {
    let tape = Tape(seed: 4)
    let model = try Sequential([
      Conv2d(1, 2, kernel: [3, 2], padding: .same, paddingMode: .reflect, tape: tape),
      BatchNorm2d(2, tape: tape), ReLU(), MaxPool2d(2), Dropout2d(0.1),
      ConvTranspose2d(2, 2, kernel: 2, stride: 2, bias: false, tape: tape), AdaptiveAvgPool2d(3),
      AvgPool2d(2, stride: 1), GroupNorm(1, 2, tape: tape), Flatten(), LayerNorm([8], tape: tape),
      Linear(8, 3, tape: tape), GELU(), PReLU(tape: tape), Softmax(1),
    ])
    let x = tape.constant(try tape.generator.randn([2, 1, 6, 6]))
    let copy = try model.eval().copied()
    #expect(copy.description == model.description)
    #expect(try copy(x).value.doubles == model(x).value.doubles)
  }
}

extension Upsample {
  fileprivate convenience init(_ f: ModuleCase) {
    let target: InterpolationTarget =
      switch f.arguments["factors"] {
      case .number(let factor): .factor([factor])
      case .list(let factors): .factor(factors.compactMap(\.number))
      default: f.sizes("size").map { .size($0) } ?? .factor([f.number("factor", 2)])
      }
    self.init(
      to: target, mode: InterpolationMode(rawValue: f.text("mode", "nearest")) ?? .nearest,
      alignsCorners: f.arguments["aligns"]?.flag)
  }
}
