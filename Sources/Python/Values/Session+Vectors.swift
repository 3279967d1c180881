import Autograd
import Tensors

extension Session {
  /// The value of a list's display: a list, or a vector where the session takes lists of numbers
  /// and tensors for that. Tensors keep what they were computed from.
  func list(_ items: [Value]) throws -> Value {
    let whole = Value.list(PythonList(items))
    guard takesListsForVectors, !items.isEmpty else { return whole }
    if items.allSatisfy(\.isNumber) {
      guard let tensor = whole.asTensor(dtype: defaultDType) else { return whole }
      return .tensor(tape.constant(tensor))
    }
    var parts: [Variable] = []
    for item in items {
      if case .tensor(let variable) = item {
        parts.append(variable)
      } else if item.isNumber, let tensor = item.asTensor(dtype: defaultDType) {
        parts.append(tape.constant(tensor))
      } else {
        return whole
      }
    }
    return .tensor(try Variable.stacked(parts))
  }
}

extension Value {
  /// Whether it is an int, a float or a bool.
  fileprivate var isNumber: Bool {
    switch self {
    case .integer, .float, .bool: true
    default: false
    }
  }
}
