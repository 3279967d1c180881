import Tensors
import Testing

/// Long tensors are shared out between threads by pieces: nothing may be seen of where one ends.
@Suite struct SharedElementsTests {
  private static let count = 16384 + 777

  /// An operation on two tensors, element by element.
  struct Operation: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let run: @Sendable (Tensor, Tensor) throws -> Tensor

    init(_ name: String, _ run: @escaping @Sendable (Tensor, Tensor) throws -> Tensor) {
      testDescription = name
      self.run = run
    }
  }

  static let operations = [
    Operation("exp") { x, _ in try x.exp() },
    Operation("sin") { x, _ in try x.sin() },
    Operation("add") { try $0 + $1 },
    Operation("a number over") { x, _ in try Tensor.number(2) / x },
    Operation("compare") { try $0.compared(.less, to: $1) },
    Operation("finite") { x, _ in try x.isFinite() },
    Operation("choose") { try $0.compared(.greater, to: .number(0)).choose($0, else: $1) },
    Operation("to whole numbers") { x, _ in try (x * .number(100)).converted(to: .int64) },
    Operation("bits") { x, y in
      try x.converted(to: .int64).bitwiseXor(y.converted(to: .int64))
    },
    Operation("gelu") { x, _ in try x.activated(.gelu) },
    Operation("gelu back") { try $0.activationBackward(.gelu, $1) },
    Operation("relu back") { try $0.reluBackward($1) },
    Operation("accumulate") { try $0.copied().adding($1) },
  ]

  private static func inputs(_ type: DataType) throws -> (Tensor, Tensor) {
    var generator = Generator(seed: 1)
    let x = try generator.randn([2 * count], dtype: .float32).converted(to: type)
    return (x, try generator.randn([count], dtype: .float32).converted(to: type))
  }

  @Test(arguments: operations, [DataType.float32, .float64])
  func piecesAreAsTheWhole(_ operation: Operation, _ type: DataType) throws {
    let (all, y) = try SharedElementsTests.inputs(type)
    // Neighbours, and every second element.
    let x = try all.narrowed(0, from: 0, length: y.count)
    let spread = try all.reshaped([y.count, 2]).select(1, 1)
    for x in [x, spread] {
      let whole = try operation.run(x, y)
      let pieces = try stride(from: 0, to: y.count, by: 5000).map { start in
        let length = min(5000, y.count - start)
        return try operation.run(
          x.narrowed(0, from: start, length: length), y.narrowed(0, from: start, length: length))
      }
      #expect(whole.doubles == pieces.flatMap(\.doubles))
    }
  }

  @Test func sumsOfWholeNumbersAreExact() throws {
    for count in [0, 1, 16384, 16385, 64 * 16384 + 3] {
      let x = try Tensor(Array(0..<count), shape: [count])
      #expect(try x.sum().integers == [count * (count - 1) / 2])
      let ones = try Tensor.ones([count], dtype: .float32)
      #expect(try ones.sum().item() == Double(count))
    }
  }

  @Test(arguments: [DataType.float32, .float64])
  func rowsAndColumnsAreReducedAlone(_ type: DataType) throws {
    let (rows, columns) = (257, 300)
    var generator = Generator(seed: 2)
    let x = try generator.randn([rows, columns], dtype: .float32).converted(to: type)
    let whole = try (x * .number(1000)).round()
    let sums = try whole.sum([0])
    for column in stride(from: 0, to: columns, by: 37) {
      #expect(try sums.select(0, column).item() == whole.select(1, column).sum().item())
    }
    let (soft, logarithm) = (try x.softmax(1), try x.logSoftmax(1))
    let back = try soft.softmaxBackward(x, 1, isLogarithm: false)
    for row in stride(from: 0, to: rows, by: 19) {
      let alone = try x.narrowed(0, from: row, length: 1)
      let softAlone = try alone.softmax(1)
      #expect(try soft.select(0, row).doubles == softAlone.doubles)
      #expect(try logarithm.select(0, row).doubles == alone.logSoftmax(1).doubles)
      #expect(
        try back.select(0, row).doubles
          == softAlone.softmaxBackward(alone, 1, isLogarithm: false).doubles)
    }
  }
}
