import Autograd
import FixtureSupport
import NeuralNetworks
import Tensors
import Testing

/// What PyTorch made of some gradients.
private struct Clip: Decodable, Sendable, CustomTestStringConvertible {
  let norm, value: Double?
  let p: Setting?
  let refuses: Bool?
  let dtype: String
  let before, after: [Recorded?]
  let total: Recorded?
  let error: String?

  var testDescription: String { "\(dtype) \(before.map { $0?.values }) \(norm ?? value ?? 0)" }
}

@Suite struct GradientClippingTests {
  @Test(arguments: Fixtures.load("clipping", as: Clip.self))
  fileprivate func gradientsAreClippedAsByPyTorch(_ clip: Clip) throws {
    let tape = Tape()
    let parameters = try clip.before.map { gradient in
      let type = DataType.allCases.first { $0.name == clip.dtype } ?? .float32
      let leaf = try tape.leaf(
        .zeros(gradient?.shape ?? [], dtype: type), requiresGradient: true)
      leaf.gradient = try gradient?.tensor
      return leaf
    }
    let tolerance = clip.dtype == "float64" ? 1e-12 : 1e-5
    do {
      if let value = clip.value {
        try clipGradients(parameters, toValue: value)
      } else {
        let total = try clipGradients(
          parameters, to: clip.norm ?? 1, p: clip.p?.double ?? 2,
          refusesNonfinite: clip.refuses ?? false)
        let expected = try #require(clip.total)
        let found = try Tensor.scalar(total, dtype: expected.dtype)
        #expect(difference(found, expected, tolerance: tolerance) == nil)
      }
      #expect(clip.error == nil)
    } catch let refusal as TensorError {
      #expect(refusal.description == clip.error)
    }
    for (parameter, expected) in zip(parameters, clip.after) {
      guard let expected, let gradient = parameter.gradient else {
        #expect((expected == nil) == (parameter.gradient == nil))
        continue
      }
      #expect(difference(gradient, expected, tolerance: tolerance) == nil)
    }
  }
}
