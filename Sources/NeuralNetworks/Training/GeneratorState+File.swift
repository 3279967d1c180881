import Tensors

/// The state of a generator as a tensor of whole numbers: the words, the place of the next one,
/// whether a normal number is kept, and its bits.
extension Generator {
  func tensor() throws -> Tensor {
    let state = state
    let spare = state.spareNormal ?? 0
    return try Tensor(
      state.words.map(Int.init) + [
        state.position, state.spareNormal == nil ? 0 : 1,
        Int(Int64(bitPattern: spare.bitPattern)),
      ])
  }

  /// - Throws: when it is no state of a generator.
  init(_ tensor: Tensor) throws {
    let numbers = tensor.integers
    let words = numbers.dropLast(3).compactMap(UInt32.init(exactly:))
    guard numbers.count > 3, words.count == numbers.count - 3 else {
      throw TensorError("RNG state is wrong size")
    }
    let tail = numbers.suffix(3).map { $0 }
    try self.init(
      state: State(
        words: words, position: tail[0],
        spareNormal: tail[1] == 0 ? nil : Double(bitPattern: UInt64(bitPattern: Int64(tail[2])))))
  }
}
