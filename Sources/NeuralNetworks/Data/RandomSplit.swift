import Tensors

/// Shuffles the numbers of samples and cuts them into parts of these lengths, in the order of
/// PyTorch's `random_split` for the same generator.
/// - Throws: a `ValueError` when the lengths don't add up to the count.
public func randomSplit(_ count: Int, lengths: [Int], _ generator: inout Generator) throws
  -> [[Int]]
{
  var sum = 0
  for length in lengths {
    let (next, overflow) = sum.addingReportingOverflow(length)
    guard !overflow, length >= 0 else {
      sum = -1
      break
    }
    sum = next
  }
  guard sum == count else {
    throw TensorError(
      .value, "Sum of input lengths does not equal the length of the input dataset!")
  }
  var order = try generator.randperm(count)[...]
  return lengths.map { length in
    defer { order = order.dropFirst(length) }
    return Array(order.prefix(length))
  }
}

/// The same with shares that add up to 1. What rounding down leaves over goes to the first parts,
/// one each.
public func randomSplit(_ count: Int, fractions: [Double], _ generator: inout Generator) throws
  -> [[Int]]
{
  for (index, fraction) in fractions.enumerated() where !(0...1 ~= fraction) {
    throw TensorError(.value, "Fraction at index \(index) is not between 0 and 1")
  }
  let sum = fractions.reduce(0, +)
  guard abs(sum - 1) <= 1e-9 * max(sum, 1), sum <= 1 else {
    throw TensorError(
      .value, "Sum of input lengths does not equal the length of the input dataset!")
  }
  var lengths = fractions.map { Int(Double(count) * $0) }
  for index in 0..<(count - lengths.reduce(0, +)) { lengths[index % lengths.count] += 1 }
  return try randomSplit(count, lengths: lengths, &generator)
}

extension Dataset {
  /// Parts of these lengths, shuffled.
  public func randomSplit(_ lengths: [Int], _ generator: inout Generator) throws -> [Subset<Self>] {
    try NeuralNetworks.randomSplit(count, lengths: lengths, &generator)
      .map { try Subset(self, $0) }
  }

  /// Parts with these shares, shuffled.
  public func randomSplit(fractions: [Double], _ generator: inout Generator) throws
    -> [Subset<Self>]
  {
    try NeuralNetworks.randomSplit(count, fractions: fractions, &generator)
      .map { try Subset(self, $0) }
  }
}
