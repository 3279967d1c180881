import Autograd
import Tensors
import Testing

@Suite struct GradientsTests {
  let tape = Tape()

  private func leaf(_ values: Double...) throws -> Variable {
    try tape.leaf(Tensor(values, dtype: .float64), requiresGradient: true)
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch { return "\(error)" }
  }

  @Test func gradientsAreGivenAndNotKept() throws {
    let (x, y) = (try leaf(1, 2), try leaf(3, 4))
    let found = try tape.gradients(of: [(x * y).sum()], to: [x, y])
    #expect(found.map { $0?.value.doubles } == [[3, 4], [1, 2]])
    #expect(x.gradient == nil && y.gradient == nil)
  }

  @Test func gradientsOfSeveralOutputsAddUp() throws {
    let x = try leaf(1, 2)
    let outputs = [try x * x, try x.sum()]
    let upstreams = [try Tensor([1.0, 10.0], dtype: .float64), nil]
    let found = try tape.gradients(of: outputs, upstreams: upstreams, to: [x])
    #expect(found[0]?.value.doubles == [3, 41])
  }

  @Test func gradientsOfComputedVariablesAreGiven() throws {
    let x = try leaf(2)
    let square = try x * x
    let found = try tape.gradients(of: [square * square], to: [square, x])
    #expect(found.map { $0?.value.doubles } == [[8], [32]])
  }

  @Test func whatPlaysNoPartIsRefusedOrNil() throws {
    let (x, y) = (try leaf(2), try leaf(3))
    let output = try x * x
    #expect(
      message { _ = try tape.gradients(of: [output], to: [y], retainGraph: true) }
        == "One of the differentiated Tensors appears to not have been used in the graph. Set "
        + "allow_unused=True if this is the desired behavior.")
    #expect(try tape.gradients(of: [output], to: [y], allowsUnused: true)[0] == nil)
  }

  @Test func aHookSeesTheCompleteGradientAndMayReplaceIt() throws {
    let x = try leaf(2)
    let square = try x * x
    var seen: [[Double]] = []
    _ = try square.addHook {
      seen.append($0.doubles)
      return try $0 * .number(10)
    }
    let silent = try x.addHook {
      seen.append($0.doubles)
      return nil
    }
    try (square + square).backward(retainGraph: true)
    #expect(seen == [[2], [80]])
    #expect(x.gradient?.doubles == [80])
    x.removeHook(silent)
    try (square + square).backward()
    #expect(seen.count == 3)
  }

  @Test func aHookNeedsAGradient() throws {
    let x = tape.constant(try Tensor([1.0]))
    #expect(
      message { _ = try x.addHook { $0 } }
        == "cannot register a hook on a tensor that doesn't require gradient")
  }
}
