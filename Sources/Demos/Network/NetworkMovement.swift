/// Where the arrows lead from one number of a network to the next.
struct NetworkMovement {
  enum Direction: Hashable, Sendable { case up, down, left, right }

  let network: DenseNetwork

  /// In the picture, where each unit has its weights above its bias, and layers stand side by
  /// side.
  func inPicture(_ direction: Direction, from number: NetworkNumber) -> NetworkNumber {
    switch direction {
    case .up: neighbor(of: number, by: -1)
    case .down: neighbor(of: number, by: 1)
    case .left: toTheLeft(of: number)
    case .right: toTheRight(of: number)
    }
  }

  private func neighbor(of number: NetworkNumber, by offset: Int) -> NetworkNumber {
    let numbers = network.editableNumbers
    guard let index = numbers.firstIndex(of: number), numbers.indices.contains(index + offset)
    else { return number }
    return numbers[index + offset]
  }

  private func toTheRight(of number: NetworkNumber) -> NetworkNumber {
    switch number {
    case .input(let index):
      let unit = Self.scaled(index, from: network.inputs.count, to: network.layers[0].unitCount)
      return .weight(layer: 0, unit: unit, source: index)
    default:
      guard let (layer, unit) = number.unit, layer + 1 < network.layers.count else { return number }
      let next = Self.scaled(
        unit, from: network.layers[layer].unitCount, to: network.layers[layer + 1].unitCount)
      return .weight(layer: layer + 1, unit: next, source: unit)
    }
  }

  private func toTheLeft(of number: NetworkNumber) -> NetworkNumber {
    let source: Int
    switch number {
    case .input, .preactivation, .activation: return number
    case .weight(_, _, let index): source = index
    case .bias(let layer, _): source = network.layers[layer].sourceCount - 1
    }
    guard let layer = number.unit?.layer, layer > 0 else { return .input(source) }
    return .weight(layer: layer - 1, unit: source, source: 0)
  }

  /// The place in a column of `to` that is as far down as this one is in a column of `from`.
  private static func scaled(_ index: Int, from: Int, to: Int) -> Int {
    min(to - 1, index * to / max(1, from))
  }

  /// In the matrix form of a layer: W, then x where it is the input, then b.
  func inMatrices(_ direction: Direction, from number: NetworkNumber) -> NetworkNumber {
    let layer = number.unit?.layer ?? 0
    let (unitCount, sourceCount) = (
      network.layers[layer].unitCount, network.layers[layer].sourceCount
    )
    switch (direction, number) {
    case (.up, .input(let index)): return .input(max(0, index - 1))
    case (.down, .input(let index)): return .input(min(sourceCount - 1, index + 1))
    case (.left, .input(let index)):
      return .weight(layer: 0, unit: min(index, unitCount - 1), source: sourceCount - 1)
    case (.right, .input(let index)): return .bias(layer: 0, unit: min(index, unitCount - 1))
    case (.up, .weight(_, let unit, let source)):
      return .weight(layer: layer, unit: max(0, unit - 1), source: source)
    case (.down, .weight(_, let unit, let source)):
      return .weight(layer: layer, unit: min(unitCount - 1, unit + 1), source: source)
    case (.left, .weight(_, let unit, let source)):
      if source > 0 { return .weight(layer: layer, unit: unit, source: source - 1) }
      guard layer > 0 else { return number }
      return .bias(layer: layer - 1, unit: min(unit, network.layers[layer - 1].unitCount - 1))
    case (.right, .weight(_, let unit, let source)):
      if source + 1 < sourceCount { return .weight(layer: layer, unit: unit, source: source + 1) }
      return layer == 0 ? .input(min(unit, sourceCount - 1)) : .bias(layer: layer, unit: unit)
    case (.up, .bias(_, let unit)): return .bias(layer: layer, unit: max(0, unit - 1))
    case (.down, .bias(_, let unit)):
      return .bias(layer: layer, unit: min(unitCount - 1, unit + 1))
    case (.left, .bias(_, let unit)):
      return layer == 0
        ? .input(min(unit, sourceCount - 1))
        : .weight(layer: layer, unit: unit, source: sourceCount - 1)
    case (.right, .bias(_, let unit)):
      guard layer + 1 < network.layers.count else { return number }
      let next = min(unit, network.layers[layer + 1].unitCount - 1)
      return .weight(layer: layer + 1, unit: next, source: 0)
    case (_, .preactivation), (_, .activation): return number
    }
  }
}
