/// How the kernel of a convolution moves over its input, with one number for each dimension of
/// the images (one or two of them).
public struct Convolution: Hashable, Sendable {
  public var stride: [Int]
  /// Zeros put before the first element.
  public var padding: [Int]
  /// Zeros put after the last element, in addition to as many as stand before the first.
  public var extraPadding: [Int]
  /// How far apart the inputs that neighbours in the kernel look at are.
  public var dilation: [Int]
  /// Into how many parts the channels are split that do not see each other.
  public var groups: Int

  /// Missing numbers are PyTorch's defaults.
  public init(
    stride: [Int], padding: [Int]? = nil, extraPadding: [Int]? = nil, dilation: [Int]? = nil,
    groups: Int = 1
  ) {
    self.stride = stride
    self.padding = padding ?? stride.map { _ in 0 }
    self.extraPadding = extraPadding ?? stride.map { _ in 0 }
    self.dilation = dilation ?? stride.map { _ in 1 }
    self.groups = groups
  }

  /// With as much padding that the output is as large as the input (PyTorch's `padding='same'`).
  /// - Throws: when the stride is not 1.
  public static func same(
    kernel: [Int], stride: [Int], dilation: [Int]? = nil, groups: Int = 1
  ) throws -> Convolution {
    guard stride.allSatisfy({ $0 == 1 }) else {
      throw TensorError("padding='same' is not supported for strided convolutions")
    }
    var settings = Convolution(stride: stride, dilation: dilation, groups: groups)
    let total = zip(settings.dilation, kernel).map { dilation, size in
      let (product, overflow) = dilation.multipliedReportingOverflow(by: max(size - 1, 0))
      return overflow ? Int.max : product
    }
    settings.padding = total.map { max($0 / 2, 0) }
    settings.extraPadding = total.map { max($0 % 2, 0) }
    return settings
  }

  /// The number of dimensions of the images.
  public var rank: Int { stride.count }

  /// Refuses what no input could make right.
  func check(outputPadding: [Int] = []) throws {
    for (name, values) in [("stride", stride), ("padding", padding), ("dilation", dilation)]
    where values.count != rank || rank < 1 || rank > 2 {
      throw TensorError(
        "expected \(name) to be a single integer value or a list of \(min(max(rank, 1), 2)) values "
          + "to match the convolution dimensions, but got \(name)=\(Shapes.describe(values))")
    }
    guard groups > 0 else { throw TensorError("non-positive groups is not supported") }
    guard padding.allSatisfy({ $0 >= 0 }), extraPadding.allSatisfy({ $0 >= 0 }) else {
      throw TensorError("negative padding is not supported")
    }
    guard outputPadding.allSatisfy({ $0 >= 0 }) else {
      throw TensorError("negative output_padding is not supported")
    }
    guard stride.allSatisfy({ $0 > 0 }) else {
      throw TensorError("non-positive stride is not supported")
    }
    guard dilation.allSatisfy({ $0 > 0 }) else {
      throw TensorError("non-positive dilation is not supported")
    }
    let largest = (stride + padding + extraPadding + dilation + outputPadding).max() ?? 0
    guard largest < 1 << 40 else { throw TensorError("Storage size calculation overflowed") }
  }
}

extension Shapes {
  /// The shape of a convolution of `input` (with or without a dimension of images before the
  /// channels) with weights of shape filters × channels / groups × kernel.
  public static func convolution(
    _ input: [Int], _ weight: [Int], bias: [Int]? = nil, _ settings: Convolution
  ) throws -> [Int] {
    try settings.check()
    let images = try images(input, weight, settings, isTransposed: false)
    try checkFilters(weight, settings.groups)
    guard images[1] == (try multiplied(weight[1], settings.groups)) else {
      throw TensorError(
        "Given groups=\(settings.groups), weight of size \(describe(weight)), expected "
          + "input\(describe(images)) to have \(weight[1] * settings.groups) channels, but got "
          + "\(images[1]) channels instead")
    }
    try checkBias(bias, weight, expected: weight[0], isTransposed: false)
    let kernel = zip(settings.dilation, weight.dropFirst(2)).map { $0 * ($1 - 1) + 1 }
    let padded = settings.padding.indices.map {
      images[$0 + 2] + 2 * settings.padding[$0] + settings.extraPadding[$0]
    }
    guard zip(padded, kernel).allSatisfy({ $0 >= $1 }) else {
      throw TensorError(
        "Calculated padded input size per channel: (\(written(padded))). Kernel size: "
          + "(\(written(kernel))). Kernel size can't be greater than actual input size")
    }
    guard !images.dropFirst(2).contains(0) else {
      throw TensorError(
        "Only zero batch or zero channel inputs are supported, but got input shape: "
          + describe(images))
    }
    let size = settings.stride.indices.map { (padded[$0] - kernel[$0]) / settings.stride[$0] + 1 }
    return (input.count == weight.count ? [images[0]] : []) + [weight[0]] + size
  }

