import Glibc
import Tensors

/// Data sets of sequences that are made by a rule, for networks with a memory.
public enum SequenceTasks {
  private static func check(_ sizes: [Int]) throws {
    guard sizes.allSatisfy({ $0 > 0 }) else {
      throw DataError("counts and lengths have to be at least 1, not \(sizes)")
    }
    _ = try byteCount(sizes, of: 8, "the sequences")
  }

  /// Sequences (count, length, width) of numbers from −1 to 1. The class is 1 when the sum over
  /// the last `window` steps of the first number is greater than 0.
  public static func recentSum(
    _ count: Int, length: Int, width: Int, window: Int = 8, _ generator: inout Generator
  ) throws -> TensorDataset {
    try check([count, length, width, window])
    let x = try generator.uniform([count, length, width], -1, 1)
    let sums = try x.select(2, 0).sliced(1, from: max(length - window, 0)).doubles
    let steps = min(window, length)
    let labels = (0..<count).map { row in
      sums[(row * steps)..<((row + 1) * steps)].reduce(0, +) > 0 ? 1 : 0
    }
    return try TensorDataset([x, try Tensor(labels)])
  }

  /// The adding problem: of each step's two numbers the first is from 0 to 1, the second marks
  /// two steps, one in each half. The target (count, 1) is the sum of the two marked numbers.
  /// Source: S. Hochreiter, J. Schmidhuber, "Long Short-Term Memory" (1997).
  public static func adding(_ count: Int, length: Int, _ generator: inout Generator) throws
    -> TensorDataset
  {
    try check([count, length, 2])
    guard length >= 2 else { throw DataError("two steps can't be marked in a length of \(length)") }
    let values = try generator.rand([count, length]).floats
    var (x, y): ([Float], [Float]) = ([], [])
    for row in 0..<count {
      let half = length / 2
      let marked = [
        Int(generator.bits32()) % half, half + Int(generator.bits32()) % (length - half),
      ]
      for step in 0..<length { x += [values[row * length + step], marked.contains(step) ? 1 : 0] }
      y.append(marked.reduce(0) { $0 + values[row * length + $1] })
    }
    return try TensorDataset([
      try Tensor(x, shape: [count, length, 2]), try Tensor(y, shape: [count, 1]),
    ])
  }

  /// The copy task: `length` symbols 1 … symbols, then `delay` blanks (0), of which the last is the
  /// signal `symbols` + 1, then blanks while the network has to say the symbols again. Input and
  /// target are (count, 2 · length + delay).
  /// Source: S. Hochreiter, J. Schmidhuber; as in M. Arjovsky et al., arXiv:1511.06464.
  public static func copy(
    _ count: Int, length: Int, delay: Int, symbols: Int = 8, _ generator: inout Generator
  ) throws -> TensorDataset {
    try check([count, length, delay, symbols])
    try check([count, 2 * length + delay])
    let drawn = try generator.randint(1, symbols + 1, [count, length]).integers
    let steps = 2 * length + delay
    var (x, y): ([Int], [Int]) = ([], [])
    for row in 0..<count {
      let word = drawn[(row * length)..<((row + 1) * length)]
      x += word + Array(repeating: 0, count: delay - 1) + [symbols + 1]
      x += Array(repeating: 0, count: length)
      y += Array(repeating: 0, count: length + delay) + word
    }
    return try TensorDataset([
      try Tensor(x, shape: [count, steps]), try Tensor(y, shape: [count, steps]),
    ])
  }

  /// What a pair of sequences has in common.
  public enum Pairing: Hashable, Sendable, CaseIterable {
    /// The target is the input from back to front.
    case reversed
    /// The target is the input in order.
    case sorted
  }

  /// Pairs for encoder and decoder: both (count, length), symbols first … first + symbols − 1.
  /// - Parameter first: the numbers below are left for padding, start and end.
  public static func pairs(
    _ pairing: Pairing, _ count: Int, length: Int, symbols: Int, first: Int = 3,
    _ generator: inout Generator
  ) throws -> TensorDataset {
    try check([count, length, symbols])
    guard 0...1_000_000 ~= first, symbols <= 1_000_000 else {
      throw DataError("there can't be \(symbols) symbols from \(first) on")
    }
    let x = try generator.randint(first, first + symbols, [count, length])
    let numbers = x.integers
    let y = (0..<count).flatMap { row in
      let word = numbers[(row * length)..<((row + 1) * length)]
      return pairing == .reversed ? Array(word.reversed()) : word.sorted()
    }
    return try TensorDataset([x, try Tensor(y, shape: [count, length])])
  }
}
