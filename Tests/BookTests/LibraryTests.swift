import Foundation
import Languages
import Testing

@testable import Book

/// A folder of files that is gone after the test.
final class ScratchFolder {
  let path: String

  init(_ files: [String: String] = [:]) throws {
    path = NSTemporaryDirectory() + "book-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try write(text, to: name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws {
    let file = path + "/" + name
    let folder = String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
  }
}

let bookYAML = """
  title: {en: Book, zh: 书}
  parts:
    - id: first
      title: {en: First, zh: 第一部分}
      lessons: [probe]
  concepts:
    - {id: neuron, lesson: probe, name: {en: neuron, zh: 神经元}}
  """

@Suite struct LibraryTests {
  private func library() throws -> ScratchFolder {
    try ScratchFolder([
      "book.yaml": bookYAML,
      "probe/lesson.en.md": frontMatter + "<!-- page: one -->\n## One\n\nwords\n",
    ])
  }

  @Test func readsTheBookAndTheHeadsOfItsLessons() throws {
    let folder = try library()
    let library = try Library(path: folder.path)
    #expect(library.problems == [])
    #expect(library.book.lessons == ["probe"])
    #expect(library.book.concept("neuron")?.name(.chinese) == "神经元")
    let entry = library.entry("probe", language: .chinese)
    #expect(entry.frontMatter.title == "Probe")
    #expect(entry.problem == nil)
  }

  @Test func anUnknownLessonNamesTheOneThatWasMeant() throws {
    let folder = try library()
    let library = try Library(path: folder.path)
    for slug in ["prob", "../probe", "/etc", ""] {
      let error = #expect(throws: LessonProblem.self) { try library.lesson(slug) }
      #expect(error?.message.description == "there is no lesson \"\(slug)\"")
    }
    let error = #expect(throws: LessonProblem.self) { try library.lesson("prob") }
    #expect(error?.advice.description == "did you mean \"probe\"?")
  }

  @Test func aLinkOutOfTheFolderIsNotFollowed() throws {
    let folder = try library()
    let outside = try ScratchFolder(["secret.md": "secret"])
    let link = folder.path + "/probe/lesson.zh.md"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: outside.path + "/secret.md")
    let lesson = try LessonFolder(path: folder.path + "/probe")
    #expect(lesson.languages == [.english])
    let inside = try Folder(path: folder.path + "/probe")
    for name in ["lesson.zh.md", "../book.yaml", "../../etc/passwd"] {
      #expect(throws: LessonProblem.self) { try inside.bytes(of: name, limit: 100) }
    }
  }

  @Test func aFileThatIsTooLargeIsRefused() throws {
    let folder = try library()
    try folder.write(
      String(repeating: "x", count: LessonFolder.limit + 1), to: "probe/lesson.en.md")
    let lesson = try LessonFolder(path: folder.path + "/probe")
    let error = #expect(throws: LessonProblem.self) { try lesson.read(.english) }
    #expect(error?.message.description == "the file is larger than 256 KB")
  }

  @Test func aPipeInPlaceOfAFileDoesNotHang() throws {
    let folder = try library()
    mkfifo(folder.path + "/probe/lesson.zh.md", 0o600)
    let lesson = try LessonFolder(path: folder.path + "/probe")
    let error = #expect(throws: LessonProblem.self) { try lesson.read(.chinese) }
    #expect(error?.message.description == "this is not a file")
  }

  @Test func theFolderIsFoundByOptionThenEnvironmentThenProgram() throws {
    let folder = try library()
    let other = try ScratchFolder(["share/dlbook/Lessons/book.yaml": bookYAML, "bin/x": ""])
    let checkout = try ScratchFolder(["Lessons/book.yaml": bookYAML, ".build/debug/dlbook": ""])
    func found(_ option: String?, _ environment: String?, _ executable: String) throws -> String {
      try Library.find(option: option, environment: environment, executable: executable).path
    }
    #expect(try found(folder.path, "/nowhere", "/nowhere/x") == folder.path)
    #expect(try found(nil, folder.path + "/", "/nowhere/x") == folder.path)
    #expect(
      try found(nil, nil, other.path + "/bin/dlbook") == other.path + "/share/dlbook/Lessons")
    #expect(
      try found(nil, "", checkout.path + "/.build/debug/dlbook") == checkout.path + "/Lessons")
    let error = #expect(throws: LessonProblem.self) { try found("/nowhere", nil, "") }
    #expect(error?.file == "/nowhere")
    #expect(throws: LessonProblem.self) {
      try Library.find(option: nil, environment: nil, executable: "/nowhere/x")
    }
  }

  @Test func whatIsWrongInTheBookIsTold() throws {
    let folder = try library()
    try folder.write(
      bookYAML.replacing("lesson: probe", with: "lesson: prbe")
        .replacing("[probe]", with: "[probe, gone, probe]"), to: "book.yaml")
    let problems = BookCheck(library: try Library(path: folder.path)).problems()
    #expect(
      problems.map { "\($0.line): \($0.message)" } == [
        "3: there is no lesson \"gone\"", "3: the lesson \"probe\" is there twice",
        "7: unknown lesson \"prbe\"",
      ])
  }
}
