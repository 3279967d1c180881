import FixtureSupport
import Foundation
import Tensors
import Testing

/// An activation function as PyTorch computed it.
private struct Case: Decodable, Sendable, CustomTestStringConvertible {
  let operation: String
  let inputs: [Recorded]
  let upstream: Recorded
  let output: Recorded
  let gradients: [Recorded?]
  let constants: [Double]?
  let dim: Int?

  var testDescription: String { "\(operation) \(constants ?? []) \(inputs[0].shape)" }

  var function: Nonlinearity? {
    let a = constants?.first ?? 0
    let b = constants?.last ?? 0
    return switch operation {
    case "leakyRelu": .leakyRelu(slope: a)
    case "elu": .elu(alpha: a)
    case "celu": .celu(alpha: a)
    case "selu": .selu
    case "gelu": .gelu
    case "geluTanh": .geluTanh
    case "silu": .silu
    case "mish": .mish
    case "relu6": .relu6
    case "hardtanh": .hardtanh(low: a, high: b)
    case "hardsigmoid": .hardsigmoid
    case "hardswish": .hardswish
    case "softplus": .softplus(beta: a, threshold: b)
    case "softsign": .softsign
    case "tanhshrink": .tanhshrink
    case "hardshrink": .hardshrink(lambda: a)
    case "softshrink": .softshrink(lambda: a)
    case "logSigmoid": .logSigmoid
    case "threshold": .threshold(a, value: b)
    default: nil
    }
  }
}

@Suite struct ActivationTests {
  @Test(arguments: Fixtures.load("activations", as: Case.self))
  fileprivate func valuesAndGradientsAreThoseOfPyTorch(_ fixture: Case) throws {
    let inputs = try fixture.inputs.map { try $0.tensor }
    let upstream = try fixture.upstream.tensor
    let output: Tensor
    let gradients: [Tensor]
    if let function = fixture.function {
      output = try inputs[0].activated(function)
      gradients = [try inputs[0].activationBackward(function, upstream)]
    } else if fixture.operation == "prelu" {
      output = try inputs[0].prelu(inputs[1])
      let (input, weight) = try inputs[0].preluBackward(inputs[1], upstream)
      gradients = [input, weight]
    } else {
      output = try inputs[0].glu(try #require(fixture.dim))
      gradients = [try inputs[0].gluBackward(upstream, try #require(fixture.dim))]
    }
    let isDouble = output.dtype == .float64
    // PyTorch rounds the constants of two to single precision, and takes 1 + tanh u apart.
    let isRounded = ["celu", "hardsigmoid"].contains(fixture.operation) && isDouble
    let isCancelled = fixture.operation == "geluTanh" && !isDouble
    let tolerance = isRounded ? 1e-7 : isCancelled ? 1e-5 : isDouble ? 1e-13 : 1e-6
    #expect(difference(output, fixture.output, tolerance: tolerance) == nil)
    for (gradient, expected) in zip(gradients, fixture.gradients) {
      let expected = try #require(expected)
      #expect(difference(gradient, expected, tolerance: tolerance) == nil)
    }
  }

  @Test func elementsOfAViewAreReadWhereTheyLie() throws {
    let x = try Tensor.linspace(-3, 3, count: 12).reshaped([3, 4]).transposed()
    let expected = try x.contiguous().activated(.gelu)
    #expect(try x.activated(.gelu).isEqual(to: expected))
    #expect(
      try x.activationBackward(.gelu, .number(1)).isEqual(
        to: x.contiguous().activationBackward(.gelu, Tensor.ones([4, 3]))))
  }

  @Test func wholeNumbersStayWholeWhereTheyCan() throws {
    let x = try Tensor([-3, 2, 9])
    #expect(try x.activated(.relu6).integers == [0, 2, 6])
    #expect(try x.activated(.threshold(1.5, value: 7)).integers == [7, 2, 9])
    #expect(try x.activated(.softsign).dtype == .float32)
    for (function, name) in [
      (Nonlinearity.gelu, "GeluKernelImpl"), (.selu, "elu_cpu"), (.silu, "silu_cpu"),
      (.softshrink(lambda: 1), "softshrink_check"), (.leakyRelu(slope: 0.1), "leaky_relu_cpu"),
    ] {
      #expect(
        throws: TensorError(.notImplemented, "\"\(name)\" not implemented for 'Long'")
      ) { try x.activated(function) }
    }
  }

  @Test func wrongConstantsAndShapesAreRefusedInPyTorchsWords() throws {
    let x = try Tensor.ones([2, 3])
    let refusals: [(() throws -> Tensor, TensorError)] = [
      (
        { try x.activated(.hardtanh(low: 2, high: 1)) },
        TensorError(.value, "min_val cannot be greater than max_val")
      ),
      (
        { try x.activated(.celu(alpha: 0)) },
        TensorError("ZeroDivisionError: alpha cannot be 0 for CELU")
      ),
      (
        { try x.activated(.softshrink(lambda: -1)) },
        TensorError(
          "lambda must be in range [0, 3.40282e+38] for input dtype Float, but found -1")
      ),
      ({ try x.glu() }, TensorError("Halving dimension must be even, but dimension 1 is size 3")),
      (
        { try Tensor.scalar(1.0).glu() },
        TensorError("glu does not support scalars because halving size must be even")
      ),
      (
        { try x.prelu(Tensor.ones([2])) },
        TensorError(
          "Mismatch of parameter numbers and input channel size. Found parameter numbers = 2 and "
            + "channel size = 3.")
      ),
      (
        { try x.prelu(Tensor.ones([3], dtype: .float64)) },
        TensorError("prelu: Type promoting not supported. Got Float and Double")
      ),
    ]
    for (attempt, error) in refusals { #expect(throws: error) { try attempt() } }
  }

  @Test(arguments: [DataType.float32, .float64])
  func theErrorFunctionIsRightToTheLastDigits(_ type: DataType) throws {
    let points = (-4200...4200).map { Double($0) / 700 } + [1e-300, 1e-30, 7, .infinity]
    let x = try Tensor(points, dtype: type)
    for (point, value) in zip(x.doubles, try x.erf().doubles) {
      let exact = erf(point)
      let tolerance = type == .float32 ? 1.5e-7 : 4e-16
      #expect(abs(value - exact) <= tolerance * abs(exact), "erf(\(point))")
    }
  }
}
