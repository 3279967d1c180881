/// Numbers as a learner reads them.
enum NumberText {
  /// Whole numbers whole, others with four significant digits; a real minus, or "-" inside code
  /// and TeX.
  static func of(_ value: Double, minus: String = "−") -> String {
    let magnitude = value.magnitude
    if value.isNaN { return "nan" }
    let sign = value < 0 ? minus : ""
    if magnitude.isInfinite { return sign + "inf" }
    if magnitude == 0 { return "0" }
    if let whole = Int(exactly: magnitude), whole < 1_000_000_000_000 {
      return sign + String(whole)
    }
    let (mantissa, exponent) = scientific(magnitude)
    if (-4..<6).contains(exponent) { return sign + rounded(magnitude, exponent: exponent) }
    return sign + rounded(mantissa, exponent: 0) + "e\(exponent < 0 ? minus : "")\(abs(exponent))"
  }

  /// A positive number as a mantissa in 1..<10 and a power of ten.
  private static func scientific(_ magnitude: Double) -> (mantissa: Double, exponent: Int) {
    var exponent = 0
    var mantissa = magnitude
    while mantissa >= 10 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa < 1 {
      mantissa *= 10
      exponent -= 1
    }
    return (mantissa, exponent)
  }

  /// Four significant digits without trailing zeros.
  private static func rounded(_ magnitude: Double, exponent: Int) -> String {
    let scale = (0..<max(0, 3 - exponent)).reduce(1.0) { scale, _ in scale * 10 }
    let text = String((magnitude * scale).rounded() / scale)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
