import Canvas
import Demos
import Languages
import Quiz
import Testing

@testable import Interface

/// Every screen, at every size, whatever is pressed: nothing traps, and nothing is drawn that the
/// medium can't show.
@Suite struct EverySizeTests {
  private static let routes: [Route] =
    [.home, .search, .quiz(QuizRequest(lesson: "forward")), .quiz(QuizRequest(lesson: "backprop"))]
    + [.train(TestBook.training)]
    + ["tanh(2*a+b)", "w=0.8; x=1.5; (tanh(w*x + 0.1) - 1)**2", "z=[2, 1, 0.1]; sum(exp(z))"].map {
      .stepper(source: $0)
    }

  private static let pages: [Route] = {
    guard let library = try? TestBook.screens().library else { return [] }
    return library.allLessons(language: .english).flatMap { lesson in
      lesson.pages.map { .lesson(lesson.slug, page: $0.id) }
    }
  }()

  private static let sizes: [Size] =
    [(0, 0), (1, 1), (2, 9), (9, 2), (39, 11), (40, 12), (41, 13), (47, 20), (60, 20), (80, 24)]
    .map { Size(width: $0.0, height: $0.1) }
    + [(109, 30), (110, 30), (120, 35), (200, 50), (20, 60)].map {
      Size(width: $0.0, height: $0.1)
    }

  private static let keys: [Key] =
    [
      .enter, .escape, .tab, .backTab, .backspace, .delete, .up, .down, .left, .right, .home,
      .end, .pageUp, .pageDown, .shiftUp, .shiftDown, .shiftLeft, .shiftRight, .function(1),
      .control("r"), .control("c"), .control("k"), .control("y"), .control("_"), .control("t"),
      .alt("s"), .alt("h"), .alt("+"), .alt("-"), .alt("b"), .alt("f"),
    ] + "abcdefhijklmnprstuyxzGJK[],.+-=_ 0123456789/*()\"'层?é".map { .character($0) }

  private func survive(
    _ route: Route, language: Language, glyphs: GlyphSet, rounds: Int, seed: UInt64
  ) throws {
    var dice = Dice(seed: seed)
    let medium = Medium(glyphs: glyphs)
    let maker = try TestBook.screens(language: language, medium: medium)
    func open() throws -> Program {
      let first = try maker.make(route, keeper: TestKeeper())
      let program = Program(
        app: App(
          first: first, size: Size(width: 80, height: 24), medium: medium, language: language),
        screens: maker, keeper: TestKeeper(), jobs: ImmediateJobs(posts: 3), output: NoPictures())
      program.afterFirstFrame()
      return program
    }
    var program = try open()
    for _ in 0..<rounds {
      if program.isDone { program = try open() }
      program.handle(event(&dice))
      program.handleJobMessages()
      let frame = program.app.render()
      if glyphs == .ascii, language == .english {
        #expect(frame.cells.allSatisfy { $0.text.allSatisfy(\.isASCII) })
      }
      if let cursor = frame.cursor { #expect(frame.bounds.contains(cursor)) }
    }
  }

  private func event(_ dice: inout Dice) -> Event {
    switch dice.roll(40) {
    case 0, 1: return .input(.resize(Self.sizes[dice.roll(Self.sizes.count)]))
    case 2: return .tick(seconds: Double(dice.roll(30)) / 10)
    case 3: return .input(.paste("x = [1, 2\n\u{1B}[31m界\t"))
    case 4, 5, 6:
      let actions: [Mouse.Action] = [.press, .release, .drag, .move, .scrollUp, .scrollDown]
      let point = Point(x: dice.roll(120) - 3, y: dice.roll(40) - 3)
      return .input(.mouse(Mouse(actions[dice.roll(actions.count)], at: point)))
    default: return .input(.key(Self.keys[dice.roll(Self.keys.count)]))
    }
  }

  @Test(arguments: routes, [GlyphSet.braille, .ascii])
  func anyKeysOnAnyScreen(_ route: Route, _ glyphs: GlyphSet) throws {
    for (seed, language) in [(1, Language.english), (2, .chinese)] as [(UInt64, Language)] {
      try survive(route, language: language, glyphs: glyphs, rounds: 100, seed: seed)
    }
  }

  @Test(arguments: pages)
  func anyKeysOnAnyPage(_ route: Route) throws {
    let seed = UInt64(Self.pages.firstIndex(of: route) ?? 0)
    let language = seed.isMultiple(of: 2) ? Language.english : .chinese
    let glyphs = GlyphSet.allCases[Int(seed) % GlyphSet.allCases.count]
    try survive(route, language: language, glyphs: glyphs, rounds: 40, seed: seed &+ 77)
  }

  /// A screen as it opens, at all small sizes and at some large ones.
  @Test(arguments: routes + [pages[0], pages[3], pages[7]])
  func everySizeIsDrawn(_ route: Route) throws {
    for glyphs in GlyphSet.allCases {
      let medium = Medium(glyphs: glyphs)
      let screen = try TestBook.screens(medium: medium).make(route, keeper: TestKeeper())
      var app = App(
        first: screen, size: Size(width: 80, height: 24), medium: medium, language: .english)
      for width in stride(from: 1, through: 61, by: 6) {
        for height in stride(from: 1, through: 21, by: 4) {
          let size = Size(width: width, height: height)
          _ = app.update(.input(.resize(size)))
          #expect(app.render().size == size)
          // Below what the program shows, a screen must still survive being drawn.
          var frame = Frame(size, medium: medium)
          screen.render(into: &frame, in: frame.bounds)
        }
      }
    }
  }
}

/// Saves nothing.
final class NoPictures: PictureOutput {
  func save(_ frame: Frame) -> String { "saved" }
  func copy(_ text: String) -> String { "copied" }
}

/// Numbers that look random and are the same at every run.
private struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func roll(_ sides: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(max(1, sides)))
  }
}
