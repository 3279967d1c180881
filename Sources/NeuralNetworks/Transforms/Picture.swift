import Tensors

/// The planes of an image, as transforms take them apart and put them together.
struct Picture {
  /// Sizes of the dimensions before rows and columns.
  let leading: [Int]
  let height: Int
  let width: Int
  let dtype: DataType
  /// Plane after plane, row after row.
  let values: [Double]

  /// - Throws: an error when there are no rows and columns.
  init(_ image: Tensor) throws {
    guard image.rank >= 2 else {
      throw TensorError(
        .type, "Input image tensor should have at least 2 dimensions, but found \(image.rank)")
    }
    leading = Array(image.shape.dropLast(2))
    height = image.shape[image.rank - 2]
    width = image.shape[image.rank - 1]
    dtype = image.dtype
    values = image.doubles
  }

  private init(_ like: Picture, height: Int, width: Int, values: [Double]) {
    (leading, dtype) = (like.leading, like.dtype)
    (self.height, self.width, self.values) = (height, width, values)
  }

  var planes: Int { leading.reduce(1, *) }

  var tensor: Tensor {
    get throws { try Tensor(values, shape: leading + [height, width], dtype: dtype) }
  }

  /// What a side of a picture may be.
  static let sizes = 0...(1 << 20)

  /// - Throws: an error when a picture of this size would take more memory than tensors may.
  func checkRoom(_ height: Int, _ width: Int) throws {
    guard try Shapes.count(leading + [height, width]) <= MemoryBudget.limit / 8 else {
      throw TensorError(
        "an image of \(height) × \(width) takes more memory than the limit of "
          + "\(MemoryBudget.limit) bytes")
    }
  }

  /// A picture of another size whose elements are computed from those of a plane.
  private func made(
    _ height: Int, _ width: Int, _ element: (_ plane: Int, _ row: Int, _ column: Int) -> Double
  ) throws -> Picture {
    try checkRoom(height, width)
    var result: [Double] = []
    result.reserveCapacity(planes * height * width)
    for plane in 0..<planes {
      let start = plane * self.height * self.width
      for row in 0..<height {
        for column in 0..<width { result.append(element(start, row, column)) }
      }
    }
    return Picture(self, height: height, width: width, values: result)
  }

  /// The crossings of some rows and columns; where there is none, `fill`.
  func taking(rows: [Int?], columns: [Int?], fill: Double = 0) throws -> Picture {
    try made(rows.count, columns.count) { start, row, column in
      guard let y = rows[row], let x = columns[column] else { return fill }
      return values[start + y * width + x]
    }
  }

  /// A part of the picture; what lies outside is 0.
  func cropped(top: Int, left: Int, height: Int, width: Int) throws -> Picture {
    func places(_ start: Int, _ length: Int, _ size: Int) -> [Int?] {
      (start..<(start + length)).map { 0..<size ~= $0 ? $0 : nil }
    }
    return try taking(
      rows: places(top, height, self.height), columns: places(left, width, self.width))
  }

  /// One number of the new picture is a weighted sum of some of the old.
  typealias Weights = [[(place: Int, weight: Double)]]

  /// Rows and columns as weighted sums of rows and columns.
  func mixing(rows: Weights, columns: Weights) throws -> Picture {
    let wide = try made(height, columns.count) { start, row, column in
      columns[column].reduce(0) { $0 + values[start + row * width + $1.place] * $1.weight }
    }
    return try wide.made(rows.count, columns.count) { start, row, column in
      rows[row].reduce(0) {
        $0 + wide.values[start + $1.place * wide.width + column] * $1.weight
      }
    }
  }

  /// The picture seen through a grid: what stands at each place of the new one is found at the
  /// place in the old one that `source` names, in units of pixels.
  /// - Parameter fill: what stands where nothing is.
  func sampled(
    _ height: Int, _ width: Int, _ interpolation: Interpolation, fill: Double,
    _ source: (_ row: Int, _ column: Int) -> (y: Double, x: Double)
  ) throws -> Picture {
    func element(_ start: Int, _ y: Double, _ x: Double) -> Double? {
      let (inRows, inColumns) = (0..<Double(self.height) ~= y, 0..<Double(self.width) ~= x)
      return inRows && inColumns ? values[start + Int(y) * self.width + Int(x)] : nil
    }
    return try made(height, width) { start, row, column in
      let (y, x) = source(row, column)
      guard interpolation == .bilinear else {
        return element(start, y.rounded(.toNearestOrEven), x.rounded(.toNearestOrEven)) ?? fill
      }
      let (top, left) = (y.rounded(.down), x.rounded(.down))
      let (down, right) = (y - top, x - left)
      var (sum, covered) = (0.0, 0.0)
      for (dy, dx) in [(0.0, 0.0), (0, 1), (1, 0), (1, 1)] {
        guard let value = element(start, top + dy, left + dx) else { continue }
        let weight = (dy == 1 ? down : 1 - down) * (dx == 1 ? right : 1 - right)
        sum += weight * value
        covered += weight
      }
      // Where the picture covers only a part, torchvision weighs that part twice.
      return sum * covered + (1 - covered) * fill
    }
  }
}

/// How numbers between pixels are found.
public enum Interpolation: Hashable, Sendable {
  /// The nearest pixel.
  case nearest
  /// The four pixels around, by their distance.
  case bilinear
}
