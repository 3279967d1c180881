import FixtureSupport
import Tensors
import Testing

private struct Promotion: Decodable, Sendable {
  let a: String
  let b: String
  let add: String
  let divide: String
}

@Suite struct PromotionTests {
  private func tensor(_ name: String) throws -> Tensor {
    if name == "2" { return try .number(2) }
    if name == "2.0" { return try .number(2.0) }
    let type = try #require(DataType.allCases.first { name.hasPrefix($0.name + "[") })
    return try Tensor.ones(name.hasSuffix("[2]") ? [2] : [], dtype: type)
  }

  @Test(arguments: Fixtures.load("promotion", as: Promotion.self))
  fileprivate func resultsHavePyTorchsType(_ fixture: Promotion) throws {
    let (a, b) = (try tensor(fixture.a), try tensor(fixture.b))
    #expect(try (a + b).dtype.name == fixture.add)
    #expect(try (a / b).dtype.name == fixture.divide)
  }

  @Test func conversionsCutAndSaturate() throws {
    let x = try Tensor([1.9, -1.9, 1e300, -1e300, .nan, 0], dtype: .float64)
    #expect(try x.converted(to: .int64).integers == [1, -1, Int.max, Int.min, 0, 0])
    #expect(try x.converted(to: .bool).booleans == [true, true, true, true, true, false])
  }
}
