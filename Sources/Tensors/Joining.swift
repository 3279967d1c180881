extension Shapes {
  /// The shape of tensors side by side along a dimension.
  ///
  /// A vector without elements fits anything and adds nothing.
  public static func concatenation(_ shapes: [[Int]], _ dim: Int) throws -> [Int] {
    let nothing = [0]
    guard var result = shapes.first(where: { $0 != nothing }) ?? shapes.first else {
      throw TensorError(.value, "torch.cat(): expected a non-empty list of Tensors")
    }
    if let scalar = shapes.firstIndex(of: []) {
      throw TensorError("zero-dimensional tensor (at position \(scalar)) cannot be concatenated")
    }
    let axis = try Shapes.axis(dim, rank: result.count)
    result[axis] = 0
    for (index, shape) in shapes.enumerated() where shape != nothing {
      guard shape.count == result.count else {
        throw TensorError(
          "Tensors must have same number of dimensions: got \(result.count) and \(shape.count)")
      }
      for other in shape.indices where other != axis && shape[other] != result[other] {
        throw TensorError(
          "Sizes of tensors must match except in dimension \(axis). Expected size "
            + "\(result[other]) but got size \(shape[other]) for tensor number \(index) in the "
            + "list.")
      }
      let (size, overflow) = result[axis].addingReportingOverflow(shape[axis])
      guard !overflow else { throw TensorError("Storage size calculation overflowed") }
      result[axis] = size
    }
    return result
  }

  /// The shape of tensors one behind the other along a new dimension.
  public static func stack(_ shapes: [[Int]], _ dim: Int) throws -> [Int] {
    guard var result = shapes.first else {
      throw TensorError("stack expects a non-empty TensorList")
    }
    if let index = shapes.firstIndex(where: { $0 != result }) {
      throw TensorError(
        "stack expects each tensor to be equal size, but got \(Shapes.describe(result)) at "
          + "entry 0 and \(Shapes.describe(shapes[index])) at entry \(index)")
    }
    result.insert(shapes.count, at: try Shapes.axis(dim, rank: result.count + 1))
    return result
  }
}

extension Tensor {
  /// Tensors side by side along a dimension.
  public static func concatenated(_ tensors: [Tensor], _ dim: Int = 0) throws -> Tensor {
    let shape = try Shapes.concatenation(tensors.map(\.shape), dim)
    let axis = try Shapes.axis(dim, rank: shape.count)
    let out = try Tensor(unset: shape, dtype: tensors.map(\.dtype).max() ?? .float32)
    var start = 0
    for tensor in tensors where tensor.shape != [0] {
      try out.narrowed(axis, from: start, length: tensor.shape[axis]).assign(tensor)
      start += tensor.shape[axis]
    }
    return out
  }

  /// Tensors of one shape one behind the other along a new dimension.
  public static func stacked(_ tensors: [Tensor], _ dim: Int = 0) throws -> Tensor {
    _ = try Shapes.stack(tensors.map(\.shape), dim)
    return try concatenated(try tensors.map { try $0.unsqueezed(dim) }, dim)
  }

  /// Side by side: along dimension 1, vectors along their only one.
  public static func hstacked(_ tensors: [Tensor]) throws -> Tensor {
    let tensors = try atLeast(1, tensors, "hstack")
    return try concatenated(tensors, tensors[0].rank == 1 ? 0 : 1)
  }

  /// One below the other: along dimension 0, vectors as rows.
  public static func vstacked(_ tensors: [Tensor]) throws -> Tensor {
    try concatenated(try atLeast(2, tensors, "vstack"), 0)
  }

  /// One behind the other: along dimension 2.
  public static func dstacked(_ tensors: [Tensor]) throws -> Tensor {
    try concatenated(try atLeast(3, tensors, "dstack"), 2)
  }

  private static func atLeast(_ rank: Int, _ tensors: [Tensor], _ name: String) throws -> [Tensor] {
    guard !tensors.isEmpty else { throw TensorError("\(name) expects a non-empty TensorList") }
    return try tensors.map { tensor in
      var result = tensor
      if result.rank == 0 { result = try result.unsqueezed(0) }
      if result.rank == 1 && rank > 1 { result = try result.unsqueezed(0) }
      if result.rank == 2 && rank > 2 { result = try result.unsqueezed(2) }
      return result
    }
  }
}
