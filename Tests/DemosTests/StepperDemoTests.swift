import Canvas
import Languages
import Python
import Testing

@testable import Demos

@Suite struct StepperDemoTests {
  @Test func `a step shows the graph, the rule and its numbers`() throws {
    var demo = try StepperGraphs.product.demo(start: .backward)
    demo.tap(.right, .right, .right)
    #expect(
      demo.frame(56, 18).lines == [
        "  forward   backward   update   step 3 of 4      L = −6",
        "                a 2 ──╮",
        "                ∂ −3  │",
        "                      ├─ p = × ─╮",
        "                b 3 ──╯  6      │",
        "                         ∂ −1   ├─ L = ×",
        "                                │  −6",
        "                         c −1 ──╯  ∂ 1",
        "                         ∂ 6",
        "╭ this step ───────────────────────────────────────────╮",
        "│ ∂L   ∂L   ∂p                                         │",
        "│ ── = ── · ── = −1 · 3 = −3                           │",
        "│ ∂a   ∂p   ∂a                                         │",
        "│                                                      │",
        "│ p = a · b,   ∂p/∂a = b                               │",
        "│                                                      │",
        "╰──────────────────────────────────────────────────────╯",
        "",
      ])
  }

  @Test func `the whole walk is numbered lines of text`() throws {
    let lines = try StepperGraphs.product.demo().plainText(width: 80)
    #expect(lines.prefix(3) == ["a = 2", "b = 3", "c = −1"])
    #expect(lines.contains("1. p = a · b = 2 · 3 = 6"))
    #expect(lines.contains("6. ∂L/∂a = ∂L/∂p · ∂p/∂a = −1 · 3 = −3"))
    #expect(lines.contains("   L: −6 → −11.78"))
  }

  @Test(arguments: StepperGraphs.allCases)
  func `every size, medium and form can be drawn`(_ graph: StepperGraphs) throws {
    let ascii = Medium(glyphs: .ascii, colors: .mono)
    for keys: [Key] in [[], [.character("d")], [.character("c")], [.enter]] {
      var demo = try graph.demo(start: .backward)
      demo.tap(.right, .right)
      for key in keys { demo.tap(key) }
      for size in 0...12 {
        _ = demo.frame(size, 12)
        _ = demo.frame(12, size)
      }
      for (width, height) in [(40, 12), (80, 24), (200, 50)] {
        for line in demo.frame(width, height, medium: ascii).lines {
          #expect(line.utf8.allSatisfy { $0 < 128 }, "\(line)")
        }
      }
    }
  }

  @Test(arguments: StepperGraphs.allCases, [1, 2, 3] as [UInt64])
  func `any keys in any order leave something to look at`(_ graph: StepperGraphs, _ seed: UInt64)
    throws
  {
    var random = SmallRandom(seed: seed)
    let keys: [Key] =
      [.left, .right, .right, .up, .down, .home, .end, .enter, .escape, .backspace, .tab]
      + "fburedcp[],. 12-+*a()hjkl".map(Key.character)
    var demo = try graph.demo(predict: seed == 2)
    for _ in 0..<300 {
      let key = keys[random.below(keys.count)]
      _ = demo.takes(key)
      _ = demo.update(.input(.key(key)))
      if random.below(4) == 0 { _ = demo.update(.tick(seconds: 0.5)) }
    }
    _ = demo.update(.input(.mouse(Mouse(.press, at: Point(x: 5, y: 3)))))
    #expect(!demo.picture(80, 24).isEmpty)
    #expect(!demo.bindings.isEmpty)
  }

  @Test func `another node shows its own rule, and a step comes back`() throws {
    var demo = try StepperGraphs.neuron.demo(start: .backward)
    let before = demo.picture()
    demo.tap(.up)
    #expect(demo.selection != nil)
    #expect(demo.picture().contains("e = y − t"))
    demo.tap(.escape)
    #expect(demo.picture() == before)
  }

  @Test func `a click picks the node under it`() throws {
    var demo = try StepperGraphs.product.demo(start: .backward)
    _ = demo.frame(56, 18)
    _ = demo.update(.input(.mouse(Mouse(.press, at: Point(x: 16, y: 1)))))
    #expect(demo.selection.map { demo.names[$0] } == "a")
  }

  @Test func `a leaf is edited and everything is computed again`() throws {
    var demo = try StepperGraphs.product.demo(start: .backward)
    demo.tap(.character("e"), .control("u"))
    demo.type("1 + 4")
    demo.tap(.enter)
    #expect(demo.walk.now.loss == -15)
    #expect(demo.walk.place == demo.walk.now.seedPlace)
  }

  @Test(arguments: ["", "[1, 2]", "a +", "nothing", "'a'"])
  func `what is no value of a leaf is refused, and typing goes on`(_ text: String) throws {
    var demo = try StepperGraphs.product.demo()
    demo.tap(.character("e"), .control("u"))
    demo.type(text)
    demo.tap(.enter)
    #expect(demo.typing != nil)
    #expect(demo.message != nil)
    #expect(demo.walk.now.loss == -6)
    demo.tap(.escape)
    #expect(demo.typing == nil)
  }

  @Test func `an opened vector shows the numbers of the element under the cursor`() throws {
    var demo = try StepperGraphs.softmax.demo(start: .backward)
    while demo.walk.nextPass != nil { demo.tap(.right) }
    demo.tap(.enter, .right)
    #expect(demo.picture().contains("z[1] = 1   ∂L/∂z[1] = −0.7576"))
    demo.tap(.escape)
    #expect(demo.inspector == nil)
  }

  @Test func `the leaves are shared with the lesson, and read back`() throws {
    let session = Session()
    var demo = try StepperGraphs.product.demo(start: .backward)
    while demo.walk.nextPass != nil { demo.tap(.right) }
    demo.share(with: session)
    #expect(try session.run("a.grad").shown == "tensor(-3.)")
    _ = try session.run("b = torch.tensor(5.0)")
    demo.refresh(from: session)
    #expect(demo.walk.now.loss == -10)
  }
}

/// A small generator of pseudo-random numbers (an xorshift).
struct SmallRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func below(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(bound))
  }
}
