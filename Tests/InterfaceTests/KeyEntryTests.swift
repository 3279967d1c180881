import Canvas
import Testing

@testable import Interface

@Suite struct KeyEntryTests {
  @Test(arguments: [
    ("⏎", "enter"), ("⇧⇥", "shift-tab"), ("↑ k", "up k"), ("⇧↑ ⇧↓", "shift-up shift-down"),
    ("↑↓←→", "arrows"), ("←↑↓→", "arrows"), ("␣ PgDn", "space PgDn"), ("^L", "^L"), ("?", "?"),
  ])
  func aSevenBitMediumGetsWordsForSymbols(_ label: String, _ word: String) {
    let key = KeyEntry(label: label, phrase: "next")
    #expect(key.spelled(on: Medium(glyphs: .ascii)).label == word)
    #expect(key.spelled(on: Medium(glyphs: .halfBlock)) == key)
  }
}
