import Foundation
import NeuralNetworks
import Tensors
import Testing

@Suite struct CSVTests {
  private func csv(_ text: String, hasHeader: Bool = true, separator: Unicode.Scalar = ",") throws
    -> CSV
  {
    try CSV(bytes: Array(text.utf8), hasHeader: hasHeader, separator: separator, name: "t.csv")
  }

  private func reason(_ body: () throws -> Void) -> String {
    #expect(throws: DataError.self, performing: body)?.description ?? ""
  }

  @Test func fieldsMayBeQuoted() throws {
    let table = try csv("\u{feff}a,b,c\r\n1,\"x, \"\"y\"\"\nz\",\r\n\n 2 ,é,\"\"\n3,层,4")
    #expect(table.columns == ["a", "b", "c"])
    let texts = table.rows.map { $0.map(\.text) }
    #expect(texts == [["1", "x, \"y\"\nz", ""], [" 2 ", "é", ""], ["3", "层", "4"]])
    // A line end within quotes counts as a line.
    #expect(table.rows[1][1].line == 5 && table.rows[1][1].column == 5)
    #expect(try table.numbers(0) == [1, 2, 3])
    let other = try csv("1;2\r3;4\r", hasHeader: false, separator: ";")
    #expect(other.columns == ["0", "1"] && other.rows.count == 2)
  }

  @Test func aTableBecomesSamples() throws {
    let table = try csv("w,kind,size\n1.5,b,10\n-2e1,a,9\n.5,b,10\n")
    let (data, names) = try table.labelled(by: "kind")
    #expect(names == ["a", "b"] && data.labels == [1, 0, 1] && data.width == 2)
    #expect(data.features == [1.5, 10, -20, 9, 0.5, 10])
    // Numbers are in order of their size; texts among the features become numbers.
    let last = try table.labelled(by: -1)
    #expect(last.classNames == ["9", "10"] && last.data.labels == [1, 0, 1])
    #expect(last.data.features == [1.5, 1, -20, 0, 0.5, 1])
    let regression = try table.regression(on: 0)
    #expect(regression.tensors[0].shape == [3, 2] && regression.tensors[1].shape == [3, 1])
    #expect(try table.matrix([2, 0]).doubles == [10, 1.5, 9, -20, 10, 0.5])
  }

  @Test(arguments: [
    ("a,b\n1,2,3\n", "t.csv:2: 3 fields"), ("a,b\n1\n", "t.csv:2: 1 fields"), ("", "empty"),
    ("\n\r\n", "empty"), ("a,a\n1,2\n", "t.csv:1:3: two columns"),
    ("a,b\n1,\"2\n", "t.csv:2:3: a quoted field has no end"),
    ("a,b\n1,\"2\"x\n", "t.csv:2:3: something follows"),
    ("a,b\n1,2\"x\n", "t.csv:2:3: a quote stands within"),
    ("a,b\n1,\n", "t.csv:2:3: b is missing"), ("a,b\n1,2\n3, NaN\n", "t.csv:3:3: b is missing"),
    ("a,b\n1,2\n3,0x10\n", "t.csv:3:3: b is not a number: '0x10'"),
    ("a,b\n1,2\n3,1e999\n", "t.csv:3:3: b is not a number"),
  ])
  func whatIsWrongIsSaidWithItsPlace(_ text: String, _ expected: String) {
    let found = reason { _ = try csv(text).matrix([0, 1]) }
    #expect(found.contains(expected), "\(found)")
  }

