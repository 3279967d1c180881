import Autograd
import Tensors

/// A table with one row of numbers for each of `count` symbols: a symbol's number picks its row.
public final class Embedding: Module, Layer {
  public let symbols: Int
  public let width: Int
  /// The symbol that stands for nothing: its row starts at 0 and learns nothing.
  public let padding: Int?

  /// The table, of shape (symbols, width).
  public var weight: Variable { get throws { try variable("weight") } }

  /// - Parameter padding: PyTorch's `padding_idx`; a negative one counts from the back.
  public init(
    _ symbols: Int, _ width: Int, padding: Int? = nil, tape: Tape, dtype: DataType = .float32
  ) throws {
    if let padding {
      let isBelow = padding < symbols
      guard isBelow, padding >= -symbols else {
        throw TensorError(.assertion, "Padding_idx must be within num_embeddings")
      }
    }
    self.symbols = symbols
    self.width = width
    self.padding = padding.map { $0 < 0 ? $0 + symbols : $0 }
    super.init()
    let table = try tape.generator.randn([symbols, width], dtype: dtype)
    if let padding = self.padding { try table.select(0, padding).fill(0) }
    try register(parameter: tape.leaf(table, requiresGradient: true), as: "weight")
  }

  /// A table that is given, such as word vectors.
  public init(_ table: Tensor, padding: Int? = nil, isFrozen: Bool = true, tape: Tape) throws {
    guard table.rank == 2 else {
      throw TensorError(.assertion, "Embeddings parameter is expected to be 2-dimensional")
    }
    (symbols, width, self.padding) = (table.shape[0], table.shape[1], padding)
    super.init()
    try register(parameter: tape.leaf(table, requiresGradient: !isFrozen), as: "weight")
  }

  public override var settings: String {
    "\(symbols), \(width)" + (padding.map { ", padding_idx=\($0)" } ?? "")
  }

  public override func anew() throws -> Module {
    let weight = try weight
    return try Embedding(
      symbols, width, padding: padding, tape: weight.tape, dtype: weight.dtype)
  }

  /// - Parameter x: numbers of symbols, in any shape.
  public func forward(_ x: Variable) throws -> Variable {
    try weight.embedding(x.value, padding: padding)
  }
}

extension Variable {
  /// The rows of this table that `indices` name: PyTorch's `nn.functional.embedding`.
  /// - Parameter padding: a row that no gradient flows to.
  public func embedding(_ indices: Tensor, padding: Int? = nil) throws -> Variable {
    try tape.record(.embedding(padding: padding), .two(self, tape.constant(indices)))
  }
}
