/// A small lesson in every language, with one block of each live kind, that passes the check. An
/// author begins by changing it.
public struct LessonScaffold {
  public let slug: String

  /// - Throws: `LessonProblem` when the slug is not kebab-case.
  public init(slug: String) throws(LessonProblem) {
    guard Identifier.isValid(slug) else {
      throw LessonProblem(
        file: slug, place: .whole, message: "\"\(slug)\" can't be a lesson's name",
        advice: "use small letters, digits and hyphens")
    }
    self.slug = slug
  }

  /// The names and the texts of the files, to be written into a folder named like the slug.
  public var files: [(name: String, text: String)] {
    [("lesson.en.md", text(Self.english)), ("lesson.zh.md", text(Self.chinese))]
  }

  private struct Words {
    var title, summary, heading, intro, ask, reveal, run, question, slip, nudge, rule, solution,
      choice, right, wrong, why, closing: String
  }

  private static let english = Words(
    title: "A new lesson", summary: "One line for the home screen.",
    heading: "What does the neuron put out?",
    intro: "A page fits **one** idea. Formulas stand in the text, $y = w x + b$, or alone:",
    ask: "The weight is 2, the input 3, the bias −1. What is y?",
    reveal: "It is {=w * x + b}.",
    run: "Run the cell, then change a number and run it again.",
    question: "A neuron has the weight {w}, the input {x} and the bias {b}. What is w·x + b?",
    slip: "The bias is missing.", nudge: "First the product, then the bias.",
    rule: "Multiply {w} by {x}.", solution: "{w}·{x} + ({b}) = {answer}.",
    choice: "What does a neuron add to the weighted inputs?", right: "Its bias.",
    wrong: "Its weight.", why: "The weight is multiplied, not added.",
    closing: "A remark, a warning or a source.")

  private static let chinese = Words(
    title: "新的一课", summary: "首页上显示的一行简介。", heading: "这个神经元输出什么？",
    intro: "一页只讲**一个**想法。公式可以写在行内，$y = w x + b$，也可以单独成行：",
    ask: "权重为 2，输入为 3，偏置为 −1。y 等于多少？", reveal: "答案是 {=w * x + b}。",
    run: "运行这个单元，再改动一个数，重新运行。",
    question: "一个神经元的权重为 {w}，输入为 {x}，偏置为 {b}。w·x + b 等于多少？",
    slip: "漏掉了偏置。", nudge: "先算乘积，再加偏置。", rule: "先用 {w} 乘以 {x}。",
    solution: "{w}·{x} + ({b}) = {answer}。", choice: "神经元在加权输入上再加什么？",
    right: "它的偏置。", wrong: "它的权重。", why: "权重是相乘的，不是相加的。", closing: "一条备注、提醒或出处。")

  private func text(_ words: Words) -> String {
    """
    ---
    id: \(slug)
    title: \(words.title)
    summary: \(words.summary)
    minutes: 5
    requires: []
    concepts: [first-concept]
    ---
    <!-- page: first-page -->
    ## \(words.heading)

    \(words.intro)

    $$y = \\sum_{i=1}^{n} w_i x_i + b$$

    ```python hidden
    w, x, b = 2, 3, -1
    ```

    ```predict
    id: first-guess
    ask: \(words.ask)
    kind: number
    answer: w * x + b
    tolerance: 0.01
    reveal: "\(words.reveal)"
    ```

    \(words.run)

    ```python
    >>> w * x + b
    5
    ```

    ```quiz
    id: \(slug)/output-1
    kind: number
    concept: first-concept
    page: first-page
    ask: "\(words.question)"
    parameters:
      w: {integer: [2, 9]}
      x: {integer: [2, 9]}
      b: {integer: [1, 5]}
    answer: w*x + b
    tolerance: 0
    mistakes:
      - {value: w*x, say: "\(words.slip)"}
    hints: ["\(words.nudge)", "\(words.rule)"]
    solution: "\(words.solution)"
    ```

    ```quiz
    id: \(slug)/bias-1
    kind: choice
    concept: first-concept
    page: first-page
    ask: "\(words.choice)"
    options:
      - {text: "\(words.right)", correct: true}
      - {text: "\(words.wrong)", say: "\(words.why)"}
    hints: ["\(words.nudge)"]
    solution: "\(words.right)"
    ```

    ```note
    kind: remark
    \(words.closing)
    ```

    """
  }
}
