import Canvas
import Demos
import Languages
import Quiz
import Testing

@testable import Interface

/// A screen that does what it is told.
private struct Puppet: Screen {
  var title = "puppet"
  var isTyping = false
  var reply: [Effect] = []
  var seen: [Key] = []
  var keys: [KeyEntry] {
    (1...9).map { KeyEntry(label: "\($0)", phrase: "number \($0)") }
  }

  mutating func update(_ event: Event) -> [Effect] {
    guard case .input(.key(let key)) = event else { return [] }
    seen.append(key)
    title = seen.map { "\($0)" }.joined(separator: " ")
    return reply
  }

  func render(into frame: inout Frame, in area: Rect) {}
}

@Suite struct AppTests {
  @Test func theFooterNamesAtMostEightKeysAndAlwaysTheHelp() {
    let wide = Stage(Puppet(), size: Size(width: 200, height: 20))
    #expect(wide.footer.contains("6 number 6   ? help   q quit"))
    let narrow = Stage(Puppet(), size: Size(width: 40, height: 12))
    #expect(narrow.footer == " 1 number 1   2 number 2   ? help")
  }

  @Test func inSevenBitsEnterIsAWord() throws {
    let screen = TestBook.lesson("<!-- page: one -->\n## One\n\n```python\n1\n```\n")
    var stage = Stage(screen, medium: Medium(glyphs: .ascii))
    #expect(stage.footer.hasPrefix(" enter to the code   n next page"))
    try stage.press("?")
    #expect(stage.text.contains("shift-tab  part before"))
  }

  @Test func helpListsEveryKeyAndClosesOnAny() throws {
    var stage = Stage(Puppet(), size: Size(width: 60, height: 14))
    try stage.press("?")
    #expect(stage.text.contains("number 1") && stage.text.contains("↓"))
    try stage.press("Down Down j j j j j j j j j j")
    #expect(stage.text.contains("draw the screen again"))
    try stage.press("x")
    #expect(!stage.text.contains("╭"))
    #expect(stage.lines[0] == " puppet")
  }

  @Test func whileSomethingIsTypedLettersAreLetters() throws {
    var stage = Stage(Puppet(isTyping: true))
    try stage.press("q ? S")
    #expect(stage.effects.isEmpty)
    try stage.press("F1")
    #expect(stage.text.contains("F1  help") && !stage.text.contains("quit"))
  }

  @Test func theGlobalKeysDoWhatTheySay() throws {
    var stage = Stage(Puppet())
    try stage.press("q S C-l")
    let names = stage.effects.map { "\($0)" }
    #expect(names == ["quit", "savePicture", "redraw"])
  }

  @Test func interruptingNothingSaysHowToLeave() throws {
    var stage = Stage(Puppet())
    try stage.press("C-c")
    #expect(stage.footer == " Nothing runs. q quits." && stage.effects.isEmpty)
    try stage.press("x")
    #expect(stage.footer.contains("? help"))
  }

  @Test func aSmallWindowSaysWhatItNeeds() {
    let lines = Stage(Puppet(), size: Size(width: 34, height: 5)).lines
    #expect(
      lines == [
        "", "    This window is too small.", "  40×12 is needed, 34×5 is here.",
        "             q quits.", "",
      ])
  }

  @Test func whatComesBackFromSuspensionIsDrawnAgain() {
    var stage = Stage(Puppet())
    stage.send(.input(.resumed))
    #expect(stage.effects.map { "\($0)" } == ["redraw"])
  }
}

@Suite struct ProgramTests {
  private let keeper = TestKeeper()

  private func program(_ route: Route = .home) throws -> Program {
    let screens = try TestBook.screens()
    let first = try screens.make(route, keeper: keeper)
    let size = Size(width: 80, height: 24)
    let program = Program(
      app: App(first: first, size: size, medium: Medium(), language: .english),
      screens: screens, keeper: keeper, jobs: ImmediateJobs(posts: 2), output: NoPictures())
    program.afterFirstFrame()
    return program
  }

  private func press(_ keys: String, _ program: Program) throws {
    for input in try KeyScript(keys).inputs {
      program.handle(.input(input))
      program.handleJobMessages()
    }
  }

  @Test func aLessonLiesOnHomeAndEscGoesBack() throws {
    let program = try program()
    try press("Enter", program)
    #expect(program.app.depth == 2)
    #expect(keeper.entries.count == 1)
    try press("n Esc", program)
    #expect(program.app.depth == 1 && keeper.entries.count == 2)
    try press("Esc", program)
    #expect(!program.isDone)
    try press("q", program)
    #expect(program.isDone)
  }

  @Test func escLeavesTheFirstScreen() throws {
    let program = try program(.lesson("forward", page: nil))
    try press("Esc", program)
    #expect(program.isDone)
  }

