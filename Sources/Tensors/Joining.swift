extension Tensor {
  /// Tensors side by side along a dimension.
  public static func concatenated(_ tensors: [Tensor], _ dim: Int = 0) throws -> Tensor {
    guard let first = tensors.first else {
      throw TensorError(.value, "torch.cat(): expected a non-empty list of Tensors")
    }
    guard let scalar = tensors.firstIndex(where: { $0.rank == 0 }) else {
      let axis = try Shapes.axis(dim, rank: first.rank)
      var shape = first.shape
      shape[axis] = 0
      for (index, tensor) in tensors.enumerated() {
        try checkJoin(tensor, first, axis, index)
        let (size, overflow) = shape[axis].addingReportingOverflow(tensor.shape[axis])
        guard !overflow else { throw TensorError("Storage size calculation overflowed") }
        shape[axis] = size
      }
      let out = try Tensor(unset: shape, dtype: tensors.map(\.dtype).max() ?? first.dtype)
      var start = 0
      for tensor in tensors {
        try out.narrowed(axis, from: start, length: tensor.shape[axis]).assign(tensor)
        start += tensor.shape[axis]
      }
      return out
    }
    throw TensorError("zero-dimensional tensor (at position \(scalar)) cannot be concatenated")
  }

  private static func checkJoin(_ tensor: Tensor, _ first: Tensor, _ axis: Int, _ index: Int) throws
  {
    guard tensor.rank == first.rank else {
      throw TensorError(
        "Tensors must have same number of dimensions: got \(first.rank) and \(tensor.rank)")
    }
    for other in first.shape.indices where other != axis {
      guard tensor.shape[other] == first.shape[other] else {
        throw TensorError(
          "Sizes of tensors must match except in dimension \(axis). Expected size "
            + "\(first.shape[other]) but got size \(tensor.shape[other]) for tensor number "
            + "\(index) in the list.")
      }
    }
  }

  /// Tensors of one shape one behind the other along a new dimension.
  public static func stacked(_ tensors: [Tensor], _ dim: Int = 0) throws -> Tensor {
    guard let first = tensors.first else {
      throw TensorError("stack expects a non-empty TensorList")
    }
    for (index, tensor) in tensors.enumerated() where tensor.shape != first.shape {
      throw TensorError(
        "stack expects each tensor to be equal size, but got \(Shapes.describe(first.shape)) at "
          + "entry 0 and \(Shapes.describe(tensor.shape)) at entry \(index)")
    }
    return try concatenated(try tensors.map { try $0.unsqueezed(dim) }, dim)
  }
}
