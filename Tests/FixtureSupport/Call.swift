import Tensors

/// A call that PyTorch answered or refused, as `call` of `Tests/Fixtures/reference.py` writes it.
public struct Call: Decodable, Sendable {
  public let call: String
  public let inputs: [Recorded]
  public let settings: [String: Setting]
  public let outputs: [Recorded]?
  public let error: String?
  public let kind: String?

  public var title: String {
    let settings = settings.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    let inputs = inputs.map { $0.isNumber ? "\($0.values[0])" : "\($0.dtype)\($0.shape)" }
    return "\(call) \((inputs + settings).joined(separator: ", "))"
  }

  public func int(_ name: String) -> Int? { settings[name]?.int }
  public func ints(_ name: String) -> [Int]? { settings[name]?.ints }
  public func double(_ name: String) -> Double? { settings[name]?.double }
  public func text(_ name: String) -> String? {
    if case .text(let text) = settings[name] { text } else { nil }
  }
  public func flag(_ name: String) -> Bool {
    if case .flag(let flag) = settings[name] { flag } else { false }
  }

  /// How the tensors that a call gives differ from PyTorch's, in words; nil when they don't. A
  /// call that PyTorch refuses has to be refused in the same words.
  /// - Parameter perform: runs the call on tensors.
  public func disagreement(
    tolerance: (DataType) -> Double, floor: Double = 0, isStrided: Bool = false,
    _ perform: (Call, [Tensor]) throws -> [Tensor]
  ) throws -> String? {
    let tensors = try inputs.map { isStrided ? try $0.tensor.scattered() : try $0.tensor }
    let results: [Tensor]
    do {
      results = try perform(self, tensors)
    } catch let refusal as TensorError {
      if refusal.description == error && refusal.kind.rawValue == kind { return nil }
      return "refused: \(refusal.kind) \(refusal), expected \(error ?? "a result")"
    }
    guard let outputs else { return "not refused: \(error ?? "")" }
    guard results.count == outputs.count else { return "\(results.count) results" }
    for (result, expected) in zip(results, outputs) {
      if expected.dtype == .int64 && result.integers != expected.integers {
        return "\(result.integers), expected \(expected.integers)"
      }
      if let words = difference(
        result, expected, tolerance: tolerance(expected.dtype), floor: floor)
      {
        return words
      }
    }
    return nil
  }
}

/// A setting of a call.
public enum Setting: Decodable, Sendable {
  case none
  case flag(Bool)
  case int(Int)
  case double(Double)
  case text(String)
  case list([Setting])
  /// The tensor among the inputs that stands here.
  case input(Int)

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .none
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let int = try? container.decode(Int.self) {
      self = .int(int)
    } else if let double = try? container.decode(Double.self) {
      self = .double(double)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let reference = try? container.decode([String: Int].self) {
      self = .input(reference["input"] ?? 0)
    } else {
      self = .list(try container.decode([Setting].self))
    }
  }

  public var int: Int? { if case .int(let int) = self { int } else { nil } }

  public var double: Double? {
    switch self {
    case .int(let int): Double(int)
    case .double(let double): double
    case .text(let text): Double(text)
    default: nil
    }
  }

  public var input: Int? { if case .input(let input) = self { input } else { nil } }

  public var list: [Setting]? { if case .list(let list) = self { list } else { nil } }

  /// A list of whole numbers, or one as a list.
  public var ints: [Int]? { list?.compactMap(\.int) ?? int.map { [$0] } }
}

extension Tensor {
  /// The same elements far apart in memory, in another order.
  public func scattered() throws -> Tensor {
    if isNumber || rank == 0 { return self }
    let wide = try Tensor.zeros(shape.reversed().map { 2 * $0 + 1 }, dtype: dtype)
    var view = try wide.permuted(Array((0..<rank).reversed()))
    for dim in 0..<rank { view = try view.sliced(dim, from: 1, step: 2) }
    try view.assign(self)
    return view
  }
}
