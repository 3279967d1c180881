import Tensors
import Testing

/// 0, 1, 2, … in a shape.
func counting(_ shape: [Int]) throws -> Tensor {
  try Tensor.arange(Double(shape.reduce(1, *))).reshaped(shape)
}

@Suite struct ViewTests {
  @Test func viewsShareStorage() throws {
    let x = try counting([2, 3])
    for view in [
      try x.transposed(), try x.reshaped([3, 2]), try x.select(0, 1), try x.sliced(1, from: 1),
      try x.expanded(to: [4, 2, 3]), try x.unsqueezed(0), try x.permuted([1, 0]),
      try x.flattened(), try x.unsqueezed(1).squeezed(),
    ] {
      #expect(view.sharesStorage(with: x))
    }
  }

  @Test func whatIsWrittenIntoAViewIsSeenInAll() throws {
    let x = try counting([2, 3])
    try x.transposed().select(0, 1).fill(9)
    #expect(x.doubles == [0, 9, 2, 3, 9, 5])
    try x.select(0, 0).assign(x.select(0, 1))
    #expect(x.doubles == [3, 9, 5, 3, 9, 5])
    let y = try counting([4])
    try y.sliced(0, from: 1).assign(y.sliced(0, to: 3))
    #expect(y.doubles == [0, 0, 1, 2])
  }

  @Test func transposedElementsComeInTheirNewOrder() throws {
    let x = try counting([2, 3])
    #expect(try x.transposed().doubles == [0, 3, 1, 4, 2, 5])
    #expect(try x.transposed().reshaped([6]).doubles == [0, 3, 1, 4, 2, 5])
    #expect(try counting([2, 2, 2]).permuted([2, 0, 1]).doubles == [0, 2, 4, 6, 1, 3, 5, 7])
    #expect(try x.expanded(to: [2, 2, 3]).doubles == [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5])
  }

  @Test func aViewIsRefusedWhereNoStridesFit() throws {
    let x = try counting([2, 3])
    #expect(throws: TensorError.self) { try x.transposed().viewed([6]) }
    #expect(try x.transposed().viewed([3, 2, 1]).doubles == [0, 3, 1, 4, 2, 5])
    let strided = try counting([4, 6]).sliced(1, from: 0, to: 4)
    #expect(try strided.viewed([2, 2, 4]).sharesStorage(with: strided))
    #expect(
      try strided.reshaped([16]).doubles == [
        0, 1, 2, 3, 6, 7, 8, 9, 12, 13, 14, 15, 18, 19, 20, 21,
      ])
  }

  @Test(arguments: [
    ([0, 3], [3, 0]), ([0], [0, 5]), ([1, 1], []), ([6], [2, -1]), ([2, 3], [-1]),
  ])
  func reshapesKeepTheElements(from: [Int], to: [Int]) throws {
    let x = try Tensor.ones(from)
    #expect(try x.reshaped(to).count == x.count)
  }

  @Test func slicesFollowPython() throws {
    let x = try counting([5])
    #expect(try x.sliced(0, from: -2).doubles == [3, 4])
    #expect(try x.sliced(0, from: 1, to: 99, step: 3).doubles == [1, 4])
    #expect(try x.sliced(0, from: 4, to: 1).shape == [0])
    #expect(try x.select(0, -1).item() == 4)
  }

  @Test func contiguousCopiesOnlyWhatIsNot() throws {
    let x = try counting([2, 3])
    #expect(try x.contiguous().sharesStorage(with: x))
    #expect(try !x.transposed().contiguous().sharesStorage(with: x))
    #expect(try x.copied().isEqual(to: x))
    #expect(try !x.copied().sharesStorage(with: x))
  }

  @Test func aTensorThatIsHeldTwiceIsCopiedToBeUnshared() throws {
    let x = try counting([3])
    let other = try x.unshared()
    #expect(!other.sharesStorage(with: x))
    #expect(other.doubles == x.doubles)
  }
}
