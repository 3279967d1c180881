import Tensors

/// Dates as people write them, and in ISO 8601: pairs for a model that translates.
public enum Dates {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// `count` pairs such as "7 March 1994" and "1994-03-07", of days from 1900 to 2099.
  public static func pairs(_ count: Int, _ generator: inout Generator) throws -> [(
    source: String, target: String
  )] {
    guard 0...10_000_000 ~= count else {
      throw DataError("from 0 to 10000000 dates can be made, not \(count)")
    }
    func draw(_ count: Int) -> Int { Int(generator.bits32()) % count }
    return (0..<count).map { _ in
      let (year, month) = (1900 + draw(200), 1 + draw(12))
      let day = 1 + draw(days(in: month, year))
      let target = "\(year)-\(twoDigits(month))-\(twoDigits(day))"
      return (spelled(year, month, day, form: draw(6)), target)
    }
  }

  private static func days(in month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func twoDigits(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }

  private static func spelled(_ year: Int, _ month: Int, _ day: Int, form: Int) -> String {
    let name = months[month - 1]
    switch form {
    case 0: return "\(day) \(name) \(year)"
    case 1: return "\(name) \(day), \(year)"
    case 2: return "\(day) \(name.prefix(3)) \(year)"
    case 3: return "\(day).\(month).\(year)"
    case 4: return "\(twoDigits(month))/\(twoDigits(day))/\(year)"
    default: return "\(name.lowercased()) \(day) \(year)"
    }
  }
}
