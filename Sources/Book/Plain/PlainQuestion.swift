import Canvas
import Languages
import Quiz

/// A question as lines of text, and an answer read from a line.
public struct PlainQuestion {
  public let instance: QuestionInstance
  let typesetter: Typesetter
  let width: Int

  public init(_ instance: QuestionInstance, typesetter: Typesetter, width: Int) {
    self.instance = instance
    self.typesetter = typesetter
    self.width = width
  }

  private var language: Language { typesetter.language }

  /// A text of the question, with its formulas set on the line.
  public func lines(_ text: String, indent: Int = 0) -> [String] {
    var log = ProblemLog(file: instance.question.id)
    let spans = InlineText.spans(text, at: Place(line: 1), log: &log)
    let lead = String(repeating: " ", count: indent)
    return typesetter.picture(of: spans, width: max(1, width - indent)).frame.lines
      .map { lead + $0 }
  }

  /// What is asked, and what there is to choose from.
  public func statement() -> [String] {
    let asked = lines(instance.prompt)
    switch instance.presentation {
    case .options(let texts, _), .steps(let texts):
      return asked + numbered(texts.map { lines($0, indent: 4) })
    case .lines(let code):
      return asked + numbered(code.map { ["    " + $0] })
    case .cells(let rows):
      let blank = typesetter.medium.isASCII ? "__" : "▁▁"
      return asked + rows.map { "    [" + $0.map { $0 ?? blank }.joined(separator: ", ") + "]" }
    case .field:
      return asked
    }
  }

  private func numbered(_ items: [[String]]) -> [String] {
    items.enumerated().flatMap { index, lines in
      lines.enumerated().map { $0 == 0 ? " \(index + 1)) " + $1.dropFirst(4) : $1 }
    }
  }

  /// How to answer, in a line.
  public func instruction() -> String {
    switch instance.presentation {
    case .options(_, many: false), .lines: language("type its number")
    case .options(_, many: true): language("type the numbers of all that are right")
    case .steps: language("type the numbers in the right order")
    case .field(.number): language("type a number or an expression")
    case .field(.shape): language("type a shape such as (64, 10)")
    case .cells: language("type the missing numbers, row by row")
    }
  }

  /// The entry that a line means; nil when it can't be one.
  public func entry(_ line: String) -> Entry? {
    let words = line.split { " ,;，；、\t\u{3000}[]()".contains($0) }.map(String.init)
    let numbers = words.compactMap { Int($0) }.map { $0 - 1 }
    let allNumbers = numbers.count == words.count && !numbers.isEmpty
    switch instance.presentation {
    case .field:
      return .text(line)
    case .options(let texts, let many):
      guard allNumbers, many || numbers.count == 1, numbers.allSatisfy(texts.indices.contains)
      else { return nil }
      return .options(Set(numbers))
    case .lines(let code):
      guard allNumbers, numbers.count == 1, code.indices.contains(numbers[0]) else { return nil }
      return .line(numbers[0])
    case .steps(let texts):
      guard allNumbers, numbers.sorted() == Array(texts.indices) else { return nil }
      return .order(numbers)
    case .cells(let rows):
      guard words.count == rows.joined().count(where: { $0 == nil }) else { return nil }
      var rest = words[...]
      return .cells(rows.map { $0.map { $0 ?? rest.removeFirst() } })
    }
  }
}
