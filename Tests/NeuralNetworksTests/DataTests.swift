import NeuralNetworks
import Tensors
import Testing

@Suite struct DataTests {
  /// A file of `count` images of all 1s, labelled 3, with a byte changed here and there.
  private func bytes(count: Int = 2, header: [Int: UInt8] = [:]) -> [UInt8] {
    var bytes = Array("dlbdigit".utf8)
    for number in [count, 8, 8, 10] {
      bytes += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
    bytes += Array(repeating: 1, count: count * 64) + Array(repeating: 3, count: count)
    for (place, byte) in header { bytes[place] = byte }
    return bytes
  }

  @Test func theBundledDigitsAreWhole() throws {
    let digits = try bundledDigits()
    #expect(digits.count == 1797)
    #expect(digits.labels.prefix(10) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(digits.image(0).prefix(8).map { $0 * 16 } == [0, 0, 5, 13, 9, 1, 0, 0])
    #expect(digits.image(-1).isEmpty && digits.image(1797).isEmpty)
    #expect(digits.pixels.reduce(0) { $0 + Int($1) } == 561_718)
  }

  @Test func whatIsNoDigitsFileIsRefusedWithTheReason() throws {
    let good = bytes()
    #expect(try Digits(bytes: good).labels == [3, 3])
    for (bad, reason) in [
      ([], "does not start"), (Array(good.dropLast()), "announces 2 images"),
      (good + [0], "announces 2 images"), (bytes(header: [0: 0]), "does not start"),
      (bytes(header: [11: 255]), "announces"), (bytes(header: [12: 9]), "9 × 8"),
      (bytes(header: [20: 11]), "11"), (bytes(header: [24: 17]), "image 0 has a pixel of 17"),
      (bytes(header: [153: 10]), "image 1 is labelled 10"), (Array(good.prefix(20)), "start"),
    ] {
      let error = #expect(throws: DataError.self) { try Digits(bytes: bad, name: "x") }
      #expect(error?.description.contains(reason) == true)
    }
  }

  @Test func aMissingFileIsNamed() {
    let error = #expect(throws: DataError.self) { try Digits(path: "/nowhere/digits.bin") }
    #expect(error?.description == "/nowhere/digits.bin cannot be read: No such file or directory")
    #expect(throws: DataError.self) { try Digits(path: "/") }
    #expect(throws: DataError.self) { try Digits(path: "/dev/zero") }
  }

  @Test func aSplitLosesNothing() throws {
    var generator = Generator(seed: 4)
    let data = try LabelledRows(
      features: (0..<20).map(Float.init), labels: (0..<10).map { $0 }, width: 2, classes: 10)
    let (training, held) = try data.split(held: 0.2, generator: &generator)
    #expect(training.count == 8 && held.count == 2)
    #expect((training.labels + held.labels).sorted() == data.labels)
    #expect(held.features[0] == Float(held.labels[0] * 2))
    #expect(throws: DataError.self) { try data.batch([0, 10]) }
    #expect(throws: DataError.self) { try data.split(held: 1.5, generator: &generator) }
    #expect(throws: DataError.self) {
      try LabelledRows(features: [1, 2, 3], labels: [0], width: 2, classes: 1)
    }
  }

  @Test func metricsCountWhatWasTakenForWhat() throws {
    let matrix = try ConfusionMatrix(
      predictions: [0, 1, 1, 2, 9], labels: [0, 1, 0, 2, 0], classes: 3)
    #expect(matrix.counts == [1, 1, 0, 0, 1, 0, 0, 0, 1])
    #expect(matrix.accuracy == 0.75)
    #expect(matrix.precision(1) == 0.5)
    #expect(matrix[3, 0] == 0 && matrix[0, -1] == 0 && matrix.recall(7) == 0)
    #expect(throws: TensorError.self) {
      try ConfusionMatrix(predictions: [], labels: [], classes: .max)
    }
    #expect(matrix.recall(0) == 0.5)
    #expect(accuracy([1, 2, 3], [1, 2, 0]) == 2.0 / 3)
    #expect(accuracy([], []).isNaN)
  }
}