  @Test func aRecordThatCanNotBeWrittenIsToldOfAndNothingIsLost() throws {
    keeper.problem = "The record is locked."
    let program = try program(.lesson("forward", page: "one-neuron"))
    #expect(program.app.render().lines[23] == " The record is locked.")
    try press("0 . 7 Enter", program)
    #expect(program.app.render().lines.contains { $0.contains("your guess 0.7") })
    #expect(program.app.render().lines[23] == " The record is locked.")
  }

  @Test func whatCanNotBeOpenedIsToldOfAndTheScreenStays() throws {
    keeper.progress = Progress(dueByLesson: ["forward": 2])
    let program = try program()
    try press("r", program)
    #expect(program.app.depth == 1)
    #expect(program.app.render().lines[23] == " Nothing is due now.")
    try press("t", program)
    #expect(program.app.depth == 2)
  }

  @Test func aPictureAndATextAreHandedOn() throws {
    let program = try program()
    try press("S", program)
    #expect(program.app.render().lines[23] == " saved")
  }

  @Test func aTrainingRunsAndIsStoppedByInterrupting() throws {
    let program = try program(.lesson("backprop", page: "training"))
    try press("C-c", program)
    #expect(program.app.render().lines[23] == " Nothing runs. q quits.")
    try press("s Tab Space C-c", program)
    #expect(program.app.render().lines[23] == " Stopped.")
  }
}

@Suite struct KeyScriptTests {
  @Test(
    arguments: [
      ("Enter esc S-Tab", [.enter, .escape, .backTab]),
      ("ab", [.character("a"), .character("b")]),
      ("C-A M-f F12 Space", [.control("a"), .alt("f"), .function(12), .character(" ")]),
      (
        "F1x - C",
        [.character("F"), .character("1"), .character("x"), .character("-"), .character("C")]
      ),
      ("梯", [.character("梯")]),
      ("   ", []),
    ] as [(String, [Key])])
  func wordsAreKeys(_ script: String, _ keys: [Key]) throws {
    #expect(try KeyScript(script).inputs == keys.map { .key($0) })
  }

  @Test func aPasteIsOneInput() throws {
    #expect(try KeyScript("paste:x=1").inputs == [.paste("x=1")])
  }

  @Test(arguments: ["C-abc", "M-", "C-"])
  func whatIsNoKeyIsToldOf(_ script: String) throws {
    if script.count > 2 {
      #expect(throws: KeyScript.Failure.self) { try KeyScript(script) }
    } else {
      #expect(try KeyScript(script).inputs.count == 2)
    }
  }
}

@Suite struct CellEditorTests {
  private func type(_ inputs: [Input], into source: String) -> CellEditor {
    var editor = CellEditor(block: 0, source: source)
    for input in inputs { _ = editor.update(input) }
    return editor
  }

  private func keys(_ script: String) throws -> [Input] { try KeyScript(script).inputs }

  @Test func aNewLineBeginsAsFarInAsTheOneAbove() throws {
    let editor = type(try keys("Enter x"), into: "    a")
    #expect(editor.source == "    a\n    x")
    #expect(type(try keys("Enter x"), into: "if a:").source == "if a:\n    x")
  }

  @Test func linesAreBrokenAndJoined() throws {
    #expect(type(try keys("Left Left Enter"), into: "abcd").source == "ab\ncd")
    let joined = type(try keys("Home Backspace"), into: "ab\ncd")
    #expect(joined.source == "abcd" && joined.cursor == Point(x: 2, y: 0))
  }

  @Test func theColumnIsKeptOverTheLines() throws {
    let editor = type(try keys("Up Up"), into: "abcdef\nx\nabcd")
    #expect(editor.cursor == Point(x: 1, y: 0))
    #expect(type(try keys("Up"), into: "abcdef\nabcd").cursor == Point(x: 4, y: 0))
  }

  @Test func pastedLinesAreTextAndNeverRun() throws {
    let editor = type([.paste("x = 1\nx + 1\n")], into: "")
    #expect(editor.source == "x = 1\nx + 1\n")
  }

  @Test func enterOnAnEmptyLastLineRuns() throws {
    var editor = type([.paste("x = 1\n")], into: "")
    guard case .run = editor.update(.key(.enter)) else {
      Issue.record("it does not run")
      return
    }
    #expect(editor.source == "x = 1")
  }

  @Test func aMarkThatJoinsTheLetterBeforeItIsNoTrap() {
    let editor = type(
      [.key(.character("e")), .key(.character("\u{301}")), .key(.enter), .key(.backspace)],
      into: "")
    #expect(editor.source == "e\u{301}")
  }

  @Test func tenThousandLinesAreNotTooMany() {
    let editor = type([.paste(String(repeating: "x\n", count: 10_000))], into: "")
    #expect(editor.lines.count == 200)
  }
}
