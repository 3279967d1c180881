import Tensors

/// What stands around a picture that is padded.
public enum PaddingMode: Hashable, Sendable {
  /// The same number everywhere.
  case constant(Double)
  /// The number at the edge.
  case edge
  /// The picture in a mirror that lies on its last pixels: they are not repeated.
  case reflect
  /// The picture in a mirror that lies behind its last pixels: they are repeated.
  case symmetric
}

/// How many pixels are added on each side; negative numbers take some away.
public struct Padding: Hashable, Sendable {
  public var left, top, right, bottom: Int

  public init(left: Int, top: Int, right: Int, bottom: Int) {
    (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
  }

  public init(_ all: Int) { self.init(left: all, top: all, right: all, bottom: all) }
}

/// Adds pixels around a picture.
public struct Pad: Transform {
  public let padding: Padding
  public let mode: PaddingMode

  public init(_ padding: Padding, mode: PaddingMode = .constant(0)) {
    (self.padding, self.mode) = (padding, mode)
  }

  public func apply(_ image: Tensor, _ generator: inout Generator) throws -> Tensor {
    try Picture(image).padded(padding, mode).tensor
  }
}

extension Picture {
  func padded(_ padding: Padding, _ mode: PaddingMode) throws -> Picture {
    let rows = try Picture.places(height, padding.top, padding.bottom, mode)
    let columns = try Picture.places(width, padding.left, padding.right, mode)
    guard case .constant(let fill) = mode else { return try taking(rows: rows, columns: columns) }
    return try taking(rows: rows, columns: columns, fill: fill)
  }

  private static func places(_ size: Int, _ before: Int, _ after: Int, _ mode: PaddingMode) throws
    -> [Int?]
  {
    guard Picture.sizes ~= max(before, 0), Picture.sizes ~= max(after, 0),
      before >= -size, after >= -size, size + before + after >= 0
    else {
      throw TensorError(.value, "a size of \(size) can't be padded by \(before) and \(after)")
    }
    return try (-before..<(size + after)).map { place in
      if 0..<size ~= place { return place }
      let source: Int
      switch mode {
      case .constant: return nil
      case .edge: source = place < 0 ? 0 : size - 1
      case .reflect: source = place < 0 ? -place : 2 * (size - 1) - place
      case .symmetric: source = place < 0 ? -place - 1 : 2 * size - 1 - place
      }
      guard 0..<size ~= source else {
        throw TensorError(
          "Padding size should be less than the corresponding input dimension, but got: padding "
            + "(\(before), \(after)) of size \(size)")
      }
      return source
    }
  }
}
