import Tensors
import Testing

/// A call that must be refused, and PyTorch's words for it.
private struct Refusal: Sendable, CustomTestStringConvertible {
  let message: String
  let kind: TensorError.Kind
  let call: @Sendable () throws -> Any

  init(
    _ message: String, _ kind: TensorError.Kind = .runtime,
    _ call: @escaping @Sendable () throws -> Any
  ) {
    self.message = message
    self.kind = kind
    self.call = call
  }

  var testDescription: String { message }
}

private func ones(_ shape: Int...) throws -> Tensor { try Tensor.ones(shape) }

private let refusals: [Refusal] = [
  Refusal("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)") {
    try ones(2, 3).matmul(ones(2, 3))
  },
  Refusal("mat1 and mat2 shapes cannot be multiplied (20x3 and 4x3)") {
    try ones(5, 4, 3).matmul(ones(4, 3))
  },
  Refusal("mat1 and mat2 shapes cannot be multiplied (1x4 and 2x3)") {
    try ones(4).matmul(ones(2, 3))
  },
  Refusal("size mismatch, got input (2), mat (2x3), vec (4)") { try ones(2, 3).matmul(ones(4)) },
  Refusal(
    "inconsistent tensor size, expected tensor [3] and src [4] to have the same number of "
      + "elements, but got 3 and 4 elements respectively"
  ) { try ones(3).matmul(ones(4)) },
  Refusal("both arguments to matmul need to be at least 1D, but they are 0D and 1D") {
    try ones().matmul(ones(1))
  },
  Refusal(
    "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1"
  ) { try ones(2, 3) + ones(2, 4) },
  Refusal(
    "Dimension out of range (expected to be in range of [-1, 0], but got 3)", .index
  ) { try ones(3).sum([3]) },
  Refusal("dim 0 appears multiple times in the list of dims") { try ones(3).sum([0, -1]) },
  Refusal("shape '[2]' is invalid for input of size 3") { try ones(3).reshaped([2]) },
  Refusal("shape '[-1, 2]' is invalid for input of size 3") { try ones(3).reshaped([-1, 2]) },
  Refusal("only one dimension can be inferred") { try ones(4).reshaped([-1, -1]) },
  Refusal(
    "The expanded size of the tensor (4) must match the existing size (3) at non-singleton "
      + "dimension 0.  Target sizes: [4].  Tensor sizes: [3]"
  ) { try ones(3).expanded(to: [4]) },
  Refusal("index 5 is out of bounds for dimension 0 with size 3", .index) {
    try ones(3).select(0, 5)
  },
  Refusal("index 9 is out of bounds for dimension 0 with size 4", .index) {
    try ones(4, 2).rows(at: Tensor([9]))
  },
  Refusal("Tensors must have same number of dimensions: got 2 and 3") {
    try Tensor.concatenated([ones(4, 3), ones(5, 4, 3)])
  },
  Refusal(
    "Sizes of tensors must match except in dimension 0. Expected size 3 but got size 2 for "
      + "tensor number 1 in the list."
  ) { try Tensor.concatenated([ones(4, 3), ones(2, 2)]) },
  Refusal("stack expects each tensor to be equal size, but got [3] at entry 0 and [2] at entry 1") {
    try Tensor.stacked([ones(3), ones(2)])
  },
  Refusal("a Tensor with 12 elements cannot be converted to Scalar") { try ones(3, 4).item() },
  Refusal("ZeroDivisionError") { try Tensor([1, 2]).floorDivided(by: .number(0)) },
  Refusal("Integers to negative integer powers are not allowed.") {
    try Tensor([1, 2]).power(.number(-1))
  },
  Refusal("step must be greater than zero", .value) { try ones(3).sliced(0, step: -1) },
  Refusal("permute(): duplicate dims are not allowed.") { try ones(3, 4).permuted([0, 0]) },
  Refusal(
    "max(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction "
      + "dim with the 'dim' argument."
  ) { try ones(0).maximum() },
  Refusal("max(): Expected reduction dim 1 to have non-zero size.", .index) {
    try ones(2, 0).maximum(along: 1)
  },
  Refusal("Storage size calculation overflowed") { try ones(Int.max, 2) },
  Refusal("Storage size calculation overflowed") { try ones(1 << 61, 1) },
  Refusal("Trying to create tensor with negative dimension -1: [-1]") {
    var generator = Generator(seed: 0)
    return try generator.randperm(-1)
  },
]

@Suite struct ErrorTests {
  @Test(arguments: refusals)
  fileprivate func misuseIsRefusedInPyTorchsWords(_ refusal: Refusal) throws {
    let error = #expect(throws: TensorError.self) { try refusal.call() }
    #expect(error == TensorError(refusal.kind, refusal.message))
  }

  @Test(arguments: [[1 << 40], [1 << 20, 1 << 20], [3_000_000_000]])
  func hugeTensorsAreRefusedBeforeTheyAreMade(_ shape: [Int]) throws {
    #expect(throws: TensorError.self) { try Tensor.zeros(shape) }
    #expect(throws: TensorError.self) { try Tensor.ones([]).expanded(to: shape + [4]) }
  }

  @Test func emptyTensorsOfHugeOtherSizesAreNoTrap() throws {
    #expect(throws: TensorError.self) { try Tensor.zeros([0, 1 << 62, 8]) }
    #expect(try Tensor.zeros([0, 1 << 40]).count == 0)
    #expect(try Tensor.eye(0, Int.max).count == 0)
    #expect(try Tensor.zeros([0, 3]).sum([0]).doubles == [0, 0, 0])
  }
}
