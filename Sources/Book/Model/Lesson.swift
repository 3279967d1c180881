import Languages
import Quiz

/// What stands between the `---` lines at the head of a lesson file.
public struct FrontMatter: Hashable, Sendable {
  /// The lesson's slug, which is also its folder's name.
  public var id = ""
  public var title = ""
  public var summary = ""
  public var minutes = 0
  /// Slugs of the lessons that come before this one.
  public var requires: [String] = []
  /// Concepts that it teaches, by their ids in `book.yaml`.
  public var concepts: [String] = []
  /// Where each key stands.
  var lines: [String: Int] = [:]

  public init() {}

  /// The line of a key; the first line when it isn't there.
  func line(of key: String) -> Int { lines[key] ?? 1 }
}

/// One lesson in one language.
public struct Lesson: Hashable, Sendable {
  public var frontMatter: FrontMatter
  /// The language that it is written in, which may not be the one that was asked for.
  public var language: Language
  /// The file that it was read from.
  public var file: String
  public var pages: [Page]

  public init(frontMatter: FrontMatter, language: Language, file: String, pages: [Page]) {
    self.frontMatter = frontMatter
    self.language = language
    self.file = file
    self.pages = pages
  }

  public var slug: String { frontMatter.id }

  /// The index of a page by its id.
  public func pageIndex(id: String) -> Int? {
    pages.firstIndex { $0.id == id }
  }
}

/// A page fits one idea.
public struct Page: Hashable, Sendable {
  /// Unique in the lesson, the same in each language.
  public var id: String
  /// The text of its heading.
  public var title: String
  /// The line on which the page begins.
  public var line: Int
  public var blocks: [Block]

  public init(id: String, title: String, line: Int, blocks: [Block]) {
    self.id = id
    self.title = title
    self.line = line
    self.blocks = blocks
  }
}

/// A piece of a page, from top to bottom.
public struct Block: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case heading(level: Int, [Span])
    case paragraph([Span])
    case list(ListBlock)
    case quote([Block])
    /// TeX, set in two dimensions, and where it begins.
    case formula(String, Place)
    /// Code that is shown and not run.
    case listing(String, language: String)
    case cell(CodeCell)
    case demo(DemoBlock)
    case predict(PredictBlock)
    case quiz(QuizBlock)
    case note(NoteBlock)
    case table(TableBlock)
  }

  public var kind: Kind
  /// The line of the file on which it begins.
  public var line: Int

  public init(_ kind: Kind, line: Int) {
    self.kind = kind
    self.line = line
  }
}

/// A bulleted or a numbered list.
public struct ListBlock: Hashable, Sendable {
  /// The first number; nil for bullets.
  public var start: Int?
  public var items: [[Block]]
  /// Whether the items stand close together.
  public var isTight: Bool
}

/// Code that runs in the lesson's session.
public struct CodeCell: Hashable, Sendable {
  /// What runs, without prompts and outputs.
  public var source: String
  /// Runs when its page opens, and is not shown.
  public var isHidden: Bool
  /// The statements with the outputs that the file promises; empty when it has no `>>>`.
  public var examples: [Example]
  /// The line of the file on which `source` begins.
  public var line: Int

  /// One `>>>` prompt with what must follow.
  public struct Example: Hashable, Sendable {
    public var source: String
    public var output: String
    /// The line of the prompt.
    public var line: Int
  }
}

/// A live demonstration.
public struct DemoBlock: Hashable, Sendable {
  public var id: String
  public var kind: String
  /// Every key of the block except `kind` and `id`.
  public var parameters: YAML
  /// Where the kind stands.
  var kindPlace: Place
}

/// Something to be predicted before the next blocks are revealed.
public struct PredictBlock: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case number, vector, shape, choice
  }

  public var id: String
  public var kind: Kind
  public var ask: [Span]
  /// An expression in the lesson's session.
  public var answer: CodeExpression
  /// How far a number may be off.
  public var tolerance: Double
  /// What `choice` offers; the answer is an index into it.
  public var options: [[Span]]
  /// Shown with the answer.
  public var reveal: [Span]
}

/// A question of the quiz, asked on the page.
public struct QuizBlock: Hashable, Sendable {
  public var question: Question
  /// Every key of the block with its place.
  public var source: YAML

  public static func == (a: QuizBlock, b: QuizBlock) -> Bool { a.source == b.source }

  public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

/// A remark beside the text.
public struct NoteBlock: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case remark, warning, source
  }

  public var kind: Kind
  public var blocks: [Block]
}

/// A table; the first row is its header.
public struct TableBlock: Hashable, Sendable {
  public var rows: [[[Span]]]
}

/// An expression of the lesson's session, and where it stands.
public struct CodeExpression: Hashable, Sendable {
  public var source: String
  public var place: Place

  public init(source: String, place: Place) {
    self.source = source
    self.place = place
  }
}
