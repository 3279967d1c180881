import Canvas
import Testing

@testable import Terminal

@Suite struct TerminalFactsTests {
  static let database: [String: TerminfoEntry] = [
    "xterm": TerminfoEntry(colors: 8),
    "xterm-256color": TerminfoEntry(colors: 256),
    "xterm-direct": TerminfoEntry(colors: 1 << 24, isDirect: true),
    "screen": TerminfoEntry(colors: 8),
    "screen-256color": TerminfoEntry(colors: 256),
    "linux": TerminfoEntry(colors: 8),
    "rxvt-16color": TerminfoEntry(colors: 16),
    "vt100": TerminfoEntry(colors: -1),
    "dumb": TerminfoEntry(colors: -1, movesCursor: false),
    "teletype": TerminfoEntry(colors: -1, movesCursor: false),
  ]

  static func facts(
    _ environment: [String: String], codeset: String = "UTF-8", isTerminal: Bool = true,
    _ options: TerminalOptions = TerminalOptions()
  ) -> TerminalFacts {
    TerminalFacts(
      environment: environment, codeset: codeset, isTerminal: isTerminal, options: options
    ) { database[$0] }
  }

  @Test(arguments: [
    ("xterm-256color", ColorProfile.indexed256), ("xterm", .ansi8), ("rxvt-16color", .ansi16),
    ("vt100", .mono), ("xterm-direct", .truecolor),
  ])
  func coloursFollowTheDatabase(_ name: String, _ profile: ColorProfile) {
    let facts = Self.facts(["TERM": name])
    #expect(facts.edition == .screens(terminfo: name))
    #expect(facts.medium.colors == profile)
  }

  @Test(arguments: [
    // COLORTERM and the terminal's own direct entry agree.
    ("xterm-256color", "truecolor", "xterm-direct", ColorProfile.truecolor),
    ("xterm", "24bit", "xterm-direct", .truecolor),
    // There is no such entry: the best that there is.
    ("screen", "truecolor", "screen-256color", .indexed256),
    ("linux", "truecolor", "linux", .ansi8),
    ("vt100", "truecolor", "vt100", .mono),
    ("xterm-256color", "yes", "xterm-256color", .indexed256),
  ])
  func truecolorNeedsAnEntry(
    _ name: String, _ colorterm: String, _ entry: String, _ profile: ColorProfile
  ) {
    let facts = Self.facts(["TERM": name, "COLORTERM": colorterm])
    #expect(facts.edition == .screens(terminfo: entry))
    #expect(facts.medium.colors == profile)
  }

  @Test(arguments: [
    (["NO_COLOR": "1"], ColorProfile.mono), (["NO_COLOR": ""], .indexed256),
    (["NO_COLOR": "1", "FORCE_COLOR": "1"], .mono), (["CLICOLOR": "0"], .mono),
    (["CLICOLOR": "1"], .indexed256), (["CLICOLOR": "0", "CLICOLOR_FORCE": "1"], .indexed256),
    (["FORCE_COLOR": "0"], .mono), (["FORCE_COLOR": "3"], .truecolor),
  ])
  func theEnvironmentIsHonoured(_ environment: [String: String], _ profile: ColorProfile) {
    let all = environment.merging(["TERM": "xterm-256color"]) { $1 }
    #expect(Self.facts(all).medium.colors == profile)
  }

  @Test(arguments: [
    (TerminalOptions.Color.never, ColorProfile.mono), (.ansi8, .ansi8), (.ansi16, .ansi16),
    (.indexed256, .indexed256), (.truecolor, .truecolor), (.always, .indexed256),
    (.auto, .mono),
  ])
  func theOptionWinsOverTheEnvironment(_ color: TerminalOptions.Color, _ profile: ColorProfile) {
    let facts = Self.facts(
      ["TERM": "xterm-256color", "NO_COLOR": "1"], TerminalOptions(color: color))
    #expect(facts.medium.colors == profile)
  }

  @Test(arguments: [
    ([:], ColorProfile.mono), (["CLICOLOR_FORCE": "1"], .indexed256),
    (["FORCE_COLOR": "2"], .indexed256), (["CLICOLOR_FORCE": "0"], .mono),
    (["COLORTERM": "truecolor"], .mono),
  ])
  func aPipeHasNoColourUnlessForced(_ environment: [String: String], _ profile: ColorProfile) {
    let all = environment.merging(["TERM": "xterm-256color"]) { $1 }
    let facts = Self.facts(all, isTerminal: false)
    #expect(facts.edition == .plain(.noTerminal))
    #expect(facts.medium.colors == profile)
  }

  @Test(arguments: [
    ("dumb", TerminalFacts.PlainReason.dumb), ("", .dumb),
    ("unheard-of", .unknownTerminal("unheard-of")), ("teletype", .cannotMoveCursor("teletype")),
  ])
  func someTerminalsGetThePlainEdition(_ name: String, _ reason: TerminalFacts.PlainReason) {
    #expect(Self.facts(["TERM": name]).edition == .plain(reason))
  }

  @Test func plainCanBeAskedFor() {
    let facts = Self.facts(["TERM": "xterm"], TerminalOptions(plain: true))
    #expect(facts.edition == .plain(.asked))
  }

  @Test(
    arguments: [
      ("xterm", "UTF-8", nil, GlyphSet.braille, nil), ("xterm", "utf8", nil, .braille, nil),
      ("xterm", "ANSI_X3.4-1968", nil, .ascii, nil), ("xterm", "ISO-8859-1", nil, .ascii, nil),
      ("linux", "UTF-8", nil, .halfBlock, nil), ("xterm", "UTF-8", .ascii, .ascii, nil),
      ("xterm", "ISO-8859-1", .braille, .braille, "C.UTF-8"),
    ] as [(String, String, GlyphSet?, GlyphSet, String?)])
  func glyphsFollowTheLocale(
    _ name: String, _ codeset: String, _ asked: GlyphSet?, _ glyphs: GlyphSet, _ locale: String?
  ) {
    let facts = Self.facts(["TERM": name], codeset: codeset, TerminalOptions(glyphs: asked))
    #expect(facts.medium.glyphs == glyphs)
    #expect(facts.locale == locale)
  }
}
