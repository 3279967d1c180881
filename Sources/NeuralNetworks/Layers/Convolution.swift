import Autograd
import Tensors

/// What all convolutions have in common: a small kernel of weights for each output channel goes
/// over a signal (N, C, L) or images (N, C, H, W), and gives at each place the sum of what it
/// sees, weighted: y[o] = b[o] + Σ W[o, c, k] x[c, s·p + d·k].
public class ConvolutionLayer: Module, Layer {
  public let inChannels: Int
  public let outChannels: Int
  public let kernel: [Int]
  public let stride: [Int]
  public let padding: ConvolutionPadding
  public let dilation: [Int]
  public let groups: Int
  public let paddingMode: Tensor.PaddingMode
  let outputPadding: [Int]
  private let isTransposed: Bool
  private let hasBias: Bool

  /// (out, in/groups, kernel…); of a transposed convolution (in, out/groups, kernel…).
  public var weight: Variable { get throws { try variable("weight") } }
  public var bias: Variable? { optionalVariable("bias") }

  /// The dimensions of the signal.
  var rank: Int { kernel.count }

  init(
    _ rank: Int, _ inChannels: Int, _ outChannels: Int, _ kernel: Sizes, _ stride: Sizes,
    _ padding: ConvolutionPadding, _ dilation: Sizes, _ groups: Int, bias: Bool,
    _ paddingMode: Tensor.PaddingMode, outputPadding: Sizes = 0, isTransposed: Bool = false,
    tape: Tape,
    dtype: DataType
  ) throws {
    self.inChannels = inChannels
    self.outChannels = outChannels
    self.kernel = kernel.repeated(rank)
    self.stride = stride.repeated(rank)
    self.padding = padding
    self.dilation = dilation.repeated(rank)
    self.groups = groups
    self.paddingMode = paddingMode
    self.outputPadding = outputPadding.repeated(rank)
    self.isTransposed = isTransposed
    hasBias = bias
    super.init()
    try checkSettings(rank)
    let shape =
      (isTransposed ? [inChannels, outChannels / groups] : [outChannels, inChannels / groups])
      + self.kernel
    let drawn = try Initialization.kaimingUniform(
      shape, slope: 5.0.squareRoot(), generator: &tape.generator, dtype: dtype)
    try register(parameter: tape.leaf(drawn, requiresGradient: true), as: "weight")
    let fan = try Initialization.fans(shape).in
    try register(
      parameter: bias
        ? Initialization.evenly([outChannels], fanIn: fan, tape: tape, dtype: dtype) : nil,
      as: "bias")
  }

  private func checkSettings(_ rank: Int) throws {
    guard groups > 0 else { throw TensorError(.value, "groups must be a positive integer") }
    guard inChannels % groups == 0 else {
      throw TensorError(.value, "in_channels must be divisible by groups")
    }
    guard outChannels % groups == 0 else {
      throw TensorError(.value, "out_channels must be divisible by groups")
    }
    if padding == .same, !stride.allSatisfy({ $0 == 1 }) {
      throw TensorError(.value, "padding='same' is not supported for strided convolutions")
    }
    guard !isTransposed || paddingMode == .constant else {
      throw TensorError(
        .value, "Only \"zeros\" padding mode is supported for ConvTranspose\(rank)d")
    }
    guard kernel.count == rank, stride.count == rank, dilation.count == rank,
      outputPadding.count == rank
    else {
      throw TensorError(
        .value, "kernel, stride, padding and dilation of a \(typeName) have \(rank) numbers each")
    }
    guard kernel.allSatisfy({ $0 < 1 << 20 && $0 > -1 << 20 }) else {
      throw TensorError("Storage size calculation overflowed")
    }
  }

