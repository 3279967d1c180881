import Canvas
import Demos
import Foundation
import Languages
import NeuralNetworks
import Testing

@testable import Interface

@Suite struct TrainScreenTests {
  /// A screen whose job has run to its end: five steps an epoch, three epochs.
  private static func trained(
    _ request: TrainRequest = TestBook.training, size: Size = Size(width: 80, height: 24),
    language: Language = .english, posts: Int = 100
  ) -> Stage {
    var stage = Stage(TrainScreen(request, language: language), size: size, language: language)
    stage.send(.shown)
    let jobs = ImmediateJobs(posts: posts)
    for case .startJob(let number, let job) in stage.effects {
      jobs.start(job, for: JobOwner(screen: 0, job: number))
    }
    for (owner, message) in jobs.takeMessages() {
      stage.send(.message(job: owner.job, message))
    }
    return stage
  }

  @Test func startsByItself() {
    var stage = Stage(TrainScreen(TestBook.training, language: .english))
    stage.send(.shown)
    guard case .startJob(0, let job) = stage.effects.first else {
      Issue.record("the job starts when the screen is shown")
      return
    }
    #expect((job as? ZooJob)?.request == TestBook.training)
    #expect(stage.text.contains("Getting ready …"))
    stage.send(.shown)
    #expect(stage.effects.count == 1)
  }

  @Test func showsCurvesAccuracyAndConfusions() {
    let stage = Self.trained()
    #expect(stage.lines[0].contains("mlp-binary"))
    #expect(stage.lines[0].contains("done"))
    #expect(stage.text.contains("step 15 of 15"))
    #expect(stage.text.contains("training ─  validation ─"))
    #expect(stage.text.contains("confused most"))
    #expect(stage.text.contains("test accuracy"))
    #expect(stage.footer.contains("look back"))
    #expect(!stage.footer.contains("pause"))
  }

  @Test func theReportOfEachClassIsOneKeyAway() throws {
    var stage = Self.trained()
    try stage.press("c")
    #expect(stage.text.contains("precision    recall  f1-score   support"))
    try stage.press("c")
    #expect(stage.text.contains("confused most"))
  }

  @Test func looksBackAndGoesOnFromThere() throws {
    var stage = Self.trained()
    try stage.press("Left Left")
    #expect(stage.text.contains("step 13 of 15"))
    #expect(stage.text.contains("looking back"))
    #expect(stage.footer.contains("go on from here"))
    try stage.press("Enter")
    let commands = stage.effects.compactMap { effect -> TrainingCommand? in
      if case .sendToJob(0, let command) = effect { command as? TrainingCommand } else { nil }
    }
    #expect(commands == [.scrub(13), .resume])
    try stage.press("Home")
    #expect(stage.text.contains("step 0 of 15"))
    try stage.press("End")
    #expect(stage.text.contains("step 15 of 15"))
  }

  @Test func keysBecomeCommands() throws {
    var request = TestBook.training
    request.plan?.epochs = 1000
    var stage = Self.trained(request, posts: 3)
    #expect(!stage.text.contains("done"))
    var commands: [TrainingCommand] = []
    for key in ["Space", "Space", ".", "[", "]", "+", "-", "C-c"] {
      try stage.press(key)
      for case .sendToJob(0, let command) in stage.effects {
        if let command = command as? TrainingCommand { commands.append(command) }
      }
    }
    #expect(
      commands == [
        .pause, .resume, .step, .speed(.quick), .speed(.full), .rate(0.02), .rate(0.01), .pause,
      ])
  }

  @Test func aJobThatIsSentBackTakesTheSameStepsAgain() throws {
    let link = JobLink(clock: .counted, wake: {})
    link.send(TrainingCommand.pause)
    for _ in 0..<9 { link.send(TrainingCommand.step) }
    ZooJob(request: TestBook.training, speed: .full, startsPaused: true).run(link)
    let first = try #require(link.take() as? TrainingReport)
    let again = JobLink(clock: .counted, wake: {})
    again.send(TrainingCommand.pause)
    for _ in 0..<9 { again.send(TrainingCommand.step) }
    again.send(TrainingCommand.scrub(0))
    ZooJob(request: TestBook.training, speed: .full, startsPaused: true).run(again)
    let second = try #require(again.take() as? TrainingReport)
    #expect(first.snapshot.step == 9)
    #expect(second.snapshot.losses == first.snapshot.losses)
  }

  @Test func whatWentWrongIsSaid() {
    var request = TestBook.training
    request.sources.lessons = "/no/such/folder"
    let stage = Self.trained(request)
    #expect(stage.text.contains("The training stopped."))
    #expect(stage.text.contains("/no/such/folder/data/digits.bin"))
    #expect(stage.app.farewell.first?.contains("/no/such/folder") == true)
  }

  @Test func theCheckpointIsKeptAndGoneOnFrom() throws {
    let path = "/tmp/dlbook-screen-\(UInt64.random(in: 0 ... .max)).safetensors"
    defer { unlink(path) }
    var request = TestBook.training
    request.checkpoint = path
    let whole = Self.trained(request)
    #expect(whole.app.farewell.contains("kept in \(path)"))
    #expect(whole.app.farewell.contains { $0.hasPrefix("test loss ") })
    #expect(try Checkpoint(path: path).step == 15)
    request.resumed = path
    request.plan?.epochs = 4
    let more = Self.trained(request)
    #expect(more.text.contains("step 20 of 20"))
    request.model = "lstm-classifier"
    let other = Self.trained(request).app.farewell
    #expect(other.first?.hasSuffix("is a checkpoint of mlp-binary, not of lstm-classifier") == true)
  }

  @Test func aTrainingThatIsLeftEarlySaysHowToGoOn() throws {
    let path = "/tmp/dlbook-screen-\(UInt64.random(in: 0 ... .max)).safetensors"
    defer { unlink(path) }
    var request = TestBook.training
    request.checkpoint = path
    let stage = Self.trained(request, posts: 2)
    let last = try #require(stage.app.farewell.last)
    #expect(last == "`dlbook train mlp-binary --resume \(path)` goes on.")
    #expect(stage.app.farewell.first?.hasPrefix("Stopped at step ") == true)
  }

  @Test func speaksChinese() {
    let stage = Self.trained(language: .chinese)
    #expect(stage.text.contains("第 15 步，共 15 步"))
    #expect(stage.text.contains("测试准确率"))
  }
}
