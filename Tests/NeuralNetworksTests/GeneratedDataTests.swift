import Foundation
import NeuralNetworks
import Tensors
import Testing

@Suite struct GeneratedDataTests {
  @Test(arguments: GeneratedPoints.allCases) func pointsLieWhereTheirClassIs(
    _ kind: GeneratedPoints
  ) throws {
    var generator = Generator(seed: 5)
    let data = try kind.points(200, &generator)
    #expect(data.count == 200)
    for index in 0..<200 {
      let point = data.row(index).map(Double.init)
      let (x, y) = (point[0], point[1])
      let isPositive = data.labels[index] == 1
      let isRight =
        switch kind {
        case .circle: isPositive ? hypot(x, y) <= 2.5 : 3.5...5.001 ~= hypot(x, y)
        case .xor: (x * y >= 0) == isPositive && abs(x) >= 0.299 && abs(y) >= 0.299
        case .gauss: hypot(x - (isPositive ? 2 : -2), y - (isPositive ? 2 : -2)) < 3.5
        case .spiral:
          abs(
            remainder(
              atan2(x, y) - hypot(x, y) / 5 * 3.5 * .pi - (isPositive ? 0 : .pi), 2 * .pi)) < 1e-3
            || hypot(x, y) < 1e-3
        case .moons:
          isPositive
            ? abs(hypot(x - 1, y - 0.5) - 1) < 1e-5 && y < 0.51
            : abs(hypot(x, y) - 1) < 1e-5 && y > -0.01
        }
      #expect(isRight, "\(kind) \(x) \(y) \(isPositive)")
    }
    if kind != .xor { #expect(data.labels.reduce(0, +) == 100) }
    var (again, other) = (Generator(seed: 5), Generator(seed: 6))
    #expect(try kind.points(200, &again).features == data.features)
    let noisy = try kind.points(200, noise: 0.3, &other)
    #expect(noisy.features != data.features || noisy.labels != data.labels)
    #expect(try kind.points(0, &again).count == 0 && kind.points(1, &again).count == 1)
    for (count, noise) in [(-1, 0), (1 << 60, 0), (2, -1), (2, Double.nan)] {
      #expect(throws: DataError.self) { try kind.points(count, noise: noise, &again) }
    }
  }

  @Test func recentSumsLookAtTheLastSteps() throws {
    var generator = Generator(seed: 2)
    let data = try SequenceTasks.recentSum(50, length: 20, width: 3, &generator)
    let (x, labels) = (data.tensors[0], data.tensors[1].integers)
    #expect(x.shape == [50, 20, 3] && Set(labels) == [0, 1])
    for row in 0..<50 {
      let steps = try x.select(0, row).select(1, 0).doubles
      #expect(labels[row] == (steps.suffix(8).reduce(0, +) > 0 ? 1 : 0))
    }
    #expect(try SequenceTasks.recentSum(2, length: 3, width: 1, &generator).count == 2)
  }

  @Test func addingMarksAStepInEachHalf() throws {
    var generator = Generator(seed: 2)
    let data = try SequenceTasks.adding(20, length: 7, &generator)
    for row in 0..<20 {
      let sample = try data.sample(row)
      let (values, marks) = (
        try sample[0].select(1, 0).doubles, try sample[0].select(1, 1).doubles
      )
      #expect(marks[..<3].reduce(0, +) == 1 && marks[3...].reduce(0, +) == 1)
      let sum = zip(values, marks).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(try sample[1].item() - sum) < 1e-6)
    }
  }

  @Test func copyAsksForTheSymbolsAfterTheDelay() throws {
    var generator = Generator(seed: 2)
    let data = try SequenceTasks.copy(5, length: 3, delay: 4, symbols: 2, &generator)
    let sample = try data.sample(3)
    let (x, y) = (sample[0].integers, sample[1].integers)
    #expect(x.count == 10 && x[3...] == [0, 0, 0, 3, 0, 0, 0])
    #expect(y[..<7].allSatisfy { $0 == 0 } && y[7...] == x[..<3])
    #expect(x[..<3].allSatisfy { 1...2 ~= $0 })
  }

  @Test(arguments: SequenceTasks.Pairing.allCases) func pairsFollowTheirRule(
    _ pairing: SequenceTasks.Pairing
  ) throws {
    var generator = Generator(seed: 2)
    let data = try SequenceTasks.pairs(pairing, 10, length: 6, symbols: 4, &generator)
    for row in 0..<10 {
      let sample = try data.sample(row)
      let (x, y) = (sample[0].integers, sample[1].integers)
      #expect(y == (pairing == .sorted ? x.sorted() : x.reversed()))
      #expect(x.allSatisfy { 3...6 ~= $0 })
    }
  }

  @Test func datesAreRight() throws {
    var generator = Generator(seed: 2)
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "UTC")
    formatter.isLenient = false
    let iso = DateFormatter()
    iso.locale = formatter.locale
    iso.timeZone = formatter.timeZone
    iso.dateFormat = "yyyy-MM-dd"
    let forms = [
      "d MMMM yyyy", "MMMM d, yyyy", "d MMM yyyy", "d.M.yyyy", "MM/dd/yyyy", "MMMM d yyyy",
    ]
    for (source, target) in try Dates.pairs(300, &generator) {
      let readings = forms.compactMap { form -> String? in
        formatter.dateFormat = form
        return formatter.date(from: source).map(iso.string(from:))
      }
      #expect(readings.contains(target), "\(source) \(target)")
    }
  }

  @Test func impossibleTasksAreRefused() throws {
    var generator = Generator(seed: 2)
    let huge = 1 << 40
    for (count, length) in [(0, 4), (3, 0), (huge, huge), (-1, 5)] {
      #expect(throws: DataError.self) {
        try SequenceTasks.recentSum(count, length: length, width: 1, &generator)
      }
      #expect(throws: DataError.self) {
        try SequenceTasks.adding(count, length: length, &generator)
      }
      #expect(throws: DataError.self) {
        try SequenceTasks.copy(count, length: length, delay: 1, &generator)
      }
      #expect(throws: DataError.self) {
        try SequenceTasks.pairs(.sorted, count, length: length, symbols: 3, &generator)
      }
    }
    #expect(throws: DataError.self) { try SequenceTasks.adding(3, length: 1, &generator) }
    #expect(throws: DataError.self) {
      try SequenceTasks.copy(1, length: 1, delay: 1, symbols: .max, &generator)
    }
    #expect(throws: DataError.self) { try Dates.pairs(-1, &generator) }
  }

  @Test func twoDigitsAreATable() throws {
    let pair = try bundledDigits().pair(3, 8)
    #expect(pair.count == 357 && pair.labels.reduce(0, +) == 174 && pair.classes == 2)
    #expect(throws: DataError.self) { try bundledDigits().pair(3, 3) }
    #expect(throws: DataError.self) { try bundledDigits().pair(3, 10) }
  }
}
