import ArgumentParser
import Book
import Canvas
import Interface
import NeuralNetworks
import Terminal

/// `dlbook snapshot WHAT`
struct SnapshotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot",
    abstract: "Draw a screen without a terminal: for pictures, reports and tests.",
    discussion: """
      WHAT is home, lesson:NAME, lesson:NAME#PAGE, quiz, quiz:NAME, step, step:EXPRESSION, train:MODEL
      or search.
      Nothing is read from or written to the learner's record unless --data-dir is given. The same
      command draws the same picture. Keys are words with spaces between: Enter, Down, C-a, M-f,
      paste:text, or characters to type.

      Examples:
        dlbook snapshot home --size 80x24
        dlbook snapshot lesson:backprop --keys 'n n Tab' --format svg > page.svg
        dlbook snapshot 'step:tanh(2*a + b)' --keys 'Right Right' --color 256 --format ansi
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, ansi, svg
  }

  @OptionGroup var options: CommonOptions
  @Argument(help: "What to draw.")
  var what: String
  @Option(help: ArgumentHelp("Columns and rows.", valueName: "WxH"), transform: parseSize)
  var size = Size(width: 80, height: 24)
  @Option(help: "Keys that are pressed before.")
  var keys = ""
  @Option(help: "text, ansi or svg.")
  var format: Format = .text
  @Option(help: "Where random numbers come from.")
  var seed: UInt64 = 1
  @Option(help: "After how many snapshots a running job, such as training, is stopped.")
  var posts = 40

  func validate() throws {
    guard (1...100_000).contains(posts) else {
      throw ValidationError("--posts takes a number from 1 to 100000.")
    }
  }

  func run() throws {
    let medium = Medium(
      glyphs: options.ascii ? .ascii : options.glyphs ?? .braille, colors: options.pictureColors)
    let launcher = try Launcher(options, medium: medium)
    let script: KeyScript
    do throws(KeyScript.Failure) {
      script = try KeyScript(keys)
    } catch {
      throw ValidationError(error.description)
    }
    let screens = launcher.screens(
      medium: medium, seed: seed, identity: "snapshot", clock: { Self.instant })
    let keeper: any RecordKeeping =
      options.dataDir == nil ? ForgetfulKeeper() : launcher.keeper(identity: "snapshot")
    let first: any Screen
    do {
      first = try screens.make(try route(launcher.sources()), keeper: keeper)
    } catch let problem as LessonProblem {
      throw Failure(problem.text(in: launcher.language))
    } catch let error as ValidationError {
      throw error
    } catch {
      throw Failure("\(error)")
    }
    let program = Program(
      app: App(first: first, size: size, medium: medium, language: launcher.language),
      screens: screens, keeper: keeper, jobs: ImmediateJobs(posts: posts),
      output: NoOutput())
    program.afterFirstFrame()
    program.handleJobMessages()
    for input in script.inputs {
      program.handle(.input(input))
      program.handleJobMessages()
    }
    write(program.app.render(), launcher)
  }

  /// The time that a snapshot takes for now.
  private static let instant = 1_700_000_000.0

  private func write(_ frame: Frame, _ launcher: Launcher) {
    switch format {
    case .text: launcher.writeExactly(frame.text() + "\n")
    // These are escapes and markup of our own making, and go out as they are.
    case .ansi: print(frame.ansi(theme: options.theme))
    case .svg: print(frame.svg(theme: options.theme, title: "dlbook"))
    }
  }

  private func route(_ sources: ZooSources) throws -> Route {
    let parts = what.split(separator: ":", maxSplits: 1).map(String.init)
    let rest = parts.count > 1 ? parts[1] : nil
    switch parts.first {
    case "train":
      guard let rest else { throw ValidationError("Name the model: train:digits-cnn.") }
      return .train(TrainRequest(model: rest, sources: sources))
    case "home": return .home
    case "search": return .search
    case "quiz": return .quiz(QuizRequest(lesson: rest ?? "forward", seed: seed))
    case "step": return .stepper(source: rest ?? "tanh(2*a + b)")
    case "lesson":
      guard let rest else { throw ValidationError("Name the lesson: lesson:forward.") }
      let place = rest.split(separator: "#", maxSplits: 1).map(String.init)
      return .lesson(place[0], page: place.count > 1 ? place[1] : nil)
    default:
      throw ValidationError(
        "'\(what)' can't be drawn; use home, lesson:NAME, quiz, step:EXPRESSION, train:MODEL or search."
      )
    }
  }
}

private func parseSize(_ text: String) throws -> Size {
  let parts = text.lowercased().split(separator: "x", omittingEmptySubsequences: false).map {
    Int($0)
  }
  guard parts.count == 2, let width = parts[0], let height = parts[1],
    (1...1000).contains(width), (1...1000).contains(height)
  else {
    throw ValidationError("'\(text)' is no size; write columns and rows, such as 100x30.")
  }
  return Size(width: width, height: height)
}

/// A snapshot writes no files.
private final class NoOutput: PictureOutput {
  func save(_ frame: Frame) -> String { "" }
  func copy(_ text: String) -> String { "" }
}

extension CommonOptions {
  /// The colours of a picture that no terminal limits.
  fileprivate var pictureColors: ColorProfile {
    switch color {
    case .never: .mono
    case .ansi8: .ansi8
    case .ansi16: .ansi16
    case .indexed256: .indexed256
    case .auto, .always, .truecolor: .truecolor
    }
  }
}
