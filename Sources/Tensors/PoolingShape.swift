/// How windows of which one number is taken lie over sequences or images, with one number for each
/// dimension of the images (one or two of them).
public struct Pooling: Hashable, Sendable {
  public var kernel: [Int]
  public var stride: [Int]
  public var padding: [Int]
  /// How far apart neighbours in a window are; for the greatest element only.
  public var dilation: [Int]
  /// Whether a window that only begins inside counts.
  public var isCeil: Bool

  /// Missing numbers are PyTorch's defaults: the stride is the kernel's size.
  public init(
    kernel: [Int], stride: [Int]? = nil, padding: [Int]? = nil, dilation: [Int]? = nil,
    isCeil: Bool = false
  ) {
    self.kernel = kernel
    self.stride = stride ?? kernel
    self.padding = padding ?? kernel.map { _ in 0 }
    self.dilation = dilation ?? kernel.map { _ in 1 }
    self.isCeil = isCeil
  }

  public var rank: Int { kernel.count }
}

extension Shapes {
  /// The shape of `input` (images × channels × size, or without images) after pooling.
  public static func pooling(_ input: [Int], _ settings: Pooling) throws -> [Int] {
    let rank = settings.rank
    for (name, values) in [
      ("stride", settings.stride), ("padding", settings.padding), ("dilation", settings.dilation),
    ] where values.count != rank || rank < 1 || rank > 2 {
      throw TensorError(
        "max_pool2d: \(name) must either be omitted, a single int, or a tuple of two ints")
    }
    try checkPooled(input, rank: rank, name: nil)
    guard settings.stride.allSatisfy({ $0 != 0 }) else {
      throw TensorError("stride should not be zero")
    }
    for (kernel, dilation) in zip(settings.kernel, settings.dilation)
    where kernel < 1 || dilation < 1 {
      throw TensorError(
        kernel < 1
          ? "kernel size should be greater than zero, but got \(written(settings.kernel, "kernel"))"
          : "dilation should be greater than zero, but got "
            + written(settings.dilation, "dilation"))
    }
    guard settings.stride.allSatisfy({ $0 > 0 }) else {
      throw TensorError(
        "stride should be greater than zero, but got \(written(settings.stride, "stride"))")
    }
    let numbers = settings.kernel + settings.stride + settings.padding + settings.dilation
    guard numbers.allSatisfy({ $0.magnitude < 1 << 28 }) else {
      throw TensorError("Storage size calculation overflowed")
    }
    for axis in 0..<rank {
      let (kernel, pad, dilation) = (
        settings.kernel[axis], settings.padding[axis], settings.dilation[axis]
      )
      guard pad >= 0 else { throw TensorError("pad must be non-negative, but got pad: \(pad)") }
      guard pad <= ((kernel - 1) * dilation + 1) / 2 else {
        throw TensorError(
          "pad should be at most half of effective kernel size, but got pad=\(pad), "
            + "kernel_size=\(kernel) and dilation=\(dilation)")
      }
    }
    let sizes = (0..<rank).map { pooled(input[input.count - rank + $0], axis: $0, settings) }
    guard sizes.allSatisfy({ $0 >= 1 }) else {
      let flat = rank == 1 ? [1] : []
      func text(_ sizes: some Sequence<Int>) -> String {
        "("
          + ([input[input.count - rank - 1]] + flat + sizes).map(String.init)
          .joined(separator: "x") + ")"
      }
      throw TensorError(
        "Given input size: \(text(input.suffix(rank))). Calculated output size: \(text(sizes)). "
          + "Output size is too small")
    }
    return input.dropLast(rank) + sizes
  }

  /// Rounded towards −∞, as the number of windows is.
  private static func pooled(_ size: Int, axis: Int, _ settings: Pooling) -> Int {
    let (stride, pad) = (settings.stride[axis], settings.padding[axis])
    let reach = settings.dilation[axis] * (settings.kernel[axis] - 1)
    let room = size + 2 * pad - reach - 1 + (settings.isCeil ? stride - 1 : 0)
    let count = (room >= 0 ? room / stride : -((stride - 1 - room) / stride)) + 1
    return settings.isCeil && (count - 1) * stride >= size + pad ? count - 1 : count
  }

  /// The shape of `input` after pooling to a given size; nil keeps the input's.
  public static func adaptivePooling(_ input: [Int], _ size: [Int?], name: String) throws -> [Int] {
    let rank = size.count
    guard rank == 1 || rank == 2 else {
      throw TensorError("\(name)d: output_size must be 1 or 2 numbers")
    }
    try checkPooled(input, rank: rank, name: "\(name)\(rank)d")
    let sizes = zip(size, input.suffix(rank)).map { $0 ?? $1 }
    guard sizes.allSatisfy({ $0 >= 0 }) else {
      throw TensorError(
        "\(name)\(rank)d: elements of output_size must be greater than or equal to 0 but received "
          + "{" + sizes.map(String.init).joined(separator: ", ") + "}")
    }
    guard sizes.allSatisfy({ $0 < 1 << 28 }) else {
      throw TensorError("Storage size calculation overflowed")
    }
    return input.dropLast(rank) + sizes
  }

  private static func checkPooled(_ input: [Int], rank: Int, name: String?) throws {
    guard input.count == rank + 1 || input.count == rank + 2 else {
      throw TensorError(
        name.map {
          "\($0)(): Expected \(rank + 1)D or \(rank + 2)D tensor, but got \(describe(input))"
        }
          ?? (rank == 2
            ? "non-empty 3D or 4D (batch mode) tensor expected for input"
            : "max_pool1d: Expected 2D or 3D (batch mode) tensor with optional 0 dim batch size "
              + "for input, but got:\(describe(input))"))
    }
    let first = input.count - rank - (name == nil ? 1 : 0)
    guard let empty = input.indices[first...].first(where: { input[$0] == 0 }) else {
      guard input.suffix(rank).allSatisfy({ $0 < 1 << 40 }) else {
        throw TensorError("Storage size calculation overflowed")
      }
      return
    }
    throw TensorError(
      name.map {
        "\($0)(): Expected input to have non-zero size for non-batch dimensions, but input has "
          + "sizes \(describe(input)) with dimension \(empty) being empty"
      }
        ?? (rank == 2 ? "" : "max_pool1d: ")
        + "Expected \(rank + 1)D or \(rank + 2)D (batch mode) tensor with optional 0 dim batch size "
        + "for input, but got:\(describe(input))")
  }

  /// `dilationH: 0 dilationW: 0`
  private static func written(_ values: [Int], _ name: String) -> String {
    values.count == 1
      ? "\(name)H: 1 \(name)W: \(values[0])" : "\(name)H: \(values[0]) \(name)W: \(values[1])"
  }
}
