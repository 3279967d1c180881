import CKernels

/// Functions of two numbers and more, element by element; shapes are stretched to one.
extension Tensor {
  /// The angle of the point (x, y) with y in this tensor, from −π to π.
  public func atan2(_ x: Tensor) throws -> Tensor {
    try Tensor.binary(CK_ATAN2, self, x, isFloating: true)
  }

  /// √(x² + y²)
  public func hypot(_ other: Tensor) throws -> Tensor {
    try floatingOnly(CK_HYPOT, other, "hypot_cpu")
  }

  /// log(eˣ + eʸ) without overflow.
  public func logAddExp(_ other: Tensor) throws -> Tensor {
    try floatingOnly(CK_LOG_ADD_EXP, other, "logaddexp_cpu")
  }

  /// x log y, and 0 for x = 0 whatever y is but NaN.
  public func xlogy(_ other: Tensor) throws -> Tensor {
    try Tensor.binary(CK_X_LOG_Y, self, other, isFloating: true)
  }

  /// The size of x with the sign of y.
  public func copySign(_ sign: Tensor) throws -> Tensor {
    try Tensor.binary(CK_COPY_SIGN, self, sign, isFloating: true)
  }

  /// The step function: 0 below 0, 1 above, and at 0 what `values` has.
  public func heaviside(_ values: Tensor) throws -> Tensor {
    guard dtype == values.dtype else {
      throw TensorError("heaviside is not yet implemented for tensors with different dtypes.")
    }
    return try Tensor.binary(CK_HEAVISIDE, self, values)
  }

  /// The greater of each two elements; a number wins against NaN.
  public func fmax(_ other: Tensor) throws -> Tensor {
    let isFloating = DataType.promoted(self, other).isFloatingPoint
    return try Tensor.binary(isFloating ? CK_FMAX : CK_MAXIMUM, self, other)
  }

  /// The smaller of each two elements; a number wins against NaN.
  public func fmin(_ other: Tensor) throws -> Tensor {
    let isFloating = DataType.promoted(self, other).isFloatingPoint
    return try Tensor.binary(isFloating ? CK_FMIN : CK_MINIMUM, self, other)
  }

  private func floatingOnly(
    _ operation: ck_binary_operation, _ other: Tensor, _ name: String
  ) throws -> Tensor {
    let type = DataType.promoted(self, other)
    guard type.isFloatingPoint else {
      throw TensorError(.notImplemented, "\"\(name)\" not implemented for '\(type.title)'")
    }
    return try Tensor.binary(operation, self, other)
  }
}

// MARK: Three numbers

extension Tensor {
  /// The point between self (at weight 0) and `end` (at weight 1), exact at both ends.
  public func lerp(_ end: Tensor, _ weight: Tensor) throws -> Tensor {
    guard dtype == end.dtype else {
      throw TensorError(
        "expected dtype \(dtype.cName) for `end` but got dtype \(end.dtype.longName)")
    }
    guard weight.isNumber || dtype == weight.dtype else {
      throw TensorError(
        "expected dtype \(dtype.cName) for `weight` but got dtype \(weight.dtype.longName)")
    }
    guard dtype.isFloatingPoint else {
      let name = weight.isNumber ? "lerp_kernel_scalar" : "lerp_kernel_tensor"
      throw TensorError(.notImplemented, "\"\(name)\" not implemented for '\(dtype.title)'")
    }
    let way = try end - self
    let fromStart = try self + weight * way
    let fromEnd = try end - way * (.number(1) - weight)
    return try weight.absolute().compared(.less, to: .number(0.5)).choose(fromStart, else: fromEnd)
  }

  /// self + value · a · b
  public func addingProduct(_ a: Tensor, _ b: Tensor, value: Tensor? = nil) throws -> Tensor {
    let product = try a * b
    return try self + (value.map { try $0 * product } ?? product)
  }

  /// self + value · a / b
  public func addingQuotient(_ a: Tensor, _ b: Tensor, value: Tensor? = nil) throws -> Tensor {
    guard a.dtype.isFloatingPoint || b.dtype.isFloatingPoint else {
      throw TensorError(
        "Integer division with addcdiv is no longer supported, and in a future  release addcdiv "
          + "will perform a true division of tensor1 and tensor2. The historic addcdiv behavior "
          + "can be implemented as (input + value * torch.trunc(tensor1 / tensor2)).to(input.dtype)"
          + " for integer inputs and as (input + value * tensor1 / tensor2) for float inputs. The "
          + "future addcdiv behavior is just the latter implementation: (input + value * tensor1 / "
          + "tensor2), for all dtypes.")
    }
    return try self + (value.map { try $0 * a } ?? a) / b
  }
}
