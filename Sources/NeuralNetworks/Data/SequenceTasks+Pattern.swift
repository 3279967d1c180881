import Tensors

extension SequenceTasks {
  /// Sequences (count, length, width) of normal numbers; in one step of each stands one of
  /// `classes` patterns, which are drawn first, with some noise. The class is the pattern's number.
  public static func hiddenPattern(
    _ count: Int, length: Int, width: Int, classes: Int, _ generator: inout Generator
  ) throws -> TensorDataset {
    let sizes = [count, length, width, classes]
    guard sizes.allSatisfy({ $0 > 0 }) else {
      throw DataError("counts and lengths have to be at least 1, not \(sizes)")
    }
    let patterns = try generator.randn([classes, width], deviation: 2)
    let x = try generator.randn([count, length, width])
    let labels = try generator.randint(0, classes, [count]).integers
    let places = try generator.randint(0, length, [count]).integers
    for row in 0..<count {
      let step = try x.select(0, row).select(0, places[row])
      try step.assign(try step * Tensor.number(0.5) + patterns.select(0, labels[row]))
    }
    return try TensorDataset([x, try Tensor(labels)])
  }
}
