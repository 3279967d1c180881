/// The methods of texts.
enum StringMethods {
  static func method(_ name: String, of text: String) -> Function? {
    switch name {
    case "upper": Function(name) { _, _ in .string(text.uppercased()) }
    case "lower": Function(name) { _, _ in .string(text.lowercased()) }
    case "strip": Function(name) { _, _ in .string(text.trimmingSpaces) }
    case "split":
      Function(name, ["sep"]) { _, arguments in
        guard let separator = try arguments.string("sep") else {
          return .list(
            PythonList(text.split(whereSeparator: \.isWhitespace).map { .string(String($0)) }))
        }
        guard !separator.isEmpty else { throw PythonError.value("empty separator") }
        return .list(
          PythonList(
            text.split(separator: separator, omittingEmptySubsequences: false).map {
              .string(String($0))
            }))
      }
    case "join":
      Function(name, ["items"]) { session, arguments in
        let parts = try arguments.value("items").items(session).enumerated().map { place, item in
          guard case .string(let part) = item else {
            throw PythonError.type(
              "sequence item \(place): expected str instance, \(item.typeName) found")
          }
          return part
        }
        let length = parts.reduce(0) { $0 + $1.utf8.count + text.utf8.count }
        try session.limits.check(items: length)
        return .string(parts.joined(separator: text))
      }
    case "startswith":
      Function(name, ["prefix"]) { _, arguments in
        .bool(text.hasPrefix(try arguments.string("prefix") ?? ""))
      }
    case "endswith":
      Function(name, ["suffix"]) { _, arguments in
        .bool(text.hasSuffix(try arguments.string("suffix") ?? ""))
      }
    case "replace":
      Function(name, ["old", "new"]) { session, arguments in
        let old = try arguments.string("old") ?? ""
        guard !old.isEmpty else {
          throw PythonError.value("replacing an empty text is not part of dlbook's Python")
        }
        let parts = text.split(separator: old, omittingEmptySubsequences: false)
        let new = try arguments.string("new") ?? ""
        try session.limits.check(items: text.utf8.count + parts.count * new.utf8.count)
        return .string(parts.joined(separator: new))
      }
    default: nil
    }
  }
}
