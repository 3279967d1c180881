import Canvas
import Languages
import NeuralNetworks
import Python
import Synchronization
import Testing

@testable import Demos

/// What a job posted, and the link that it runs on.
final class JobRun: Sendable {
  private let reports = Mutex<[TrainingReport]>([])
  private let link = Mutex<JobLink?>(nil)

  /// Runs a job to its end on this thread.
  /// - Parameters:
  ///   - commands: sent before it starts.
  ///   - after: what to send after a report; cancelling ends the run.
  init(
    _ job: any Job, _ commands: [TrainingCommand] = [],
    after: @escaping @Sendable (TrainingReport, JobLink) -> Void = { _, _ in }
  ) {
    let link = JobLink(wake: { [weak self] in self?.woken(after) })
    self.link.withLock { $0 = link }
    for command in commands { link.send(command) }
    job.run(link)
  }

  private func woken(_ after: (TrainingReport, JobLink) -> Void) {
    guard let link = link.withLock({ $0 }), let report = link.take() as? TrainingReport else {
      return
    }
    reports.withLock { $0.append(report) }
    after(report, link)
  }

  var last: TrainingReport? { reports.withLock { $0.last } }
}

let quick = TrainingParameters(hidden: [8], rate: 0.01, batch: 100, epochs: 2)

func trainingDemo(
  _ parameters: TrainingParameters = quick, _ language: Language = .english
) throws -> TrainingDemo {
  try TrainingDemo(parameters, session: sessionWithData(), language: language)
}

/// A demo whose training ran to its end.
func trainedDemo(_ language: Language = .english) throws -> TrainingDemo {
  var demo = try trainingDemo(quick, language)
  // As fast as the machine goes.
  demo.press(.character("]"))
  guard case .start(let job) = demo.press(.character(" ")).first else { return demo }
  if let report = JobRun(job).last { _ = demo.update(.message(report)) }
  return demo
}

func job(_ plan: PerceptronPlan, startsPaused: Bool = false) throws -> TrainingJob {
  let data = try #require(try? sessionWithData().digits().get())
  return TrainingJob(
    plan: plan, data: try data.dataset, speed: .full, startsPaused: startsPaused)
}

@Suite struct TrainingJobTests {
  @Test func learnsTheDigits() throws {
    var plan = PerceptronPlan()
    plan.epochs = 10
    let report = try #require(try JobRun(job(plan)).last)
    #expect(report.snapshot.isFinished)
    #expect(report.snapshot.evaluations.last?.accuracy ?? 0 > 0.95)
    #expect(report.illustrations.map(\.step) == Array(0...report.snapshot.step))
  }

  @Test func theSameSeedMakesTheSameRun() throws {
    let plan = try quick.plan()
    let (one, two) = try (JobRun(job(plan)).last, JobRun(job(plan)).last)
    #expect(one?.snapshot.losses == two?.snapshot.losses)
    #expect(one?.illustrations.map(\.seen) == two?.illustrations.map(\.seen))
    #expect(one?.snapshot.losses.isEmpty == false)
  }

  @Test func onePausedStepIsOneStep() throws {
    let run = try JobRun(job(quick.plan(), startsPaused: true), [.step, .step]) { report, link in
      if report.snapshot.step == 2 { link.cancel() }
    }
    #expect(run.last?.snapshot.step == 2)
    #expect(run.last?.isPaused == true)
  }

  @Test func aChangedRateIsTakenAndRecorded() throws {
    let run = try JobRun(job(quick.plan(), startsPaused: true), [.step]) { report, link in
      switch report.snapshot.step {
      case 1 where report.snapshot.record.controls[1] == nil: link.send(TrainingCommand.rate(0.5))
      case 1: link.send(TrainingCommand.step)
      case 2: link.cancel()
      default: break
      }
    }
    #expect(run.last?.snapshot.record.controls.mapValues(\.rate) == [0: 0.01, 1: 0.5])
    #expect(run.last?.snapshot.rate == 0.5)
  }

  @Test func aPlanThatCannotRunIsSaid() throws {
    var plan = PerceptronPlan()
    plan.epochs = 0
    let failing = try job(plan)
    let link = JobLink(wake: {})
    failing.run(link)
    #expect(link.take() is TrainingFailure)
  }
}

