import Canvas
import Plots
import Testing

/// A small generator of reproducible random numbers.
struct Mutations: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }

  /// The text with a few characters taken out, doubled, or put in.
  mutating func mutated(_ text: String) -> String {
    let strange: [Character] = [
      "\\", "{", "}", "^", "_", "&", "$", "\u{0}", "\u{302}", "\n", "é", "权", "'", "[", "👩‍👩‍👧",
    ]
    var characters = Array(text)
    for _ in 0..<Int.random(in: 1...4, using: &self) where !characters.isEmpty {
      let place = Int.random(in: 0..<characters.count, using: &self)
      switch Int.random(in: 0..<4, using: &self) {
      case 0: characters.remove(at: place)
      case 1: characters.insert(strange.randomElement(using: &self) ?? "x", at: place)
      case 2: characters.insert(characters[place], at: place)
      default: characters.removeSubrange(place...)
      }
    }
    return String(characters)
  }
}

@Suite struct MutationTests {
  @Test(arguments: 0..<GoldenFormula.all.count)
  func aSpoiltFormulaIsAnErrorOrAPictureAndNeverATrap(_ index: Int) {
    var mutations = Mutations(state: UInt64(index) + 1)
    for _ in 0..<40 {
      let tex = mutations.mutated(GoldenFormula.all[index].tex)
      do {
        let formula = try Formula(tex, values: GoldenTests.values)
        for medium in [Medium(), sevenBit] {
          let box = formula.layout(medium: medium, width: 20)
          #expect(box.baseline >= 0 && box.baseline < box.height)
          #expect(box.pieces.allSatisfy { $0.x >= 0 && $0.y >= 0 && $0.y < box.height })
          #expect(!formula.inline(medium: medium).contains("\u{0}"))
        }
      } catch {
        #expect(error.offset >= 0 && error.offset <= tex.count)
      }
    }
  }
}