  public override var settings: String {
    var text =
      "\(inChannels), \(outChannels), kernel_size=\(PythonText.of(kernel)), "
      + "stride=\(PythonText.of(stride))"
    switch padding {
    case .same: text += ", padding=same"
    case .valid: text += ", padding=valid"
    case .sizes(let sizes):
      let padding = sizes.repeated(rank)
      if padding.contains(where: { $0 != 0 }) { text += ", padding=\(PythonText.of(padding))" }
    }
    if dilation.contains(where: { $0 != 1 }) { text += ", dilation=\(PythonText.of(dilation))" }
    if outputPadding.contains(where: { $0 != 0 }) {
      text += ", output_padding=\(PythonText.of(outputPadding))"
    }
    if groups != 1 { text += ", groups=\(groups)" }
    if !hasBias { text += ", bias=False" }
    return paddingMode == .constant ? text : text + ", padding_mode=\(paddingMode.rawValue)"
  }

  /// How the kernel moves, with its zeros around the input.
  func movement() throws -> Convolution {
    switch padding {
    case .same:
      return try .same(kernel: kernel, stride: stride, dilation: dilation, groups: groups)
    case .valid: return Convolution(stride: stride, dilation: dilation, groups: groups)
    case .sizes(let sizes):
      return Convolution(
        stride: stride, padding: sizes.repeated(rank), dilation: dilation, groups: groups)
    }
  }

  public func forward(_ x: Variable) throws -> Variable {
    var movement = try movement()
    if isTransposed {
      return try x.convolvedTransposed(
        weight, bias: bias, movement, outputPadding: outputPadding)
    }
    guard paddingMode != .constant, x.rank > rank else {
      return try x.convolved(weight, bias: bias, movement)
    }
    let margins = zip(movement.padding, movement.extraPadding).reversed()
    let padded = try x.padded(margins.flatMap { [$0, $0 + $1] }, paddingMode)
    movement.padding = movement.padding.map { _ in 0 }
    movement.extraPadding = movement.padding
    return try padded.convolved(weight, bias: bias, movement)
  }
}

/// Convolution of signals (N, C, L).
public final class Conv1d: ConvolutionLayer {
  public init(
    _ inChannels: Int, _ outChannels: Int, kernel: Sizes, stride: Sizes = 1,
    padding: ConvolutionPadding = 0, dilation: Sizes = 1, groups: Int = 1, bias: Bool = true,
    paddingMode: Tensor.PaddingMode = .constant, tape: Tape, dtype: DataType = .float32
  ) throws {
    try super.init(
      1, inChannels, outChannels, kernel, stride, padding, dilation, groups, bias: bias,
      paddingMode, tape: tape, dtype: dtype)
  }

  public override func anew() throws -> Module {
    let weight = try weight
    return try Conv1d(
      inChannels, outChannels, kernel: Sizes(kernel), stride: Sizes(stride), padding: padding,
      dilation: Sizes(dilation), groups: groups, bias: bias != nil, paddingMode: paddingMode,
      tape: weight.tape, dtype: weight.dtype)
  }
}

/// Convolution of images (N, C, H, W).
public final class Conv2d: ConvolutionLayer {
  public init(
    _ inChannels: Int, _ outChannels: Int, kernel: Sizes, stride: Sizes = 1,
    padding: ConvolutionPadding = 0, dilation: Sizes = 1, groups: Int = 1, bias: Bool = true,
    paddingMode: Tensor.PaddingMode = .constant, tape: Tape, dtype: DataType = .float32
  ) throws {
    try super.init(
      2, inChannels, outChannels, kernel, stride, padding, dilation, groups, bias: bias,
      paddingMode, tape: tape, dtype: dtype)
  }

  public override func anew() throws -> Module {
    let weight = try weight
    return try Conv2d(
      inChannels, outChannels, kernel: Sizes(kernel), stride: Sizes(stride), padding: padding,
      dilation: Sizes(dilation), groups: groups, bias: bias != nil, paddingMode: paddingMode,
      tape: weight.tape, dtype: weight.dtype)
  }
}
