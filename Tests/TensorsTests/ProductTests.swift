import CKernels
import Foundation
import Synchronization
import Tensors
import Testing

/// One call of `ck_gemm`: sizes, how A and B lie in memory, factors, what is added to the result.
private struct Product: Sendable, CustomTestStringConvertible {
  var (m, n, k) = (1, 1, 1)
  var isATransposed = false
  var isBTransposed = false
  var alpha = 1.0
  var beta = 0.0
  /// How much longer than needed the rows in memory are.
  var gap = 0
  var hasColumnBias = false
  var hasRowBias = false
  var isRelu = false

  var testDescription: String {
    "\(m)×\(n)×\(k) \(isATransposed ? "T" : "N")\(isBTransposed ? "T" : "N") α \(alpha) β \(beta) "
      + "gap \(gap)"
  }

  /// The largest distance from Σₖ a b as double precision has it, relative to Σₖ |a b|; infinite
  /// when something outside of C was written.
  func error<T: BinaryFloatingPoint & BitwiseCopyable>(_ type: ck_type, _ zero: T) -> Double {
    var state: UInt64 = 7
    func random() -> T {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return T(Double(state >> 40) / Double(1 << 23) - 1)
    }
    let (lda, ldb, ldc) = ((isATransposed ? m : k) + gap, (isBTransposed ? k : n) + gap, n + gap)
    let a = (0..<((isATransposed ? k : m) * lda + 1)).map { _ in random() }
    let b = (0..<((isBTransposed ? n : k) * ldb + 1)).map { _ in random() }
    let before = (0..<(m * ldc)).map { _ in beta == 0 ? T.nan : random() }
    let (columnBias, rowBias) = ((0..<n).map { _ in random() }, (0..<m).map { _ in random() })
    var c = before
    columnBias.withUnsafeBytes { columns in
      rowBias.withUnsafeBytes { rows in
        var epilogue = ck_epilogue(
          column_bias: hasColumnBias ? columns.baseAddress : nil,
          row_bias: hasRowBias ? rows.baseAddress : nil, is_relu: isRelu ? 1 : 0)
        ck_gemm(
          type, isATransposed ? 1 : 0, isBTransposed ? 1 : 0, m, n, k, alpha, a, lda, b, ldb,
          beta, &c, ldc, &epilogue)
      }
    }
    var worst = 0.0
    for i in 0..<m {
      for j in n..<ldc {
        let (x, y) = (c[i * ldc + j], before[i * ldc + j])
        if x != y && !(x.isNaN && y.isNaN) { return .infinity }
      }
      for j in 0..<n {
        var (sum, scale) = (0.0, 1.0)
        for p in 0..<k {
          let term =
            Double(a[isATransposed ? p * lda + i : i * lda + p])
            * Double(b[isBTransposed ? j * ldb + p : p * ldb + j])
          sum += term
          scale += abs(term)
        }
        sum = alpha * sum + (beta == 0 ? 0 : beta * Double(before[i * ldc + j]))
        sum += (hasColumnBias ? Double(columnBias[j]) : 0) + (hasRowBias ? Double(rowBias[i]) : 0)
        let distance = abs(Double(c[i * ldc + j]) - (isRelu ? max(sum, 0) : sum)) / scale
        if !(distance <= worst) { worst = distance.isNaN ? .infinity : distance }
      }
    }
    return worst
  }
}

/// All sizes around the tiles' in one dimension, with others that do not divide them either.
private let products: [Product] = {
  var all: [Product] = []
  for size in 1...40 {
    for (m, n, k) in [(size, 5, 7), (3, size, 9), (11, 19, size), (size, 1, 18), (1, size, 33)] {
      let turn = all.count
      all.append(
        Product(
          m: m, n: n, k: k, isATransposed: turn & 1 == 1, isBTransposed: turn & 2 == 2,
          alpha: turn % 3 == 0 ? -0.5 : 1, beta: [0, 1, 0.25][turn % 5 % 3], gap: turn % 4,
          hasColumnBias: turn % 7 < 3, hasRowBias: turn % 11 < 5, isRelu: turn % 6 == 0))
    }
  }
  for (m, n, k) in [
    (33, 70, 20), (15, 65, 130), (29, 47, 801), (2, 40, 500), (40, 3, 0), (70, 33, 97),
  ] {
    for layout in 0..<4 {
      all.append(
        Product(
          m: m, n: n, k: k, isATransposed: layout & 1 == 1, isBTransposed: layout & 2 == 2,
          beta: layout == 3 ? 1 : 0, hasColumnBias: layout == 2, isRelu: layout == 1))
    }
  }
  return all
}()