  /// The shape of a transposed convolution of `input` with weights of shape channels ×
  /// filters / groups × kernel.
  public static func transposedConvolution(
    _ input: [Int], _ weight: [Int], bias: [Int]? = nil, _ settings: Convolution,
    outputPadding: [Int]
  ) throws -> [Int] {
    try settings.check(outputPadding: outputPadding)
    guard outputPadding.count == settings.rank else {
      throw TensorError(
        "expected output_padding to be a single integer value or a list of \(settings.rank) values "
          + "to match the convolution dimensions, but got output_padding="
          + describe(outputPadding))
    }
    let images = try images(input, weight, settings, isTransposed: true)
    try checkFilters(weight, settings.groups)
    guard images[1] == weight[0] else {
      throw TensorError(
        "Given transposed=1, weight of size \(describe(weight)), expected input"
          + "\(describe(images)) to have \(weight[0]) channels, but got \(images[1]) channels "
          + "instead")
    }
    let filters = try multiplied(weight[1], settings.groups)
    try checkBias(bias, weight, expected: filters, isTransposed: true)
    for axis in outputPadding.indices
    where outputPadding[axis] >= max(settings.stride[axis], settings.dilation[axis]) {
      throw TensorError(tooMuchOutputPadding(settings, outputPadding))
    }
    let size = try outputPadding.indices.map { axis in
      let steps = try multiplied(images[axis + 2] - 1, settings.stride[axis])
      let kernel = try multiplied(weight[axis + 2] - 1, settings.dilation[axis])
      return steps + kernel + 1 + outputPadding[axis] - 2 * settings.padding[axis]
        - settings.extraPadding[axis]
    }
    guard size.allSatisfy({ $0 >= 0 }) else {
      throw TensorError(
        "Given input size per channel: (\(written(Array(images.dropFirst(2))))). Calculated output "
          + "size per channel: (\(written(size))). Output size is too small")
    }
    return (input.count == weight.count ? [images[0]] : []) + [filters] + size
  }

  /// The shape of the input with a dimension of images, where it has none.
  private static func images(
    _ input: [Int], _ weight: [Int], _ settings: Convolution, isTransposed: Bool
  ) throws -> [Int] {
    let rank = settings.rank
    guard input.count == rank + 1 || input.count == rank + 2 else {
      throw TensorError(
        "Expected \(rank + 1)D (unbatched) or \(rank + 2)D (batched) input to "
          + "conv\(isTransposed ? "_transpose" : "")\(rank)d, but got input of size: "
          + describe(input))
    }
    let images = input.count == rank + 1 ? [1] + input : input
    guard weight.count == rank + 2 else {
      throw TensorError(
        weight.count < 3
          ? "weight should have at least three dimensions"
          : "Expected \(weight.count)-dimensional input for \(weight.count)-dimensional weight "
            + "\(describe(weight)), but got \(images.count)-dimensional input of size "
            + "\(describe(images)) instead")
    }
    guard !weight.dropFirst(2).contains(0) else {
      throw TensorError("non-positive kernel size is not supported")
    }
    guard images.allSatisfy({ $0 < 1 << 40 }), weight.allSatisfy({ $0 < 1 << 20 }) else {
      throw TensorError("Storage size calculation overflowed")
    }
    return images
  }

  private static func checkFilters(_ weight: [Int], _ groups: Int) throws {
    guard weight[0] >= groups else {
      throw TensorError(
        "Given groups=\(groups), expected weight to be at least \(groups) at dimension 0, but got "
          + "weight of size \(describe(weight)) instead")
    }
    guard weight[0] % groups == 0 else {
      throw TensorError(
        "Given groups=\(groups), expected weight to be divisible by \(groups) at dimension 0, but "
          + "got weight of size [\(describe(weight))] instead")
    }
  }

  private static func checkBias(
    _ bias: [Int]?, _ weight: [Int], expected: Int, isTransposed: Bool
  ) throws {
    guard let bias, bias != [expected] else { return }
    throw TensorError(
      "Given \(isTransposed ? "transposed=1, " : "")weight of size \(describe(weight)), expected "
        + "bias to be 1-dimensional with \(expected) elements, but got bias of size "
        + "\(describe(bias)) instead")
  }

  private static func tooMuchOutputPadding(_ settings: Convolution, _ padding: [Int]) -> String {
    func pair(_ name: String, _ values: [Int]) -> String {
      let (height, width) = values.count == 1 ? (0, values[0]) : (values[0], values[1])
      return "\(name)_height: \(height) \(name)_width: \(width)"
    }
    let one = settings.rank == 1
    return "output padding must be smaller than either stride or dilation, but got "
      + pair("output_padding", padding) + " "
      + pair("stride", one ? [1] + settings.stride : settings.stride) + " "
      + pair("dilation", one ? [1] + settings.dilation : settings.dilation)
  }

  private static func multiplied(_ a: Int, _ b: Int) throws -> Int {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    guard !overflow, product.magnitude < 1 << 60 else {
      throw TensorError("Storage size calculation overflowed")
    }
    return product
  }

  /// `2 x 3`
  private static func written(_ sizes: [Int]) -> String {
    sizes.map(String.init).joined(separator: " x ")
  }
}