@Suite struct TrainingDemoTests {
  @Test func saysWhatItWillDoBeforeItStarts() throws {
    #expect(
      try trainingDemo().lines(60, 10) == [
        "a 64-8-10 network learns the digits.",
        "610 parameters, drawn from seed 1",
        "adam, learning rate 0.01, batches of 100, 2 epochs",
        "",
        "Space starts the training.",
      ])
  }

  @Test func spaceStartsPausesAndGoesOn() throws {
    var demo = try trainingDemo()
    guard case .start(let job) = demo.press(.character(" ")).first else {
      Issue.record("space starts a job")
      return
    }
    #expect((job as? TrainingJob)?.plan == (try quick.plan()))
    guard case .send(let pause) = demo.press(.character(" ")).first else { return }
    #expect(pause as? TrainingCommand == .pause)
    guard case .send(let resume) = demo.press(.character(" ")).first else { return }
    #expect(resume as? TrainingCommand == .resume)
  }

  @Test func oneStepStartsAPausedTraining() throws {
    var demo = try trainingDemo()
    let effects = demo.press(.character("."))
    #expect(effects.count == 2)
    guard case .start(let job) = effects.first, case .send(let step) = effects.last else {
      Issue.record("a step starts the job and sends it one step")
      return
    }
    #expect((job as? TrainingJob)?.startsPaused == true)
    #expect(step as? TrainingCommand == .step)
  }

  @Test func theLearningRateGoesInStepsOfOneTwoFive() throws {
    var demo = try trainingDemo()
    demo.press(.character("+"))
    #expect(demo.lines(60, 10)[2].contains("learning rate 0.02"))
    demo.press(.character("+"), .character("-"), .character("-"), .character("-"))
    #expect(demo.lines(60, 10)[2].contains("learning rate 0.005"))
    demo.press(.character(" "))
    guard case .send(let command) = demo.press(.character("+")).first else { return }
    #expect(command as? TrainingCommand == .rate(0.01))
    for _ in 0..<60 { demo.press(.character("+")) }
    guard case .send(let most) = demo.press(.character("+")).first else { return }
    #expect(most as? TrainingCommand == .rate(10))
  }

  @Test func theSpeedIsChanged() throws {
    var demo = try trainingDemo()
    demo.press(.character(" "))
    var speeds: [TrainingSpeed] = []
    for key in ["[", "[", "[", "]", "]", "]", "]"] as [Character] {
      if case .send(let command) = demo.press(.character(key)).first,
        case .speed(let speed) = command as? TrainingCommand
      {
        speeds.append(speed)
      }
    }
    #expect(speeds == [.walking, .slow, .slow, .walking, .quick, .full, .full])
  }

  @Test func showsWhereItEnded() throws {
    let demo = try trainedDemo()
    let lines = demo.lines(78, 20)
    #expect(lines[0].hasPrefix("step 30 of 30   α 0.01 (adam)   epoch 2 of 2"))
    #expect(lines[0].hasSuffix("done"))
    #expect(lines.contains { $0.contains("training ─  validation ─") })
    #expect(lines.contains { $0.contains("confused most") })
    #expect(lines.last?.hasPrefix("validation accuracy ") == true)
  }

  @Test func theNumbersShownAreTheEngines() throws {
    let data = try #require(try? sessionWithData().digits().get())
    let training = try quick.plan().training(on: data.dataset).training
    while !training.isFinished { try training.advance() }
    let accuracy = try #require(training.record.evaluations.last?.accuracy)
    let percent = NumberFormat.fixed(accuracy * 100, decimals: 1)
    let demo = try trainedDemo()
    #expect(demo.lines(78, 20).last?.hasPrefix("validation accuracy \(percent) %") == true)
    let loss = try #require(training.snapshot().losses.last)
    #expect(demo.lines(78, 20).last?.contains("loss \(NumberFormat()(Double(loss)))") == true)
  }

  @Test func looksBackAtAnyStep() throws {
    var demo = try trainedDemo()
    demo.press(.left, .left)
    #expect(demo.lines(78, 20)[0].hasPrefix("step 28 of 30"))
    #expect(demo.lines(78, 20)[0].hasSuffix("looking back"))
    demo.press(.shiftLeft)
    #expect(demo.lines(78, 20)[0].hasPrefix("step 13 of 30"))
    demo.press(.home, .left)
    #expect(demo.lines(78, 20)[0].hasPrefix("step 0 of 30"))
    demo.press(.right)
    #expect(demo.lines(78, 20)[0].hasPrefix("step 1 of 30"))
    demo.press(.end)
    #expect(demo.lines(78, 20)[0].hasPrefix("step 30 of 30"))
    #expect(demo.lines(78, 20)[0].hasSuffix("done"))
  }

  @Test func whatWasPredictedIsThatOfTheStepLookedAt() throws {
    let report = try #require(try JobRun(job(quick.plan())).last)
    for step in [0, 7, 30] {
      let moment = TrainingMoment(report, step: step)
      #expect(moment.illustration == report.illustrations[step].seen)
      guard case .pictures(let digits) = moment.illustration else {
        Issue.record("digits are shown")
        return
      }
      #expect(digits.count == 12)
      #expect(moment.evaluation?.step == step / 15 * 15)
    }
  }

  @Test func restartingBeginsAgainWithTheSameSeed() throws {
    var demo = try trainedDemo()
    guard case .start(let job) = demo.press(.character("r")).first else {
      Issue.record("r starts the job again")
      return
    }
    #expect((job as? TrainingJob)?.plan == (try quick.plan()))
    #expect(demo.lines(60, 10).last == "Getting ready …")
  }

  @Test func theRunIsCopiedAsPyTorch() throws {
    var demo = try trainedDemo()
    guard case .copy(let code) = demo.press(.character("y")).first else {
      Issue.record("y copies")
      return
    }
    for line in [
      "torch.manual_seed(1)",
      "model = nn.Sequential(nn.Linear(64, 8), nn.ReLU(), nn.Linear(8, 10))",
      "optimizer = torch.optim.Adam(model.parameters(), lr=0.01)",
      "    TensorDataset(x[training], y[training]), batch_size=100, shuffle=True)",
      "rates = {0: 0.01}  # the learning rate from a step on",
      "for epoch in range(2):",
    ] { #expect(code.split(separator: "\n").contains(Substring(line))) }
  }

  @Test(arguments: [nil, "/no/such/folder"])
  func missingDataIsSaid(_ folder: String?) throws {
    let session = Session()
    session.dataFolder = folder
    var demo = try TrainingDemo(quick, session: session, language: .english)
    #expect(demo.lines(60, 5).first == "The bundled digits cannot be shown.")
    #expect(demo.press(.character(" ")).isEmpty)
    #expect(demo.bindings.isEmpty)
  }

  @Test func aTrainingThatStoppedSaysWhy() throws {
    var demo = try trainingDemo()
    demo.press(.character(" "))
    _ = demo.update(.message(TrainingFailure(description: "no room")))
    #expect(demo.lines(60, 5) == ["The training stopped.", "no room"])
    guard case .start = demo.press(.character(" ")).first else {
      Issue.record("space starts it again")
      return
    }
  }

  @Test(arguments: [
    (TrainingParameters(hidden: [0]), "hidden"), (TrainingParameters(rate: 0), "rate"),
    (TrainingParameters(rate: .nan), "rate"), (TrainingParameters(batch: 0), "batch"),
    (TrainingParameters(epochs: 0), "epochs"), (TrainingParameters(epochs: 10_000), "epochs"),
  ])
  func aWrongParameterIsNamed(_ parameters: TrainingParameters, _ name: String) {
    let error = #expect(throws: DemoError.self) { try parameters.plan() }
    #expect(error?.parameter == name)
  }

  @Test(arguments: sizes)
  func isDrawnAtEverySize(_ width: Int, _ height: Int) throws {
    for medium in [Medium(), sevenBit] {
      _ = try trainingDemo().frame(width, height, medium: medium)
      _ = TrainingDemoTests.trained.withLock { $0 }?.frame(width, height, medium: medium)
    }
    #expect(try trainingDemo().preferredHeight(width: width) > 0)
  }

  /// One training for all sizes.
  private static let trained = Mutex<Painted?>((try? trainedDemo()).map(Painted.init))

  /// A finished demo that is only drawn.
  private struct Painted: @unchecked Sendable {
    let demo: TrainingDemo
    func frame(_ width: Int, _ height: Int, medium: Medium) -> Frame {
      demo.frame(width, height, medium: medium)
    }
  }

  @Test func speaksChinese() throws {
    let idle = try trainingDemo(quick, .chinese)
    #expect(idle.lines(60, 10).filter { !$0.isEmpty }.allSatisfy(isChinese))
    let demo = try trainedDemo(.chinese)
    #expect(demo.bindings.allSatisfy { isChinese($0.action) })
    #expect(demo.lines(78, 20)[0].hasPrefix("第 30 步，共 30 步"))
    #expect(demo.plainText(width: 60).allSatisfy(isChinese))
  }
}
