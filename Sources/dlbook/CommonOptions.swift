import ArgumentParser
import Canvas
import Languages
import Terminal

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

  @Option(help: "Colours: auto, always, never, 8, 16, 256 or truecolor.")
  var color: TerminalOptions.Color = .auto

  @Option(help: "Colour theme: dark, light, high-contrast or color-blind.")
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

  /// What these options say about the terminal.
  var terminalOptions: TerminalOptions {
    TerminalOptions(color: color, glyphs: ascii ? .ascii : glyphs, plain: plain)
  }

  /// The language asked for, or the locale's, or English.
  var wantedLanguage: Language {
    chosenLanguage ?? Environment.localeLanguage ?? .english
  }

  /// The language of what is shown on a medium: 7-bit characters can write no other than English.
  func language(on medium: Medium) -> Language {
    medium.isASCII ? .english : wantedLanguage
  }
}

extension TerminalOptions.Color: ExpressibleByArgument {}

extension GlyphSet: ExpressibleByArgument {}

extension Theme: ExpressibleByArgument {}

private func parseLanguage(_ text: String) throws -> Language {
  guard let language = Language(locale: text) else {
    let known = Language.all.map(\.code).joined(separator: ", ")
    throw ValidationError("'\(text)' is not a language of this book; use one of \(known).")
  }
  return language
}
