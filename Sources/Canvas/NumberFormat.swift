/// How numbers are shown to people: four significant digits, a real minus, and small or large
/// ones with an exponent.
///
/// - 0.42 → `0.4200`, −0.0712 → `−0.0712`, 1.3 → `1.300`, 2 → `2`
/// - 12345 → `12345`, 1234567 → `1.235e6`, 0.000012 → `1.2e−5`
/// - `NaN`, `∞`, `−∞`
public struct NumberFormat: Hashable, Sendable {
  /// How many digits say something.
  public var significant: Int

  public init(significant: Int = 4) {
    self.significant = min(max(1, significant), 17)
  }

  /// One number by itself. Whole numbers below a million stay whole.
  public func callAsFunction(_ value: Double) -> String {
    guard let digits = DecimalDigits(value) else { return Self.special(value) }
    if digits.isZero { return "0" }
    if digits.isWhole, digits.exponent < 6 { return digits.fixed(decimals: 0) }
    let rounded = digits.rounded(to: significant)
    if rounded.exponent >= 6 || rounded.exponent < -3 {
      return rounded.scientific(decimals: significant - 1, keepsZeros: false)
    }
    if rounded.exponent >= 0 {
      return digits.fixed(decimals: max(0, significant - 1 - rounded.exponent))
    }
    let most = significant - 1 - rounded.exponent
    return digits.fixed(decimals: max(significant, min(most, rounded.decimals)))
  }

  /// A number with exactly so many decimals.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    DecimalDigits(value)?.fixed(decimals: min(max(0, decimals), 400)) ?? special(value)
  }

  /// A mantissa with so many decimals and an exponent: `1.20e−5`.
  public static func scientific(_ value: Double, decimals: Int) -> String {
    guard let digits = DecimalDigits(value) else { return special(value) }
    if digits.isZero { return "0" }
    let decimals = min(max(0, decimals), 16)
    return digits.rounded(to: decimals + 1).scientific(decimals: decimals, keepsZeros: true)
  }

  /// Numbers that stand below each other: the same decimals for all, padded so that the points
  /// align. Very small or large ones make the whole column scientific.
  public func column(_ values: [Double]) -> [String] {
    let finite = values.compactMap(DecimalDigits.init).filter { !$0.isZero }
    let largest = finite.map { $0.rounded(to: significant).exponent }.max() ?? 0
    let decimals: Int
    let texts: [String]
    if largest >= 6 || largest < -3 {
      decimals = finite.map { $0.rounded(to: significant).count - 1 }.max() ?? 0
      texts = values.map { Self.scientific($0, decimals: decimals) }
    } else {
      let wanted = finite.map { $0.rounded(to: significant).decimals }.max() ?? 0
      decimals = finite.allSatisfy(\.isWhole) ? 0 : min(wanted, max(1, significant - 1 - largest))
      texts = values.map { Self.fixed($0, decimals: decimals) }
    }
    return Self.aligned(texts)
  }

  /// Pads texts so that their decimal points stand in one column. Numbers without a point end
  /// where it would be; texts without a digit end with the column.
  public static func aligned(_ texts: [String]) -> [String] {
    let parts = texts.map { text -> (before: Int, after: Int) in
      let width = TextWidth.of(text)
      guard text.contains(where: \.isNumber) else { return (0, 0) }
      let point = text.firstIndex(of: ".").map { text.distance(from: text.startIndex, to: $0) }
      return (point ?? width, width - (point ?? width))
    }
    let before = parts.map(\.before).max() ?? 0
    let after = parts.map(\.after).max() ?? 0
    let width = max(before + after, texts.map { TextWidth.of($0) }.max() ?? 0)
    return zip(texts, parts).map { text, part in
      let right = part == (0, 0) ? 0 : after - part.after
      let left = max(0, width - right - TextWidth.of(text))
      return String(repeating: " ", count: left) + text + String(repeating: " ", count: right)
    }
  }

  private static func special(_ value: Double) -> String {
    value.isNaN ? "NaN" : value < 0 ? "−∞" : "∞"
  }
}

/// The decimal digits of a finite number, as short as they can be without becoming another.
struct DecimalDigits {
  private var isNegative: Bool
  /// Without leading or trailing zeros; empty for zero.
  private var digits: [UInt8]
  /// The power of ten of the first digit.
  private(set) var exponent: Int

  init?(_ value: Double) {
    guard value.isFinite else { return nil }
    isNegative = value < 0
    digits = []
    exponent = 0
    var point: Int?
    var power = 0
    var text = value.magnitude.description.utf8[...]
    if let e = text.firstIndex(of: UInt8(ascii: "e")) {
      power = Int(String(decoding: text[text.index(after: e)...], as: UTF8.self)) ?? 0
      text = text[..<e]
    }
    for byte in text {
      if byte == UInt8(ascii: ".") { point = digits.count } else { digits.append(byte - 48) }
    }
    exponent = (point ?? digits.count) - 1 + power
    let leading = digits.prefix { $0 == 0 }.count
    digits.removeFirst(leading)
    exponent -= leading
    trim()
  }

  var isZero: Bool { digits.isEmpty }
  var count: Int { digits.count }
  /// How many decimals it takes to write the number in full.
  var decimals: Int { max(0, digits.count - 1 - exponent) }
  var isWhole: Bool { decimals == 0 }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { exponent = 0 }
  }

  /// Rounded half away from zero to so many significant digits.
  func rounded(to significant: Int) -> DecimalDigits {
    guard digits.count > significant else { return self }
    var result = self
    guard significant >= 0 else {
      result.digits = []
      result.trim()
      return result
    }
    result.digits = Array(digits[..<significant])
    if digits[significant] >= 5 { result.carry() }
    result.trim()
    return result
  }

  private mutating func carry() {
    var index = digits.count - 1
    while index >= 0 {
      if digits[index] < 9 {
        digits[index] += 1
        return
      }
      digits[index] = 0
      index -= 1
    }
    digits.insert(1, at: 0)
    exponent += 1
  }

  func fixed(decimals: Int) -> String {
    let rounded = rounded(to: exponent + 1 + decimals)
    var text = rounded.isNegative && !rounded.isZero ? "−" : ""
    for power in stride(from: max(0, rounded.exponent), through: -decimals, by: -1) {
      if power == -1 { text += "." }
      text += String(rounded.digit(ofPower: power))
    }
    return text
  }

  func scientific(decimals: Int, keepsZeros: Bool) -> String {
    let shown = keepsZeros ? decimals : max(0, digits.count - 1)
    var text = isNegative ? "−" : ""
    text += String(digit(ofPower: exponent))
    if shown > 0 { text += "." }
    for place in 0..<shown { text += String(digit(ofPower: exponent - 1 - place)) }
    return text + "e" + (exponent < 0 ? "−" : "") + String(exponent.magnitude)
  }

  private func digit(ofPower power: Int) -> UInt8 {
    let index = exponent - power
    return digits.indices.contains(index) ? digits[index] : 0
  }
}
