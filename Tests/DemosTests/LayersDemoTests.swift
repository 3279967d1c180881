import Canvas
import Languages
import Python
import Tensors
import Testing

@testable import Demos

@Suite struct LayersDemoTests {
  private func demo(_ sizes: [Int] = [2, 3, 2], language: Language = .english) throws -> LayersDemo
  {
    try LayersDemo(
      LayersDemo.Parameters(sizes: sizes, data: .xor, batch: 4, rate: 0.5), session: Session(),
      language: language)
  }

  private func tensor(_ demo: LayersDemo, _ quantity: LayersQuantity) throws -> Tensor {
    try #require(demo.tensor(quantity))
  }

  @Test func `the stops follow the walk of the engine`() throws {
    let stops = try demo().stops
    #expect(
      stops.map(\.result.name) == [
        "Z1", "A1", "Z2", "P", "Δ2", "∂b2", "∂A1", "∂W2", "Δ1", "∂b1", "∂W1", "W1′", "W2′",
      ])
    #expect(zip(stops, stops.dropFirst()).allSatisfy { $0.place <= $1.place })
  }

  @Test func `a step back undoes a step exactly, at every stop of three rounds`() throws {
    var demo = try demo()
    for _ in 0..<3 * (demo.stops.count + 1) {
      let before = demo.frame(100, 30)
      demo.press(.right)
      let after = demo.frame(100, 30)
      #expect((after == before) == false)
      demo.press(.left)
      #expect((demo.frame(100, 30) == before) == true)
      demo.press(.right)
    }
  }

  @Test func `the matrices obey the rules that are shown`() throws {
    var demo = try demo()
    demo.press(.end)
    func equal(_ a: Tensor, _ b: Tensor) -> Bool {
      a.shape == b.shape && zip(a.doubles, b.doubles).allSatisfy { abs($0 - $1) < 1e-12 }
    }
    let one = try Tensor.number(1)
    let (x, a1, d1, d2) = try (
      tensor(demo, .inputs), tensor(demo, .activations(1)), tensor(demo, .delta(1)),
      tensor(demo, .delta(2))
    )
    let w2 = try tensor(demo, .weights(2))
    #expect(equal(try d2.matmul(w2), try tensor(demo, .activationGradient(1))))
    #expect(equal(try d2.matmul(w2) * (one - a1 * a1), d1))
    #expect(equal(try d2.transposed().matmul(a1), try tensor(demo, .weightGradient(2))))
    #expect(equal(try d1.transposed().matmul(x), try tensor(demo, .weightGradient(1))))
    #expect(equal(try d1.sum([0]), try tensor(demo, .biasGradient(1))))
    let step = try tensor(demo, .weightGradient(1)) * Tensor.number(0.5)
    #expect(equal(try tensor(demo, .weights(1)) - step, try tensor(demo, .newWeights(1))))
    #expect(try #require(demo.walk.updated).loss < demo.walk.now.loss)
  }

  @Test func `the batch's gradient is the mean of its samples' gradients`() throws {
    var demo = try demo()
    demo.press(.end, .left, .left)
    #expect(demo.shown == .weightGradient(1))
    let whole = try tensor(demo, .weightGradient(1)).doubles
    var sum = Array(repeating: 0.0, count: whole.count)
    for _ in 0..<4 {
      demo.press(.character("s"))
      for (index, slope) in try tensor(demo, .weightGradient(1)).doubles.enumerated() {
        sum[index] += slope / 4
      }
    }
    #expect(zip(whole, sum).allSatisfy { abs($0 - $1) < 1e-12 })
    demo.press(.character("s"))
    #expect(demo.sample == nil)
  }

  @Test func `the measured derivative stands beside the gradient`() throws {
    var demo = try demo()
    demo.press(.character("b"), .character("c"))
    let difference = try #require(demo.difference)
    #expect(difference.error < 1e-6)
    #expect(demo.picture().contains("central difference"))
  }

  @Test func `the cursor stays inside the matrix`() throws {
    var demo = try demo()
    demo.press(.right, .enter)
    for _ in 0..<9 { demo.press(.right, .down) }
    #expect(demo.cursor == (3, 2))
    demo.press(.escape, .right)
    for _ in 0..<9 { demo.press(.right) }
    #expect(demo.element(demo.cursor, in: try tensor(demo, demo.shown)) != nil)
  }

  @Test func `the number under the cursor is asked for before it is shown`() throws {
    var demo = try demo()
    demo.press(.character("p"))
    let truth = try #require(demo.asked?.element(0))
    demo.type("\(truth)")
    #expect(demo.press(.enter).count == 1)
    #expect((demo.rightCount, demo.askedCount) == (1, 1))
    #expect(demo.current?.result == .scores(1))
    demo.press(.right)
    demo.type("7")
    demo.press(.enter)
    #expect((demo.rightCount, demo.askedCount) == (1, 2))
    #expect(demo.picture().contains("✗ your guess was 7"))
  }

  @Test func `a weight is edited and everything is computed again`() throws {
    var demo = try demo()
    let loss = demo.walk.now.loss
    demo.press(.down, .character("e"), .control("u"))
    demo.type("3")
    demo.press(.enter)
    #expect(try tensor(demo, .weights(1)).element(0) == 3)
    #expect(demo.walk.now.loss != loss)
  }

  @Test func `every size, medium and stop can be drawn`() throws {
    var demo = try demo()
    for _ in 0...demo.stops.count {
      for size in 0...12 {
        _ = demo.frame(size, 12)
        _ = demo.frame(12, size)
      }
      for (width, height) in [(40, 12), (80, 24), (200, 50)] {
        _ = demo.frame(width, height)
        let ascii = demo.frame(width, height, medium: Medium(glyphs: .ascii, colors: .mono))
        #expect(ascii.lines.allSatisfy { $0.utf8.allSatisfy { $0 < 128 } })
      }
      demo.press(.right)
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `any keys in any order leave something to look at`(_ seed: UInt64) throws {
    var random = SmallRandom(seed: seed)
    let keys: [Key] =
      [.left, .right, .right, .up, .down, .home, .end, .enter, .escape]
      + "fburscpe[] hjkl1".map(Key.character)
    var demo = try demo([2, 4, 3, 2])
    for _ in 0..<300 {
      let key = keys[random.below(keys.count)]
      _ = demo.takes(key)
      _ = demo.update(.input(.key(key)))
    }
    #expect(!demo.picture(80, 24).isEmpty)
    #expect(!demo.bindings.isEmpty)
  }

  @Test(arguments: [[2], [3, 3, 2], [2, 3, 5], [2, 0, 2], [2, 1000, 2]])
  func `sizes that do not fit the data are refused`(_ sizes: [Int]) {
    #expect(throws: DemoError.self) { _ = try demo(sizes) }
  }
}
