import Foundation
import Python
import Testing

/// What CPython and PyTorch put out for a snippet; see `Fixtures/generate.py`.
struct JudgedSnippet: Codable, CustomTestStringConvertible {
  var code: String
  var output: String?
  var error: String?
  var message: String?

  var testDescription: String { code }

  /// The message without CPython's name for the source; nil where PyTorch lists overloads that
  /// the book does not have.
  var comparableMessage: String? {
    guard let message, let place = message.firstRange(of: " (<") else { return message }
    return String(message[..<place.lowerBound])
  }

  static let all: [JudgedSnippet] = {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/snippets.json")
    guard let data = try? Data(contentsOf: url) else { return [] }
    return (try? JSONDecoder().decode([JudgedSnippet].self, from: data)) ?? []
  }()
}

@Suite struct JudgedTests {
  @Test func thereAreSnippets() {
    #expect(JudgedSnippet.all.count > 150)
  }

  @Test(arguments: JudgedSnippet.all)
  func aSnippetPutsOutWhatPythonDoes(snippet: JudgedSnippet) throws {
    let session = Session()
    _ = try session.run("import torch\nimport math\nimport torch.nn.functional as F")
    do {
      let output = try session.run(snippet.code)
      #expect(snippet.error == nil, "Python raises \(snippet.error ?? "")")
      #expect(output.shown == snippet.output)
    } catch let error {
      #expect(error.type == snippet.error, "\(error)")
      #expect(error.message == snippet.comparableMessage)
    }
  }
}
