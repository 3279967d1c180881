import Glibc

/// Numbers as Python writes them.
enum NumberText {
  /// `repr` of a float: the shortest digits that read back as the same number; an exponent below
  /// 1e-4 and from 1e16 on.
  static func repr(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    let sign = value.sign == .minus ? "-" : ""
    guard value != 0 else { return sign + "0.0" }
    let (digits, exponent) = shortest(value.magnitude)
    if exponent < -4 || exponent >= 16 {
      let rest = digits.dropFirst()
      let mantissa = String(digits.prefix(1)) + (rest.isEmpty ? "" : "." + rest)
      let size = abs(exponent)
      return "\(sign)\(mantissa)e\(exponent < 0 ? "-" : "+")\(size < 10 ? "0" : "")\(size)"
    }
    if exponent < 0 {
      return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits
    }
    if digits.count <= exponent + 1 {
      return sign + digits + String(repeating: "0", count: exponent + 1 - digits.count) + ".0"
    }
    return sign + digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
  }

  /// The shortest digits of a positive number, and the power of ten of the first.
  private static func shortest(_ value: Double) -> (digits: String, exponent: Int) {
    var mantissa = value.description
    var exponent = 0
    if let mark = mantissa.firstIndex(of: "e") {
      exponent = Int(mantissa[mantissa.index(after: mark)...]) ?? 0
      mantissa = String(mantissa[..<mark])
    }
    let parts = mantissa.split(separator: ".", omittingEmptySubsequences: false)
    let whole = String(parts.first ?? "")
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    exponent += whole.count - 1
    var digits = (whole + fraction)[...]
    while digits.first == "0", digits.count > 1 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.last == "0", digits.count > 1 { digits.removeLast() }
    return (String(digits), exponent)
  }

  /// C's `printf` of one number, which is also what Python's formats give.
  /// - Parameter letter: `f`, `e` or `g`, or an upper-case one.
  static func printf(_ value: Double, precision: Int, _ letter: Character) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    var buffer = [CChar](repeating: 0, count: 512 + precision)
    let count = withVaList([Int32(clamping: precision), value]) {
      vsnprintf(&buffer, buffer.count, "%.*\(letter)", $0)
    }
    return String(
      decoding: buffer.prefix(max(0, Int(count))).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
