/// A schedule of the learning rate by name, for a plan that is kept in a file.
public enum SchedulePlan: Hashable, Codable, Sendable {
  case constant
  case warmUp(steps: Int)
  case cosine(warmUp: Int, total: Int)

  public func make() -> Schedule {
    switch self {
    case .constant: .constant
    case .warmUp(let steps): .warmUp(steps)
    case .cosine(let warmUp, let total): .cosine(warmUp: warmUp, total: total)
    }
  }
}

/// As text.
extension SchedulePlan {
  var text: String {
    switch self {
    case .constant: "constant"
    case .warmUp(let steps): "warm-up \(steps)"
    case .cosine(let warmUp, let total): "cosine \(warmUp) \(total)"
    }
  }

  /// - Parameter text: as `text` gave it; nil when it makes no sense.
  init?(text: String) {
    let parts = text.split(separator: " ")
    let numbers = parts.dropFirst().compactMap { Int($0) }.filter { $0 >= 0 }
    guard numbers.count == parts.count - 1 else { return nil }
    switch (parts.first, numbers.count) {
    case ("constant", 0): self = .constant
    case ("warm-up", 1): self = .warmUp(steps: numbers[0])
    case ("cosine", 2): self = .cosine(warmUp: numbers[0], total: numbers[1])
    default: return nil
    }
  }
}
