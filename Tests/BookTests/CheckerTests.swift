import Languages
import Python
import Testing

@testable import Book

/// A lesson with one thing wrong, and what the checker says about it.
struct BrokenLesson: Sendable, CustomTestStringConvertible {
  var body: String
  /// `line:column: message; advice`
  var says: String

  init(_ body: String, _ says: String) {
    self.body = body
    self.says = says
  }

  var testDescription: String { says }
}

private let question = """
  ```quiz
  id: probe/sum-1
  kind: number
  concept: neuron
  page: one
  ask: What is {a} + {b}?
  parameters:
    a: {integer: [2, 9]}
    b: {integer: [2, 9]}
  require: a != b
  answer: a + b
  tolerance: 0
  mistakes:
    - {value: a - b, say: "That is the difference."}
  hints: ["Add."]
  solution: "{a} + {b} = {answer}."
  ```
  """

private let predict = """
  ```predict
  id: guess
  ask: What is $x$?
  kind: number
  answer: 1 + 1
  tolerance: 0.1
  reveal: It is {=1 + 1}.
  ```
  """

@Suite struct CheckerTests {
  private func problems(_ files: [String: String], at path: String = "") throws -> [String] {
    let folder = try ScratchFolder(files)
    let problems = try Checker.check(path: folder.path + path) {
      LessonEngine(session: Session())
    }
    for phrase in problems.flatMap({ [$0.message, $0.advice] }) {
      // What another floor says is passed on as it is.
      let isOurs = !phrase.isEmpty && phrase.english != "{0}"
      #expect(!isOurs || Language.chinese.knows(phrase.english), "no Chinese: \(phrase.english)")
    }
    return problems.map { $0.description.replacing(folder.path + "/", with: "") }
  }

  /// The problems of `probe/lesson.en.md` with a page around a body, less the warning that it is
  /// there in one language only.
  private func problems(body: String, front: String = frontMatter) throws -> [String] {
    try problems(
      [
        "book.yaml": bookYAML,
        "probe/lesson.en.md": front + "<!-- page: one -->\n## One\n\n" + body + "\n",
      ], at: "/probe"
    ).filter { !$0.contains("the lesson is not there in") && !$0.contains("ask at least 2") }
  }

  @Test func aSoundLessonHasNoProblems() throws {
    let second = question.replacing("sum-1", with: "sum-2")
    #expect(try problems(body: "words\n\n\(question)\n\n\(second)\n\n\(predict)") == [])
  }

  @Test(arguments: [
    BrokenLesson("a <b>c</b>", "12:1: error: HTML is not shown; write Markdown in its place"),
    BrokenLesson(
      "![a](b.png)",
      "12:1: error: a picture can't be shown in a terminal; use a demo or a formula"),
    BrokenLesson(
      "see [a](lessson:probe)",
      "12:9: error: the link \"lessson:probe\" leads nowhere; write lesson:SLUG, lesson:SLUG#PAGE or https://…"
    ),
    BrokenLesson(
      "[a](lesson:prob)", "12:1: error: unknown lesson in a link: \"prob\"; did you mean \"probe\"?"
    ),
    BrokenLesson(
      "[a](lesson:probe#oen)",
      "12:1: error: unknown page in a link: \"oen\"; did you mean \"one\"?"),
    BrokenLesson(
      "words\n---",
      "13:1: error: this line makes a heading of the line above it; leave a blank line before ---, or write the heading with #"
    ),
    BrokenLesson(
      "# Large", "12:1: error: a heading of level 1 stands here; use ## for the page, ### inside it"
    ),
    BrokenLesson(
      "## Again",
      "12:1: error: a heading of level 2 stands here; a page has one ## heading; use ###"),
    BrokenLesson("---", "12:1: error: this page is empty; remove one ---"),
    BrokenLesson(
      "---\n## Two",
      "12:1: error: this page has no id; add <!-- page: a-name --> below the ---"),
    BrokenLesson(
      "---\n<!-- page: two -->\nwords",
      "12:1: error: this page has no heading; add a ## heading below its id"),
    BrokenLesson(
      "---\n<!-- page: one -->\n## Two",
      "13:1: error: there is another page \"one\"; give this one an id of its own"),
    BrokenLesson(
      "<!-- page: two -->", "12:1: error: this page has two ids; remove one of them"),
    BrokenLesson(
      "---\n<!-- page: Two_2 -->\n## Two",
      "13:1: error: \"Two_2\" is not a name; use small letters, digits and hyphens"),
    BrokenLesson(
      "---\n<!-- page: two -->\nwords\n\n## Two",
      "16:1: error: the page's heading comes after its first paragraph; put the ## heading first"),
    BrokenLesson(
      "$$a\n\nb",
      "12:1: error: the formula has no end; close it with $$ before the next blank line"),
    BrokenLesson(
      "is {=1 + 1",
      "12:4: error: the computed number has no end; close it with } on the same line"),
    BrokenLesson(
      "a $\\fraq{1}{2}$",
      "12:4: error: the formula can't be set: unknown command \\fraq; write \\operatorname{fraq} or \\text{fraq} for a name"
    ),
    BrokenLesson(
      "a {=1/0}",
      "12:5: error: {=1/0} can't be computed: ZeroDivisionError: division by zero; define what it needs in a cell above"
    ),
    BrokenLesson(
      String(repeating: "- ", count: 20) + "a",
      "12:1: error: lists or quotes are nested too deep; flatten them"),
    BrokenLesson(
      "\u{7}", "12:1: error: the character U+7 is not allowed in a lesson; remove it"),
  ])
  func proseIsChecked(lesson: BrokenLesson) throws {
    let problems = try problems(body: lesson.body)
    #expect(problems.contains("probe/lesson.en.md:" + lesson.says), "\(problems)")
  }

