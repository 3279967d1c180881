import Canvas
import Demos
import Languages
import Quiz

/// A lesson as plain text, page by page, for a pipe, a screen reader or a terminal that can't
/// draw. It reads lines and writes text through closures.
public struct PlainLesson {
  /// What the learner did, for the record.
  public enum Event {
    case opened(page: String)
    case predicted(id: String, PredictionResult)
    /// A skipped question has no entry.
    case answered(QuestionInstance, Entry?, isCorrect: Bool, hints: Int)
  }

  private var run: LessonRun
  private var page: Int
  private let typesetter: Typesetter
  private let language: Language
  private let width: Int
  private let readLine: () -> String?
  private let write: (String) -> Void
  private let note: (Event) -> Void

  /// - Parameters:
  ///   - page: the index of the page to begin with.
  ///   - readLine: the next line without its newline; nil at the end of the input.
  ///   - write: takes text with its newlines.
  public init(
    run: LessonRun, page: Int, width: Int, medium: Medium, readLine: @escaping () -> String?,
    write: @escaping (String) -> Void, note: @escaping (Event) -> Void
  ) {
    self.run = run
    self.page = max(0, min(page, run.lesson.pages.count - 1))
    self.width = max(20, min(width, Typesetter.measure))
    self.readLine = readLine
    self.write = write
    self.note = note
    language = run.language
    let shared = run
    typesetter = Typesetter(medium: medium, language: run.language) { shared.text(of: $0) }
  }

  /// Where a command leads.
  private enum Move {
    case turn(to: Int)
    case quit
    /// It was answered in words.
    case stay
  }

  /// Reads the lesson until `q` or the end of the input.
  public mutating func read() {
    while let move = readPage() {
      switch move {
      case .quit: return
      case .turn(let index): page = index
      case .stay: continue
      }
    }
  }

  /// Shows a page and answers commands; nil at the end of the input.
  private mutating func readPage() -> Move? {
    guard run.lesson.pages.indices.contains(page) else { return .quit }
    let content = run.lesson.pages[page]
    run.open(page: page)
    note(.opened(page: content.id))
    let lesson = run.lesson.frontMatter.title
    say("")
    say("\(lesson) · " + language("page {0} of {1}", page + 1, run.lesson.pages.count))
    say("")
    for (index, block) in content.blocks.enumerated() {
      switch show(block, at: BlockPlace(page: content.id, index: index)) {
      case .done: continue
      case .moved(let move): return move
      case .ended: return nil
      }
    }
    return command()
  }

  private enum Shown {
    case done
    case moved(Move)
    case ended
  }

  private mutating func show(_ block: Block, at place: BlockPlace) -> Shown {
    switch block.kind {
    case .cell(let cell):
      guard !cell.isHidden else { return .done }
      run.run(place)
      say(
        typesetter.cell(
          run.cell(page: place.page, index: place.index)
            ?? CellState(source: cell.source), width: width))
    case .demo(let demo):
      show(demo)
    case .predict(let predict):
      return ask(predict)
    case .quiz(let quiz):
      return ask(quiz)
    default:
      say(typesetter.picture(of: block, width: width))
    }
    say("")
    return .done
  }

  private mutating func show(_ demo: DemoBlock) {
    do throws(LessonProblem) {
      let live = try run.makeDemo(demo)
      for line in live.plainText(width: width) { say(line) }
    } catch {
      say(language("this demo can't be shown: {0}", error.message.text(in: language)))
    }
  }

  private func say(_ picture: Picture) {
    for line in picture.frame.lines { say(line) }
  }

  private func say(_ line: String) { write(Printable.lines(line) + "\n") }

  private func prompt(_ hint: String) -> String? {
    write("\(hint) > ")
    let line = readLine()?.trimmingWhitespace()
    // Input that comes from a pipe leaves no newline of its own behind.
    write("\n")
    return line
  }
}

// MARK: - Commands

