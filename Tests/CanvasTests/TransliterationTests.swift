import Canvas
import Testing

@Suite struct TransliterationTests {
  @Test(arguments: [
    ("├─┤ ╭╮╰╯ │", "+-+ ++++ |"), ("a → b ← c", "a > b < c"), ("−0.0712", "-0.0712"),
    ("● • × ∂L/∂w", "* * x dL/dw"), ("Σ σ α θ ŷ", "S s a t y"), ("x₁² ≤ 3", "x12 < 3"),
    ("神经", "????"), ("（a）", "( a) "), ("⣿⠁", "**"), ("plain", "plain"),
  ])
  func ascii(_ text: String, _ expected: String) {
    #expect(Transliteration.ascii(text) == expected)
  }

  @Test func everyLikenessIsSevenBitAndAsWideAsTheOriginal() {
    for value in Array(UInt32(0x20)..<0x3400) + Array(0xF900..<0x10000) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = String(Character(scalar))
      let likeness = Transliteration.ascii(text)
      let isRight =
        likeness.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        && likeness.utf8.count == TextWidth.of(text)
      if !isRight { Issue.record("U+\(String(value, radix: 16)) became “\(likeness)”") }
    }
  }
}
