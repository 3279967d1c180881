import Foundation
import NeuralNetworks
import Tensors
import Testing

@Suite final class ImageDatasetTests {
  private let folder = NSTemporaryDirectory() + "engine-images-\(UUID().uuidString)"

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func write(_ path: String, _ bytes: [UInt8]) throws {
    let url = URL(fileURLWithPath: "\(folder)/\(path)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  private func idx(_ shape: [UInt8], _ data: [UInt8], type: UInt8 = 8) -> [UInt8] {
    [0, 0, type, UInt8(shape.count)] + shape.flatMap { [0, 0, 0, $0] } + data
  }

  private var folders: DataFolders { DataFolders(root: folder, shared: nil) }

  private func reason(_ body: () throws -> Void) -> String {
    #expect(throws: DataError.self, performing: body)?.description ?? ""
  }

  @Test func mnistIsFoundWhereTorchvisionPutsIt() throws {
    try write("MNIST/raw/train-images-idx3-ubyte", idx([2, 2, 3], (0..<12).map { $0 * 20 }))
    try write("MNIST/raw/train-labels-idx1-ubyte", idx([2], [7, 1]))
    let data = try MNIST.digits.load(from: folders, isTraining: true)
    #expect(data.count == 2 && data.height == 2 && data.width == 3)
    let sample = try data.sample(1)
    #expect(sample[0].shape == [1, 2, 3] && sample[1].integers == [1])
    let expected = (6..<12).map { Float($0 * 20) / 255 }
    #expect(sample[0].floats == expected)
    let batch = try data.collated([1, 0, -1])
    #expect(batch[0].shape == [3, 1, 2, 3] && batch[1].integers == [1, 7, 1])
    #expect(throws: TensorError.self) { try data.collated([2]) }
    #expect(data.prefix(1).labels == [7] && data.prefix(9).count == 2)
    #expect(throws: DataError.self) { try MNIST.digits.load(from: folders, isTraining: false) }
    #expect(throws: DataError.self) { try MNIST.fashion.load(from: folders, isTraining: true) }
  }

  @Test func whatIsMissingIsSaidWithWhereToPutIt() {
    let fashion = reason { _ = try MNIST.fashion.load(from: folders, isTraining: false) }
    #expect(fashion.contains("t10k-images-idx3-ubyte.gz"))
    #expect(fashion.contains("\(folder)/FashionMNIST/raw"))
    #expect(fashion.contains("dataset-fashion-mnist"))
    let cifar = reason { _ = try CIFAR10.load(from: folders, isTraining: true) }
    #expect(cifar.contains("\(folder)/cifar-10-batches-bin") && cifar.contains("data_batch_5.bin"))
  }

  @Test func mislabelledFilesAreRefused() throws {
    let (images, labels) = ("\(folder)/images", "\(folder)/labels")
    for (first, second, expected) in [
      (idx([2, 1, 1], [0, 1]), idx([3], [0, 0, 0]), "2 images"),
      (idx([2], [0, 1]), idx([2], [0, 1]), "not images"),
      (idx([2, 1, 1], [0, 1]), idx([2, 1, 1], [0, 1]), "not labels"),
      (idx([2, 1, 1], [0, 1]), idx([2], [0, 10]), "labelled 10"),
      (idx([2, 0, 1], []), idx([2], [0, 1]), "do not fit"),
      (idx([2, 1, 1], [0, 1], type: 7), idx([2], [0, 1]), "begins with 00 00 07 03"),
      (idx([2, 1, 1], [0]), idx([2], [0, 1]), "but 1 follow"),
      (idx([2, 1, 1], [0, 1, 2]), idx([2], [0, 1]), "but 3 follow"),
      ([0, 0, 8, 4] + Array(repeating: 255, count: 16), idx([2], [0, 1]), "more than"),
    ] {
      try write("images", first)
      try write("labels", second)
      let found = reason { _ = try MNIST.digits.load(images: images, labels: labels) }
      #expect(found.contains(expected) && found.contains(folder), "\(found)")
    }
  }

  @Test func cifarIsReadWithItsNames() throws {
    let record = [3] + (0..<3072).map { (place: Int) in UInt8(place / 1024 * 100) }
    for file in 1...5 { try write("cifar-10-batches-bin/data_batch_\(file).bin", record + record) }
    let data = try CIFAR10.load(from: folders, isTraining: true)
    #expect(data.count == 10 && data.channels == 3 && data.classNames[3] == "cat")
    #expect(try data.sample(9)[0].select(0, 2).floats.allSatisfy { $0 == Float(200) / 255 })
    let names = (0..<10).map { "n\($0)" }.joined(separator: "\n") + "\n"
    try write("cifar-10-batches-bin/batches.meta.txt", Array(names.utf8))
    #expect(try CIFAR10.load(from: folders, isTraining: true).classNames[3] == "n3")
    try write("cifar-10-batches-bin/batches.meta.txt", Array("a\nb\n".utf8))
    #expect(reason { _ = try CIFAR10.load(from: folders, isTraining: true) }.contains("2 classes"))
    for (bytes, expected) in [
      (Array(record.dropLast()), "3072 bytes"), ([], "0 bytes"),
      ([10] + record.dropFirst(), "class 10"),
    ] {
      try write("cifar-10-batches-bin/test_batch.bin", bytes)
      let found = reason { _ = try CIFAR10.load(from: folders, isTraining: false) }
      #expect(found.contains(expected) && found.contains("test_batch.bin"), "\(found)")
    }
  }

  /// Where Debian's package is installed, it is found by itself.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/share/datasets/fashion-mnist")))
  func debiansFashionMNISTIsWhole() throws {
    let test = try MNIST.fashion.load(isTraining: false)
    #expect(test.count == 10_000 && test.size == 784 && test.labels.prefix(3) == [9, 2, 1])
    #expect((0..<10).allSatisfy { label in test.labels.count { $0 == label } == 1000 })
  }
}
