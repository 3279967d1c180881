import Autograd
import Tensors

/// How the numbers between two known ones are found.
public enum InterpolationMode: String, Hashable, Sendable, CaseIterable {
  /// The next smaller place's.
  case nearest
  /// On the straight line between the two neighbours, along each dimension.
  case linear, bilinear, trilinear

  /// The ranks of batches that it is for.
  var ranks: ClosedRange<Int> {
    switch self {
    case .nearest: 3...5
    case .linear: 3...3
    case .bilinear: 4...4
    case .trilinear: 5...5
    }
  }
}

/// What a signal or an image is made: of a size, or larger by a factor; both for all dimensions
/// or for each.
public enum InterpolationTarget: Hashable, Sendable {
  case size([Int])
  case factor([Double])

  /// The sizes for such ones, and how many old places a new one takes.
  fileprivate func resolved(_ old: [Int]) throws -> [(size: Int, scale: Double)] {
    func each<T>(_ values: [T], _ refusal: String) throws -> [T] {
      if values.count == 1 { return old.map { _ in values[0] } }
      guard values.count == old.count else { throw TensorError(.value, refusal) }
      return values
    }
    let misfit =
      "must have the same number of spatial dimensions, but got input with spatial "
      + "dimensions of \(old) and"
    switch self {
    case .size(let sizes):
      let sizes = try each(
        sizes,
        "Input and output \(misfit) output size of \(PythonText.of(sizes)). Please provide input "
          + "tensor in (N, C, d1, d2, ...,dK) format and output size in (o1, o2, ...,oK) format.")
      return zip(old, sizes).map { ($1, Double($0) / Double($1)) }
    case .factor(let factors):
      let text = "(" + factors.map { "\($0)" }.joined(separator: ", ") + ")"
      let factors = try each(
        factors,
        "Input and scale_factor \(misfit) scale_factor of shape \(text). Please provide input "
          + "tensor in (N, C, d1, d2, ...,dK) format and scale_factor in (s1, s2, ...,sK) format.")
      return try zip(old, factors).map { old, factor in
        guard let size = Int(exactly: (Double(old) * factor).rounded(.down)) else {
          throw TensorError("Storage size calculation overflowed")
        }
        return (size, 1 / factor)
      }
    }
  }
}

extension Variable {
  /// Signals (N, C, L), images (N, C, H, W) or volumes (N, C, D, H, W) in another size: PyTorch's
  /// `nn.functional.interpolate`.
  /// - Parameter alignsCorners: whether the first and last numbers stay where they are; otherwise
  ///   numbers are thought in the middle of their pixels. nil for nearest.
  public func interpolated(
    to target: InterpolationTarget, _ mode: InterpolationMode = .nearest,
    alignsCorners: Bool? = nil
  ) throws -> Variable {
    guard mode != .nearest || alignsCorners == nil else {
      throw TensorError(
        .value,
        "align_corners option can only be set with the interpolating modes: linear | bilinear | "
          + "bicubic | trilinear")
    }
    guard (3...5).contains(rank) else {
      throw TensorError(
        .notImplemented,
        "Input Error: Only 3D, 4D and 5D input Tensors supported (got \(rank)D) for the modes: "
          + "nearest | linear | bilinear | bicubic | trilinear | lanczos | area | nearest-exact "
          + "(got \(mode.rawValue))")
    }
    let old = Array(shape.dropFirst(2))
    let new = try target.resolved(old)
    guard mode.ranks.contains(rank) else {
      throw TensorError(
        .notImplemented,
        "Got \(rank)D input, but \(mode.rawValue) mode needs \(mode.ranks.lowerBound)D input")
    }
    try refuseEmpty(old, new.map(\.size))
    return try new.enumerated().reduce(self) { y, dimension in
      let (place, (size, scale)) = dimension
      let axis = place + 2
      let ordinals = try Tensor.arange(Double(size), dtype: dtype)
      if mode == .nearest {
        let places = try (ordinals * .number(scale)).floor().clamp(max: .number(old[place] - 1))
        return try y.indexSelect(axis, places.converted(to: .int64))
      }
      return try y.mixed(axis, at: ordinals.centres(old[place], size, scale, alignsCorners))
    }
  }

  /// Numbers at places along a dimension that may lie between two.
  private func mixed(_ axis: Int, at places: Tensor) throws -> Variable {
    let last = try Tensor.number(shape[axis] - 1)
    let below = try places.floor().clamp(max: last)
    let above = try (below + .number(1)).clamp(max: last)
    let weight = try (places - below).reshaped([-1] + Array(repeating: 1, count: rank - axis - 1))
    let (first, second) = (
      try indexSelect(axis, below.converted(to: .int64)),
      try indexSelect(axis, above.converted(to: .int64))
    )
    return try first * tape.constant(.number(1) - weight) + second * tape.constant(weight)
  }

  private func refuseEmpty(_ old: [Int], _ new: [Int]) throws {
    guard (old + new).contains(where: { $0 <= 0 }) else { return }
    func text(_ sizes: [Int]) -> String {
      let names = ["D", "H", "W"].suffix(sizes.count)
      return "(" + zip(names, sizes).map { "\($0): \($1)" }.joined(separator: ", ") + ")"
    }
    throw TensorError(
      "Input and output sizes should be greater than 0, but got input \(text(old))"
        + (old.count == 1 ? " and" : "") + " output \(text(new))")
  }
}

extension Tensor {
  /// Where these new places lie among the old ones.
  fileprivate func centres(
    _ old: Int, _ new: Int, _ scale: Double, _ alignsCorners: Bool?
  ) throws -> Tensor {
    if alignsCorners == true {
      return try self * .number(new > 1 ? Double(old - 1) / Double(new - 1) : 0)
    }
    return try ((self + .number(0.5)) * .number(scale) - .number(0.5)).clamp(min: .number(0.0))
  }
}
