import Autograd
import Tensors

/// What takes one number of each window of a signal or an image.
public class PoolingLayer: Module, Layer {
  public let kernel: Sizes
  /// nil for the kernel's size.
  public let stride: Sizes?
  public let padding: Sizes
  public let isCeil: Bool

  init(_ kernel: Sizes, _ stride: Sizes?, _ padding: Sizes, _ isCeil: Bool) {
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.isCeil = isCeil
    super.init()
  }

  /// The dimensions of the signal.
  var rank: Int { 2 }
  var dilation: Sizes { 1 }

  var windows: Pooling {
    Pooling(
      kernel: kernel.repeated(rank), stride: (stride ?? kernel).repeated(rank),
      padding: padding.repeated(rank), dilation: dilation.repeated(rank), isCeil: isCeil)
  }

  public func forward(_ x: Variable) throws -> Variable { try x.maxPooled(windows) }
}

/// The greatest number of each window.
public class MaxPooling: PoolingLayer {
  private let spread: Sizes
  override var dilation: Sizes { spread }

  /// - Parameters:
  ///   - stride: nil for the kernel's size.
  ///   - isCeil: whether a window that only begins inside counts.
  public required init(
    _ kernel: Sizes, stride: Sizes? = nil, padding: Sizes = 0, dilation: Sizes = 1,
    isCeil: Bool = false
  ) {
    spread = dilation
    super.init(kernel, stride, padding, isCeil)
  }

  public override var settings: String {
    "kernel_size=\(kernel.text), stride=\((stride ?? kernel).text), padding=\(padding.text), "
      + "dilation=\(spread.text), ceil_mode=\(PythonText.of(isCeil))"
  }

  public override func anew() throws -> Module {
    type(of: self).init(
      kernel, stride: stride, padding: padding, dilation: spread, isCeil: isCeil)
  }
}

/// The greatest number of each window of signals (N, C, L).
public final class MaxPool1d: MaxPooling {
  override var rank: Int { 1 }
}

/// The greatest number of each window of images (N, C, H, W).
public final class MaxPool2d: MaxPooling {}

/// The mean of each window of signals (N, C, L).
public final class AvgPool1d: PoolingLayer {
  public let countsPadding: Bool
  override var rank: Int { 1 }

  /// - Parameter countsPadding: whether zeros of the padding count in the mean.
  public init(
    _ kernel: Sizes, stride: Sizes? = nil, padding: Sizes = 0, isCeil: Bool = false,
    countsPadding: Bool = true
  ) {
    self.countsPadding = countsPadding
    super.init(kernel, stride, padding, isCeil)
  }

  public override var settings: String {
    func tuple(_ sizes: Sizes) -> String { PythonText.of(sizes.repeated(1)) }
    return "kernel_size=\(tuple(kernel)), stride=\(tuple(stride ?? kernel)), "
      + "padding=\(tuple(padding))"
  }

  public override func anew() throws -> Module {
    AvgPool1d(
      kernel, stride: stride, padding: padding, isCeil: isCeil, countsPadding: countsPadding)
  }

  public override func forward(_ x: Variable) throws -> Variable {
    guard x.rank == 2 || x.rank == 3 else {
      throw TensorError(
        "Expected 2 to 3 dimensions, but got \(x.rank)-dimensional tensor for argument #1 'self' "
          + "(while checking arguments for avg_pool1d)")
    }
    return try x.averagePooled(windows, countsPadding: countsPadding)
  }
}

/// The mean of each window of images (N, C, H, W).
public final class AvgPool2d: PoolingLayer {
  public let countsPadding: Bool
  /// What sums are divided by, in place of the window's size.
  public let divisor: Int?

  public init(
    _ kernel: Sizes, stride: Sizes? = nil, padding: Sizes = 0, isCeil: Bool = false,
    countsPadding: Bool = true, divisor: Int? = nil
  ) {
    self.countsPadding = countsPadding
    self.divisor = divisor
    super.init(kernel, stride, padding, isCeil)
  }

  public override var settings: String {
    "kernel_size=\(kernel.text), stride=\((stride ?? kernel).text), padding=\(padding.text)"
  }

  public override func anew() throws -> Module {
    AvgPool2d(
      kernel, stride: stride, padding: padding, isCeil: isCeil, countsPadding: countsPadding,
      divisor: divisor)
  }

  public override func forward(_ x: Variable) throws -> Variable {
    try x.averagePooled(windows, countsPadding: countsPadding, divisor: divisor)
  }
}

/// Pooling to an output of a given size, whatever the input's.
public class AdaptivePooling: Module, Layer {
  /// nil keeps a size.
  public let size: [Int?]
  private let isSingle: Bool

  public required init(_ size: Int) {
    self.size = [size]
    isSingle = true
    super.init()
  }

  public required init(sizes: [Int?]) {
    size = sizes
    isSingle = false
    super.init()
  }

  var rank: Int { 2 }

  public override var settings: String {
    let parts = size.map { $0.map(String.init) ?? "None" }
    return "output_size="
      + (isSingle
        ? parts[0] : "(" + parts.joined(separator: ", ") + (parts.count == 1 ? ",)" : ")"))
  }

  public override func anew() throws -> Module {
    if isSingle, let size = size[0] { return type(of: self).init(size) }
    return type(of: self).init(sizes: size)
  }

  var sizes: [Int?] { isSingle ? Array(repeating: size[0], count: rank) : size }

  public func forward(_ x: Variable) throws -> Variable { try x.adaptiveAveragePooled(sizes) }
}

/// Means of signals (N, C, L) as (N, C, size).
public final class AdaptiveAvgPool1d: AdaptivePooling {
  override var rank: Int { 1 }
}

/// Means of images (N, C, H, W) as (N, C, size).
public final class AdaptiveAvgPool2d: AdaptivePooling {}

/// The greatest numbers of signals (N, C, L) as (N, C, size).
public final class AdaptiveMaxPool1d: AdaptivePooling {
  override var rank: Int { 1 }
  public override func forward(_ x: Variable) throws -> Variable {
    try x.adaptiveMaxPooled(sizes)
  }
}

/// The greatest numbers of images (N, C, H, W) as (N, C, size).
public final class AdaptiveMaxPool2d: AdaptivePooling {
  public override func forward(_ x: Variable) throws -> Variable {
    try x.adaptiveMaxPooled(sizes)
  }
}
