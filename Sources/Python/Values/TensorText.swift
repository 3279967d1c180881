import Autograd
import Tensors

/// Tensors as PyTorch prints them: four digits, 80 columns, three items at each edge beyond a
/// thousand elements, an exponent where the magnitudes ask for it.
enum TensorText {
  private static let precision = 4
  private static let lineWidth = 80
  private static let edgeItems = 3
  private static let threshold = 1000

  static func representation(of variable: Variable) -> String {
    let tensor = variable.value
    let prefix = "tensor("
    var suffixes: [String] = []
    let body: String
    if tensor.count == 0 {
      body = "[]"
      if tensor.rank != 1 { suffixes.append("size=" + tuple(tensor.shape)) }
      if tensor.dtype != .float32 { suffixes.append("dtype=torch." + tensor.dtype.name) }
    } else {
      let isSummarized = tensor.count > threshold
      let style = ElementStyle(isSummarized ? edges(of: tensor) : elements(of: tensor))
      body = text(
        of: tensor, indent: prefix.count, isSummarized: isSummarized, style: style)
      if tensor.dtype == .float64 { suffixes.append("dtype=torch.float64") }
    }
    if let name = variable.gradientFunctionName {
      suffixes.append("grad_fn=<\(name)>")
    } else if variable.requiresGradient {
      suffixes.append("requires_grad=True")
    }
    return adding(suffixes, to: prefix + body, indent: prefix.count)
  }

  private static func tuple(_ shape: [Int]) -> String {
    "(" + shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? ",)" : ")")
  }

  private static func adding(_ suffixes: [String], to text: String, indent: Int) -> String {
    var result = text
    // PyTorch counts two more than there are.
    let line = text.split(separator: "\n", omittingEmptySubsequences: false).last?.count ?? 0
    var lastLine = line + 2
    for suffix in suffixes {
      if lastLine + suffix.count + 2 > lineWidth {
        result += ",\n" + String(repeating: " ", count: indent) + suffix
        lastLine = indent + suffix.count
      } else {
        result += ", " + suffix
        lastLine += suffix.count + 2
      }
    }
    return result + ")"
  }

  // MARK: Elements

  private enum Elements {
    case numbers([Double])
    case words([String])
  }

  private static func elements(of tensor: Tensor) -> Elements {
    switch tensor.dtype {
    case .float32, .float64: .numbers(tensor.doubles)
    case .int64: .words(tensor.integers.map(String.init))
    case .bool: .words(tensor.booleans.map { $0 ? "True" : "False" })
    }
  }

  /// The elements that a summary shows.
  private static func edges(of tensor: Tensor) -> Elements {
    var part = tensor
    for axis in tensor.shape.indices where tensor.shape[axis] > 2 * edgeItems {
      if let first = try? part.sliced(axis, from: 0, to: edgeItems),
        let last = try? part.sliced(axis, from: tensor.shape[axis] - edgeItems),
        let joined = try? Tensor.concatenated([first, last], axis)
      {
        part = joined
      }
    }
    return elements(of: part)
  }

  /// How all elements of a tensor are written, so that they stand in columns.
  private struct ElementStyle {
    var width = 1
    var isWhole = true
    var isScientific = false

    init(_ elements: Elements) {
      switch elements {
      case .words(let words): width = words.reduce(1) { max($0, $1.count) }
      case .numbers(let numbers): measure(numbers)
      }
    }

    private mutating func measure(_ numbers: [Double]) {
      let shown = numbers.filter { $0.isFinite && $0 != 0 }
      guard let greatest = shown.lazy.map(abs).max(), let smallest = shown.lazy.map(abs).min()
      else { return }
      isWhole = shown.allSatisfy { $0 == $0.rounded(.up) }
      isScientific =
        greatest / smallest > 1000 || greatest > 1e8 || !isWhole && smallest < 1e-4
      for number in shown {
        let length: Int
        if isScientific {
          length = NumberText.printf(number, precision: precision, "e").count
        } else if isWhole {
          length = NumberText.printf(number, precision: 0, "f").count + 1
        } else {
          length = NumberText.printf(number, precision: precision, "f").count
        }
        width = max(width, length)
      }
    }

    func text(_ number: Double) -> String {
      if isScientific { return padded(NumberText.printf(number, precision: precision, "e")) }
      guard isWhole else { return padded(NumberText.printf(number, precision: precision, "f")) }
      return padded(NumberText.printf(number, precision: 0, "f") + (number.isFinite ? "." : ""))
    }

    func padded(_ word: String) -> String {
      String(repeating: " ", count: max(0, width - word.count)) + word
    }
  }

  // MARK: Rows

  private static func text(
    of tensor: Tensor, indent: Int, isSummarized: Bool, style: ElementStyle
  ) -> String {
    guard tensor.rank > 1 else {
      let words = words(of: tensor, isSummarized: isSummarized, style: style)
      return tensor.rank == 0 ? words.joined() : row(words, indent: indent, style: style)
    }
    let count = tensor.shape[0]
    func part(_ index: Int) -> String {
      guard let slice = try? tensor.select(0, index) else { return "" }
      return text(of: slice, indent: indent + 1, isSummarized: isSummarized, style: style)
    }
    var parts: [String]
    if isSummarized, count > 2 * edgeItems {
      parts = (0..<edgeItems).map(part) + ["..."] + ((count - edgeItems)..<count).map(part)
    } else {
      parts = (0..<count).map(part)
    }
    let gap =
      "," + String(repeating: "\n", count: tensor.rank - 1)
      + String(repeating: " ", count: indent + 1)
    return "[" + parts.joined(separator: gap) + "]"
  }

  private static func words(of tensor: Tensor, isSummarized: Bool, style: ElementStyle)
    -> [String]
  {
    func words(_ tensor: Tensor) -> [String] {
      switch elements(of: tensor) {
      case .words(let words): words.map(style.padded)
      case .numbers(let numbers): numbers.map(style.text)
      }
    }
    guard isSummarized, tensor.rank == 1, tensor.count > 2 * edgeItems,
      let first = try? tensor.sliced(0, from: 0, to: edgeItems),
      let last = try? tensor.sliced(0, from: tensor.count - edgeItems)
    else { return words(tensor) }
    return words(first) + [" ..."] + words(last)
  }

  private static func row(_ words: [String], indent: Int, style: ElementStyle) -> String {
    let perLine = max(1, (lineWidth - indent) / (style.width + 2))
    let lines = stride(from: 0, to: words.count, by: perLine).map {
      words[$0..<min(words.count, $0 + perLine)].joined(separator: ", ")
    }
    return "[" + lines.joined(separator: ",\n" + String(repeating: " ", count: indent + 1)) + "]"
  }
}
