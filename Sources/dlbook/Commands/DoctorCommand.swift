import ArgumentParser
import Book
import Canvas
import Languages
import NeuralNetworks
import Terminal

#if canImport(Glibc)
  import Glibc
#endif

/// `dlbook doctor`
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Tell what terminal this is and where files are kept.")

  @OptionGroup var options: CommonOptions

  func run() throws {
    let launcher = try Launcher(options)
    let language = launcher.language
    let facts = launcher.facts
    let data = Environment.dataFolder(options.dataDir)
    var rows = [
      (language("version"), Version.text),
      (language("terminal"), Environment["TERM"] ?? language("none")),
      (language("edition"), edition(facts, language)),
      (language("size"), "\(facts.size.width)×\(facts.size.height)"),
      (language("colours"), facts.medium.colors.rawValue),
      (language("glyphs"), facts.medium.glyphs.rawValue),
      (language("locale"), Environment["LC_ALL"] ?? Environment["LANG"] ?? language("none")),
      (language("language"), language.name),
      (language("lessons"), launcher.library.path),
      (language("record"), data + "/record.sqlite"),
    ]
    rows += dataSets(launcher)
    let width = rows.map { TextWidth.of($0.0) }.max() ?? 0
    var lines = rows.map { name, value in
      name + String(repeating: " ", count: width - TextWidth.of(name) + 2) + value
    }
    lines += ["", language("What this terminal can show, line by line:")] + Self.sampleCard
    var frame = Frame(
      Size(width: 200, height: lines.count),
      medium: Medium(glyphs: facts.medium.glyphs, colors: .mono))
    for (row, line) in lines.enumerated() { frame.write(line, x: 0, y: row) }
    launcher.write(frame.lines.joined(separator: "\n") + "\n")
  }

  private func edition(_ facts: TerminalFacts, _ language: Language) -> String {
    switch facts.edition {
    case .screens(let terminfo): return language("screens, as {0}", terminfo)
    case .plain(.asked): return language("plain text, as asked")
    case .plain(.noTerminal): return language("plain text: this is no terminal")
    case .plain(.dumb): return language("plain text: the terminal can only print")
    case .plain(.unknownTerminal(let name)):
      return language("plain text: the terminal database does not know {0}", name)
    case .plain(.cannotMoveCursor(let name)):
      return language("plain text: {0} can't move the cursor", name)
    }
  }

  private func dataSets(_ launcher: Launcher) -> [(String, String)] {
    let path = launcher.library.path + "/data/digits.bin"
    let name = launcher.language("data set digits")
    do {
      let digits = try Digits(path: path)
      return [(name, launcher.language("{0} images, {1}", digits.count, path))]
    } catch {
      return [(name, "\(error)")]
    }
  }

  private static let sampleCard = [
    "  ASCII      + - | * # . : =",
    "  box        ─ │ ┌ ┐ └ ┘ ╭ ╮ ╰ ╯ ├ ┤ ┬ ┴ ┼",
    "  blocks     ▁ ▂ ▃ ▄ ▅ ▆ ▇ █ ▀ ▌ ▐",
    "  quadrants  ▖ ▗ ▘ ▝ ▚ ▞ ▙ ▟",
    "  Braille    ⠁ ⠃ ⠇ ⡇ ⣇ ⣧ ⣷ ⣿",
    "  maths      ∂ Σ √ ∞ ≤ ≥ ≈ · × → − α β θ ₁ ²",
    "  Chinese    神经元 权重 梯度",
  ]
}
