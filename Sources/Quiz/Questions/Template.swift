/// A text with places for computed values: `{expression}`, `{expression:.3f}`, and inside maths
/// `\val{expression}`, because braces belong to TeX there. `{{` and `}}` are literal braces.
struct Template {
  enum Context: Hashable {
    case prose, code, maths
  }

  struct Place {
    var expression: String
    /// A Python format specification.
    var specification: String?
    var context: Context
  }

  struct Malformed: Error, CustomStringConvertible {
    var description: String
  }

  private let text: String

  init(_ text: String) { self.text = text }

  /// Fills every place with what `value` gives for it.
  func filled(_ value: (Place) throws -> String) throws -> String {
    var result = ""
    var context = Context.prose
    var rest = text[...]
    while let next = rest.first {
      if context == .maths {
        if rest.hasPrefix("\\val{") {
          rest.removeFirst(4)
          result += try value(try Self.place(&rest, context))
          continue
        }
      } else if rest.hasPrefix("{{") || rest.hasPrefix("}}") {
        result.append(next)
        rest.removeFirst(2)
        continue
      } else if next == "{" {
        result += try value(try Self.place(&rest, context))
        continue
      }
      if next == "\\", rest.dropFirst().first == "$" {
        result += "\\$"
        rest.removeFirst(2)
        continue
      }
      if next == "$", context != .code { context = context == .maths ? .prose : .maths }
      if next == "`", context != .maths { context = context == .code ? .prose : .code }
      result.append(next)
      rest.removeFirst()
    }
    return result
  }

  /// Reads `{expression:specification}` at the start of `rest`.
  private static func place(_ rest: inout Substring, _ context: Context) throws -> Place {
    let start = rest
    rest.removeFirst()
    var depth = 0
    var quote: Character?
    var expression = ""
    var specification: String?
    while let next = rest.popFirst() {
      if let open = quote {
        if next == open { quote = nil }
      } else if next == "'" || next == "\"" {
        quote = next
      } else if "([{".contains(next) {
        depth += 1
      } else if next == "}", depth == 0 {
        guard !expression.allSatisfy(\.isWhitespace) else {
          throw Malformed(description: "`{}` has no expression; a literal brace is `{{`")
        }
        return Place(expression: expression, specification: specification, context: context)
      } else if ")]}".contains(next) {
        depth -= 1
      } else if next == ":", depth == 0, specification == nil {
        specification = ""
        continue
      }
      if specification == nil { expression.append(next) } else { specification?.append(next) }
    }
    throw Malformed(
      description: "`\(start.prefix(20))` has no closing brace; a literal brace is `{{`")
  }
}

extension Quantity {
  /// Whether there is nothing to show of the value but its name (a function).
  var isOpaque: Bool {
    if case .other = self { true } else { false }
  }

  /// The value as it stands in a text.
  func text(in context: Template.Context) -> String {
    let minus = context == .prose ? "−" : "-"
    func list(_ values: [Double]) -> String {
      values.map { NumberText.of($0, minus: minus) }.joined(separator: ", ")
    }
    switch self {
    case .number(let value): return NumberText.of(value, minus: minus)
    case .truth(let value): return value ? "True" : "False"
    case .text(let text), .other(let text): return text
    case .tuple(let sizes):
      return sizes.count == 1 ? "(\(sizes[0]),)" : "(\(list(sizes.map(Double.init))))"
    case .tensor(let shape, let values):
      if shape.isEmpty, let value = values.first { return NumberText.of(value, minus: minus) }
      guard shape.count == 2, let rows else { return "[\(list(values))]" }
      if context == .maths {
        let lines = rows.map { row in
          row.map { NumberText.of($0, minus: minus) }.joined(separator: " & ")
        }
        return "\\begin{pmatrix} \(lines.joined(separator: " \\\\ ")) \\end{pmatrix}"
      }
      return "[\(rows.map { "[\(list($0))]" }.joined(separator: ", "))]"
    }
  }
}
