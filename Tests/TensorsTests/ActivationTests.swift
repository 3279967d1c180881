import Foundation
import Tensors
import Testing

@Suite struct ActivationTests {
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
