/// Letters that Unicode has in other shapes: double-struck, script, raised, lowered, accented.
enum FormulaLetters {
  /// ℝ for R; a text with a letter that has no such shape stays as it is.
  static func doubleStruck(_ text: String) -> String { mapped(text, doubleStruckLetters) ?? text }

  /// ℒ for L; a text with a letter that has no such shape stays as it is.
  static func script(_ text: String) -> String { mapped(text, scriptLetters) ?? text }

  /// The text in raised characters, nil when one of them does not exist.
  static func raised(_ text: String) -> String? { mapped(text, raisedCharacters) }

  /// The text in lowered characters, nil when one of them does not exist.
  static func lowered(_ text: String) -> String? { mapped(text, loweredCharacters) }

  /// One letter with a mark above it.
  static func accented(_ letter: String, _ accent: FormulaAccent) -> String {
    // The combining mark; composition gives the single character where there is one.
    let mark =
      switch accent {
      case .hat: "\u{302}"
      case .bar: "\u{304}"
      case .tilde: "\u{303}"
      case .vector: "\u{20D7}"
      case .dot: "\u{307}"
      case .doubleDot: "\u{308}"
      }
    return composed[letter + mark] ?? letter + mark
  }

  private static func mapped(_ text: String, _ table: [Character: Character]) -> String? {
    var result = ""
    for character in text where character != " " {
      guard let found = table[character] else { return nil }
      result.append(found)
    }
    return result
  }

  private static func table(_ from: String, _ to: String) -> [Character: Character] {
    Dictionary(zip(from, to)) { first, _ in first }
  }

  private static let doubleStruckLetters = table("CHNPQRZE", "ℂℍℕℙℚℝℤ𝔼")
  private static let scriptLetters = table("BEFHILMR", "ℬℰℱℋℐℒℳℛ")

  // Letters whose raised or lowered shapes are missing from common terminal fonts are left out.
  private static let raisedCharacters = table(
    "0123456789+−-=()abdeghijklmnoprstuvwxyABDEGHIJKLMNOPRTUVW′″‴⊤∗",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᵈᵉᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ′″‴ᵀ*")
  private static let loweredCharacters = table(
    "0123456789+−-=()aehijklmnoprstuvxβγρϕχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ")

  private static let composed: [String: String] = {
    let letters = "âĉêĝĥîĵôŝûŵŷẑÂĈÊĜĤÎĴÔŜÛŴŶẐāēīōūȳḡĀĒĪŌŪãẽĩñõũṽỹÃẼĨÑÕŨṼỸȧċḋėḟġḣṁṅȯṗṙṡṫẇẋẏżẍÿäëïöüẅ"
    // A composed letter equals its parts, so it is found under them.
    return Dictionary(letters.map { (String($0), String($0)) }) { first, _ in first }
  }()
}
