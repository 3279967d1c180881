/// What an ASCII medium shows for the characters that the book draws.
public enum Transliteration {
  /// A text in 7-bit characters, cell for cell: what has no likeness becomes one `?` per cell.
  public static func ascii(_ text: String) -> String {
    var result = ""
    for grapheme in text where TextWidth.of(grapheme) > 0 || grapheme == "\n" {
      result += grapheme == "\n" ? "\n" : ascii(grapheme)
    }
    return result
  }

  /// A grapheme in as many 7-bit characters as it has cells.
  static func ascii(_ grapheme: Character) -> String {
    if let ascii = grapheme.asciiValue {
      return ascii < 0x20 || ascii == 0x7F ? "?" : String(grapheme)
    }
    if let likeness = likenesses[grapheme] { return likeness }
    guard let drawn = TextWidth.printable(grapheme) else { return "" }
    if TextWidth.of(drawn) == 2 { return fullWidth(drawn) ?? "??" }
    guard let base = drawn.unicodeScalars.first else { return "" }
    if drawn.unicodeScalars.count > 1 { return ascii(Character(base)) }
    return (0x2801...0x28FF).contains(base.value) ? "*" : "?"
  }

  /// Full-width Latin letters and punctuation are ASCII and a space.
  private static func fullWidth(_ grapheme: Character) -> String? {
    guard let scalar = grapheme.unicodeScalars.first, (0xFF01...0xFF5E).contains(scalar.value),
      let narrow = Unicode.Scalar(scalar.value - 0xFEE0)
    else { return nil }
    return String(Character(narrow)) + " "
  }

  private static let likenesses: [Character: String] = {
    var table: [Character: String] = [
      "　": "  ", "、": ", ", "。": ". ", "《": "<<", "》": ">>", "〈": "< ", "〉": "> ",
      "「": "\" ", "」": "\" ", "『": "\" ", "』": "\" ", "【": "[ ", "】": "] ",
    ]
    for (drawn, plain) in narrow {
      for (character, likeness) in zip(drawn, plain) { table[character] = String(likeness) }
    }
    return table
  }()

  /// Pairs of equally long texts, one cell to one cell.
  private static let narrow: [(String, String)] = [
    ("─━═╌┄┈╴╶╸╺╼╾╍┅┉", "---------------"), ("│┃║╎┆┊╵╷╹╻╽╿╏┇┋", "|||||||||||||||"),
    ("┌┐└┘├┤┬┴┼╭╮╰╯", "+++++++++++++"), ("┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬", "++++++++++++++++++"),
    ("┝┥┯┷┿┠┨┰┸╂╞╡╥╨╪╫", "++++++++++++++++"), ("╱╲╳", "/\\X"),
    ("█▉▊▋▌▍▎▏▐▕", "######||#|"), ("▀▄▁▂▃▅▆▇▔", "\"=__.=##-"), ("▖▗▘▝▙▚▛▜▞▟", "..''LNFTZJ"),
    ("░▒▓■□▪▫", ".:%#o*."), ("←→↑↓↔⇐⇒⇔⏎↦⟶⟵", "<>^v-<==/>><"),
    ("▸▹▶▷►◂◃◀◁◄▴▵▲△▾▿▼▽", ">>>>><<<<<^^^^vvvv"), ("●○◉◎•·∙⋅⋯…∘", "*o@@*....~o"),
    ("−–—‒×÷±∓⊙⊗⊕∗⋆", "----x/+-o*+**"), ("≤≥≠≈≡∼≪≫∝", "<>#~=~<>~"),
    ("∂∇∑∏∫√∞∈∉∅∀∃⊤⊥∣∥", "dVSP/v8ee0AETT||"), ("‖⟨⟩⌈⌉⌊⌋", "|<>[][]"),
    ("αβγδεζηθικλμνξοπρςστυφχψω", "abgdezhtiklmnxoprsstufxyw"), ("ϵϑϕϱϖϰ", "etfrpk"),
    ("ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", "ABGDEZHTIKLMNXOPRSTYFXYW"), ("ℝℕℤℂℓℒ𝔼", "RNZClLE"),
    ("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀ", "0123456789+-=()niT"),
    ("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚₛₜₓ", "0123456789+-=()aehijklmnopstx"),
    ("‘’‚“”„′″‹›«»", "'',\"\"\"'\"<><>"), ("✓✔✗✘✕␣§¶°µ", "++xxx_SPou"),
    ("⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦⎧⎨⎩⎫⎬⎭⎪⏐", "/|\\\\|/||||||/<\\\\>/||"), ("ˆ‾¯˜˙⏞⏟", "^--~.^v"),
    ("àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ", "aaaaaaceeeeiiiinoooooouuuuyy"),
    ("ŷŵĥẑŝĝĵȳāēīōūẏẋżė", "ywhzsgjyaeiouyxze"),
    ("ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ", "AAAAAACEEEEIIIINOOOOOOUUUUY"),
    ("\u{A0}\u{2002}\u{2003}\u{2007}\u{2009}\u{200A}\u{202F}\u{205F}\u{2800}", "         "),
  ]
}
