import Foundation
import Languages
import Testing

@testable import Demos

@Suite struct StepperLanguageTests {
  /// The phrases in the sources of the stepper and the layered network, as the code writes them.
  private func phrases() throws -> [String] {
    let checkout = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let demos = checkout.appending(path: "Sources/Demos")
    let files = try ["Stepper", "Layers"].flatMap { folder in
      try FileManager.default.contentsOfDirectory(
        at: demos.appending(path: folder), includingPropertiesForKeys: nil)
        + [demos.appending(path: folder + "Demo.swift")]
    }
    return try files.flatMap { file in
      let text = try String(contentsOf: file, encoding: .utf8)
      let calls = text.matches(of: #/language\(\s*((?:"(?:[^"\\]|\\.)*"[\s+]*)+)/#).map(\.1)
      let commands = text.matches(of: #/Command\(\[[^\]]*\], "[^"]*", ([^{]*)\{/#).map(\.1)
      return calls.map { parts(of: $0).joined() } + commands.flatMap { parts(of: $0) }
    }
  }

  private func parts(of code: Substring) -> [String] {
    code.matches(of: #/"((?:[^"\\]|\\.)*)"/#).map { String($0.1) }
  }

  @Test func `every phrase has its Chinese`() throws {
    let phrases = try phrases()
    #expect(phrases.count > 60)
    #expect(phrases.filter { !Language.chinese.knows($0) } == [])
  }

  @Test func `the picture speaks Chinese and stays in its frame`() throws {
    var demo = try StepperGraphs.neuron.demo(start: .backward, language: .chinese)
    demo.tap(.right, .character("c"))
    let lines = demo.frame(60, 20).lines
    #expect(lines[0].contains("反向"))
    #expect(lines.contains { $0.contains("这一步") })
    #expect(demo.bindings.allSatisfy { isChinese($0.action) })
  }
}
