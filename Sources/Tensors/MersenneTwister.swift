/// The 32-bit Mersenne Twister MT19937 of Matsumoto and Nishimura (1998), which is also
/// PyTorch's generator on the CPU.
struct MersenneTwister: Sendable {
  private static let size = 624
  private static let middle = 397
  private(set) var state: [UInt32]
  private(set) var position = MersenneTwister.size

  init(seed: UInt32) {
    state = [seed]
    state.reserveCapacity(MersenneTwister.size)
    for index in 1..<MersenneTwister.size {
      let last = state[index - 1]
      state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(index))
    }
  }

  /// Goes on from where another one stood; nil when that is no state.
  init?(state: [UInt32], position: Int) {
    guard state.count == MersenneTwister.size, (0...MersenneTwister.size).contains(position) else {
      return nil
    }
    self.state = state
    self.position = position
  }

  mutating func next() -> UInt32 {
    if position == MersenneTwister.size { twist() }
    var y = state[position]
    position += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9d2c_5680
    y ^= (y << 15) & 0xefc6_0000
    return y ^ (y >> 18)
  }

  private mutating func twist() {
    let (n, m) = (MersenneTwister.size, MersenneTwister.middle)
    for index in 0..<n {
      let y = (state[index] & 0x8000_0000) | (state[(index + 1) % n] & 0x7fff_ffff)
      state[index] = state[(index + m) % n] ^ (y >> 1) ^ (y & 1 == 0 ? 0 : 0x9908_b0df)
    }
    position = 0
  }
}
