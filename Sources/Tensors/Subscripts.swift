/// The left and right side of an `einsum` equation: a number for each dimension of each operand
/// and of the result. Dimensions that an ellipsis stands for are numbered from `first` on.
struct Subscripts {
  private(set) var inputs: [[Int]] = []
  private(set) var output: [Int] = []

  /// The number of the first dimension of an ellipsis; letters have those before.
  private static let first = 52

  static func name(_ label: Int) -> String {
    guard label < first else { return "." }
    return String(UnicodeScalar(UInt8(label < 26 ? 65 + label : 71 + label)))
  }

  private static func label(_ character: Character) -> Int? {
    guard let value = character.asciiValue, character.isLetter else { return nil }
    return value < 97 ? Int(value) - 65 : Int(value) - 71
  }

  init(_ equation: String, _ shapes: [[Int]]) throws {
    let characters = Array(equation)
    let arrow = characters.indices.dropLast().first {
      characters[$0] == "-" && characters[$0 + 1] == ">"
    }
    var operands: [[Int?]] = [[]]
    var place = 0
    while place < (arrow ?? characters.count) {
      switch characters[place] {
      case " ": break
      case ",": operands.append([])
      case ".":
        let operand = operands.count - 1
        guard Subscripts.isEllipsis(characters, place) else {
          throw TensorError(
            operands[operand].contains(nil)
              ? "einsum(): found '.' for operand \(operand) for which an ellipsis was already found"
              : "einsum(): found '.' for operand \(operand) that is not part of any ellipsis")
        }
        guard !operands[operand].contains(nil) else {
          throw TensorError(
            "einsum(): found '.' for operand \(operand) for which an ellipsis was already found")
        }
        operands[operand].append(nil)
        place += 2
      default:
        guard let label = Subscripts.label(characters[place]) else {
          throw Subscripts.invalid(place)
        }
        operands[operands.count - 1].append(label)
      }
      place += 1
    }
    guard operands.count >= shapes.count else {
      throw TensorError("einsum(): more operands were provided than specified in the equation")
    }
    guard operands.count == shapes.count else {
      throw TensorError("einsum(): fewer operands were provided than specified in the equation")
    }
    let widest = try Subscripts.widestEllipsis(operands, shapes)
    inputs = zip(operands, shapes).map { labels, shape in
      let width = shape.count - (labels.count - 1)
      return labels.flatMap { label in
        label.map { [$0] } ?? (0..<width).map { Subscripts.first + widest - width + $0 }
      }
    }
    let ellipsis = (0..<widest).map { Subscripts.first + $0 }
    if let arrow {
      try readOutput(characters, from: arrow + 2, ellipsis)
    } else {
      let letters = inputs.flatMap { $0 }.filter { $0 < Subscripts.first }
      output =
        ellipsis + Set(letters).sorted().filter { l in letters.filter { $0 == l }.count == 1 }
    }
  }

  private static func isEllipsis(_ characters: [Character], _ place: Int) -> Bool {
    place + 2 < characters.count && characters[place...(place + 2)].allSatisfy { $0 == "." }
  }

  private static func invalid(_ place: Int) -> TensorError {
    TensorError(
      "einsum(): invalid subscript given at index \(place) in the equation string, subscripts must "
        + "be in [a-zA-Z]")
  }

  private static func widestEllipsis(_ operands: [[Int?]], _ shapes: [[Int]]) throws -> Int {
    var widest = 0
    for (index, (labels, shape)) in zip(operands, shapes).enumerated() {
      let letters = labels.compactMap { $0 }.count
      guard labels.contains(nil) else {
        guard letters == shape.count else {
          throw TensorError(
            "einsum(): the number of subscripts in the equation (\(letters)) does not match the "
              + "number of dimensions (\(shape.count)) for operand \(index) and no ellipsis was given"
          )
        }
        continue
      }
      guard letters <= shape.count else {
        throw TensorError(
          "einsum(): the number of subscripts in the equation (\(letters)) is more than the number "
            + "of dimensions (\(shape.count)) for operand \(index)")
      }
      widest = max(widest, shape.count - letters)
    }
    return widest
  }

  private mutating func readOutput(
    _ characters: [Character], from start: Int, _ ellipsis: [Int]
  ) throws {
    var place = start
    var hasEllipsis = false
    while place < characters.count {
      switch characters[place] {
      case " ": break
      case ".":
        guard Subscripts.isEllipsis(characters, place), !hasEllipsis else {
          throw TensorError(
            hasEllipsis
              ? "einsum(): found '.' for output but an ellipsis (...) was already found"
              : "einsum(): found '.' for output that is not part of any ellipsis (...)")
        }
        hasEllipsis = true
        output += ellipsis
        place += 2
      default:
        guard let label = Subscripts.label(characters[place]) else {
          throw Subscripts.invalid(place)
        }
        guard !output.contains(label) else {
          throw TensorError(
            "einsum(): output subscript \(characters[place]) appears more than once in the output")
        }
        guard inputs.contains(where: { $0.contains(label) }) else {
          throw TensorError(
            "einsum(): output subscript \(characters[place]) does not appear in the equation for any "
              + "input operand")
        }
        output.append(label)
      }
      place += 1
    }
  }

  /// Throws when dimensions that are named alike can't be stretched to one size.
  func checkSizes(_ terms: [(labels: [Int], shape: [Int])]) throws {
    var sizes: [Int: Int] = [:]
    for (index, term) in terms.enumerated() {
      for (label, size) in zip(term.labels, term.shape) {
        let seen = sizes[label] ?? 1
        guard seen == size || seen == 1 || size == 1 else {
          throw TensorError(
            "einsum(): subscript \(Subscripts.name(label)) has size \(size) for operand \(index) "
              + "which does not broadcast with previously seen size \(seen)")
        }
        sizes[label] = seen == 1 ? size : seen
      }
    }
  }
}
