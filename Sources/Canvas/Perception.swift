#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A colour in Oklab, where equal distances look equally different.
/// Source: Björn Ottosson, "A perceptual color space for image processing", 2020.
struct Oklab: Hashable, Sendable {
  var lightness: Float
  var a: Float
  var b: Float

  init(_ color: RGB) {
    let red = Oklab.linear[Int(color.red)]
    let green = Oklab.linear[Int(color.green)]
    let blue = Oklab.linear[Int(color.blue)]
    let l = cbrtf(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    let m = cbrtf(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    let s = cbrtf(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
    a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
    b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
  }

  func squaredDistance(to other: Oklab, chromaWeight: Float) -> Float {
    let dl = lightness - other.lightness
    let da = a - other.a
    let db = b - other.b
    return dl * dl + chromaWeight * (da * da + db * db)
  }

  /// sRGB's transfer function, for every 8-bit value.
  private static let linear: [Float] = (0...255).map { value in
    let x = Float(value) / 255
    return x <= 0.04045 ? x / 12.92 : powf((x + 0.055) / 1.055, 2.4)
  }
}

extension RGB {
  /// How light the colour looks, from 0 (black) to 1 (white).
  public var lightness: Double { Double(Oklab(self).lightness) }
}

/// The colours of a terminal that shows 256: 16 of ANSI, a cube of 6×6×6, and 24 greys.
enum IndexedColors {
  static func color(_ index: UInt8) -> RGB {
    switch index {
    case 0..<16: return ansi[Int(index)]
    case 16..<232:
      let place = Int(index) - 16
      return RGB(levels[place / 36], levels[place / 6 % 6], levels[place % 6])
    default:
      let grey = UInt8(8 + 10 * (Int(index) - 232))
      return RGB(grey, grey, grey)
    }
  }

  /// The nearest of the cube's corners around a colour and of the greys; the first 16 are the
  /// user's to choose, so nobody knows what they look like.
  static func nearest256(to color: RGB) -> UInt8 {
    let grey = (Int(color.red) + Int(color.green) + Int(color.blue)) / 3
    let step = min(max((grey - 8) / 10, 0), 22)
    var candidates = [232 + step, 233 + step]
    for red in levels(around: color.red) {
      for green in levels(around: color.green) {
        for blue in levels(around: color.blue) {
          candidates.append(16 + 36 * red + 6 * green + blue)
        }
      }
    }
    return nearest(to: color, from: candidates, chromaWeight: 1)
  }

  /// The nearest of the first `count` ANSI colours, as most terminals show them. With so few,
  /// a wrong hue is worse than a wrong lightness: greys stay grey.
  static func nearestANSI(to color: RGB, count: Int) -> UInt8 {
    nearest(to: color, from: 0..<count, chromaWeight: 4)
  }

  /// The steps of the cube just below and above a value.
  private static func levels(around value: UInt8) -> [Int] {
    let above = levels.firstIndex { $0 >= value } ?? 5
    return levels[above] == value ? [above] : [above - 1, above]
  }

  private static func nearest(
    to color: RGB, from candidates: some Sequence<Int>, chromaWeight: Float
  ) -> UInt8 {
    let lab = Oklab(color)
    var best = 0
    var distance = Float.infinity
    for index in candidates {
      let candidate = lab.squaredDistance(to: labs[index], chromaWeight: chromaWeight)
      if candidate < distance { (best, distance) = (index, candidate) }
    }
    return UInt8(best)
  }

  private static let labs = (0...255).map { Oklab(color(UInt8($0))) }
  private static let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
  private static let ansi: [RGB] = [
    RGB(hex: 0x000000), RGB(hex: 0xCD0000), RGB(hex: 0x00CD00), RGB(hex: 0xCDCD00),
    RGB(hex: 0x0000EE), RGB(hex: 0xCD00CD), RGB(hex: 0x00CDCD), RGB(hex: 0xE5E5E5),
    RGB(hex: 0x7F7F7F), RGB(hex: 0xFF0000), RGB(hex: 0x00FF00), RGB(hex: 0xFFFF00),
    RGB(hex: 0x5C5CFF), RGB(hex: 0xFF00FF), RGB(hex: 0x00FFFF), RGB(hex: 0xFFFFFF),
  ]
}
