import CNcurses
import Canvas

/// Reads what the mouse did from the parameters that follow `ESC [ <`: button, column and row,
/// and M for a press or m for a release.
struct MouseDecoder {
  static let introducer = "\u{1B}[<"
  /// The code that stands for the introducer.
  static let code = KEY_MAX + 1003

  private var isHeld = false

  /// Takes the parameters off what was read; nil for buttons that nobody asked for.
  mutating func decode(_ rest: inout ArraySlice<DecodedInput>) -> Mouse? {
    var numbers = [0]
    while case .scalar(let scalar)? = rest.popFirst() {
      switch scalar {
      case "0"..."9":
        let digit = Int(scalar.value) - 0x30
        numbers[numbers.count - 1] = min(numbers[numbers.count - 1] * 10 + digit, 1 << 16)
      case ";" where numbers.count < 3: numbers.append(0)
      case "M" where numbers.count == 3: return mouse(numbers, pressed: true)
      case "m" where numbers.count == 3: return mouse(numbers, pressed: false)
      default: return nil
      }
    }
    return nil
  }

  private mutating func mouse(_ numbers: [Int], pressed: Bool) -> Mouse? {
    let place = Point(x: max(0, numbers[1] - 1), y: max(0, numbers[2] - 1))
    // Shift, Alt and Control add 4, 8 and 16; motion adds 32, the wheel 64.
    switch numbers[0] & ~0b11100 {
    case 0:
      isHeld = pressed
      return Mouse(pressed ? .press : .release, at: place)
    case 32...35: return Mouse(isHeld ? .drag : .move, at: place)
    case 64: return Mouse(.scrollUp, at: place)
    case 65: return Mouse(.scrollDown, at: place)
    default: return nil
    }
  }
}
