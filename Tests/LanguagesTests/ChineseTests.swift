import Foundation
import Testing

@testable import Languages

/// What the program says, read from its own source.
private struct Spoken: Sendable {
  /// Every literal of the program.
  var literals: Set<String> = []
  /// The literals that learners see, and the file of each.
  var phrases: [String: String] = [:]

  init() throws {
    let sources = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources")
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift", !file.path.contains("/Languages/") else { continue }
      add(SwiftTokens(try String(contentsOf: file, encoding: .utf8)), file.lastPathComponent)
    }
  }

  private mutating func add(_ tokens: SwiftTokens, _ file: String) {
    literals.formUnion(tokens.strings)
    func say(_ argument: ArraySlice<SwiftTokens.Token>?) {
      for text in SwiftTokens.strings(in: argument ?? []) {
        // What is nothing but a blank or a glyph is the same in every language.
        let words = text.replacing(/\{\d\}/, with: "")
        if words.contains(where: \.isLetter) { phrases[text] = file }
      }
    }
    for call in tokens.calls(of: "language") { say(call.first) }
    for name in ["KeyBinding", "Command"] {
      for call in tokens.calls(of: name) where call.count > 2 { say(call[2]) }
    }
    for call in tokens.calls(of: "entry") where call.count > 1 { say(call[1]) }
    for name in ["KeyEntry", "LessonProblem", "YAMLError"] {
      for call in tokens.calls(of: name) {
        for label in ["phrase", "message", "advice"] {
          say(call.first { $0.first == .word(label) })
        }
      }
    }
    guard tokens.tokens.contains(.word("ProblemLog")) || file.hasSuffix("Check.swift") else {
      return
    }
    for name in ["error", "warning"] {
      for call in tokens.calls(of: name) where call.count > 1 { call.dropFirst().forEach(say) }
    }
  }
}

@Suite struct ChineseTests {
  /// Read once for all tests.
  private static let reading = Result { try Spoken() }
  private let spoken: Spoken

  init() throws { spoken = try Self.reading.get() }

  @Test func everyPhraseHasItsChinese() {
    #expect(spoken.phrases.count > 300)
    let missing = spoken.phrases.filter { !Language.chinese.knows($0.key) }
    #expect(missing.map { "\($0.value): \($0.key)" }.sorted() == [])
  }

  @Test func noPhraseIsLeftThatNobodySays() {
    let left = Language.chineseTables.flatMap(\.keys).filter { !spoken.literals.contains($0) }
    #expect(left.sorted() == [])
  }

  @Test func bothLanguagesFillTheSameBlanks() {
    func blanks(_ text: String) -> Set<Substring> { Set(text.matches(of: /\{\d\}/).map(\.output)) }
    let different = Language.chineseTables.joined().filter { blanks($0.key) != blanks($0.value) }
    #expect(different.map(\.key).sorted() == [])
  }

  @Test func twoPartsThatSayTheSameSayItAlike() {
    var meanings: [String: Set<String>] = [:]
    for (english, chinese) in Language.chineseTables.joined() {
      meanings[english, default: []].insert(chinese)
    }
    #expect(meanings.filter { $0.value.count > 1 } == [:])
  }

  @Test func noPhraseIsEmptyOrLeftInEnglish() {
    for (english, chinese) in Language.chineseTables.joined()
    where english.replacing(/\{\d\}/, with: "").contains(where: \.isLetter) {
      #expect(
        chinese.contains { $0.unicodeScalars.first.map { $0.value > 0x2E80 } ?? false },
        "\(english)")
    }
  }
}
