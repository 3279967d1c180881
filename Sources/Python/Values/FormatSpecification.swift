/// What stands after the colon in `{x:>8.3f}`: Python's format mini-language.
struct FormatSpecification {
  private var fill: Character = " "
  private var alignment: Character?
  private var sign: Character = "-"
  private var isAlternate = false
  private var width = 0
  private var separator: Character?
  private var precision: Int?
  private var type: Character?
  private let isEmpty: Bool

  /// Wider fields and more digits than any line needs.
  private static let limit = 10_000

  init(_ text: String) throws(PythonError) {
    isEmpty = text.isEmpty
    var rest = Array(text)[...]
    func isAlignment(_ character: Character?) -> Bool { character.map("<>=^".contains) ?? false }
    if rest.count > 1, isAlignment(rest.dropFirst().first) {
      fill = rest.removeFirst()
      alignment = rest.removeFirst()
    } else if isAlignment(rest.first) {
      alignment = rest.removeFirst()
    }
    if let first = rest.first, "+- ".contains(first) { sign = rest.removeFirst() }
    if rest.first == "#" {
      isAlternate = true
      rest.removeFirst()
    }
    if rest.first == "0" {
      rest.removeFirst()
      if alignment == nil {
        fill = "0"
        alignment = "="
      }
    }
    width = try Self.number(&rest) ?? 0
    if let first = rest.first, first == "," || first == "_" { separator = rest.removeFirst() }
    if rest.first == "." {
      rest.removeFirst()
      guard let digits = try Self.number(&rest) else {
        throw .value("Format specifier missing precision")
      }
      precision = digits
    }
    if let last = rest.popFirst() { type = last }
    guard rest.isEmpty else { throw .value("Invalid format specifier '\(text)'") }
  }

  private static func number(_ rest: inout ArraySlice<Character>) throws(PythonError) -> Int? {
    var digits = ""
    while let first = rest.first, first.isASCII, first.isNumber {
      digits.append(rest.removeFirst())
    }
    guard !digits.isEmpty else { return nil }
    guard let value = Int(digits), value <= limit else {
      throw .value("Too many decimal digits in format string")
    }
    return value
  }

  /// A value in this format.
  func format(_ value: Value) throws -> String {
    switch value {
    case .integer(let number):
      return try type.map("feEgGF%".contains) == true
        ? float(Double(number)) : integer(number)
    case .bool(let truth) where !isEmpty:
      guard type != "s" else {
        throw PythonError.value("Unknown format code 's' for object of type 'bool'")
      }
      return try format(.integer(truth ? 1 : 0))
    case .float(let number): return try float(number)
    case .tensor(let variable) where variable.shape.isEmpty:
      let item = TensorAccess.item(variable.value)
      return try format(item)
    default: return try text(value.description, of: value)
    }
  }

  private func text(_ text: String, of value: Value) throws -> String {
    guard type == nil || type == "s" else {
      throw PythonError.value(
        "Unknown format code '\(type ?? " ")' for object of type '\(value.typeName)'")
    }
    let cut = precision.map { String(text.prefix($0)) } ?? text
    return padded(sign: "", cut, default: "<")
  }

  private func integer(_ number: Int) throws -> String {
    let magnitude = number.magnitude
    let digits: String
    switch type {
    case nil, "d", "n": digits = grouped(String(magnitude))
    case "x": digits = (isAlternate ? "0x" : "") + String(magnitude, radix: 16)
    case "X": digits = (isAlternate ? "0X" : "") + String(magnitude, radix: 16, uppercase: true)
    case "b": digits = (isAlternate ? "0b" : "") + String(magnitude, radix: 2)
    case "o": digits = (isAlternate ? "0o" : "") + String(magnitude, radix: 8)
    default:
      throw PythonError.value("Unknown format code '\(type ?? " ")' for object of type 'int'")
    }
    guard precision == nil else {
      throw PythonError.value("Precision not allowed in integer format specifier")
    }
    return padded(sign: signText(number < 0), digits, default: ">")
  }

  private func float(_ number: Double) throws -> String {
    guard !isAlternate else {
      throw PythonError.value("Alternate form (#) is not part of dlbook's float formats")
    }
    let magnitude = abs(number)
    var digits: String
    switch type {
    case nil:
      digits =
        precision.map { generalRepr(magnitude, precision: max(1, $0)) }
        ?? NumberText.repr(magnitude)
    case "f", "F", "e", "E", "g", "G":
      digits = NumberText.printf(
        magnitude,
        precision: type.map("gG".contains) == true ? max(1, precision ?? 6) : precision ?? 6,
        type ?? "f")
    case "%": digits = NumberText.printf(magnitude * 100, precision: precision ?? 6, "f") + "%"
    default:
      throw PythonError.value("Unknown format code '\(type ?? " ")' for object of type 'float'")
    }
    if separator != nil, let end = digits.firstIndex(where: { !$0.isNumber }) {
      digits = grouped(String(digits[..<end])) + digits[end...]
    } else if separator != nil {
      digits = grouped(digits)
    }
    return padded(sign: signText(number.sign == .minus && !number.isNaN), digits, default: ">")
  }

  /// A precision without a letter: like `g`, with at least one digit after the point.
  private func generalRepr(_ magnitude: Double, precision: Int) -> String {
    let text = NumberText.printf(magnitude, precision: precision, "g")
    return text.allSatisfy(\.isNumber) ? text + ".0" : text
  }

  private func signText(_ isNegative: Bool) -> String {
    isNegative ? "-" : sign == "-" ? "" : String(sign)
  }

  private func grouped(_ digits: String) -> String {
    guard let separator else { return digits }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(separator) }
      result.append(digit)
    }
    return result
  }

  private func padded(sign: String, _ text: String, default side: Character) -> String {
    let room = max(0, width - sign.count - text.count)
    let padding = String(repeating: fill, count: room)
    switch alignment ?? side {
    case "<": return sign + text + padding
    case "^":
      return String(padding.prefix(room / 2)) + sign + text
        + String(padding.prefix(room - room / 2))
    case "=": return sign + padding + text
    default: return padding + sign + text
    }
  }
}

extension Value {
  /// The value after a Python format specification such as `.3f`.
  public func formatted(_ specification: String) throws -> String {
    guard specification.isEmpty else { return try FormatSpecification(specification).format(self) }
    if case .tensor(let variable) = self, variable.shape.isEmpty {
      return TensorAccess.item(variable.value).description
    }
    return description
  }
}
