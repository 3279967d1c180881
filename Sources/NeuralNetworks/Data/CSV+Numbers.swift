import Tensors

extension CSV {
  /// What stands where a value is missing.
  private static let missing: Set<String> = ["", "na", "n/a", "nan", "null", "none", "?"]

  private func trimmed(_ field: Field) -> String {
    String(field.text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  private func number(_ text: String) -> Double? {
    // Double itself reads hexadecimal, nan and inf too, which a table of numbers has by mistake.
    let isDecimal = text.utf8.allSatisfy { 0x30...0x39 ~= $0 || "+-.eE".utf8.contains($0) }
    return isDecimal ? Double(text).flatMap { $0.isFinite ? $0 : nil } : nil
  }

  private func fields(_ column: Int) throws -> [Field] {
    guard columns.indices.contains(column) else {
      throw DataError("\(name) has no column \(column); it has \(columns.count)")
    }
    return try rows.map { row in
      guard !CSV.missing.contains(trimmed(row[column]).lowercased()) else {
        throw failure(
          row[column], column, "is missing: take the line out, or put a value in its place")
      }
      return row[column]
    }
  }

  /// A column's numbers.
  /// - Throws: `DataError` with line and column of the first field that is missing or no number.
  public func numbers(_ column: Int) throws -> [Double] {
    try fields(column).map { field in
      guard let number = number(trimmed(field)) else {
        throw failure(field, column, "is not a number: '\(field.text.prefix(40))'")
      }
      return number
    }
  }

  /// A column's different values in order, by size when all are numbers, and for each line the
  /// number of its value.
  /// - Throws: `DataError` with line and column of the first field that is missing.
  public func categories(_ column: Int) throws -> (names: [String], codes: [Int]) {
    let values = try fields(column).map(trimmed)
    var names = Array(Set(values))
    let sizes = names.compactMap(number)
    if sizes.count == names.count {
      names = zip(sizes, names).sorted { $0 < $1 }.map(\.1)
    } else {
      names.sort()
    }
    let codes = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    return (names, values.map { codes[$0] ?? 0 })
  }

  /// Whether no field of a column is a number.
  private func isCategory(_ column: Int) -> Bool {
    !rows.isEmpty && rows.allSatisfy { number(trimmed($0[column])) == nil }
  }

  /// The numbers of some columns as a matrix with a row for each line. A column that has no
  /// number at all becomes the numbers of its categories.
  public func matrix(_ columns: [Int], dtype: DataType = .float32) throws -> Tensor {
    try Tensor(rowMajor(columns), shape: [rows.count, columns.count], dtype: dtype)
  }

  private func rowMajor(_ columns: [Int]) throws -> [Double] {
    let values = try columns.map { column in
      self.columns.indices.contains(column) && isCategory(column)
        ? try categories(column).codes.map(Double.init) : try numbers(column)
    }
    return rows.indices.flatMap { row in values.map { $0[row] } }
  }

  /// Samples for classification: the label's column as classes, all others as features.
  /// - Parameter label: the number of the column; a negative one counts from the back.
  public func labelled(by label: Int) throws -> (data: LabelledRows, classNames: [String]) {
    let label = label < 0 ? label + columns.count : label
    let (names, codes) = try categories(label)
    let features = columns.indices.filter { $0 != label }
    let data = try LabelledRows(
      features: rowMajor(features).map(Float.init), labels: codes, width: features.count,
      classes: names.count)
    return (data, names)
  }

  /// Samples for classification, by the name of the label's column.
  public func labelled(by label: String) throws -> (data: LabelledRows, classNames: [String]) {
    try labelled(by: column(label))
  }

  /// Samples for regression: the target's column as numbers (n, 1), all others as features.
  public func regression(on target: Int) throws -> TensorDataset {
    let target = target < 0 ? target + columns.count : target
    let features = columns.indices.filter { $0 != target }
    let numbers = try numbers(target)
    return try TensorDataset([
      matrix(features), try Tensor(numbers, shape: [numbers.count, 1]),
    ])
  }
}
