import Autograd
import NeuralNetworks
import Tensors
import Testing

/// A function of one variable, whose gradient has a gradient.
private struct Smooth: Sendable, CustomTestStringConvertible {
  let name: String
  var shape = [3, 4]
  let function: @Sendable (Variable) throws -> Variable

  var testDescription: String { name }
}

/// A loss of one variable, against numbers that stay.
private func loss(
  _ name: String, _ body: @escaping @Sendable (Variable, Variable) throws -> Variable
)
  -> Smooth
{
  Smooth(name: name) { x in
    var generator = Generator(seed: 2)
    let target = try generator.uniform(x.shape, 0.2, 0.8, dtype: .float64)
    return try body(x, x.tape.constant(target))
  }
}

private let classes = [1, 0, 3]

private let functions: [Smooth] = [
  loss("mean squared error") { try $0.meanSquaredError($1) },
  loss("smooth L1") { try $0.smoothL1Loss($1, beta: 0.3) },
  loss("Huber") { try $0.huberLoss($1, .sum, delta: 0.2) },
  loss("KL divergence") { try $0.klDivergence($1) },
  loss("Poisson") { try $0.poissonNLL($1) },
  loss("Poisson of rates") { try $0.poissonNLL($1, isLogInput: false) },
  loss("Gauss, by the mean") { try $0.gaussianNLL($1, variance: $1) },
  loss("Gauss, by the variance") { try $1.gaussianNLL(2.0 * $1, variance: $0) },
  loss("soft margin") { try $0.softMargin($1) },
  loss("cosine similarity") { try $0.cosineSimilarity($1) },
  loss("distance") { try $0.pairwiseDistance($1) },
  loss("distance of power 3") { try $0.pairwiseDistance($1, 3) },
  loss("triplet") { try $0.tripletMargin($1, $1 * $1, margin: 2) },
  Smooth(name: "cross-entropy") { try $0.crossEntropy($0.tape.constant(Tensor(classes))) },
  Smooth(name: "multi margin, squared") { x in
    try x.multiMargin(x.tape.constant(Tensor(classes)), power: 2)
  },
]

@Suite struct LossDerivativeTests {
  @Test(arguments: functions)
  fileprivate func theGradientOfAGradientAgreesWithACentralDifference(_ trial: Smooth) throws {
    var generator = Generator(seed: 5)
    let point = try generator.uniform(trial.shape, 0.3, 1.2, dtype: .float64).doubles
    let direction = try generator.randn(trial.shape, dtype: .float64)

    /// r · ∂(Σ f²)/∂x at a point, and its leaf.
    func slope(_ point: [Double]) throws -> (value: Variable, leaf: Variable) {
      let tape = Tape()
      let x = try tape.leaf(
        Tensor(point, shape: trial.shape, dtype: .float64), requiresGradient: true)
      let y = try trial.function(x)
      let gradient = try #require(
        try tape.gradients(of: [(y * y).sum()], to: [x], createGraph: true)[0])
      return (try (gradient * tape.constant(direction)).sum(), x)
    }

    let (value, leaf) = try slope(point)
    try value.backward()
    let gradient = try #require(leaf.gradient).doubles
    let h = 1e-5
    for element in point.indices {
      func moved(_ offset: Double) throws -> Double {
        var point = point
        point[element] += offset
        return try slope(point).value.value.item()
      }
      let numeric = try (moved(h) - moved(-h)) / (2 * h)
      #expect(abs(numeric - gradient[element]) < 1e-5 * max(1, abs(numeric)))
    }
  }
}
