import FixtureSupport
import Foundation
import NeuralNetworks
import Tensors
import Testing

/// A file as NumPy, safetensors or the authors of MNIST write it, and what is in it.
struct RecordedFile: Decodable, Sendable, CustomStringConvertible {
  let format: String
  let name: String
  let bytes: [UInt8]
  let names: [String]
  let arrays: [Recorded]
  let metadata: [String: String]?
  /// Whether writing what was read gives the same bytes.
  let same: Bool

  private enum Keys: String, CodingKey { case format, name, bytes, names, arrays, metadata, same }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    format = try container.decode(String.self, forKey: .format)
    name = try container.decode(String.self, forKey: .name)
    names = try container.decode([String].self, forKey: .names)
    arrays = try container.decode([Recorded].self, forKey: .arrays)
    metadata = try container.decodeIfPresent([String: String].self, forKey: .metadata)
    same = try container.decode(Bool.self, forKey: .same)
    let digits = Array(try container.decode(String.self, forKey: .bytes))
    bytes = stride(from: 0, to: digits.count, by: 2).map {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16) ?? 0
    }
  }

  var description: String { "\(format) \(name)" }

  /// The tensors that are read from these bytes, by name.
  func read(_ bytes: [UInt8]) throws -> [(name: String, tensor: Tensor)] {
    switch format {
    case "npy": return [("", try NumPy.load(bytes: bytes))]
    case "idx": return [("", try IDX(bytes: bytes).tensor())]
    case "npz":
      let archive = try NumPyArchive(bytes: bytes)
      return try archive.names.map { ($0, try archive.array($0)) }
    default: return try SafeTensors(bytes: bytes).tensors
    }
  }

  func write(_ tensors: [(name: String, tensor: Tensor)]) throws -> [UInt8] {
    switch format {
    case "npy": try NumPy.bytes(tensors[0].tensor)
    case "npz": try NumPyArchive.bytes(tensors, isCompressed: name != "savez")
    default: try SafeTensors(tensors, metadata: metadata ?? [:]).bytes()
    }
  }

  static let all = Fixtures.load("data-files", as: RecordedFile.self)
}

@Suite struct DataFileTests {
  @Test(arguments: RecordedFile.all) func aFileIsReadAsItsAuthorsReadIt(_ file: RecordedFile) throws
  {
    let read = try file.read(file.bytes)
    #expect(Set(read.map(\.name)) == Set(file.names))
    for (name, expected) in zip(file.names, file.arrays) {
      let tensor = try #require(read.first { $0.name == name }?.tensor)
      #expect(difference(tensor, expected, tolerance: 0) == nil)
      #expect(expected.dtype != .int64 || tensor.integers == expected.integers)
    }
    if let metadata = file.metadata {
      #expect(try SafeTensors(bytes: file.bytes).metadata == metadata)
    }
  }

