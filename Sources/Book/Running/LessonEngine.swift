import Demos
import Python
import Quiz

/// What a lesson asks of the floors below it: its session, and the kinds of demos.
public struct LessonEngine {
  /// The variables of the lesson, which its cells and demos share.
  public let session: Session
  /// The kinds of demos that a lesson may name.
  public let demoKinds: [any Demo.Type]

  public init(session: Session, demoKinds: [any Demo.Type] = DemoKinds.all) {
    self.session = session
    self.demoKinds = demoKinds
  }

  /// The session as questions and numbers in the prose see it.
  var evaluator: SessionEvaluator { SessionEvaluator(session) }

  /// Runs a cell and gives what it prints, with the value of its last line, as in a notebook.
  func run(_ source: String) -> CellOutput {
    do throws(PythonError) {
      return CellOutput(text: Printable.lines(try session.run(source).shown))
    } catch {
      return CellOutput(text: "", error: CellOutput.Failure(error, in: source))
    }
  }

  /// Runs statements one by one, as at a prompt, where each shows its value.
  /// - Returns: an output for each statement, up to the first that fails.
  func runAtPrompt(_ statements: [String]) -> [CellOutput] {
    var outputs: [CellOutput] = []
    for statement in statements {
      let output = run(statement)
      outputs.append(output)
      if output.error != nil { break }
    }
    return outputs
  }

  /// Cuts a source into statements: a line that can't end yet goes on with the next.
  static func statements(of source: String) -> [String] {
    var statements: [String] = []
    var open = ""
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      open += open.isEmpty ? String(line) : "\n" + line
      if (try? Program(open)) != nil {
        statements.append(open)
        open = ""
      }
    }
    return open.isEmpty ? statements : statements + [open]
  }
}

extension CellOutput.Failure {
  init(_ error: PythonError, in source: String) {
    let place = error.place(in: source)
    self.init(
      message: Printable.lines(error.description), hint: Printable.lines(error.hint ?? ""),
      place: place.map { Place(line: $0.line, column: $0.column) })
  }
}
