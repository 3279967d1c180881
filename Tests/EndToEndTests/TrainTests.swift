import Foundation
import Glibc
import PseudoTerminal
import Testing

/// Training from the command line.
@Suite struct TrainTests {
  private struct Event: Decodable {
    let event: String
    let step: Int?
    let loss: Double?
    let accuracy: Double?
    let reason: String?
    let checkpoint: String?
    let classes: [ClassScore]?
    let stepsPerEpoch: Int?

    struct ClassScore: Decodable {
      let name: String
      let support: Int
    }
  }

  /// The events that a command wrote to a file.
  private func events(_ path: String) throws -> [Event] {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      try decoder.decode(Event.self, from: Data($0.utf8))
    }
  }

  @Test func eventsTellTheWholeTraining() throws {
    let book = try Book()
    let path = book.home + "/events"
    let (exit, terminal) = try book.run(
      "$DLBOOK train mlp-binary --epochs 2 --json > \(path)")
    #expect(exit == .status(0), "\(terminal.screen.text)")
    let events = try events(path)
    let steps = try #require(events.first?.stepsPerEpoch)
    #expect(events.first?.event == "start")
    #expect(events.filter { $0.event == "step" }.map(\.step) == (1...(2 * steps)).map { $0 })
    #expect(events.filter { $0.event == "epoch" }.map(\.step) == [steps, 2 * steps])
    #expect(events.last?.event == "end")
    #expect(events.last?.reason == "finished")
    #expect(events.last?.classes?.map(\.name) == ["3", "8"])
    #expect(events.last?.classes?.reduce(0) { $0 + $1.support } == 53)
  }

  @Test func stoppingKeepsTheFileAndResumingGoesOnExactly() throws {
    let book = try Book()
    let (whole, part, rest) = (book.home + "/whole", book.home + "/part", book.home + "/rest")
    let file = book.home + "/it.safetensors"
    let plan = "mlp-binary --epochs 200 --batch 4 --json"
    // The shell waits for a number of lines, and then presses ^C for us.
    let (exit, terminal) = try book.run(
      """
      $DLBOOK train \(plan) --checkpoint \(file) > \(part) & PID=$!
      while [ $(wc -l < \(part)) -lt 100 ]; do sleep 0.01; done
      kill -INT $PID; wait $PID; echo status $?
      """)
    #expect(exit == .status(0))
    #expect(terminal.screen.text.contains("status 130"), "\(terminal.screen.text)")
    let first = try events(part)
    #expect(first.last?.event == "end")
    #expect(first.last?.reason == "interrupted")
    #expect(first.last?.checkpoint == file)
    let step = try #require(first.last?.step)
    #expect(
      try book.run(
        "$DLBOOK train mlp-binary --resume \(file) --steps \(step + 40) --json > \(rest)"
      ).exit == .status(0))
    #expect(
      try book.run("$DLBOOK train \(plan) --steps \(step + 40) > \(whole)").exit == .status(0))
    func losses(_ path: String) throws -> [Double?] {
      try events(path).filter { $0.event == "step" }.map(\.loss)
    }
    let joined = try losses(part) + losses(rest)
    let straight = try losses(whole)
    #expect(joined.count == step + 40)
    #expect(joined == straight)
  }

  @Test func linesAreWrittenWithoutAScreen() throws {
    let book = try Book()
    let (exit, terminal) = try book.run("$DLBOOK train mlp-binary --epochs 1 --seed 3 | cat")
    #expect(exit == .status(0))
    #expect(terminal.screen.text.contains("mlp-binary: dense 64→128 ReLU"))
    #expect(terminal.screen.text.contains("epoch 1 of 1"))
    #expect(terminal.screen.text.contains("precision    recall  f1-score   support"))
  }

  @Test(arguments: [
    ("train mlp-binry", 64, "did you mean mlp-binary?"),
    ("train mlp-binary --epochs 0", 64, "--epochs takes a number from 1 on."),
    ("train mlp-binary --lr nan", 64, "--lr takes a number that is not negative."),
    ("train mlp-binary --resume x --seed 1", 64, "leave out --batch"),
    ("train mlp-binary --resume /no/such/file", 1, "/no/such/file"),
    ("train mlp-binary --resume $DLBOOK", 1, "safetensors"),
    ("train lstm-lm --text /no/such/text", 1, "/no/such/text"),
    ("train", 64, "Missing expected argument"),
  ])
  func whatCanNotBeTrainedIsSaid(_ command: String, _ status: Int32, _ words: String) throws {
    let (exit, terminal) = try Book().run("$DLBOOK \(command) --plain")
    #expect(exit == .status(status))
    #expect(terminal.screen.text.replacing("\n", with: " ").contains(words))
  }

  @Test func aScreenShowsTheTrainingAndLeavesTheReport() throws {
    let book = try Book()
    let file = book.home + "/it.safetensors"
    let terminal = try book.open(
      "train", "mlp-binary", "--epochs", "100000", "--checkpoint", file)
    try terminal.wait(for: "validation accuracy")
    terminal.type(" ")
    try terminal.wait(for: "paused")
    terminal.press(.left)
    try terminal.wait(for: "looking back")
    terminal.type("q")
    #expect(try terminal.waitForExit() == .status(0))
    #expect(terminal.screen.text.contains("--resume"))
    #expect(access(file, R_OK) == 0)
    expectRestored(terminal)
  }

  @Test func modelsAreListedWithWhatTheyCost() throws {
    let book = try Book()
    let (exit, terminal) = try book.run("$DLBOOK models")
    #expect(exit == .status(0))
    let line = terminal.screen.lines.first { $0.hasPrefix("mlp-binary") }
    #expect(line?.contains("16.6k") == true)
    struct Row: Decodable {
      struct Cost: Decodable { let parameters: Int }
      let model: String
      let cost: Cost
    }
    let path = book.home + "/models"
    #expect(try book.run("$DLBOOK models --json > \(path)").exit == .status(0))
    let rows = try JSONDecoder().decode(
      [Row].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(rows.first { $0.model == "mlp-binary" }?.cost.parameters == 16_641)
  }
}
