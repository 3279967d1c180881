import Tensors

/// The networks of the book by name. A further one is a `ZooModel` in the file of its kind, and a
/// line here.
public enum ModelZoo {
  public static let all: [ZooModel] = [
    .digits, .perceptron, .mnist, .mnistBySGD, .rgb, .cifar10, .lstmClassifier, .lstmLanguageModel,
    .transformerEncoder, .transformerClassifier,
    .reversal, .sorting, .dates, .charGPT,
  ]

  public static var names: [String] { all.map(\.name) }

  /// - Throws: `DataError` that names models which are spelled like it.
  public static func named(_ name: String) throws -> ZooModel {
    if let model = all.first(where: { $0.name == name }) { return model }
    let near = names.map { ($0, editDistance($0, name.lowercased())) }
      .filter { $0.1 <= max(2, $0.0.count / 3) }.min { $0.1 < $1.1 }?.0
    throw DataError(
      "there is no model '\(name)'; "
        + (near.map { "did you mean \($0)?" } ?? "there are \(names.joined(separator: ", "))"))
  }

  /// How many letters have to be put in, taken out or changed to make one word of the other.
  private static func editDistance(_ a: String, _ b: String) -> Int {
    let b = Array(b.prefix(100))
    var row = Array(0...b.count)
    for (i, letter) in a.prefix(100).enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let changed = diagonal + (letter == b[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(changed, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}
