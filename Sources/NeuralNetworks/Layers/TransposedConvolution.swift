import Autograd
import Tensors

/// The other way round: each number of a signal (N, C, L) is spread by the kernel, so that the
/// output is larger.
public final class ConvTranspose1d: ConvolutionLayer {
  public init(
    _ inChannels: Int, _ outChannels: Int, kernel: Sizes, stride: Sizes = 1,
    padding: Sizes = 0, outputPadding: Sizes = 0, groups: Int = 1, bias: Bool = true,
    dilation: Sizes = 1, paddingMode: Tensor.PaddingMode = .constant, tape: Tape,
    dtype: DataType = .float32
  ) throws {
    try super.init(
      1, inChannels, outChannels, kernel, stride, .sizes(padding), dilation, groups, bias: bias,
      paddingMode, outputPadding: outputPadding, isTransposed: true, tape: tape, dtype: dtype)
  }

  public override func anew() throws -> Module {
    let weight = try weight
    return try ConvTranspose1d(
      inChannels, outChannels, kernel: Sizes(kernel), stride: Sizes(stride),
      padding: Sizes(movement().padding), outputPadding: Sizes(outputPadding), groups: groups,
      bias: bias != nil, dilation: Sizes(dilation), tape: weight.tape, dtype: weight.dtype)
  }
}

/// The other way round for images (N, C, H, W).
public final class ConvTranspose2d: ConvolutionLayer {
  public init(
    _ inChannels: Int, _ outChannels: Int, kernel: Sizes, stride: Sizes = 1,
    padding: Sizes = 0, outputPadding: Sizes = 0, groups: Int = 1, bias: Bool = true,
    dilation: Sizes = 1, paddingMode: Tensor.PaddingMode = .constant, tape: Tape,
    dtype: DataType = .float32
  ) throws {
    try super.init(
      2, inChannels, outChannels, kernel, stride, .sizes(padding), dilation, groups, bias: bias,
      paddingMode, outputPadding: outputPadding, isTransposed: true, tape: tape, dtype: dtype)
  }

  public override func anew() throws -> Module {
    let weight = try weight
    return try ConvTranspose2d(
      inChannels, outChannels, kernel: Sizes(kernel), stride: Sizes(stride),
      padding: Sizes(movement().padding), outputPadding: Sizes(outputPadding), groups: groups,
      bias: bias != nil, dilation: Sizes(dilation), tape: weight.tape, dtype: weight.dtype)
  }
}
