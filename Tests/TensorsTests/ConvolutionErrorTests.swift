import Tensors
import Testing

/// A convolution or pooling that must be refused, and PyTorch's words for it.
private struct Refusal: Sendable, CustomTestStringConvertible {
  let message: String
  let kind: TensorError.Kind
  let call: @Sendable () throws -> Any

  init(
    _ message: String, _ kind: TensorError.Kind = .runtime,
    _ call: @escaping @Sendable () throws -> Any
  ) {
    self.message = message
    self.kind = kind
    self.call = call
  }

  var testDescription: String { message }
}

private func ones(_ shape: Int...) throws -> Tensor { try Tensor.ones(shape) }
private let plain = Convolution(stride: [1, 1])
private let flat = Convolution(stride: [1])

private let refusals: [Refusal] = [
  Refusal(
    "Given groups=1, weight of size [4, 5, 3, 3], expected input[2, 3, 8, 8] to have 5 channels, "
      + "but got 3 channels instead"
  ) { try ones(2, 3, 8, 8).convolved(ones(4, 5, 3, 3), plain) },
  Refusal(
    "Given groups=1, weight of size [4, 5, 3], expected input[1, 3, 8] to have 5 channels, but got "
      + "3 channels instead"
  ) { try ones(3, 8).convolved(ones(4, 5, 3), flat) },
  Refusal(
    "Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of size: [2, 3]"
  ) { try ones(2, 3).convolved(ones(4, 3, 3, 3), plain) },
  Refusal(
    "Expected 4-dimensional input for 4-dimensional weight [4, 3, 3, 3], but got 3-dimensional "
      + "input of size [2, 3, 8] instead"
  ) { try ones(2, 3, 8).convolved(ones(4, 3, 3, 3), flat) },
  Refusal(
    "Calculated padded input size per channel: (4 x 4). Kernel size: (5 x 5). Kernel size can't be "
      + "greater than actual input size"
  ) {
    try ones(2, 3, 4, 4).convolved(
      ones(4, 3, 3, 3), Convolution(stride: [1, 1], dilation: [2, 2]))
  },
  Refusal(
    "Given groups=3, expected weight to be divisible by 3 at dimension 0, but got weight of size "
      + "[[4, 2, 3, 3]] instead"
  ) { try ones(2, 6, 8, 8).convolved(ones(4, 2, 3, 3), Convolution(stride: [1, 1], groups: 3)) },
  Refusal("non-positive groups is not supported") {
    try ones(2, 6, 8, 8).convolved(ones(4, 2, 3, 3), Convolution(stride: [1, 1], groups: 0))
  },
  Refusal("non-positive stride is not supported") {
    try ones(2, 3, 8, 8).convolved(ones(4, 3, 3, 3), Convolution(stride: [1, 0]))
  },
  Refusal("negative padding is not supported") {
    try ones(2, 3, 8).convolved(ones(4, 3, 3), Convolution(stride: [1], padding: [-1]))
  },
  Refusal("non-positive dilation is not supported") {
    try ones(2, 3, 8).convolved(ones(4, 3, 3), Convolution(stride: [1], dilation: [0]))
  },
  Refusal("Storage size calculation overflowed") {
    try ones(2, 3, 8).convolved(ones(4, 3, 3), Convolution(stride: [1], padding: [Int.max]))
  },
  Refusal("padding='same' is not supported for strided convolutions") {
    try Convolution.same(kernel: [3], stride: [2])
  },
  Refusal(
    "Given weight of size [4, 3, 3, 3], expected bias to be 1-dimensional with 4 elements, but got "
      + "bias of size [4, 1] instead"
  ) { try ones(2, 3, 8, 8).convolved(ones(4, 3, 3, 3), bias: ones(4, 1), plain) },
  Refusal(
    "Input type (torch.FloatTensor) and weight type (torch.DoubleTensor) should be the same or "
      + "input should be a MKLDNN tensor and weight is a dense tensor"
  ) { try ones(2, 3, 8, 8).convolved(Tensor.ones([4, 3, 3, 3], dtype: .float64), plain) },
  Refusal("Input type (float) and bias type (double) should be the same") {
    try ones(3, 8).convolved(ones(4, 3, 3), bias: Tensor.ones([4], dtype: .float64), flat)
  },
  Refusal("\"slow_conv2d_cpu\" not implemented for 'Bool'", .notImplemented) {
    let image = try Tensor.ones([1, 3, 3], dtype: .bool)
    return try image.convolved(Tensor.ones([1, 1, 2, 2], dtype: .bool), plain)
  },
  Refusal(
    "Given transposed=1, weight of size [4, 5, 3, 3], expected input[2, 3, 8, 8] to have 4 "
      + "channels, but got 3 channels instead"
  ) { try ones(2, 3, 8, 8).convolvedTransposed(ones(4, 5, 3, 3), plain, outputPadding: [0, 0]) },
  Refusal(
    "output padding must be smaller than either stride or dilation, but got "
      + "output_padding_height: 2 output_padding_width: 2 stride_height: 2 stride_width: 2 "
      + "dilation_height: 1 dilation_width: 1"
  ) {
    try ones(2, 4, 8, 8).convolvedTransposed(
      ones(4, 5, 3, 3), Convolution(stride: [2, 2]), outputPadding: [2, 2])
  },
  Refusal("negative output_padding is not supported") {
    try ones(2, 4, 8, 8).convolvedTransposed(ones(4, 5, 3, 3), plain, outputPadding: [-1, 0])
  },
  Refusal("stride should not be zero") { try ones(1, 1, 5, 5).maxPooled(Pooling(kernel: [0, 0])) },
  Refusal(
    "pad should be at most half of effective kernel size, but got pad=2, kernel_size=2 and "
      + "dilation=1"
  ) { try ones(1, 1, 5, 5).maxPooled(Pooling(kernel: [2, 2], padding: [2, 2])) },
  Refusal("pad must be non-negative, but got pad: -1") {
    try ones(1, 1, 5, 5).maxPooled(Pooling(kernel: [2, 2], padding: [-1, -1]))
  },
  Refusal("dilation should be greater than zero, but got dilationH: 0 dilationW: 0") {
    try ones(1, 1, 5, 5).maxPooled(Pooling(kernel: [2, 2], dilation: [0, 0]))
  },
  Refusal(
    "Given input size: (1x5x5). Calculated output size: (1x0x0). Output size is too small"
  ) { try ones(1, 1, 5, 5).averagePooled(Pooling(kernel: [7, 7])) },
  Refusal(
    "Given input size: (1x1x5). Calculated output size: (1x1x0). Output size is too small"
  ) { try ones(1, 5).averagePooled(Pooling(kernel: [7])) },
  Refusal("non-empty 3D or 4D (batch mode) tensor expected for input") {
    try ones(5, 5).maxPooled(Pooling(kernel: [2, 2]))
  },
  Refusal(
    "Expected 3D or 4D (batch mode) tensor with optional 0 dim batch size for input, but "
      + "got:[1, 0, 5, 5]"
  ) { try ones(1, 0, 5, 5).maxPooled(Pooling(kernel: [2, 2])) },
  Refusal("\"max_pool2d\" not implemented for 'Bool'", .notImplemented) {
    try Tensor.ones([1, 5, 5], dtype: .bool).maxPooled(Pooling(kernel: [2, 2]))
  },
  Refusal("divisor must be not zero") {
    try ones(1, 1, 5, 5).averagePooled(Pooling(kernel: [2, 2]), divisor: 0)
  },
  Refusal("adaptive_avg_pool2d(): Expected 3D or 4D tensor, but got [5, 5]") {
    try ones(5, 5).adaptiveAveragePooled([2, 2])
  },
  Refusal(
    "adaptive_avg_pool2d: elements of output_size must be greater than or equal to 0 but received "
      + "{-1, -1}"
  ) { try ones(1, 1, 5, 5).adaptiveAveragePooled([-1, -1]) },
  Refusal(
    "adaptive_max_pool2d(): Expected input to have non-zero size for non-batch dimensions, but "
      + "input has sizes [1, 1, 0, 5] with dimension 2 being empty"
  ) { try ones(1, 1, 0, 5).adaptiveMaxPooled([2, 2]) },
  Refusal("\"adaptive_avg_pool2d\" not implemented for 'Long'", .notImplemented) {
    try Tensor([1, 2, 3]).reshaped([1, 3]).adaptiveAveragePooled([2])
  },
]

