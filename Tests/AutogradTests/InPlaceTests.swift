import Autograd
import Tensors
import Testing

/// Expected numbers and messages are PyTorch's.
@Suite struct InPlaceTests {
  let tape = Tape()

  private func leaf(_ values: Double...) throws -> Variable {
    try tape.leaf(Tensor(values), requiresGradient: true)
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch { return "\(error)" }
  }

  @Test func gradientsFlowThroughWriting() throws {
    let x = try leaf(1, 2)
    let y = try 3 * x
    try y.mutate { try $0 * $0.number(2) }
    #expect(y.value.doubles == [6, 12])
    #expect(y.gradientFunctionName == "MulBackward0")
    try y.sum().backward()
    #expect(x.gradient?.doubles == [6, 6])
  }

  @Test func whatIsWrittenIntoAViewReachesItsBase() throws {
    let (x, w) = (try leaf(1, 2, 3), try leaf(10))
    let y = try 2 * x
    try y.select(0, 1).mutate { try $0 * w.select(0, 0) }
    #expect(y.value.doubles == [2, 40, 6])
    #expect(y.gradientFunctionName == "CopySlices")
    try y.sum().backward()
    #expect(x.gradient?.doubles == [2, 20, 2])
    #expect(w.gradient?.doubles == [4])
  }

  @Test func aViewSeesWhatIsWrittenIntoItsBase() throws {
    let x = try leaf(1, 2, 3)
    let y = try 1 * x
    let view = try y.sliced(0, from: 1)
    try y.mutate { try $0 * $0 }
    #expect(view.value.doubles == [4, 9])
    try view.sum().backward()
    #expect(x.gradient?.doubles == [0, 4, 6])
  }

  @Test func aViewOfAViewIsWrittenThrough() throws {
    let x = try tape.leaf(Tensor([1.0, 2, 3, 4], shape: [2, 2]), requiresGradient: true)
    let y = try 1 * x
    let sibling = try y.transposed(0, 1)
    try y.select(0, 1).sliced(0, from: 1).assign(tape.constant(Tensor([7.0])))
    #expect(y.value.doubles == [1, 2, 3, 7])
    #expect(sibling.value.doubles == [1, 3, 2, 7])
    try (sibling * sibling).sum().backward()
    #expect(x.gradient?.doubles == [2, 4, 6, 0])
  }

  @Test func gradientsFlowIntoWhatWasPlain() throws {
    let w = try leaf(5)
    let x = tape.constant(try Tensor([1.0, 2, 3]))
    try x.select(0, 0).assign(w.select(0, 0))
    #expect(x.requiresGradient)
    try (x * x).sum().backward()
    #expect(w.gradient?.doubles == [10])
  }

  @Test func withoutRecordingALeafIsWritten() throws {
    let x = try leaf(1, 2)
    try tape.withoutRecording { try x.mutate { try $0 - $0.number(1) } }
    #expect(x.value.doubles == [0, 1])
    #expect(x.isLeaf && x.requiresGradient)
  }

  @Test func writingToALeafIsRefused() throws {
    let x = try leaf(1, 2)
    #expect(
      message { try x.mutate { try $0 * $0 } }
        == "a leaf Variable that requires grad is being used in an in-place operation.")
    #expect(
      message { try x.select(0, 0).mutate { try $0 * $0 } }
        == "a view of a leaf Variable that requires grad is being used in an in-place operation.")
    #expect(x.value.doubles == [1, 2])
  }

  @Test func aResultThatDoesNotFitIsRefused() throws {
    let x = tape.constant(try Tensor([1, 2]))
    #expect(
      message { try x.mutate { try $0 * $0.number(1.5) } }
        == "result type Float can't be cast to the desired output type Long")
    let row = tape.constant(try Tensor([1.0, 2], shape: [2]))
    let matrix = tape.constant(try Tensor.ones([2, 2]))
    #expect(
      message { try row.mutate { try $0 + matrix } }
        == "output with shape [2] doesn't match the broadcast shape [2, 2]")
  }

  @Test(arguments: [
    (Operation.exp, "[torch.FloatTensor [2]], which is output 0 of ExpBackward0, is at version 1"),
    (
      Operation.relu,
      "[torch.FloatTensor [2]], which is output 0 of ReluBackward0, is at version 1"
    ),
  ])
  func aPassThroughWhatWasWrittenOverIsRefused(_ operation: Operation, _ place: String) throws {
    let x = try leaf(1, 2)
    let y = try x.apply(operation)
    let z = try y.sum()
    try tape.withoutRecording { try y.mutate { try $0 * $0.number(2) } }
    #expect(message { try z.backward() }.contains(place))
  }

  @Test func whatNoPullbackReadsMayBeWrittenOver() throws {
    let x = try leaf(1, 2)
    let y = try 2 * x
    let z = try y.exp().sum()
    try tape.withoutRecording { try y.mutate { try $0 * $0.number(2) } }
    try z.backward()
    #expect(x.gradient != nil)
  }
}
