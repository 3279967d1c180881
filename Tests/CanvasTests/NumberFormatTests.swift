import Canvas
import Testing

@Suite struct NumberFormatTests {
  @Test(arguments: [
    (0.42, "0.4200"), (-0.0712, "−0.0712"), (0.071234, "0.07123"), (1.3, "1.300"), (2, "2"),
    (0, "0"), (-0.0, "0"), (12345, "12345"), (12345.6, "12346"), (999_999, "999999"),
    (1_234_567, "1.235e6"), (0.000012, "1.2e−5"), (0.001, "0.0010"), (0.00099999, "0.0010"),
    (9.9996, "10.00"), (0.99996, "1.000"), (999.96, "1000"), (123.45, "123.5"),
    (1e300, "1e300"), (.leastNonzeroMagnitude, "5e−324"), (0.1 + 0.2, "0.3000"),
    (1.0e-3 / 3, "3.333e−4"),
    (.nan, "NaN"), (.infinity, "∞"), (-.infinity, "−∞"), (-1.5e-7, "−1.5e−7"),
  ])
  func oneNumber(_ value: Double, _ text: String) {
    #expect(NumberFormat()(value) == text)
  }

  @Test(arguments: [
    (1.005, 2, "1.01"), (0.5, 0, "1"), (-0.4, 0, "0"), (-0.6, 0, "−1"), (1.5, 3, "1.500"),
    (0.0004, 2, "0.00"), (0.006, 2, "0.01"), (1e21, 0, "1000000000000000000000"),
    (.nan, 2, "NaN"),
  ])
  func fixedDecimals(_ value: Double, _ decimals: Int, _ text: String) {
    #expect(NumberFormat.fixed(value, decimals: decimals) == text)
  }

  @Test func aColumnAlignsOnThePoint() {
    #expect(
      NumberFormat().column([0.42, -12.5, .nan, 3]) == ["  0.42", "−12.50", "   NaN", "  3.00"])
    #expect(NumberFormat().column([1, 20, -3]) == [" 1", "20", "−3"])
    #expect(NumberFormat().column([1e-7, 2.5e-6]) == ["1.0e−7", "2.5e−6"])
    #expect(NumberFormat().column([]) == [])
  }

  /// What is shown is the number, to within half a unit of its last digit.
  @Test(arguments: 0..<50)
  func theTextReadsBackAsTheNumber(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    let magnitude = Double(random.next(below: 1_000_000) + 1)
    var value = magnitude
    for _ in 0..<random.next(below: 20) { value /= 10 }
    let text = NumberFormat()(-value)
    let plain = String(text.map { $0 == "−" ? "-" : $0 })
    let read = try #require(Double(plain))
    #expect((read + value).magnitude <= value * 0.00051)
  }
}
