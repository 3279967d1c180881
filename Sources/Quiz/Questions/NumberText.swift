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
    let exponent = exponent(of: magnitude)
    if (-4..<6).contains(exponent) { return sign + rounded(magnitude, exponent: exponent) }
    let mantissa = rounded(magnitude / power(exponent), exponent: 0)
    return "\(sign)\(mantissa)e\(exponent < 0 ? minus : "")\(abs(exponent))"
  }

  /// The power of ten of the leading digit.
  private static func exponent(of magnitude: Double) -> Int {
    var exponent = 0
    var rest = magnitude
    while rest >= 10 {
      rest /= 10
      exponent += 1
    }
    while rest < 1, exponent > -330 {
      rest *= 10
      exponent -= 1
    }
    return exponent
  }

  private static func power(_ exponent: Int) -> Double {
    (0..<abs(exponent)).reduce(1.0) { power, _ in exponent < 0 ? power / 10 : power * 10 }
  }

  /// Four significant digits without trailing zeros.
  private static func rounded(_ magnitude: Double, exponent: Int) -> String {
    let scale = power(max(0, 3 - exponent))
    let text = String((magnitude * scale).rounded() / scale)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
