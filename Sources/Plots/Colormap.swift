import Canvas

/// Colours for numbers, from 0 to 1.
public enum Colormap: Hashable, Sendable, CaseIterable {
  /// Magnitudes: dark violet to yellow, evenly spaced to the eye (van der Walt and Smith, 2015).
  case viridis
  /// Magnitudes: blue to yellow, the same to colour-blind eyes (Nuñez, Anderton and Renslow,
  /// 2018).
  case cividis
  /// Signed values: blue, white at the middle, red (ColorBrewer's RdBu; Brewer and Harrower,
  /// 2013).
  case diverging
  /// Images: black to white.
  case gray

  /// The colour at a place between 0 and 1; places outside are moved to the nearer end.
  public func color(_ place: Double) -> RGB {
    let t = place.isNaN ? 0 : min(max(place, 0), 1)
    switch self {
    case .viridis: return Colormap.polynomial(t, scale: 255, Colormap.viridisCoefficients)
    case .cividis: return Colormap.polynomial(t, scale: 1, Colormap.cividisCoefficients)
    case .diverging: return Colormap.interpolated(t, Colormap.redBlue)
    case .gray: return RGB(byte(255 * t), byte(255 * t), byte(255 * t))
    }
  }

  private static func polynomial(
    _ t: Double, scale: Double, _ coefficients: [(Double, Double, Double)]
  ) -> RGB {
    var (red, green, blue) = (0.0, 0.0, 0.0)
    for coefficient in coefficients.reversed() {
      red = red * t + coefficient.0
      green = green * t + coefficient.1
      blue = blue * t + coefficient.2
    }
    return RGB(byte(scale * red), byte(scale * green), byte(scale * blue))
  }

  private static func interpolated(_ t: Double, _ colors: [RGB]) -> RGB {
    let place = t * Double(colors.count - 1)
    let index = min(Int(place), colors.count - 2)
    let part = place - Double(index)
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 { byte(Double(a) + (Double(b) - Double(a)) * part) }
    let (a, b) = (colors[index], colors[index + 1])
    return RGB(mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue))
  }

  /// Matt Zucker's fit of degree six to matplotlib's table (2019), in the unit cube.
  private static let viridisCoefficients: [(Double, Double, Double)] = [
    (0.2777273272234177, 0.005407344544966578, 0.3340998053353061),
    (0.1050930431085774, 1.404613529898575, 1.384590162594685),
    (-0.3308618287255563, 0.214847559468213, 0.09509516302823659),
    (-4.634230498983486, -5.799100973351585, -19.33244095627987),
    (6.228269936347081, 14.17993336680509, 56.69055260068105),
    (4.776384997670288, -13.74514537774601, -65.35303263337234),
    (-5.435455855934631, 4.645852612178535, 26.3124352495832),
  ]

  /// The fit of degree five that d3-scale-chromatic ships, in 8-bit units.
  private static let cividisCoefficients: [(Double, Double, Double)] = [
    (-4.54, 32.49, 81.24), (-35.34, 170.73, 442.36), (2381.73, 52.82, -2482.43),
    (-6402.7, -131.46, 6167.24), (7024.72, 176.58, -6614.94), (-2710.57, -67.37, 2475.67),
  ]

  private static let redBlue: [RGB] = [
    RGB(hex: 0x2166AC), RGB(hex: 0x4393C3), RGB(hex: 0x92C5DE), RGB(hex: 0xD1E5F0),
    RGB(hex: 0xF7F7F7), RGB(hex: 0xFDDBC7), RGB(hex: 0xF4A582), RGB(hex: 0xD6604D),
    RGB(hex: 0xB2182B),
  ]
}

/// A number between 0 and 255, rounded.
private func byte(_ value: Double) -> UInt8 { UInt8(min(max(value, 0), 255).rounded()) }

/// Which numbers get which colours, or which glyphs where there are no colours.
public struct ColorScale: Hashable, Sendable {
  public var map: Colormap
  /// The numbers at the two ends of the map.
  public var range: ClosedRange<Double>

  public init(_ map: Colormap, _ range: ClosedRange<Double>) {
    self.map = map
    self.range = range
  }

  /// From the smallest to the largest of some numbers.
  public static func magnitude(of values: [Double], map: Colormap = .viridis) -> ColorScale {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return ColorScale(map, 0...1) }
    return ColorScale(map, low < high ? low...high : low...(low + 1))
  }

  /// Centred at zero, as far as the largest magnitude among some numbers.
  public static func signed(of values: [Double]) -> ColorScale {
    let bound = values.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0
    return ColorScale(.diverging, bound > 0 ? -bound...bound : -1...1)
  }

  public var isSigned: Bool { map == .diverging }

  /// Where a number is on the scale, from 0 to 1.
  public func place(of value: Double) -> Double {
    let half = range.upperBound / 2 - range.lowerBound / 2
    guard half > 0 else { return 0.5 }
    return min(max((value / 2 - range.lowerBound / 2) / half, 0), 1)
  }

  /// The colour of a number; infinities take the ends.
  public func color(of value: Double) -> RGB { map.color(place(of: value)) }

  /// The glyph of a number where there are no colours: fuller for larger magnitudes, and made of
  /// strokes for negative ones.
  public func glyph(of value: Double, ascii: Bool) -> Character {
    if value.isNaN { return "?" }
    let place = place(of: value)
    let strength = isSigned ? abs(2 * place - 1) : place
    let ramp: [Character] =
      switch (isSigned && place < 0.5, ascii) {
      case (false, false): [" ", "·", "░", "▒", "▓", "█"]
      case (true, false): [" ", "·", "╌", "─", "═", "≡"]
      case (false, true): [" ", ".", ":", "+", "*", "#"]
      case (true, true): [" ", ".", "_", "-", "=", "%"]
      }
    return ramp[min(Int(strength * Double(ramp.count)), ramp.count - 1)]
  }
}