extension PlainLesson {
  /// Asks where to go; nil at the end of the input.
  private mutating func command() -> Move? {
    while let line = prompt(language("n next, p back, a number for a page, q quit, ? help")) {
      if let number = Int(line), run.lesson.pages.indices.contains(number - 1) {
        return .turn(to: number - 1)
      }
      if let move = move(line) {
        if case .stay = move { continue }
        return move
      }
      if line.isEmpty {
        return .turn(to: min(page + 1, run.lesson.pages.count - 1))
      } else {
        say(language("there is no command \"{0}\" here; ? lists them", line))
      }
    }
    return nil
  }

  /// The move that a line means at any prompt.
  private func move(_ line: String) -> Move? {
    switch line {
    case "n" where page + 1 < run.lesson.pages.count: return .turn(to: page + 1)
    case "n":
      say(language("this is the last page; q leaves"))
      return .stay
    case "p": return .turn(to: max(0, page - 1))
    case "q": return .quit
    case "?":
      help()
      return .stay
    default: return nil
    }
  }

  private func help() {
    say(language("n        next page"))
    say(language("p        page before"))
    say(language("5        page 5"))
    say(language("s        skip a question and show the answer"))
    say(language("h        a hint for a question"))
    say(language("q        quit"))
  }

  /// Asks for a prediction; the page goes on when it is answered or skipped.
  private mutating func ask(_ predict: PredictBlock) -> Shown {
    say(typesetter.picture(of: predict.ask, width: width))
    for (index, option) in predict.options.enumerated() {
      say(
        " \(index + 1)) \(typesetter.picture(of: option, width: width - 4).frame.lines.joined(separator: " "))"
      )
    }
    if let result = run.result(predict: predict.id) {
      show(result, of: predict)
      return .done
    }
    while let line = prompt(language("your guess (s skips)")) {
      if let move = move(line) {
        if case .stay = move { continue }
        return .moved(move)
      }
      let guess = predict.kind == .choice ? (Int(line).map { "\($0 - 1)" } ?? line) : line
      let attempt = line == "s" ? run.skip(predict: predict) : run.answer(guess, predict: predict)
      switch attempt {
      case .unreadable(let advice): say(advice)
      case .failed(let reason):
        run.skip(predict: predict)
        say(reason)
        return .done
      case .settled(let result):
        note(.predicted(id: predict.id, result))
        show(result, of: predict)
        return .done
      }
    }
    return .ended
  }

  private func show(_ result: PredictionResult, of predict: PredictBlock) {
    let verdict =
      result.isSkipped
      ? language("skipped")
      : result.isRight ? language("right") : language("not quite")
    say("\(verdict): \(result.answer)")
    say(typesetter.picture(of: predict.reveal, width: width))
    say("")
  }

  /// Asks a question of the quiz.
  private mutating func ask(_ quiz: QuizBlock) -> Shown {
    let instance: QuestionInstance
    do {
      instance = try QuestionInstance(quiz.question, seed: 0, evaluator: SessionEvaluator.maker)
    } catch {
      say(language("this question can't be asked: {0}", "\(error)"))
      return .done
    }
    let question = PlainQuestion(instance, typesetter: typesetter, width: width)
    question.statement().forEach(say)
    var hints = 0
    while let line = prompt(question.instruction() + language(" (h hint, s skip)")) {
      if let move = move(line) {
        if case .stay = move { continue }
        return .moved(move)
      }
      switch line {
      case "h":
        if hints < instance.hints.count {
          question.lines(instance.hints[hints]).forEach(say)
          hints += 1
        } else {
          say(language("there are no more hints"))
        }
      case "s":
        note(.answered(instance, nil, isCorrect: false, hints: hints))
        question.lines(instance.solution).forEach(say)
        say("")
        return .done
      default:
        guard let entry = question.entry(line) else {
          say(question.instruction())
          continue
        }
        let verdict = instance.judge(entry, language: language)
        verdict.feedback.flatMap { question.lines($0) }.forEach(say)
        if verdict.outcome == .unreadable { continue }
        note(.answered(instance, entry, isCorrect: verdict.isRight, hints: hints))
        say(verdict.isRight ? language("right") : language("not quite"))
        question.lines(instance.solution).forEach(say)
        say("")
        return .done
      }
    }
    return .ended
  }
}