  @Test(arguments: RecordedFile.all.filter { $0.format != "idx" })
  func whatIsWrittenIsReadAgain(_ file: RecordedFile) throws {
    let read = try file.read(file.bytes)
    let written = try file.write(read)
    if file.same { #expect(written == file.bytes) }
    let again = try file.read(written)
    for (name, tensor) in read {
      let copy = try #require(again.first { $0.name == name }?.tensor)
      #expect(copy.shape == tensor.shape && copy.dtype == tensor.dtype)
      #expect(copy.doubles.map(\.bitPattern) == tensor.doubles.map(\.bitPattern))
    }
  }

  @Test(arguments: RecordedFile.all) func aFileThatIsCutOffIsRefused(_ file: RecordedFile) {
    let accepted = file.bytes.indices.filter { !isRefused(file, Array(file.bytes.prefix($0))) }
    #expect(accepted == [])
    #expect(throws: DataError.self) { try file.read(file.bytes + [0]) }
  }

  /// Whether bytes are no such file, said by a `DataError`.
  private func isRefused(_ file: RecordedFile, _ bytes: [UInt8]) -> Bool {
    do {
      _ = try file.read(bytes)
    } catch is DataError {
      return true
    } catch {
      Issue.record("\(file): \(error)")
    }
    return false
  }

  /// Whatever is read is a value or an error, never a trap, and no memory is taken on the word of
  /// a header.
  @Test(arguments: RecordedFile.all) func damageIsNeverATrap(_ file: RecordedFile) {
    var generator = Generator(seed: 11)
    for _ in 0..<600 {
      var bytes = file.bytes
      for _ in 0..<(1 + Int(generator.bits32() % 3)) {
        // Headers are what matters most.
        let most = generator.bits32() % 3 == 0 ? bytes.count : min(bytes.count, 80)
        let byte: [UInt8] = [0, 1, 0x7f, 0x80, 0xff, UInt8(generator.bits32() & 255)]
        bytes[Int(generator.bits32()) % most] = byte[Int(generator.bits32()) % 6]
      }
      _ = isRefused(file, bytes)
    }
  }

  private func reason(_ body: () throws -> Void) -> String {
    #expect(throws: DataError.self, performing: body)?.description ?? ""
  }

  private func npy(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
    [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + data
  }

  @Test func arraysThatCanNotBeReadAreNamed() throws {
    for (header, expected) in [
      ("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "type '|O'"),
      ("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "astype"),
      ("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "structured"),
      ("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }", "True or False"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "whole numbers"),
      ("{'descr': '<f4', 'fortran_order': False}", "has to have the keys"),
      ("{'descr': '<f4', 'descr': '<f4'}", "given twice"),
      ("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 99999999999), }", "more"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000,), }", "but 0 follow"),
      ("{'descr': '|u1', 'fortran_order': False, 'shape': (2000000000,), }", "but 0 follow"),
      ("{'descr': '<f4", "quotes"),
    ] {
      let found = reason { _ = try NumPy.load(bytes: npy(header), name: "x.npy") }
      #expect(found.contains(expected) && found.contains("x.npy"), "\(header): \(found)")
    }
    let large = npy(
      "{'descr': '<u8', 'fortran_order': False, 'shape': (1,)}", Array(repeating: 255, count: 8))
    #expect(reason { _ = try NumPy.load(bytes: large) }.contains("exceeds int64"))
    #expect(reason { _ = try NumPy.load(bytes: Array("hello there".utf8)) }.contains("not a .npy"))
  }

  private func tensors(_ header: String, _ size: Int) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) } + Array(header.utf8)
      + Array(repeating: 0, count: size)
  }

  @Test func safetensorsWithGapsOrOverlapsAreRefused() {
    func entry(_ name: String, _ shape: String, _ from: Int, _ to: Int, _ dtype: String = "F32")
      -> String
    {
      "\"\(name)\":{\"dtype\":\"\(dtype)\",\"shape\":[\(shape)],\"data_offsets\":[\(from),\(to)]}"
    }
    for (entries, size, expected) in [
      ([entry("a", "2", 0, 8), entry("b", "2", 4, 12)], 12, "overlap"),
      ([entry("a", "2", 0, 8), entry("b", "1", 12, 16)], 16, "gaps"),
      ([entry("a", "2", 4, 12)], 12, "begins at byte 4"), ([entry("a", "3", 0, 8)], 8, "takes 12"),
      ([entry("a", "2", 0, 8)], 12, "12 follow"), ([entry("a", "2", 0, 8)], 4, "4 follow"),
      ([entry("a", "2", 8, 0)], 8, "begins at"), ([entry("a", "", 0, 4, "F8_E5M2")], 4, "F8_E5M2"),
      ([entry("a", "4294967296,4294967296", 0, 8)], 8, "more than"),
      ([entry("a", "1", 0, 4), entry("a", "1", 4, 8)], 8, "twice"),
      ([entry("a", "-1", 0, 4)], 4, "whole number"), ([entry("a", "01", 0, 4)], 4, "whole number"),
      (["\"a\":[]"], 0, "'{' is missing"), (["\"__metadata__\":{\"a\":1}"], 0, "missing"),
      (["\"\\ud800\":1"], 0, "half a character"), ([entry("a", "1", 0, 4) + ","], 4, "missing"),
    ] {
      let bytes = tensors("{\(entries.joined(separator: ","))}", size)
      let found = reason { _ = try SafeTensors(bytes: bytes, name: "m.safetensors") }
      #expect(found.contains(expected) && found.contains("m.safetensors"), "\(entries): \(found)")
    }
    let huge = Array(repeating: UInt8(255), count: 16)
    #expect(reason { _ = try SafeTensors(bytes: huge) }.contains("18446744073709551615"))
    #expect(throws: DataError.self) {
      try SafeTensors([("a", .ones([1])), ("a", .ones([1]))]).bytes()
    }
  }