  @Test func wrongBytesAndColumnsAreRefused() throws {
    let latin = Array("a,b\n1,".utf8) + [0xe9, 0x0a]
    #expect(reason { _ = try CSV(bytes: latin, name: "t.csv") }.contains("t.csv:2:3: the field"))
    let table = try csv("a,b\n1,2\n")
    #expect(reason { _ = try table.column("c") }.contains("it has a, b"))
    for column in [2, -1] { #expect(throws: DataError.self) { try table.numbers(column) } }
    for label in [2, -3] { #expect(throws: DataError.self) { try table.labelled(by: label) } }
    #expect(throws: DataError.self) { try csv("a,b", separator: "\"") }
    #expect(throws: DataError.self) { try csv("a\n1\n").labelled(by: 0) }
    #expect(try csv("a,b\n").labelled(by: 1).data.count == 0)
  }

  @Test func damageIsNeverATrap() throws {
    var generator = Generator(seed: 3)
    let good = Array("a,b,c\r\n1,\"x, \"\"y\"\"\nz\",3\n2,é,\"4\"\n".utf8)
    for round in 0..<5000 {
      var bytes = Array(good.prefix(round < good.count ? round : good.count))
      if round >= good.count {
        let marks = Array("\",\r\n\u{0}1é".utf8)
        for _ in 0..<3 {
          let place = Int(generator.bits32()) % bytes.count
          bytes[place] = marks[Int(generator.bits32()) % marks.count]
        }
      }
      do {
        let table = try CSV(bytes: bytes)
        _ = try table.labelled(by: -1)
      } catch { #expect(error is DataError) }
    }
  }
}

@Suite struct TextTests {
  private let folder = NSTemporaryDirectory()

  @Test func wordsAreNumberedByHowOftenTheyOccur() throws {
    let text = "The cat's hat. The dog, THE cat's well-known hat — 42!"
    let tokens = words(of: text)
    #expect(
      tokens == [
        "the", "cat's", "hat", ".", "the", "dog", ",", "the", "cat's", "well-known", "hat", "—",
        "42", "!",
      ])
    let vocabulary = try Vocabulary(words: tokens)
    #expect(vocabulary.tokens.prefix(6) == ["<pad>", "<unk>", "the", "cat's", "hat", "!"])
    #expect(try vocabulary.encode(["the", "bird", "hat"]) == [2, 1, 4])
    #expect(try vocabulary.decode([4, 0, 1]) == ["hat", "<pad>", "<unk>"])
    #expect(try Vocabulary(words: tokens, minimum: 2).count == 5)
    #expect(try Vocabulary(words: tokens, most: 3).tokens == ["<pad>", "<unk>", "the"])
    #expect(try Vocabulary(words: tokens, most: 0).count == 2)
    #expect(throws: DataError.self) { try vocabulary.decode([-1]) }
    #expect(throws: DataError.self) { try vocabulary.decode([vocabulary.count]) }
    #expect(throws: DataError.self) { try Vocabulary(tokens: ["a", "a"]) }
  }

  @Test func charactersAreCodePoints() throws {
    // The Å of the unit and the letter, one code point or two, are four characters to Python.
    let text = "b\r\na\u{212b}\u{c5}A\u{30a}😀b"
    let vocabulary = try Vocabulary(charactersOf: text)
    #expect(vocabulary.count == 9 && vocabulary.tokens.first == "\n")
    let numbers = try vocabulary.encode(charactersOf: text)
    #expect(numbers.count == 10 && numbers.first == numbers.last)
    let again = try vocabulary.decode(numbers).joined()
    #expect(again.utf8.elementsEqual(text.utf8))
    let error = #expect(throws: DataError.self) { try vocabulary.encode(charactersOf: "ax") }
    #expect(error?.description.contains("'x'") == true)
    #expect(words(of: "") == [] && words(of: " \n'-'") == ["'", "-", "'"])
  }

  @Test func textIsReadAsUTF8() throws {
    let path = "\(folder)/engine-text-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("\u{feff}zwei\nZeilen".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try TextFile(path: path).text == "zwei\nZeilen")
    try Data(Array("eins\nz".utf8) + [0xff, 0x0a]).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: DataError.self) { try TextFile(path: path) }
    #expect(error?.description.contains(":2: the line is not UTF-8") == true)
  }

  @Test func theBundledTextIsWhole() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let text = try BundledText.load("/\(root)/Lessons/\(BundledText.fileName)").text
    #expect(text.utf8.count == 399_709 && text.hasPrefix("PRIDE AND PREJUDICE\n\nBy Jane Austen"))
    #expect(try Vocabulary(charactersOf: text).count == 74)
    let sources = DataSources(DataFolders(shared: nil), lessons: "/\(root)/Lessons").sources
    #expect(sources.map(\.name) == ["Digits", "MNIST", "FashionMNIST", "CIFAR10", "BundledText"])
    #expect(sources.map(\.isFound) == [true, false, false, false, true])
    #expect(sources.allSatisfy { $0.isFound == ($0.advice == nil) })
  }

  @Test func windowsAreShiftedByOne() throws {
    let windows = try TokenWindows(Array(0..<10), length: 3)
    #expect(windows.count == 7)
    let sample = try windows.sample(-1)
    #expect(sample[0].integers == [6, 7, 8] && sample[1].integers == [7, 8, 9])
    let batch = try windows.collated([0, 6])
    #expect(batch[0].shape == [2, 3] && batch[1].integers == [1, 2, 3, 7, 8, 9])
    #expect(throws: TensorError.self) { try windows.sample(7) }
    let long = try TokenWindows(Array(repeating: 0, count: 20_001), length: 20_000)
    #expect(throws: DataError.self) { try long.collated(Array(repeating: 0, count: 10_000)) }
    for length in [0, 10, -1] {
      #expect(throws: DataError.self) { try TokenWindows(Array(0..<10), length: length) }
    }
  }
}
