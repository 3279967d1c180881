import Tensors

/// A record as tensors of a file.
extension TrainingRecord {
  func tensors() throws -> [NamedTensor] {
    var tensors: [NamedTensor] = [
      ("record.losses", try Tensor(losses)), ("record.accuracies", try Tensor(accuracies)),
      ("record.rates", try Tensor(rates, dtype: .float64)),
      (
        "record.evaluations",
        try Tensor(
          evaluations.flatMap { [Double($0.step), $0.loss, $0.accuracy] },
          shape: [evaluations.count, 3], dtype: .float64)
      ),
    ]
    let changes = controls.sorted { $0.key < $1.key }
    tensors.append(
      (
        "record.controls",
        try Tensor(
          changes.flatMap { step, controls in
            [
              Double(step), controls.rate, controls.momentum ?? .nan, controls.clipping ?? .nan,
            ]
          }, shape: [changes.count, 4], dtype: .float64)
      ))
    let matrices = evaluations.compactMap(\.confusion)
    if let classes = matrices.first?.classes, matrices.count == evaluations.count {
      tensors.append(
        (
          "record.confusions",
          try Tensor(matrices.flatMap(\.counts), shape: [matrices.count, classes, classes])
        ))
    }
    return tensors
  }

  /// - Throws: `DataError` when a part is missing, or has another form.
  init(_ file: SafeTensors) throws {
    func rows(_ name: String, _ columns: Int?) throws -> [[Double]] {
      guard let tensor = file["record." + name], tensor.rank == (columns == nil ? 1 : 2),
        tensor.shape.last == columns ?? tensor.count
      else { throw DataError("record.\(name) is missing") }
      let (values, width) = (tensor.doubles, columns ?? 1)
      return stride(from: 0, to: values.count, by: width).map { Array(values[$0..<($0 + width)]) }
    }
    losses = try rows("losses", nil).map { Float($0[0]) }
    accuracies = try rows("accuracies", nil).map { Float($0[0]) }
    rates = try rows("rates", nil).map { $0[0] }
    let steps = losses.count
    guard rates.count == steps, accuracies.isEmpty || accuracies.count == steps else {
      throw DataError("the record has gaps")
    }
    func step(_ value: Double) throws -> Int {
      guard let step = Int(exactly: value), 0...steps ~= step else {
        throw DataError("the record has no step \(value)")
      }
      return step
    }
    for row in try rows("controls", 4) {
      let new = TrainingControls(
        rate: row[1], momentum: row[2].isNaN ? nil : row[2], clipping: row[3].isNaN ? nil : row[3])
      guard new.isPossible else { throw DataError("the record has impossible settings") }
      controls[try step(row[0])] = new
    }
    let confusions = try TrainingRecord.confusions(file["record.confusions"])
    for (index, row) in try rows("evaluations", 3).enumerated() {
      evaluations.append(
        Evaluation(
          step: try step(row[0]), loss: row[1], accuracy: row[2],
          confusion: confusions.indices.contains(index) ? confusions[index] : nil))
    }
  }

  private static func confusions(_ tensor: Tensor?) throws -> [ConfusionMatrix] {
    guard let tensor else { return [] }
    guard tensor.rank == 3, tensor.shape[1] == tensor.shape[2] else {
      throw DataError("record.confusions has another form")
    }
    let size = tensor.shape[1] * tensor.shape[2]
    let counts = tensor.integers
    return try (0..<tensor.shape[0]).map { index in
      try ConfusionMatrix(
        counts: Array(counts[(index * size)..<((index + 1) * size)]), classes: tensor.shape[1])
    }
  }
}
