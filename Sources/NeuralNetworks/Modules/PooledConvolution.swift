import Autograd
import Tensors

/// A convolution, max(x, 0) and maximum pooling in a row, which are computed as one operation.
struct PooledConvolution {
  private let convolution: Conv2d
  private let pooling: MaxPool2d

  /// nil when the modules do not begin with these three, or something looks in between.
  init?(_ modules: ArraySlice<Module>) {
    let three = Array(modules.prefix(3))
    guard three.count == 3, let convolution = three[0] as? Conv2d, three[1] is ReLU,
      let pooling = three[2] as? MaxPool2d, convolution.paddingMode == .constant,
      three.allSatisfy({ $0.preHooks.isEmpty && $0.hooks.isEmpty })
    else { return nil }
    self.convolution = convolution
    self.pooling = pooling
  }

  func forward(_ x: Variable) throws -> Variable {
    try x.convolvedReluPooled(
      convolution.weight, bias: convolution.bias, convolution.movement(), pooling.windows)
  }
}
