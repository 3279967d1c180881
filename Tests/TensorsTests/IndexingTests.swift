import FixtureSupport
import Tensors
import Testing

/// Elements picked and written by indices, against PyTorch's.
@Suite struct IndexingTests {
  private static let calls = ["indexing", "indexing-generated"].flatMap {
    Fixtures.load($0, as: Call.self)
  }

  @Test(arguments: calls.indices)
  func indicesLeadWhereTheyLeadInPyTorch(_ index: Int) throws {
    let call = IndexingTests.calls[index]
    for isStrided in [false, true] {
      let words = try call.disagreement(
        tolerance: { $0 == .float64 ? 1e-15 : 1e-6 }, isStrided: isStrided, perform)
      #expect(words == nil, "\(call.title)")
    }
  }

  @Test func numbersAndSlicesGiveViews() throws {
    let x = try Tensor.zeros([3, 4])
    try x.indexed([.number(1), .slice(start: 1, end: 3)]).fill(5)
    try x.assign(.number(2), at: [.slice(), .number(-1)])
    #expect(x.doubles == [0, 0, 0, 2, 0, 5, 5, 2, 0, 0, 0, 2])
  }

  @Test func aTensorIsWrittenIntoItself() throws {
    let x = try Tensor([0.0, 1, 2, 3])
    try x.assign(x.sliced(0, to: 3), at: [.tensor(Tensor([1, 2, 3]))])
    #expect(x.doubles == [0, 0, 1, 2])
  }
}

private func index(_ call: Call, _ x: [Tensor]) throws -> [Index] {
  let parts = try #require(call.settings["parts"]?.list)
  return try parts.map { part in
    switch part {
    case .int(let place): .number(place)
    case .text("..."): .ellipsis
    case .text: .newAxis
    case .list(let bounds):
      .slice(
        start: bounds[0].int, end: bounds[1].int,
        step: bounds.count > 2 ? bounds[2].int ?? 1 : 1)
    default: .tensor(x[try #require(part.input)])
    }
  }
}

private func perform(_ call: Call, _ x: [Tensor]) throws -> [Tensor] {
  let dim = call.int("dim")
  let along = dim ?? 0
  switch call.call {
  case "get": return [try x[0].indexed(index(call, x))]
  case "set", "accumulate":
    try x[0].assign(
      x[x.count - 1], at: index(call, x), accumulate: call.call == "accumulate")
    return [x[0]]
  case "gather": return [try x[0].gathered(along, x[1])]
  case "scatter": return [try x[0].scattered(along, x[1], x[2])]
  case "scatter_add": return [try x[0].scattered(along, x[1], x[2], .sum)]
  case "scatter_reduce":
    let reduction = call.text("reduce").flatMap(Tensor.Scattering.init(rawValue:))
    return [
      try x[0].scattered(along, x[1], x[2], reduction, includeSelf: call.flag("include"))
    ]
  case "index_select": return [try x[0].indexSelect(along, x[1])]
  case "index_add": return [try x[0].indexAdded(along, x[1], x[2])]
  case "index_add_alpha": return [try x[0].indexAdded(along, x[1], x[2], alpha: .number(2))]
  case "index_copy": return [try x[0].indexCopied(along, x[1], x[2])]
  case "index_fill": return [try x[0].indexFilled(along, x[1], x[2])]
  case "masked_select": return [try x[0].maskedSelect(x[1])]
  case "masked_scatter": return [try x[0].maskedScattered(x[1], x[2])]
  case "take": return [try x[0].taken(x[1])]
  case "take_along_dim": return [try x[0].taken(along: dim, x[1])]
  case "nonzero": return [try x[0].nonzero()]
  case "one_hot":
    let classes = try #require(call.int("classes"))
    return [try x[0].oneHot(classes == -1 ? nil : classes)]
  default:
    Issue.record("unknown call \(call.call)")
    return []
  }
}
