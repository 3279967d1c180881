import CKernels

/// The activation functions that lessons and networks choose from, besides relu, tanh, sigmoid and
/// softmax. Constants and defaults are PyTorch's.
public enum Nonlinearity: Hashable, Sendable {
  /// x where x > 0, elsewhere a little of it.
  case leakyRelu(slope: Double)
  /// x where x > 0, elsewhere α (eˣ − 1) (Clevert et al., 2016).
  case elu(alpha: Double)
  /// x where x > 0, elsewhere α (e^(x/α) − 1): smooth at 0 for any α (Barron, 2017).
  case celu(alpha: Double)
  /// ELU with the constants that keep mean 0 and variance 1 (Klambauer et al., 2017).
  case selu
  /// x Φ(x), with Φ the normal distribution (Hendrycks and Gimpel, 2016).
  case gelu
  /// GELU with tanh in place of the error function.
  case geluTanh
  /// x σ(x), also called swish.
  case silu
  /// x tanh(log(1 + eˣ)) (Misra, 2019).
  case mish
  /// x, held between two bounds.
  case hardtanh(low: Double, high: Double)
  /// (x + 3)/6, held between 0 and 1.
  case hardsigmoid
  /// x · hardsigmoid(x) (Howard et al., 2019).
  case hardswish
  /// log(1 + e^(β x))/β; x itself where β x is above the threshold.
  case softplus(beta: Double, threshold: Double)
  /// x/(1 + |x|)
  case softsign
  /// x − tanh x
  case tanhshrink
  /// 0 within ±λ, x outside.
  case hardshrink(lambda: Double)
  /// 0 within ±λ; outside, x moved by λ towards 0.
  case softshrink(lambda: Double)
  /// log σ(x)
  case logSigmoid
  /// x where x > threshold, elsewhere the value.
  case threshold(Double, value: Double)

  /// x, held between 0 and 6.
  public static let relu6 = Nonlinearity.hardtanh(low: 0, high: 6)

  public static let seluAlpha = 1.6732632423543772848170429916717
  public static let seluScale = 1.0507009873554804934193349852946

  /// The loop that computes it, and its constants.
  var kernel: (function: ck_activation, a: Double, b: Double, c: Double) {
    switch self {
    case .leakyRelu(let slope): (CK_LEAKY_RELU, slope, 0, 0)
    case .elu(let alpha): (CK_ELU, alpha, 1, 1)
    case .celu(let alpha): (CK_ELU, alpha, 1, 1 / alpha)
    case .selu: (CK_ELU, Self.seluAlpha * Self.seluScale, Self.seluScale, 1)
    case .gelu: (CK_GELU, 0, 0, 0)
    case .geluTanh: (CK_GELU_TANH, 0, 0, 0)
    case .silu: (CK_SILU, 0, 0, 0)
    case .mish: (CK_MISH, 0, 0, 0)
    case .hardtanh(let low, let high): (CK_HARDTANH, low, high, 0)
    case .hardsigmoid: (CK_HARDSIGMOID, 0, 0, 0)
    case .hardswish: (CK_HARDSWISH, 0, 0, 0)
    case .softplus(let beta, let threshold): (CK_SHARP_SOFTPLUS, beta, threshold, 0)
    case .softsign: (CK_SOFTSIGN, 0, 0, 0)
    case .tanhshrink: (CK_TANHSHRINK, 0, 0, 0)
    case .hardshrink(let lambda): (CK_HARDSHRINK, lambda, 0, 0)
    case .softshrink(let lambda): (CK_SOFTSHRINK, lambda, 0, 0)
    case .logSigmoid: (CK_LOG_SIGMOID, 0, 0, 0)
    case .threshold(let threshold, let value): (CK_THRESHOLD, threshold, value, 0)
    }
  }

  /// PyTorch's name of its loop, for the message that whole numbers are not for it.
  private var loopName: String {
    switch self {
    case .leakyRelu: "leaky_relu_cpu"
    case .elu, .celu, .selu: "elu_cpu"
    case .gelu, .geluTanh: "GeluKernelImpl"
    case .silu: "silu_cpu"
    case .mish: "mish_cpu"
    case .hardtanh: "hardtanh_cpu"
    case .hardsigmoid: "hardsigmoid_cpu"
    case .hardswish: "hardswish_cpu"
    case .softplus: "softplus_cpu"
    case .softsign: "softsign_cpu"
    case .tanhshrink: "tanhshrink_cpu"
    case .hardshrink: "hardshrink_cpu"
    case .softshrink: "softshrink_check"
    case .logSigmoid: "log_sigmoid_cpu"
    case .threshold: "threshold_cpu"
    }
  }

  /// Refuses constants and types of elements that PyTorch refuses.
  func check(_ type: DataType) throws {
    switch self {
    case .celu(let alpha) where alpha == 0:
      throw TensorError("ZeroDivisionError: alpha cannot be 0 for CELU")
    case .hardtanh(let low, let high) where low > high:
      throw TensorError(.value, "min_val cannot be greater than max_val")
    case .softshrink(let lambda) where !(lambda >= 0) && type.isFloatingPoint:
      let largest = type == .float32 ? "3.40282e+38" : "1.79769e+308"
      throw TensorError(
        "lambda must be in range [0, \(largest)] for input dtype \(type.title), but found "
          + (lambda == lambda.rounded() && abs(lambda) < 1e6 ? "\(Int(lambda))" : "\(lambda)"))
    default: break
    }
    guard type.isFloatingPoint else {
      throw TensorError(
        .notImplemented, "\"\(loopName)\" not implemented for '\(type.title)'")
    }
  }
}
