import Glibc
import Tensors

/// Why a search was refused.
public struct SearchError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// One thing that can be set, and what it may be.
public struct SearchParameter: Hashable, Sendable {
  public enum Range: Hashable, Sendable {
    case linear(ClosedRange<Double>)
    /// Spread evenly over the logarithm: as many values from 0.001 to 0.01 as from 0.01 to 0.1.
    case log(ClosedRange<Double>)
    case integer(ClosedRange<Int>)
    case choice([String])
  }

  public let name: String
  public let range: Range

  /// - Throws: `SearchError` when the range is empty, or no logarithm can be taken of it.
  public init(_ name: String, _ range: Range) throws {
    let isPossible: Bool =
      switch range {
      case .linear(let bounds): (bounds.upperBound - bounds.lowerBound).isFinite
      case .log(let bounds): bounds.lowerBound > 0 && bounds.upperBound.isFinite
      // Up to here every whole number is a floating-point number.
      case .integer(let bounds): bounds.lowerBound >= -(1 << 53) && bounds.upperBound <= 1 << 53
      case .choice(let names): !names.isEmpty && Set(names).count == names.count
      }
    guard isPossible else { throw SearchError("\(name) can't be searched over \(range)") }
    (self.name, self.range) = (name, range)
  }

  /// The value at a share of the way, 0 … 1.
  func value(at share: Double) -> Configuration.Value {
    switch range {
    case .linear(let bounds):
      .number(bounds.lowerBound + share * (bounds.upperBound - bounds.lowerBound))
    case .log(let bounds): .number(SearchParameter.power(share, bounds))
    case .integer(let bounds):
      .whole(bounds.lowerBound + SearchParameter.step(share, bounds.upperBound - bounds.lowerBound))
    case .choice(let names): .choice(names[SearchParameter.step(share, names.count - 1)])
    }
  }

  private static func power(_ share: Double, _ bounds: ClosedRange<Double>) -> Double {
    let (low, high) = (Glibc.log(bounds.lowerBound), Glibc.log(bounds.upperBound))
    // The ends are met exactly.
    if share <= 0 { return bounds.lowerBound }
    if share >= 1 { return bounds.upperBound }
    return min(max(exp(low + share * (high - low)), bounds.lowerBound), bounds.upperBound)
  }

  /// 0 … last, each over the same part of 0 … 1.
  private static func step(_ share: Double, _ last: Int) -> Int {
    min(Int(share * (Double(last) + 1)), last)
  }

  /// How far on its way a value is, as the numbers that a Gaussian process compares: for a choice
  /// 1 at its place and 0 elsewhere, since no choice lies between two others.
  func coordinates(of value: Configuration.Value) -> [Double] {
    switch (range, value) {
    case (.linear(let bounds), .number(let number)):
      [share(number, bounds.lowerBound, bounds.upperBound)]
    case (.log(let bounds), .number(let number)):
      [
        share(Glibc.log(number), Glibc.log(bounds.lowerBound), Glibc.log(bounds.upperBound))
      ]
    case (.integer(let bounds), .whole(let number)):
      [share(Double(number), Double(bounds.lowerBound), Double(bounds.upperBound))]
    case (.choice(let names), .choice(let name)): names.map { $0 == name ? 1 : 0 }
    default: []
    }
  }

  private func share(_ value: Double, _ low: Double, _ high: Double) -> Double {
    high > low ? (value - low) / (high - low) : 0.5
  }
}

/// A value for each parameter.
public struct Configuration: Hashable, Sendable, CustomStringConvertible {
  public enum Value: Hashable, Sendable, CustomStringConvertible {
    case number(Double)
    case whole(Int)
    case choice(String)

    public var description: String {
      switch self {
      case .number(let number): "\(number)"
      case .whole(let number): "\(number)"
      case .choice(let name): name
      }
    }
  }

  /// In the order of the space's parameters.
  public let values: [(name: String, value: Value)]

  init(_ values: [(name: String, value: Value)]) { self.values = values }

  public subscript(name: String) -> Value? { values.first { $0.name == name }?.value }

  /// The number of this name, whole or not.
  public func number(_ name: String) throws -> Double {
    switch self[name] {
    case .number(let number): return number
    case .whole(let number): return Double(number)
    default: throw SearchError("the configuration has no number \(name)")
    }
  }

  public func whole(_ name: String) throws -> Int {
    guard case .whole(let number) = self[name] else {
      throw SearchError("the configuration has no whole number \(name)")
    }
    return number
  }

  public func choice(_ name: String) throws -> String {
    guard case .choice(let choice) = self[name] else {
      throw SearchError("the configuration has no choice \(name)")
    }
    return choice
  }

  public var description: String {
    values.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
  }

  public static func == (a: Configuration, b: Configuration) -> Bool {
    a.values.elementsEqual(b.values) { $0 == $1 }
  }

  public func hash(into hasher: inout Hasher) {
    for (name, value) in values {
      hasher.combine(name)
      hasher.combine(value)
    }
  }
}

/// All configurations among which the best is looked for.
public struct SearchSpace: Hashable, Sendable {
  public let parameters: [SearchParameter]

  /// - Throws: `SearchError` when there is no parameter, or two have one name.
  public init(_ parameters: [SearchParameter]) throws {
    guard !parameters.isEmpty, Set(parameters.map(\.name)).count == parameters.count else {
      throw SearchError("a search needs parameters, each with a name of its own")
    }
    self.parameters = parameters
  }

  /// The configuration at a point of the unit cube.
  public func configuration(at point: [Double]) -> Configuration {
    Configuration(
      zip(parameters, point).map { parameter, share in
        (parameter.name, parameter.value(at: share > 0 ? min(share, 1) : 0))
      })
  }

  /// Where a configuration is, as a Gaussian process sees it.
  public func coordinates(of configuration: Configuration) -> [Double] {
    zip(parameters, configuration.values).flatMap { $0.coordinates(of: $1.value) }
  }

  func draw(_ generator: inout Generator) -> [Double] {
    parameters.map { _ in generator.uniform64() }
  }
}
