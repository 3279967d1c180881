import Autograd
import Tensors

extension Value: CustomStringConvertible {
  /// As `print` shows it: Python's `str`.
  public var description: String {
    if case .string(let text) = self { text } else { representation }
  }

  /// As the prompt shows it: Python's `repr`.
  public var representation: String {
    var writer = TextWriter()
    writer.write(self, depth: 0)
    return writer.text
  }
}

/// Writes a value as `repr` does. What is too deep or too long is cut with `...`.
private struct TextWriter {
  var text = ""

  private static let depthLimit = 50
  private static let lengthLimit = 1_000_000

  mutating func write(_ value: Value, depth: Int) {
    guard depth <= Self.depthLimit, text.utf8.count < Self.lengthLimit else {
      text += "..."
      return
    }
    switch value {
    case .none: text += "None"
    case .bool(let value): text += value ? "True" : "False"
    case .integer(let value): text += String(value)
    case .float(let value): text += NumberText.repr(value)
    case .string(let value): text += Self.quoted(value)
    case .list(let list): write(list.items, "[", "]", depth: depth)
    case .tuple(let items): write(items, "(", items.count == 1 ? ",)" : ")", depth: depth)
    case .named(let tuple): write(tuple, depth: depth)
    case .dictionary(let dictionary): write(dictionary, depth: depth)
    case .range(let range):
      text += "range(\(range.start), \(range.stop)" + (range.step == 1 ? ")" : ", \(range.step))")
    case .slice(let slice):
      let parts = [slice.start, slice.stop, slice.step].map { $0.map(String.init) ?? "None" }
      text += "slice(\(parts.joined(separator: ", ")))"
    case .ellipsis: text += "Ellipsis"
    case .tensor(let variable): text += TensorText.representation(of: variable)
    case .size(let sizes):
      text += "torch.Size([" + sizes.map(String.init).joined(separator: ", ") + "])"
    case .dtype(let type): text += "torch." + type.name
    case .function(let function): text += "<function \(function.name)>"
    case .module(let module): text += "<module '\(module.name)'>"
    }
  }

  private mutating func write(_ tuple: NamedTuple, depth: Int) {
    text += tuple.typeName + "("
    for (index, (name, item)) in zip(tuple.names, tuple.items).enumerated() {
      text += (index > 0 ? ",\n" : "\n") + name + "="
      write(item, depth: depth + 1)
    }
    text += ")"
  }

  private mutating func write(_ items: [Value], _ open: String, _ close: String, depth: Int) {
    text += open
    for (index, item) in items.enumerated() {
      guard text.utf8.count < Self.lengthLimit else { break }
      if index > 0 { text += ", " }
      write(item, depth: depth + 1)
    }
    text += close
  }

  private mutating func write(_ dictionary: PythonDictionary, depth: Int) {
    text += "{"
    for (index, entry) in dictionary.entries.enumerated() {
      if index > 0 { text += ", " }
      write(entry.key, depth: depth + 1)
      text += ": "
      write(entry.value, depth: depth + 1)
    }
    text += "}"
  }

  /// A string with quotes, as Python chooses them, and with escapes.
  private static func quoted(_ value: String) -> String {
    let quote: Character = value.contains("'") && !value.contains("\"") ? "\"" : "'"
    var text = String(quote)
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case "\\": text += "\\\\"
      case _ where Character(scalar) == quote: text += "\\" + String(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        text += "\\x" + (digits.count == 1 ? "0" : "") + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + String(quote)
  }
}
