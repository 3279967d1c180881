import Foundation
import Tensors
import Testing

/// The vectorised functions against the C library's, all over their range.
@Suite struct KernelTests {
  private static let points: [Double] = {
    var points: [Double] = [
      0, -0.0, 1, -1, 0.5, 88.7, 89, -87, -103.9, -104, 709.7, 710, -745, -746,
    ]
    for exponent in -300...300 { points += [1.37, -1.37].map { $0 * pow(10, Double(exponent)) } }
    for index in -2000...2000 { points.append(Double(index) * 0.0513) }
    return points
  }()

  private static let functions:
    [(String, @Sendable (Tensor) throws -> Tensor, @Sendable (Double) -> Double)] = [
      ("exp", { try $0.exp() }, { Foundation.exp($0) }),
      ("expm1", { try $0.expm1() }, { Foundation.expm1($0) }),
      ("tanh", { try $0.tanh() }, { Foundation.tanh($0) }),
      ("log", { try $0.log() }, { Foundation.log($0) }),
      ("log1p", { try $0.log1p() }, { Foundation.log1p($0) }),
      ("sigmoid", { try $0.sigmoid() }, { 1 / (1 + Foundation.exp(-$0)) }),
    ]

  @Test(arguments: [0, 1, 2, 3, 4, 5], [DataType.float32, .float64])
  func functionsAreRightToTheLastDigits(function: Int, type: DataType) throws {
    let (name, ours, reference) = KernelTests.functions[function]
    let x = try Tensor(KernelTests.points, dtype: type)
    let tolerance = type == .float32 ? 5e-7 : 4e-15
    for (point, value) in zip(x.doubles, try ours(x).doubles) {
      let exact = reference(point)
      let right = type == .float32 ? Double(Float(exact)) : exact
      if value == right || value.isNaN && right.isNaN { continue }
      let smallest = type == .float32 ? 1.2e-38 : 2.3e-308
      if value == 0 && abs(right) < smallest { continue }
      #expect(
        abs(value - right) <= tolerance * max(abs(right), smallest), "\(name)(\(point))")
    }
  }

  @Test(arguments: [0, 1, 15, 16, 17, 1000])
  func sumsOfAnyLengthAreWhole(_ n: Int) throws {
    let x = try Tensor.arange(Double(n))
    #expect(try x.sum().item() == Double(n * (n - 1) / 2))
    #expect(try Tensor(Array(0..<n)).sum().integers == [n * (n - 1) / 2])
  }

  @Test func wholeNumbersDivideAsPythonDoes() throws {
    let (a, b) = (try Tensor([7, -7, 7, -7, Int.min]), try Tensor([2, 2, -2, -2, -1]))
    #expect(try a.floorDivided(by: b).integers == [3, -4, -4, 3, Int.min])
    #expect(try a.remainder(b).integers == [1, 1, -1, -1, 0])
    let (x, y) = (try Tensor([7.5, -7.5, 7.5, 1]), try Tensor([2.0, 2, -2, 0]))
    #expect(try x.floorDivided(by: y).doubles == [3, -4, -4, .infinity])
    #expect(try x.remainder(y).doubles.prefix(3) == [1.5, 0.5, -0.5])
  }

  @Test func comparisonsStretchAndKnowNaN() throws {
    let x = try Tensor([1, Double.nan, 3])
    #expect(try x.compared(.greater, to: .number(2)).booleans == [false, false, true])
    #expect(try x.compared(.notEqual, to: x).booleans == [false, true, false])
  }

  @Test(arguments: [DataType.float32, .float64, .int64])
  func productsOfAnyLayoutAgree(_ type: DataType) throws {
    var generator = Generator(seed: 3)
    let a = try generator.randint(-5, 5, [4, 6]).converted(to: type)
    let b = try generator.randint(-5, 5, [6, 3]).converted(to: type)
    let right = try a.matmul(b)
    let wide = try Tensor.zeros([6, 8], dtype: type)
    try wide.sliced(1, from: 1, to: 7, step: 2).assign(b)
    for (x, y) in [
      (a, try b.transposed().contiguous().transposed()),
      (try a.transposed().contiguous().transposed(), b),
      (a, try wide.sliced(1, from: 1, to: 7, step: 2)),
    ] {
      #expect(try x.matmul(y).isEqual(to: right))
    }
  }
}
