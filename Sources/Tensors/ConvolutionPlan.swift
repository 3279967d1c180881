import CKernels

/// The sizes of a convolution that was found right, as the kernels want them. Sequences are
/// images of one row.
struct ConvolutionPlan {
  private var sizes: ck_convolution
  private let size: Int

  init(input: [Int], weight: [Int], output: [Int], _ settings: Convolution, _ type: DataType) throws
  {
    func two(_ values: some Collection<Int>, _ first: Int) -> (Int, Int) {
      let values = Array(values.suffix(settings.rank))
      return values.count == 1 ? (first, values[0]) : (values[0], values[1])
    }
    let channelAxis = input.count - settings.rank - 1
    let (height, width) = two(input, 1)
    let (kernelHeight, kernelWidth) = two(weight, 1)
    let (outHeight, outWidth) = two(output, 1)
    let (stride, padding, dilation) = (
      two(settings.stride, 1), two(settings.padding, 0), two(settings.dilation, 1)
    )
    sizes = ck_convolution(
      images: channelAxis == 0 ? 1 : input[0], channels: input[channelAxis], height: height,
      width: width, filters: output[channelAxis], kernel_height: kernelHeight,
      kernel_width: kernelWidth, groups: settings.groups, stride_y: stride.0, stride_x: stride.1,
      pad_y: padding.0, pad_x: padding.1, dilation_y: dilation.0, dilation_x: dilation.1,
      out_height: outHeight, out_width: outWidth)
    size = type.size
  }

  var isEmpty: Bool {
    sizes.images == 0 || sizes.channels == 0 || sizes.filters == 0 || sizes.height == 0
      || sizes.width == 0 || sizes.out_height == 0 || sizes.out_width == 0
  }

  /// The kernels keep at least the patches of one row of outputs; those with pooling behind, of
  /// two, and the outputs as well.
  func run(isPooled: Bool = false, _ kernel: (inout ck_convolution) -> Int32) throws {
    var patches = try Shapes.count([
      sizes.channels / sizes.groups, sizes.kernel_height, sizes.kernel_width, sizes.out_width, size,
    ])
    if isPooled {
      let outputs = try Shapes.count([sizes.filters, sizes.out_width, size])
      patches = try Shapes.count([2, patches + outputs])
    }
    try MemoryBudget.reserve(patches)
    defer { MemoryBudget.release(patches) }
    var sizes = sizes
    guard kernel(&sizes) != 0 else { throw MemoryBudget.refusal(of: patches) }
  }
}
