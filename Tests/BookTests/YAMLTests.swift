import Python
import Testing

@testable import Book

@Suite struct YAMLTests {
  @Test func valuesKnowTheirPlaces() throws {
    let yaml = try YAML.parse("a: 1\nb:\n  - x: [2, 3]\n", firstLine: 10)
    #expect(yaml?["a"]?.place == Place(line: 10, column: 4))
    #expect(yaml?["b"]?.values.first?["x"]?.values.last?.place == Place(line: 12, column: 12))
  }

  @Test(arguments: [
    ("a: [1", 3, "not YAML"), ("a: 1\na: 2", 2, "twice"), ("a: &x 1\nb: *x", 2, "alias"),
    ("? [1]\n: 2", 1, "a key must be a word"), ("--- 1\n--- 2", 2, "second YAML document"),
    (String(repeating: "[", count: 100), 1, "nested more than 24 deep"),
    ("a: \u{7}", 1, "not YAML"),
  ])
  func whatIsRefusedIsPlaced(text: String, line: Int, words: String) {
    let error = #expect(throws: YAMLError.self) { try YAML.parse(text) }
    #expect(error?.place.line == line || words == "not YAML")
    #expect(error?.message.description.contains(words) == true, "\(String(describing: error))")
  }

  private struct Sample: Codable, Equatable {
    struct Inner: Codable, Equatable {
      var weights: [[Double]]
      var name: String?
    }
    var kind: String
    var count: Int
    var isOpen: Bool?
    var inner: Inner?
    var table: [String: Int]?
  }

  @Test func decodesNestedValues() throws {
    let text = "kind: 3\ncount: 4\nisOpen: true\ninner: {weights: [[1, −2.5], []]}\ntable: {a: 1}"
    let yaml = try #require(try YAML.parse(text))
    let sample = try yaml.decode(Sample.self)
    #expect(
      sample
        == Sample(
          kind: "3", count: 4, isOpen: true,
          inner: .init(weights: [[1, -2.5], []], name: nil), table: ["a": 1]))
  }

  @Test(arguments: [
    ("kind: a", Place(line: 1, column: 1), "\"count\" is missing"),
    ("kind: a\ncount: many", Place(line: 2, column: 1), "a whole number"),
    ("kind: a\ncount: 1\ninner: {weights: [[1, x]]}", Place(line: 3, column: 23), "a number"),
    ("kind: a\ncount: 1\nisopen: true", Place(line: 3, column: 1), "unknown key \"isopen\""),
    ("kind: a\ncount: 1\ninner: {weights: [], nam: b}", Place(line: 3, column: 22), "\"nam\""),
    ("[1]", Place(line: 1, column: 1), "keys and values"),
  ])
  func whatDoesNotFitIsPlaced(text: String, place: Place, words: String) throws {
    let yaml = try #require(try YAML.parse(text))
    let error = #expect(throws: YAMLError.self) { try yaml.decode(Sample.self) }
    #expect(error?.place == place)
    #expect(error?.message.description.contains(words) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("concpets", "concepts"), ("weigths", "weights"), ("id", nil), ("xx", nil), ("titel", "title"),
  ])
  func theWordThatWasMeantIsFound(word: String, meant: String?) {
    #expect(Spelling.closest(to: word, among: ["concepts", "weights", "title"]) == meant)
  }
}
