import CKernels

/// Where in a tensor's storage elements lie, counted from its first: found once, then read or
/// written by a kernel. At each offset `block` elements follow one another.
struct Offsets {
  private let tensor: Tensor
  let block: Int

  private var base: UnsafeMutablePointer<Int64> {
    tensor.pointer.assumingMemoryBound(to: Int64.self)
  }

  var shape: [Int] { tensor.shape }

  /// The offsets of a tensor with these strides.
  init(_ shape: [Int], strides: [Int], block: Int = 1) throws {
    tensor = try Tensor(unset: shape, dtype: .int64)
    self.block = block
    let base = base
    Rows.each(shape, strides) { start, stride, position, n in
      ck_ramp(n, start, stride, base + position)
    }
  }

  /// Moves on by `step` elements for each unit of `index`, which is stretched to this shape.
  /// - Parameter refusal: makes an error of an index that is not below `size`.
  func advance(
    by index: Tensor, size: Int, step: Int, countsFromBack: Bool, _ refusal: (Int) -> TensorError
  ) throws {
    let index = try index.expanded(to: shape)
    let source = index.pointer.assumingMemoryBound(to: Int64.self)
    let base = base
    try Rows.each(shape, index.strides) { start, stride, position, n in
      let wrong = ck_add_offsets(
        n, source + start, stride, size, step, countsFromBack ? 1 : 0, base + position)
      if wrong >= 0 { throw refusal(Int(source[start + wrong * stride])) }
    }
  }

  /// The elements of `source` that these offsets lead to, as a tensor of `shape`.
  func elements(of source: Tensor, shape: [Int]) throws -> Tensor {
    let out = try Tensor(unset: shape, dtype: source.dtype)
    ck_take(source.dtype.kernelType, tensor.count, base, block, source.pointer, out.pointer)
    return out
  }

  /// Writes `values`, in row-major order, where these offsets lead to in `target`.
  func put(_ values: Tensor, into target: Tensor, _ mode: ck_put_mode = CK_PUT) throws {
    let values = try values.contiguous()
    ck_put(mode, target.dtype.kernelType, tensor.count, base, block, values.pointer, target.pointer)
    target.countVersion()
  }
}
