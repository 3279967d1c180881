import ArgumentParser
import Book
import Canvas
import Interface
import Languages
import NeuralNetworks
import Terminal

#if canImport(Glibc)
  import Glibc
#endif

/// Puts the program together from the options of the command line, and runs it: on screens where
/// the terminal can show them, else as lines of text.
struct Launcher {
  let options: CommonOptions
  let library: Library
  let facts: TerminalFacts
  let language: Language

  /// - Parameter medium: what is drawn on, when it is not the terminal.
  /// - Throws: when there are no lessons.
  init(_ options: CommonOptions, medium: Medium? = nil) throws {
    self.options = options
    facts = TerminalFacts.current(options: options.terminalOptions)
    language = options.language(on: medium ?? facts.medium)
    do throws(LessonProblem) {
      library = try Library.find(
        option: options.lessons, environment: Environment["DLBOOK_LESSONS"],
        executable: Environment.executable)
    } catch {
      throw Failure(error.text(in: language))
    }
    if language != options.wantedLanguage, wantsPlain {
      FileOutput.complain(
        "\(options.wantedLanguage.code) can't be written in 7-bit characters; this is English")
    }
  }

  var wantsPlain: Bool {
    if case .plain = facts.edition { true } else { false }
  }

  /// The width of plain text.
  var plainWidth: Int { min(80, max(20, facts.size.width)) }

  func screens(medium: Medium, seed: UInt64, identity: String, clock: @escaping () -> Double)
    -> ScreenMaker
  {
    ScreenMaker(
      library: library, language: language, medium: medium, seed: seed, clock: clock,
      identity: identity)
  }

  func keeper(identity: String) -> any RecordKeeping {
    guard !options.noProgress else { return ForgetfulKeeper() }
    return LearnerKeeper(
      folder: Environment.dataFolder(options.dataDir), library: library, language: language,
      identity: identity)
  }

  /// Where models find their data.
  /// - Parameters:
  ///   - root: a folder with data sets that is searched first.
  ///   - text: a text to learn from.
  func sources(root: String? = nil, text: String? = nil) -> ZooSources {
    ZooSources(
      folders: DataFolders(root: root, dataDirectory: Environment.dataFolder(options.dataDir)),
      lessons: library.path, text: text)
  }

  /// Opens the book on screens, at a route.
  func open(_ route: Route) throws {
    let identity = Clock.identity()
    let screens = screens(
      medium: facts.medium, seed: Clock.seed(), identity: identity, clock: { Clock.now })
    let keeper = keeper(identity: identity)
    let first = try self.first(route, screens, keeper)
    let terminal: TerminalSession
    do throws(TerminalError) {
      terminal = try TerminalSession(facts, theme: options.theme, mouse: true)
    } catch {
      throw Failure(language("The terminal can't be opened: {0}", "\(error)"))
    }
    let jobs = ThreadJobs()
    let watch = FileWatch()
    let program = Program(
      app: App(
        first: first, size: terminal.size, medium: terminal.medium, language: language),
      screens: screens, keeper: keeper, jobs: jobs,
      output: FileOutput(theme: options.theme, language: language))
    let ending = ScreenLoop(terminal: terminal, program: program, jobs: jobs, watch: watch).run {
      for slug in library.book.lessons { watch.add(folder: library.path + "/" + slug) }
      if case .lesson(let name, _) = route, name.contains("/") { watch.add(folder: name) }
    }
    terminal.close()
    jobs.finish()
    let farewell = program.app.farewell
    if !farewell.isEmpty { write(farewell.joined(separator: "\n") + "\n") }
    ending?.end()
  }

  /// Home lies beneath no other first screen: `dlbook lesson X` ends where it began.
  private func first(
    _ route: Route, _ screens: ScreenMaker, _ keeper: any RecordKeeping
  ) throws -> any Screen {
    do {
      return try screens.make(route, keeper: keeper)
    } catch let problem as LessonProblem {
      throw Failure(problem.text(in: language))
    } catch {
      throw Failure("\(error)")
    }
  }

  // MARK: - Plain text

  /// Writes words to standard output, in the characters that it can show.
  func write(_ text: String) {
    writeExactly(facts.medium.isASCII ? Transliteration.ascii(text) : text)
  }

  /// Writes to standard output; a reader that went away ends the program quietly.
  func writeExactly(_ text: String) {
    do throws(PlainOutput.WriteError) {
      try PlainOutput().write(text)
    } catch {
      if error.code != EPIPE {
        FileOutput.complain(language("The output can't be written: {0}", error.reason))
      }
      exit(1)
    }
  }

  func readLine() -> String? { Swift.readLine(strippingNewline: true) }
}

/// Why a command failed: shown on standard error, and the program ends with status 1.
struct Failure: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) {
    self.description = description
  }
}
