import FixtureSupport
import Tensors
import Testing

/// Rearrangements, against PyTorch's.
@Suite struct ShapeTests {
  private static let calls = Fixtures.load("shapes", as: Call.self)

  @Test(arguments: calls.indices)
  func elementsGoWhereTheyGoInPyTorch(_ index: Int) throws {
    let call = ShapeTests.calls[index]
    for isStrided in [false, true] {
      let words = try call.disagreement(
        tolerance: { $0 == .float64 ? 1e-15 : 1e-7 }, isStrided: isStrided, perform)
      #expect(words == nil, "\(call.title)")
    }
  }

  @Test(
    arguments: [
      { try $0.repeated([1 << 62, 4]) }, { try $0.padded([1 << 62, 1 << 62]) },
      { try $0.diagonalEmbedded(offset: .max) }, { try $0.tiled([1 << 40]) },
      { try $0.repeatInterleaved(.number(1 << 50)) }, { try $0.rolled([.min], [0]) },
      { try $0.tril(offset: .min) }, { try $0.diagonal(offset: .min) },
      { try $0.narrowed(0, from: 1, length: .max) }, { try $0.chunked(.max)[0] },
    ] as [@Sendable (Tensor) throws -> Tensor])
  func hugeNumbersAreNoTrap(_ call: @Sendable (Tensor) throws -> Tensor) throws {
    let result = Result { try call(Tensor.ones([2, 3])) }
    if case .failure(let error) = result { #expect(error is TensorError) }
  }
}

private func perform(_ call: Call, _ inputs: [Tensor]) throws -> [Tensor] {
  let x = inputs[0]
  let dim = call.int("dim") ?? 0
  let dims = call.ints("dims") ?? []
  let offset = call.int("offset") ?? 0
  switch call.call {
  case "split": return try x.split(call.int("size") ?? 0, dim)
  case "split_sizes": return try x.split(call.ints("sizes") ?? [], dim)
  case "chunk": return try x.chunked(call.int("count") ?? 0, dim)
  case "tensor_split":
    return try call.ints("places").map { try x.tensorSplit(at: $0, dim) }
      ?? x.tensorSplit(call.int("count") ?? 0, dim)
  case "unbind": return try x.unbound(dim)
  case "rot90": return [try x.rotated90(call.int("turns") ?? 0, (dims[0], dims[1]))]
  case "flip": return [try x.flipped(dims)]
  case "roll": return [try x.rolled(call.ints("shifts") ?? [], dims)]
  case "repeat": return [try x.repeated(call.ints("counts") ?? [])]
  case "tile": return [try x.tiled(call.ints("counts") ?? [])]
  case "tril": return [try x.tril(offset: offset)]
  case "triu": return [try x.triu(offset: offset)]
  case "diag": return [try x.diag(offset: offset)]
  case "diagonal": return [try x.diagonal(offset: offset, dims[0], dims[1])]
  case "diag_embed": return [try x.diagonalEmbedded(offset: offset, dims[0], dims[1])]
  case "trace": return [try x.trace()]
  case "movedim":
    return [try x.moved(call.ints("source") ?? [], to: call.ints("to") ?? [])]
  case "unflatten": return [try x.unflattened(dim, call.ints("sizes") ?? [])]
  case "squeeze": return [try x.squeezed(dims)]
  case "unfold":
    return [try x.unfolded(dim, size: call.int("size") ?? 0, step: call.int("step") ?? 0)]
  case "repeat_interleave": return [try x.repeatInterleaved(inputs[1], call.int("dim"))]
  case "hstack": return [try Tensor.hstacked(inputs)]
  case "vstack": return [try Tensor.vstacked(inputs)]
  case "dstack": return [try Tensor.dstacked(inputs)]
  case "cat": return [try Tensor.concatenated(inputs)]
  case "stack": return [try Tensor.stacked(inputs)]
  case "meshgrid": return try Tensor.meshgrid(inputs, indexing: call.text("indexing") ?? "")
  case "pad":
    let mode = try #require(call.text("mode").flatMap(Tensor.PaddingMode.init(rawValue:)))
    return [
      try x.padded(
        call.ints("margins") ?? [], mode, value: inputs.count > 1 ? inputs[1] : nil)
    ]
  default:
    Issue.record("unknown call \(call.call)")
    return []
  }
}