  @Test(arguments: [
    BrokenLesson(
      "```pyton\n1\n```", "12:4: error: unknown block \"pyton\"; did you mean \"python\"?"),
    BrokenLesson(
      "```python hiden\n1\n```",
      "12:1: error: unknown word after \"python\" \"hiden\"; did you mean \"hidden\"?"),
    BrokenLesson("```python\n```", "12:1: error: the cell is empty; write code, or remove it"),
    BrokenLesson(
      "```python\n3\n>>> 1\n1\n```",
      "13:1: error: text stands before the first >>>; begin the cell with >>>"),
    BrokenLesson(
      "```python\n>>> 1 + 1\n3\n```",
      "14:1: error: the output differs: expected `3`, got `2`; put the output into the file, or correct the code"
    ),
    BrokenLesson(
      "```python\n>>> x = 2\n>>> x\n```",
      "15:1: error: the output differs: expected nothing, got `2`; put the output into the file, or correct the code"
    ),
    BrokenLesson(
      "```python\nx = 1\nx + y\n```",
      "14:5: error: the cell fails: NameError: name 'y' is not defined"),
    BrokenLesson("```demo\n```", "12:1: error: the \"demo\" block is empty; say what it is"),
    BrokenLesson(
      "```demo again\nkind: network\nid: a\n```",
      "12:1: error: unknown word \"again\" after \"demo\"; remove it"),
    BrokenLesson(
      "```demo\nkind: netwrok\nid: a\n```",
      "13:7: error: there is no demo of the kind \"netwrok\"; did you mean \"network\"?"),
    BrokenLesson(
      "```demo\nkind: network\n```", "13:1: error: \"id\" is missing; add \"id: …\""),
    BrokenLesson(
      "```demo\nkind: network\nid: a\nsizes: [2, 1]\nwieghts: 3\n```",
      "16:1: error: unknown key \"wieghts\"; did you mean \"weights\"?"),
    BrokenLesson(
      "```demo\nkind: network\nid: a\nsizes: [2, x]\n```",
      "15:12: error: a whole number is expected here"),
    BrokenLesson("```note\n```", "12:1: error: the note is empty; write its text, or remove it"),
    BrokenLesson(
      "```note\nkind: warnin\na\n```",
      "13:7: error: unknown kind of note \"warnin\"; did you mean \"warning\"?"),
    BrokenLesson(
      "```note\n## A\n```",
      "13:1: error: a note holds no heading and no page; write paragraphs"),
    BrokenLesson(
      "````note\n```python\n1\n```\n````",
      "13:1: error: a note holds no live block; put it below the note"),
    BrokenLesson(
      "```table\na | b\n```",
      "12:1: error: the table has no rows; write a header row and rows of a | b | c"),
    BrokenLesson(
      "```table\na | b\n1\n```",
      "14:1: error: this row has 1 cells and the header 2; write as many cells, divided by |"),
  ])
  func blocksAreChecked(lesson: BrokenLesson) throws {
    let problems = try problems(body: lesson.body)
    #expect(
      problems.contains { $0.hasPrefix("probe/lesson.en.md:" + lesson.says) }, "\(problems)")
  }

  @Test(arguments: [
    (
      "answer: 1 + 1", "answer: q",
      "16:9: error: the answer of \"guess\" can't be computed: NameError"
    ),
    (
      "answer: 1 + 1", "answer: [1, 2]",
      "16:9: error: \"answer\" is a list and must be a text; quote it"
    ),
    (
      "tolerance: 0.1", "tolerance: some", "17:12: error: \"tolerance\" must be a number; write one"
    ),
    ("tolerance: 0.1", "tolerence: 0.1", "17:1: error: unknown key \"tolerence\"; did you mean"),
    ("kind: number", "kind: numbr", "15:7: error: unknown kind of prediction \"numbr\"; did you"),
    ("kind: number", "kind: choice", "13:1: error: a choice needs two options or more; write"),
    ("kind: number", "kind: number\noptions: [a, b]", "16:10: error: only a choice has options"),
    ("ask: What is $x$?", "ask: |\n  - a", "14:1: error: only words and formulas can stand here"),
    ("{=1 + 1}", "{=z}", "18:9: error: {=z} can't be computed: NameError"),
    ("id: guess", "id: Guess", "13:5: error: \"Guess\" is not a name"),
  ])
  func predictionsAreChecked(what: String, broken: String, says: String) throws {
    let problems = try problems(body: predict.replacing(what, with: broken))
    #expect(problems.contains { $0.hasPrefix("probe/lesson.en.md:" + says) }, "\(problems)")
  }

  @Test(arguments: [
    ("id: probe/sum-1", "id: other/sum-1", "13:1: error: the question's id does not begin with"),
    ("id: probe/sum-1", "id: sum", "13:5: error: \"sum\" is not a question's id"),
    ("concept: neuron", "concept: nueron", "15:1: error: unknown concept \"nueron\"; did you mean"),
    ("page: one", "page: two", "16:1: error: unknown page \"two\""),
    ("kind: number", "kind: numbr", "14:1: error: there is no kind `numbr`"),
    ("mistakes:", "mistake:", "24:1: error: a number question has no `mistake`"),
    ("a - b", "a + b", "25:5: error: the question \"probe/sum-1\" does not hold: mistakes[0]"),
    ("hints: [\"Add.\"]", "hints: []", "26:1: error: the question \"probe/sum-1\" does not hold"),
    (
      "{a} + {b} =", "$\\frac{a}{b}$ =",
      "27:11: error: \\f in double quotes is an escape; use single"
    ),
    ("{a} + {b} =", "$\\\\fraq{a}{b}$ =", "27:11: error: the formula $\\fraq{a}{b}$ can't be set"),
  ])
  func questionsAreChecked(what: String, broken: String, says: String) throws {
    let problems = try problems(body: question.replacing(what, with: broken))
    #expect(problems.contains { $0.hasPrefix("probe/lesson.en.md:" + says) }, "\(problems)")
  }

  @Test func aQuestionBeforeItsPageIsFound() throws {
    let problems = try problems(
      body: question.replacing("page: one", with: "page: two")
        + "\n\n---\n<!-- page: two -->\n## Two\n\nwords")
    #expect(
      problems == [
        "probe/lesson.en.md:16:1: error: it is asked before the page \"two\" teaches it; move the question behind that page"
      ])
  }

  @Test func twoThingsOfOneNameAreFound() throws {
    let problems = try problems(body: "\(predict)\n\n\(predict)\n\n\(question)\n\n\(question)")
    #expect(
      problems == [
        "probe/lesson.en.md:21:1: error: the prediction \"guess\" is there already, on line 12; give it another id",
        "probe/lesson.en.md:48:1: error: the question \"probe/sum-1\" is there already, on line 30; give it another id",
      ])
  }

  @Test(arguments: [
    (
      "id: probe", "id: prob", "2:1: error: the id \"prob\" is not the name of the folder \"probe\""
    ),
    ("minutes: 5", "minutes: soon", "5:10: error: \"minutes\" must be a whole number; write one"),
    ("minutes: 5", "minuets: 5", "5:1: error: unknown key \"minuets\"; did you mean \"minutes\"?"),
    ("title: Probe\n", "", "2:1: error: \"title\" is missing; add \"title: …\""),
    ("requires: []", "requires: [gone]", "6:1: error: unknown lesson \"gone\""),
    ("requires: []", "requires: [probe]", "6:1: error: the lesson requires itself; take it out"),
    ("requires: []", "requires: {a: b}", "6:11: error: \"requires\" is a mapping and must be a"),
    ("[neuron]", "[neuron, nuron]", "7:1: error: unknown concept \"nuron\"; did you mean"),
    ("[neuron]", "[]", "7:1: error: book.yaml gives the concept \"neuron\" to this lesson"),
    ("title: Probe", "title: [a", "3:8: error: not YAML"),
    ("---\nid", "id", "1:1: error: the file does not begin with front matter"),
  ])
  func frontMatterIsChecked(what: String, broken: String, says: String) throws {
    let problems = try problems(body: "words", front: frontMatter.replacing(what, with: broken))
    #expect(
      problems.contains { problem in
        says.contains("not YAML")
          ? problem.contains("error: not YAML")
          : problem.hasPrefix("probe/lesson.en.md:" + says)
      }, "\(problems)")
  }

  @Test(arguments: [
    ("a < b", "words", "", ""),
    ("### Inside", "words", "a paragraph stands here, and a heading at", "blocks"),
    ("$$a$$", "$$b$$", "the formula differs from", "same"),
    ("$$a \\text{if}$$", "$$a \\text{若}$$", "", ""),
    ("- a\n- b", "- a", "the number of items differs from", "same"),
    ("```python\n1\n```", "```python\n2\n```", "the code differs from", "same"),
    ("```python\n1\n```", "```python hidden\n1\n```", "the word \"hidden\" differs from", "same"),
    ("a\n\nb", "a", "the paragraph on line 14 has no partner in", "blocks"),
    ("```note\na\n```", "```note\nkind: source\na\n```", "the kind of note differs from", "same"),
    ("---\n<!-- page: two -->\n## Two\n\na", "b", "page 2 is no page here and \"two\" in", "pages"),
    (predict, predict.replacing("answer: 1 + 1", with: "answer: 2"), "\"answer\" differs", "same"),
    (question, question.replacing("[2, 9]", with: "[2, 8]"), "\"parameters.a\" differs", "same"),
  ])
  func theLanguagesHaveTheSameSkeleton(
    english: String, chinese: String, says: String, advice: String
  ) throws {
    let head = frontMatter + "<!-- page: one -->\n## One\n\n"
    let problems = try problems(
      [
        "book.yaml": bookYAML, "probe/lesson.en.md": head + english + "\n",
        "probe/lesson.zh.md": head + chinese + "\n",
      ], at: "/probe"
    ).filter { !$0.contains("ask at least 2") }
    if says.isEmpty {
      #expect(problems == [])
    } else {
      #expect(problems.count == 1)
      #expect(problems.first?.contains(says) == true && problems[0].contains(advice), "\(problems)")
    }
  }

  @Test func theScaffoldPasses() throws {
    let scaffold = try LessonScaffold(slug: "my-lesson")
    var files: [String: String] = [:]
    for (name, text) in scaffold.files { files["my-lesson/" + name] = text }
    #expect(try problems(files, at: "/my-lesson") == [])
    #expect(throws: LessonProblem.self) { try LessonScaffold(slug: "My Lesson") }
  }

  @Test func aMessageIsSaidInChineseWithItsParts() throws {
    let problem = LessonProblem(
      file: "f", place: Place(line: 1),
      message: "\(YAML.list.kindName) stands where keys are expected",
      advice: "did you mean \"\("x")\"?")
    #expect(problem.text(in: .chinese) == "f:1:1: 错误: 这里应当是键值，却是列表; 是不是“x”？")
  }
}

extension YAML {
  fileprivate static let list = YAML(
    content: .sequence([]), place: Place(line: 1))
}