  @Test func archivesAreCheckedMemberByMember() throws {
    let good = try NumPyArchive.bytes([("a", .ones([3]))])
    func changed(_ place: Int, _ values: [UInt8]) -> [UInt8] {
      var bytes = good
      for (offset, value) in values.enumerated() { bytes[place + offset] = value }
      return bytes
    }
    let directory = good.count - 22 - 46 - "a.npy".count
    for (bytes, expected) in [
      (changed(good.count - 12, [255, 255]), "zip64"),
      (changed(directory + 24, [255, 255, 255, 255]), "zip64"),
      (changed(directory + 8, [1]), "encrypted"), (changed(directory + 10, [12]), "method 12"),
      (changed(directory + 16, [1, 2, 3, 4]), "checksum"), (changed(40, [9]), "checksum"),
      (changed(directory + 42, [255, 255, 0, 0]), "outside"),
      (changed(good.count - 6, [255]), "directory"),
      (Array("PK\u{3}\u{4}".utf8), "not a zip"),
    ] {
      let found = reason { _ = try NumPyArchive(bytes: bytes, name: "w.npz").array("a") }
      #expect(found.contains(expected) && found.contains("w.npz"), "\(found)")
    }
    let missing = reason { _ = try NumPyArchive(bytes: good).array("b") }
    #expect(missing.contains("no array b; it has a"))
    let twice = try NumPyArchive.bytes([("a", .ones([1])), ("a", .ones([1]))])
    #expect(reason { _ = try NumPyArchive(bytes: twice) }.contains("two arrays"))
  }

  /// A million zeros take a thousand bytes compressed: what a file may grow to is bounded.
  @Test func whatGrowsBeyondItsHeaderIsStopped() throws {
    let zeros = try Tensor.zeros([4_000_000])
    var bytes = try NumPyArchive.bytes([("a", zeros)], isCompressed: true)
    #expect(bytes.count < 20_000)
    let directory = bytes.count - 22 - 46 - "a.npy".count
    bytes.replaceSubrange((directory + 24)..<(directory + 28), with: [0, 1, 0, 0])
    #expect(
      reason { _ = try NumPyArchive(bytes: bytes).array("a") }.contains("257 bytes, but the"))
  }

  @Test func filesAreWrittenWholeOrNotAtAll() throws {
    let folder = FileManager.default.temporaryDirectory.path
    let path = "\(folder)/engine-data-\(getpid()).npy"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let tensor = try Tensor([1.5, -2, .nan], shape: [3, 1], dtype: .float64)
    try NumPy.save(tensor, path)
    try NumPy.save(tensor, path)
    let again = try NumPy.load(path)
    #expect(
      again.shape == [3, 1] && again.doubles.map(\.bitPattern) == tensor.doubles.map(\.bitPattern))
    #expect(reason { try NumPy.save(tensor, "/nowhere/x.npy") }.contains("cannot be written"))
    #expect(reason { _ = try NumPy.load("/nowhere/x.npy") }.contains("No such file"))
    #expect(reason { _ = try NumPy.load("/dev/zero") }.contains("device"))
  }
}
