extension BlockReader {
  mutating func cell(_ options: [String], body: String, line: Int) -> Block.Kind {
    for option in options where option != "hidden" {
      Fields.unknown(
        "word after \"python\"", option, at: Place(line: line), known: ["hidden"], log: &log)
    }
    let isHidden = options.contains("hidden")
    var lines = body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last?.isBlank == true { lines.removeLast() }
    if lines.isEmpty { log.error(line, "the cell is empty", "write code, or remove it") }
    let isTest = lines.contains { $0.hasPrefix(">>>") }
    let examples = isTest ? self.examples(lines, firstLine: line + 1) : []
    let source =
      isTest ? examples.map(\.source).joined(separator: "\n") : lines.joined(separator: "\n")
    return .cell(
      CodeCell(source: source, isHidden: isHidden, examples: examples, line: line + 1))
  }

  /// Cuts a cell with prompts into statements and the outputs that must follow them.
  private mutating func examples(_ lines: [String], firstLine: Int) -> [CodeCell.Example] {
    var examples: [CodeCell.Example] = []
    for (index, line) in lines.enumerated() {
      if line == ">>>" || line.hasPrefix(">>> ") {
        examples.append(
          CodeCell.Example(
            source: String(line.dropFirst(4)), output: "", line: firstLine + index))
      } else if examples.isEmpty {
        log.error(
          firstLine + index, "text stands before the first >>>", "begin the cell with >>>")
      } else if line == "..." || line.hasPrefix("... "), examples[examples.count - 1].output.isEmpty
      {
        examples[examples.count - 1].source += "\n" + line.dropFirst(4)
      } else {
        let last = examples.count - 1
        examples[last].output += (examples[last].output.isEmpty ? "" : "\n") + line
      }
    }
    return examples
  }
}
