extension Module {
  /// How deep modules in modules are shown, and how many.
  private static let deepest = 100
  private static let most = 10_000

  /// The module as PyTorch prints it: settings on one line, parts on lines of their own.
  public var description: String {
    var shown = 0
    return described(depth: 0, &shown)
  }

  private func described(depth: Int, _ shown: inout Int) -> String {
    shown += 1
    guard depth < Module.deepest, shown < Module.most else { return "..." }
    let settings = settings.isEmpty ? [] : settings.split(separator: "\n").map(String.init)
    var parts: [(label: String, text: String)] = []
    for (name, module) in ownModules {
      parts.append((name, module.described(depth: depth + 1, &shown)))
    }
    let lines = settings + lines(of: parts)
    if lines.isEmpty { return typeName + "()" }
    if parts.isEmpty && settings.count == 1 { return "\(typeName)(\(settings[0]))" }
    return typeName + "(\n  " + lines.joined(separator: "\n  ") + "\n)"
  }

  /// `(name): Module(…)`, with what follows the first line moved in.
  private func lines(of parts: [(label: String, text: String)]) -> [String] {
    let parts = joinsEqualParts ? Module.joinedRuns(parts) : parts
    return parts.map { label, text in
      "(\(label)): " + text.split(separator: "\n").joined(separator: "\n  ")
    }
  }

  /// `(0-2): 3 x Linear(…)` for parts in a row that look the same, as PyTorch's lists have it.
  private static func joinedRuns(_ parts: [(label: String, text: String)]) -> [(
    label: String, text: String
  )] {
    var runs: [(first: Int, last: Int, text: String)] = []
    for (index, part) in parts.enumerated() {
      if let run = runs.last, run.text == part.text {
        runs[runs.count - 1].last = index
      } else {
        runs.append((index, index, part.text))
      }
    }
    return runs.map { run in
      run.first == run.last
        ? ("\(run.first)", run.text)
        : ("\(run.first)-\(run.last)", "\(run.last - run.first + 1) x \(run.text)")
    }
  }
}

/// Settings as Python writes them. A number is written alike in Swift.
enum PythonText {
  static func of(_ flag: Bool) -> String { flag ? "True" : "False" }

  /// A tuple: `(1, 2)`, `(3,)`.
  static func of(_ numbers: [Int]) -> String {
    numbers.count == 1
      ? "(\(numbers[0]),)" : "(" + numbers.map(String.init).joined(separator: ", ") + ")"
  }
}
