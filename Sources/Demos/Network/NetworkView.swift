import Canvas
import Languages
import Plots

/// A network with what it computes and what the learner is at: all that its pictures need.
struct NetworkView: Sendable {
  let network: DenseNetwork
  let outcomes: [DenseNetwork.Outcome]
  let cursor: NetworkNumber
  /// The numbers that the last change changed.
  let changed: Set<NetworkNumber>
  let language: Language

  /// The value of any number, given or computed.
  func value(_ number: NetworkNumber) -> Double {
    switch number {
    case .preactivation(let layer, let unit): outcomes[layer].z[unit]
    case .activation(let layer, let unit): outcomes[layer].a[unit]
    default: network[number] ?? .nan
    }
  }

  func style(_ number: NetworkNumber) -> Style {
    if number == cursor { return Style(.accent, [.bold, .reverse]) }
    if changed.contains(number) { return Style(.change, .bold) }
    switch number {
    case .weight: return Style(value(number) < 0 ? .negative : .positive)
    case .input, .bias, .preactivation, .activation: return Style(.text)
    }
  }

  /// How an edge is drawn: by the sign and the size of its weight.
  func edgeStyle(_ number: NetworkNumber) -> Style {
    if number == cursor { return Style(.accent, .bold) }
    let weight = value(number)
    let traits: Traits = weight.magnitude >= 1 ? .bold : weight.magnitude < 0.1 ? .dim : []
    return Style(weight < 0 ? .negative : .positive, traits)
  }

  func isLast(_ layer: Int) -> Bool { layer == network.layers.count - 1 }

  // MARK: Names

  /// The name of a number in TeX: x₂, w₁₂, b₁, z₁, h₁, y.
  func tex(_ number: NetworkNumber) -> String {
    switch number {
    case .input(let index): return "x" + subscripted([index], of: [network.inputs.count])
    case .weight(let layer, let unit, let source):
      let shape = network.layers[layer]
      return "w" + subscripted([unit, source], of: [shape.unitCount, shape.sourceCount])
        + raised(layer)
    case .bias(let layer, let unit):
      return "b" + subscripted([unit], of: [network.layers[layer].unitCount]) + raised(layer)
    case .preactivation(let layer, let unit):
      return "z" + subscripted([unit], of: [network.layers[layer].unitCount]) + raised(layer)
    case .activation(let layer, let unit):
      let name = isLast(layer) ? "y" : "h"
      return name + subscripted([unit], of: [network.layers[layer].unitCount])
        + (isLast(layer) ? "" : raised(layer))
    }
  }

  /// Indices counted from 1; those that can only be 1 are left out.
  private func subscripted(_ indices: [Int], of counts: [Int]) -> String {
    let shown = zip(indices, counts).filter { $1 > 1 }.map { "\($0.0 + 1)" }
    guard !shown.isEmpty else { return "" }
    let isLong = counts.contains { $0 > 9 }
    return "_{" + shown.joined(separator: isLong ? "," : "") + "}"
  }

  /// The number of the layer, where the names alone would not tell.
  private func raised(_ layer: Int) -> String {
    network.layers.count > 2 ? "^{(\(layer + 1))}" : ""
  }

  /// A number as it is written: one that was given as short as it can be, one that was computed
  /// with four significant digits.
  func text(_ number: NetworkNumber) -> String {
    network[number].map { NumberFormat().column([$0])[0] } ?? NumberFormat()(value(number))
  }

  /// What a unit gets from the layer before it.
  func source(_ index: Int, ofLayer layer: Int) -> NetworkNumber {
    layer == 0 ? .input(index) : .activation(layer: layer - 1, unit: index)
  }
}

/// Names of numbers as text on one line.
enum NetworkNames {
  static func inline(_ tex: String, medium: Medium) -> String {
    (try? Formula(tex))?.inline(medium: medium) ?? tex
  }
}
