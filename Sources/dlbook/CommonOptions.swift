import ArgumentParser
import Canvas
import Languages

/// The options that every command takes.
struct CommonOptions: ParsableArguments {
  @Option(
    name: .customLong("lang"),
    help: ArgumentHelp(
      "The language of the book: \(Language.all.map(\.code).joined(separator: ", ")).",
      valueName: "code"),
    transform: parseLanguage)
  var chosenLanguage: Language?

  @Flag(help: "Plain text, line by line, as over a pipe or for a screen reader.")
  var plain = false

  @Flag(help: "7-bit characters only.")
  var ascii = false

  @Option(help: "Colours: auto, always, never, 16, 256 or truecolor.")
  var color: ColorChoice = .auto

  @Option(help: "Colour theme: \(Theme.names).", transform: parseTheme)
  var theme: Theme = .dark

  @Option(help: "Glyphs: braille, quadrant, half-block or ascii (default: what the locale shows).")
  var glyphs: GlyphSet?

  @Flag(help: "Do not read or write the learner's record.")
  var noProgress = false

  @Option(
    help: ArgumentHelp(
      "Where the learner's record and data sets are (default: $XDG_DATA_HOME/dlbook).",
      valueName: "dir"))
  var dataDir: String?

  @Option(help: ArgumentHelp("The folder with the lessons.", valueName: "dir"))
  var lessons: String?

  /// The language asked for, or the locale's, or English.
  var language: Language {
    chosenLanguage ?? Environment.localeLanguage ?? .english
  }
}

/// What `--color` takes.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
  case ansi16 = "16"
  case indexed256 = "256"
  case truecolor
}

extension GlyphSet: @retroactive ExpressibleByArgument {}

private func parseLanguage(_ text: String) throws -> Language {
  guard let language = Language(locale: text) else {
    let known = Language.all.map(\.code).joined(separator: ", ")
    throw ValidationError("'\(text)' is not a language of this book; use one of \(known).")
  }
  return language
}

private func parseTheme(_ text: String) throws -> Theme {
  guard let theme = Theme(named: text) else {
    throw ValidationError("'\(text)' is not a theme; use one of \(Theme.names).")
  }
  return theme
}
