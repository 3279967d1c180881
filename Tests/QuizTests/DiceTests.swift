import Testing

@testable import Quiz

@Suite struct DiceTests {
  @Test func theNumbersOfASeedStayTheSameForEver() {
    var dice = Dice(seed: 1, stream: "m")
    #expect((0..<5).map { _ in dice.number(below: 1000) } == [710, 247, 714, 738, 7])
    #expect(dice.shuffled([1, 2, 3, 4, 5, 6]) == [6, 3, 4, 2, 5, 1])
  }

  @Test func streamsOfOneSeedDiffer() {
    var a = Dice(seed: 7, stream: "a")
    var b = Dice(seed: 7, stream: "b")
    #expect(a.next() != b.next())
  }

  @Test(arguments: [1, 2, 3, 10, 1_000_000_007])
  func numbersStayBelowTheirBound(_ bound: Int) {
    var dice = Dice(seed: 3, stream: "bound")
    let numbers = (0..<200).map { _ in dice.number(below: bound) }
    #expect(numbers.allSatisfy { (0..<bound).contains($0) })
    #expect(bound > 10 || Set(numbers).count == bound)
  }

  @Test(arguments: [0, -5]) func anEmptyBoundGivesZero(_ bound: Int) {
    var dice = Dice(seed: 3, stream: "bound")
    #expect(dice.number(below: bound) == 0)
  }

  @Test(arguments: 0..<20) func shufflingKeepsEveryElement(_ seed: UInt64) {
    var dice = Dice(seed: seed, stream: "shuffle")
    #expect(dice.shuffled(Array(0..<10)).sorted() == Array(0..<10))
  }
}