@Suite struct ConvolutionErrorTests {
  @Test(arguments: refusals)
  private func misuseIsRefusedInTheWordsOfPyTorch(_ refusal: Refusal) {
    #expect {
      try refusal.call()
    } throws: { error in
      guard let error = error as? TensorError else { return false }
      return error.description == refusal.message && error.kind == refusal.kind
    }
  }

  /// Patches of a row that no memory could hold are refused before they are made.
  @Test func hugeSizesAreRefused() throws {
    let line = try Tensor.ones([1, 1 << 19])
    let kernel = try Tensor.ones([1, 1, 1 << 19])
    #expect(throws: TensorError.self) {
      try line.convolved(kernel, Convolution(stride: [1], padding: [1 << 18]))
    }
    #expect(throws: TensorError.self) {
      try ones(1, 1, 3).convolved(ones(1, 1, 3), Convolution(stride: [1], padding: [1 << 39]))
    }
  }

  @Test func wholeNumbersAreConvolvedAndPooledExactly() throws {
    let x = try Tensor(Array(0..<9), shape: [1, 3, 3])
    let w = try Tensor([1, -1, 2, 3], shape: [1, 1, 2, 2])
    #expect(try x.convolved(w, plain).integers == [17, 22, 32, 37])
    #expect(
      try x.maxPooled(Pooling(kernel: [2, 2], stride: [1, 1])).values.integers == [4, 5, 7, 8])
    let mean = try x.averagePooled(Pooling(kernel: [2, 2], stride: [1, 1]))
    #expect(mean.dtype == .int64 && mean.integers == [2, 3, 5, 6])
  }

  @Test func nothingInGivesTheBias() throws {
    let y = try Tensor.ones([2, 0, 4]).convolved(
      Tensor.ones([2, 0, 2]), bias: Tensor([1.5, -2]), flat)
    #expect(y.shape == [2, 2, 3])
    #expect(y.doubles == [1.5, 1.5, 1.5, -2, -2, -2, 1.5, 1.5, 1.5, -2, -2, -2])
    #expect(try ones(0, 3, 5, 5).convolved(ones(4, 3, 3, 3), plain).shape == [0, 4, 3, 3])
  }
}

/// Sums of a convolution are in the same order however many threads there are.
@Suite(.serialized) struct ConvolutionThreadTests {
  @Test(arguments: [([7, 16, 9, 9], 20), ([9, 2, 20, 20], 3)])
  func gradientsDoNotDependOnTheNumberOfThreads(x: [Int], filters: Int) throws {
    var generator = Generator(seed: 2)
    let (input, weight) = (try generator.randn(x), try generator.randn([filters, x[1], 3, 3]))
    let before = Parallelism.threads
    defer { Parallelism.threads = before }
    func run(_ threads: Int) throws -> [Tensor] {
      Parallelism.threads = threads
      let y = try input.convolved(weight, plain)
      return [
        y, try y.convolutionInputGradient(weight, input: x, plain),
        try y.convolutionWeightGradient(input, weight: weight.shape, plain),
        try y.convolutionBiasGradient(rank: 2),
      ]
    }
    let alone = try run(1)
    for threads in [2, 3] {
      for (one, other) in zip(alone, try run(threads)) { #expect(try one.isEqual(to: other)) }
    }
  }
}
