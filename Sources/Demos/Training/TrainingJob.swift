import NeuralNetworks

/// Trains a perceptron on the digits.
struct TrainingJob: Job {
  var plan: PerceptronPlan
  var data: LabelledRows
  var speed = TrainingSpeed.quick
  var startsPaused = false

  /// How many digits are shown.
  static let sampleCount = 12

  func run(_ link: JobLink) {
    do {
      let perceptron = try plan.training(on: data)
      let shown = perceptron.held
      let samples = try (0..<min(Self.sampleCount, shown.count)).map { try shown.sample($0) }
      let form = DataForm(shape: [1, Digits.side, Digits.side])
      let tape = perceptron.training.tape
      var runner = try TrainingRunner(
        perceptron.training, link,
        care: TrainingRunner.Care(
          illustrate: {
            try perceptron.classifier.illustration(of: samples, form: form, on: tape)
          }, illustratesEachStep: true),
        speed: speed, startsPaused: startsPaused)
      try runner.run()
    } catch {
      link.post(TrainingFailure(description: "\(error)"))
    }
  }
}