@Suite(.serialized) struct ProductTests {
  @Test(arguments: products) private func everyProductIsTheSumOfItsDefinition(_ product: Product) {
    #expect(product.error(CK_FLOAT32, Float(0)) < 2e-6)
    #expect(product.error(CK_FLOAT64, 0.0) < 3e-15)
  }

  @Test(arguments: [DataType.float32, .float64])
  func notANumberAndInfinityGoOn(_ type: DataType) throws {
    let values: [Double] = [.nan, 0, 0, .infinity, 1, 1]
    let rows = try Tensor(values, shape: [3, 2], dtype: type)
    let product = try rows.matmul(Tensor.zeros([2, 20], dtype: type)).doubles
    #expect(product[..<20].allSatisfy { $0.isNaN })
    #expect(product[20..<40].allSatisfy { $0.isNaN })
    #expect(product[40...].allSatisfy { $0 == 0 })
  }

  @Test func emptyProductsAreZeros() throws {
    #expect(
      try Tensor.ones([3, 0]).matmul(Tensor.ones([0, 4])).doubles == Array(repeating: 0, count: 12))
    #expect(try Tensor.ones([0, 3]).matmul(Tensor.ones([3, 4])).shape == [0, 4])
    #expect(try Tensor.ones([0, 2, 3]).matmul(Tensor.ones([0, 3, 4])).shape == [0, 2, 4])
  }

  /// Transposed, stretched and sliced batches, against one product at a time.
  @Test(arguments: [DataType.float32, .float64, .int64])
  func batchesAreProductsOneByOne(_ type: DataType) throws {
    var generator = Generator(seed: 5)
    let a = try generator.randint(-5, 5, [3, 2, 9, 7]).converted(to: type)
    let b = try generator.randint(-5, 5, [2, 11, 7]).converted(to: type).transposed()
    let wide = try generator.randint(-5, 5, [3, 2, 7, 22]).converted(to: type)
    for right in [b, try wide.sliced(3, from: 3, to: 14), try wide.sliced(3, step: 2)] {
      let product = try a.matmul(right)
      let stretched = try right.expanded(to: [3, 2, 7, 11])
      for i in 0..<3 {
        for j in 0..<2 {
          let one = try a.select(0, i).select(0, j).contiguous()
            .matmul(stretched.select(0, i).select(0, j).contiguous())
          #expect(try product.select(0, i).select(0, j).isEqual(to: one))
        }
      }
    }
  }
}

/// What holds however many threads there are.
@Suite(.serialized) struct ParallelismTests {
  private func withThreads<T>(_ count: Int, _ body: () throws -> T) rethrows -> T {
    let before = Parallelism.threads
    defer { Parallelism.threads = before }
    Parallelism.threads = count
    return try body()
  }

  @Test func theNumberOfThreadsHasBounds() {
    withThreads(0) { #expect(Parallelism.threads == 1) }
    withThreads(1 << 40) { #expect(Parallelism.threads == 64) }
  }

  @Test(arguments: [(200, 90, 130), (15, 3000, 50), (2, 1500, 400), (1500, 1, 600)])
  func productsDoNotDependOnTheNumberOfThreads(m: Int, n: Int, k: Int) throws {
    var generator = Generator(seed: 1)
    let (a, b) = (try generator.randn([m, k]), try generator.randn([n, k]).transposed())
    let alone = try withThreads(1) { try a.matmul(b) }
    for threads in [2, 3, 8] {
      #expect(try withThreads(threads) { try a.matmul(b).isEqual(to: alone) })
    }
  }

  @Test(arguments: [1, 2, 5]) func everyIndexIsVisitedOnce(_ threads: Int) {
    final class Visits: Sendable {
      let counts = (0..<103).map { _ in Box() }
      final class Box: Sendable { let value = Atomic<Int>(0) }
    }
    let visits = Visits()
    withThreads(threads) {
      for _ in 0..<50 {
        ck_parallel(
          103, 10,
          { start, end, context in
            guard let context else { return }
            let visits = Unmanaged<Visits>.fromOpaque(context).takeUnretainedValue()
            if start % 10 != 0 || end - start > 10 { return }
            for index in start..<end { visits.counts[index].value.add(1, ordering: .relaxed) }
          }, Unmanaged.passUnretained(visits).toOpaque())
      }
    }
    #expect(visits.counts.allSatisfy { $0.value.load(ordering: .relaxed) == 50 })
  }

  @Test func callersOfManyThreadsDoNotDisturbEachOther() async throws {
    let expected = try Tensor.ones([128, 200]).matmul(Tensor.ones([200, 64])).floats
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 {
        group.addTask {
          (0..<50).allSatisfy { _ in
            (try? Tensor.ones([128, 200]).matmul(Tensor.ones([200, 64])).floats) == expected
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}
