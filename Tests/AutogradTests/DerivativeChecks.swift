import Autograd
import Tensors
import Testing

/// Compares the gradients of Σ u · f(x₀, x₁, …) for a random u with central differences.
func expectGradientsLikeDifferences(
  of inputs: [Tensor], _ function: ([Variable]) throws -> Variable,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  var generator = Generator(seed: 17)
  let tape = Tape()
  let leaves = try inputs.map {
    try tape.leaf($0, requiresGradient: $0.dtype.isFloatingPoint)
  }
  let output = try function(leaves)
  let upstream = try generator.randn(output.shape, dtype: .float64)
  let trace = try Trace(of: output)
  for leaf in trace.nodes.indices where trace.nodes[leaf].isLeaf {
    guard trace.nodes[leaf].requiresGradient else { continue }
    for element in 0..<trace.nodes[leaf].value.count {
      let difference = try centralDifference(
        trace, leaf: leaf, element: element, upstream: upstream)
      #expect(
        difference.relativeError < 1e-6 || abs(difference.numeric - difference.analytic) < 2e-8,
        "input \(leaf), element \(element)", sourceLocation: sourceLocation)
    }
  }
}

/// Compares the gradients of Σ r · ∂(Σ f³)/∂x for random r with central differences.
func expectSecondGradientsLikeDifferences(
  of inputs: [Tensor], _ function: ([Variable]) throws -> Variable,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  var generator = Generator(seed: 23)
  let directions = try inputs.map { try generator.randn($0.shape, dtype: .float64) }

  func slope(_ inputs: [Tensor]) throws -> (value: Variable, leaves: [Variable]) {
    let tape = Tape()
    let leaves = try inputs.map { try tape.leaf($0, requiresGradient: true) }
    let y = try function(leaves)
    let gradients = try tape.gradients(of: [(y * y * y).sum()], to: leaves, createGraph: true)
    let terms = try zip(gradients, directions).compactMap { gradient, direction in
      try gradient.map { try ($0 * tape.constant(direction)).sum() }
    }
    return (try terms.dropFirst().reduce(terms[0]) { try $0 + $1 }, leaves)
  }

  let (value, leaves) = try slope(inputs)
  try value.backward()
  let h = 1e-5
  for (place, input) in inputs.enumerated() {
    let gradient = leaves[place].gradient?.doubles ?? input.doubles.map { _ in 0 }
    for element in 0..<input.count {
      func moved(_ offset: Double) throws -> Double {
        var moved = inputs
        var elements = input.doubles
        elements[element] += offset
        moved[place] = try Tensor(elements, shape: input.shape, dtype: .float64)
        return try slope(moved).value.value.item()
      }
      let numeric = try (moved(h) - moved(-h)) / (2 * h)
      #expect(
        abs(numeric - gradient[element]) < 1e-5 * max(1, abs(numeric)),
        "input \(place), element \(element)", sourceLocation: sourceLocation)
    }
  }
}
