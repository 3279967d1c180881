/// The random numbers of the quiz. The same seed gives the same numbers on every platform and in
/// every version for ever, because a learner's record names a question by its id and its seed.
///
/// The generator is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014). Each use draws from a stream of its own, so that a parameter that is added
/// to a question leaves the numbers of the others as they were.
public struct Dice: Hashable, Sendable {
  private var state: UInt64

  /// - Parameter stream: what the numbers are for; its FNV-1a hash is mixed into the seed.
  public init(seed: UInt64, stream: String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in stream.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    state = seed ^ hash
    state = next()
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A whole number in `0..<bound`, each equally likely; 0 when the bound is not positive.
  public mutating func number(below bound: Int) -> Int {
    guard bound > 1 else { return 0 }
    let bound = UInt64(bound)
    let unbiased = UInt64.max - UInt64.max % bound
    while true {
      let bits = next()
      if bits < unbiased { return Int(bits % bound) }
    }
  }

  /// The elements in a random order (Fisher and Yates).
  public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var result = elements
    for last in result.indices.dropFirst().reversed() {
      result.swapAt(last, number(below: last + 1))
    }
    return result
  }
}
