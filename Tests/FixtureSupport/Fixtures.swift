import Foundation
import Tensors

/// What `Tests/Fixtures/generate.py` wrote: PyTorch's inputs and answers.
public enum Fixtures {
  /// The cases of one file.
  public static func load<T: Decodable>(_ name: String, as type: T.Type = T.self) -> [T] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let url = folder.appendingPathComponent("../Fixtures/\(name).json")
    do {
      return try JSONDecoder().decode([T].self, from: Data(contentsOf: url))
    } catch {
      fatalError("\(url.path): \(error)")
    }
  }
}

/// A number that may be written as nan or inf.
private struct Number: Decodable {
  let value: Double

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Double.self) {
      self.value = value
    } else {
      value = Double(try container.decode(String.self)) ?? .nan
    }
  }
}

/// A tensor in a fixture.
public struct Recorded: Decodable, Sendable {
  public let shape: [Int]
  public let dtype: DataType
  public let values: [Double]
  /// The values of whole numbers, exactly.
  public let integers: [Int]
  /// Whether it was a bare number of Python.
  public let isNumber: Bool

  private enum Keys: String, CodingKey { case shape, dtype, values, isNumber }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    shape = try container.decode([Int].self, forKey: .shape)
    let name = try container.decode(String.self, forKey: .dtype)
    dtype = DataType.allCases.first { $0.name == name } ?? .float32
    integers = dtype == .int64 ? try container.decode([Int].self, forKey: .values) : []
    values = try container.decode([Number].self, forKey: .values).map(\.value)
    isNumber = try container.decodeIfPresent(Bool.self, forKey: .isNumber) ?? false
  }

  public var tensor: Tensor {
    get throws {
      if isNumber { return try dtype == .int64 ? .number(integers[0]) : .number(values[0]) }
      return dtype == .int64
        ? try Tensor(integers, shape: shape) : try Tensor(values, shape: shape, dtype: dtype)
    }
  }
}

/// Where a tensor differs from what was recorded, in words; nil when it doesn't.
/// - Parameters:
///   - tolerance: of each element, relative to it, or to the largest finite one times `floor`, or
///     to `least`: where large terms cancel out, what is left is as wrong as they are.
public func difference(
  _ tensor: Tensor, _ expected: Recorded, tolerance: Double, floor: Double = 0.1, least: Double = 0
) -> String? {
  guard tensor.shape == expected.shape else {
    return "shape \(tensor.shape), expected \(expected.shape)"
  }
  guard tensor.dtype == expected.dtype else {
    return "type \(tensor.dtype), expected \(expected.dtype)"
  }
  let largest = expected.values.filter(\.isFinite).map(abs).max() ?? 0
  for (index, (value, written)) in zip(tensor.doubles, expected.values).enumerated() {
    let right = expected.dtype == .float32 ? Double(Float(written)) : written
    if value.isNaN && right.isNaN || value == right { continue }
    let scale = max(abs(right), floor * largest, least)
    if !(abs(value - right) <= tolerance * scale) {
      return "element \(index) is \(value), expected \(right)"
    }
  }
  return nil
}
