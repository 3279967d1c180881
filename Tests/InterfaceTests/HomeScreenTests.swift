import Book
import Canvas
import Languages
import Quiz
import Testing

@testable import Interface

@Suite struct HomeScreenTests {
  private let two = Catalog(
    title: "dlbook", parts: [Catalog.Part(id: "network", title: "Networks")],
    lessons: [
      Catalog.Entry(
        slug: "forward", part: "network", title: "Forward", summary: "From inputs to an answer.",
        minutes: 18, requires: [], concepts: ["neuron", "activation"]),
      Catalog.Entry(
        slug: "backprop", part: "network", title: "Backprop", summary: "And back.", minutes: 25,
        requires: ["forward"], concepts: ["chain"]),
    ],
    concepts: [
      Catalog.Concept(id: "neuron", lesson: "forward", name: "neuron"),
      Catalog.Concept(id: "activation", lesson: "forward", name: "activation function"),
      Catalog.Concept(id: "chain", lesson: "backprop", name: "chain rule"),
    ])

  private func stage(
    _ progress: Progress = Progress(), size: Size = Size(width: 60, height: 12)
  ) -> Stage {
    Stage(HomeScreen(catalog: two, language: .english, progress: progress), size: size)
  }

  private var begun: Progress {
    Progress(
      mastery: ["neuron": 1, "activation": 0.5], dueByLesson: ["forward": 3],
      pages: ["backprop": Progress.Page(id: "graph", number: 4, time: 9)])
  }

  @Test func theFirstTimeSaysWhatToDo() {
    #expect(
      stage().lines == [
        " dlbook                            0 of 3 concepts mastered",
        " ──────────────────────────────────────────────────────────",
        "  Networks",
        "  ▸ Forward          ○○○○○○   18 min",
        "    Backprop         ○○○○○○   25 min",
        "",
        "    Nothing is read yet. Enter begins with Forward.",
        "", "", "",
        " ──────────────────────────────────────────────────────────",
        " ⏎ read   t test yourself   / search   ? help   q quit",
      ])
  }

  @Test func whatWasLearntIsShownAndContinued() throws {
    var stage = stage(begun)
    #expect(stage.lines[0].contains("3 due · 1 of 3 concepts mastered"))
    #expect(stage.text.contains("    Forward          ●●●●●○   18 min\n"))
    #expect(stage.text.contains("  ▸ Backprop         ○○○○○○   25 min  page 4"))
    #expect(stage.text.contains("3 questions are due: r asks them again."))
    #expect(stage.footer.hasPrefix(" ⏎ continue   r review 3   t test yourself"))
    try stage.press("r")
    guard case .open(.quiz(let request)) = stage.effects.first else {
      Issue.record("no quiz was opened")
      return
    }
    #expect(request.onlyDue)
  }

  @Test(arguments: [
    ("", "forward"), ("Down", "backprop"), ("j j j", "backprop"), ("G k k", "forward"),
    ("G g", "forward"),
  ])
  func lessonsAreChosenAndOpened(_ keys: String, _ slug: String) throws {
    var stage = stage()
    try stage.press(keys + " Enter")
    guard case .open(.lesson(let opened, page: nil)) = stage.effects.last else {
      Issue.record("nothing was opened: \(stage.effects)")
      return
    }
    #expect(opened == slug)
  }

  @Test func aClickChoosesAndASecondOpens() throws {
    var stage = stage()
    let place = try #require(stage.place(of: "Backprop"))
    stage.click(place.x, place.y)
    #expect(stage.text.contains("▸ Backprop"))
    stage.click(place.x, place.y)
    guard case .open(.lesson("backprop", page: nil)) = stage.effects.first else {
      Issue.record("nothing was opened")
      return
    }
    stage.click(0, 0)
    #expect(stage.effects.isEmpty)
  }

  @Test func theCardTellsOfTheLesson() {
    let text = stage(begun, size: Size(width: 80, height: 24)).text
    for piece in ["╭ Backprop ", "And back.", "needs: Forward", "chain rule"] {
      #expect(text.contains(piece))
    }
    #expect(
      stage(size: Size(width: 80, height: 24)).text.contains("activation function     ○○○○○○ │"))
  }

  @Test func anEmptyFolderSaysWhatToDo() throws {
    let empty = Catalog(title: "dlbook", parts: [], lessons: [], concepts: [])
    var stage = Stage(HomeScreen(catalog: empty, language: .english, progress: Progress()))
    #expect(stage.lines[3] == "  There are no lessons in this folder.")
    #expect(stage.lines[4] == "  Quit, and name another one: dlbook --lessons DIR.")
    try stage.press("Enter Down G")
    #expect(stage.effects.isEmpty)
  }

  @Test func theBookIsChineseInChinese() throws {
    let library = try TestBook.screens().library
    let screen = HomeScreen(
      catalog: Catalog(library: library, language: .chinese), language: .chinese,
      progress: Progress())
    let text = Stage(screen, language: .chinese).text
    for piece in ["前向传播", "激活函数", "⏎ 阅读", "? 帮助", "q 退出"] {
      #expect(text.contains(piece))
    }
  }
}

@Suite struct SearchScreenTests {
  private func stage(_ language: Language) throws -> Stage {
    let library = try TestBook.screens().library
    return Stage(
      SearchScreen(index: library.searchIndex(language: language), language: language),
      language: language)
  }

  @Test(arguments: [(Language.english, "chain", "Backprop"), (.chinese, "梯度", "反向传播")])
  func aWordIsFoundAndOpened(_ language: Language, _ word: String, _ lesson: String) throws {
    var stage = try stage(language)
    try stage.press(word)
    #expect(stage.text.contains("▸ \(lesson) ▸ "))
    try stage.press("Down Up C-n Enter")
    guard case .open(.lesson("backprop", page: .some)) = stage.effects.last else {
      Issue.record("no page was opened")
      return
    }
  }

  @Test func qIsALetterAndEscLeaves() throws {
    var stage = try stage(.english)
    #expect(stage.text.contains("Type a word, a concept or the name of a function."))
    try stage.press("q?z")
    #expect(stage.text.contains("/ q?z") && stage.text.contains("Nothing found."))
    #expect(stage.effects.isEmpty && stage.footer.hasSuffix("F1 help"))
    try stage.press("Enter C-c Esc")
    guard case .back = stage.effects.last else {
      Issue.record("Esc does not leave")
      return
    }
  }

  @Test func whatIsClickedOpens() throws {
    var stage = try stage(.english)
    try stage.press("chain")
    stage.click(8, 8)
    #expect(stage.effects.count == 1)
    stage.click(8, 2)
    #expect(stage.effects.isEmpty)
  }
}
