extension Shapes {
  /// The shape of tensors side by side along a dimension.
  public static func concatenation(_ shapes: [[Int]], _ dim: Int) throws -> [Int] {
    guard var result = shapes.first else {
      throw TensorError(.value, "torch.cat(): expected a non-empty list of Tensors")
    }
    if let scalar = shapes.firstIndex(of: []) {
      throw TensorError("zero-dimensional tensor (at position \(scalar)) cannot be concatenated")
    }
    let axis = try Shapes.axis(dim, rank: result.count)
    for (index, shape) in shapes.enumerated().dropFirst() {
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
    for tensor in tensors {
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
}
