import Tensors

/// PyTorch's in-place operations: what is written into a variable is seen by its views and by
/// what it is a view of, and gradients flow through the writing.
extension Variable {
  /// Computes `change` of this variable and writes the result into its storage; from then on the
  /// variable stands for that result.
  /// - Throws: for a leaf that requires a gradient while recording, for a result of another shape
  ///   or of a type that does not fit.
  public func mutate(_ change: (Variable) throws -> Variable) throws {
    try refuseWritingToLeaf()
    let moment = tape.now
    let result = try change(self)
    try refuseMisfit(result)
    let written = try result.converted(to: dtype)
    if tape.isRecording && written.requiresGradient {
      try tape.preserve(currentIndex(), readBy: written.currentIndex(), since: moment)
    }
    let target = value
    try target.assign(written.value)
    guard tape.isRecording, requiresGradient || written.requiresGradient else { return }
    if let view {
      try view.base.write(written, along: view.path)
      hold(try view.path.reduce(view.base) { try $0.apply($1) }.index)
      markCurrent()
    } else {
      adopt(written, target)
    }
  }

  /// Writes a value into this variable, stretched to its shape: PyTorch's `copy_`.
  public func assign(_ source: Variable) throws {
    try mutate { target in
      try source.expanded(to: target.shape).apply(.clone)
    }
  }

  /// Lets this variable stand for a result that was written into its storage.
  private func adopt(_ result: Variable, _ target: Tensor) {
    let node = tape.nodes[result.index]
    guard let operation = node.operation else {
      hold(tape.constant(target).index)
      countGeneration()
      return
    }
    let standIn = tape.insert(operation, node.inputs, target, node.saved)
    tape.update(standIn.index) { $0.versions.inputs = node.versions.inputs }
    hold(standIn.index)
    countGeneration()
  }

  /// Lets this variable stand for itself with a part of it written anew.
  private func write(_ part: Variable, along path: [Operation]) throws {
    let whole = tape.insert(
      .writeView(path: path), .two(try currentIndex(), try part.currentIndex()), value)
    hold(whole.index)
    countGeneration()
  }

  private func refuseWritingToLeaf() throws {
    guard tape.isRecording else { return }
    if let base = view?.base, base.isLeaf, base.requiresGradient {
      throw TensorError(
        "a view of a leaf Variable that requires grad is being used in an in-place operation.")
    }
    if isLeaf && requiresGradient {
      throw TensorError(
        "a leaf Variable that requires grad is being used in an in-place operation.")
    }
  }

  private func refuseMisfit(_ result: Variable) throws {
    guard result.shape == shape else {
      throw TensorError(
        "output with shape \(Shapes.describe(shape)) doesn't match the broadcast shape "
          + Shapes.describe(result.shape))
    }
    func category(_ type: DataType) -> Int { type == .bool ? 0 : type == .int64 ? 1 : 2 }
    guard category(result.dtype) <= category(dtype) else {
      throw TensorError(
        "result type \(result.dtype.title) can't be cast to the desired output type "
          + dtype.title)
    }
  }
}
