/// A lesson file cut into its front matter and its body, free of characters that could harm a
/// terminal.
struct LessonSource {
  /// The front matter's YAML; nil when there is none.
  let head: YAML?
  /// The lines of the body.
  let lines: [String]
  /// The line of the file on which the body begins.
  let firstLine: Int

  /// - Parameter isWhole: false when `bytes` may end in the middle of the body.
  init(bytes: [UInt8], isWhole: Bool = true, log: inout ProblemLog) {
    var bytes = bytes[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    let all = Self.split(bytes)
    guard let first = all.first, Self.isRule(first) else {
      log.error(
        1, "the file does not begin with front matter",
        "begin with a line \"---\", then id, title, summary, minutes, requires and concepts, then \"---\""
      )
      (head, lines, firstLine) = (nil, Self.text(all, firstLine: 1, log: &log), 1)
      return
    }
    guard let close = all.dropFirst().firstIndex(where: Self.isRule) else {
      log.error(1, "the front matter has no end", "close it with a line \"---\"")
      (head, lines, firstLine) = (nil, [], 1)
      return
    }
    let text = Self.text(Array(all[1..<close]), firstLine: 2, log: &log)
    do throws(YAMLError) {
      head = try YAML.parse(text.joined(separator: "\n"), firstLine: 2)
      if head == nil { log.error(1, "the front matter is empty", "add id, title and summary") }
    } catch {
      head = nil
      log.error(error)
    }
    firstLine = close + 2
    lines = isWhole ? Self.text(Array(all[(close + 1)...]), firstLine: close + 2, log: &log) : []
  }

  private static func isRule(_ line: ArraySlice<UInt8>) -> Bool {
    line.starts(with: Array("---".utf8)) && line.dropFirst(3).allSatisfy { $0 == 0x20 }
  }

  /// Lines without their ends, be they LF or CRLF.
  private static func split(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { $0.last == 0x0D ? $0.dropLast() : $0 }
  }

  private static func text(
    _ lines: [ArraySlice<UInt8>], firstLine: Int, log: inout ProblemLog
  ) -> [String] {
    lines.enumerated().map { index, bytes in
      // Plain ASCII, which most lines are, needs no look at each scalar.
      if bytes.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x09 }) {
        return String(decoding: bytes, as: UTF8.self)
      }
      let place = { (scalars: Int) in Place(line: firstLine + index, column: scalars + 1) }
      guard let line = String(validating: bytes, as: UTF8.self) else {
        log.error(place(0), "this line is not UTF-8", "save the file as UTF-8")
        return clean(String(decoding: bytes, as: UTF8.self))
      }
      if let bad = Array(line.unicodeScalars).firstIndex(where: isRefused) {
        let code = String(Array(line.unicodeScalars)[bad].value, radix: 16, uppercase: true)
        log.error(
          place(bad), "the character U+\(code) is not allowed in a lesson", "remove it")
        return clean(line)
      }
      return line
    }
  }

  private static func clean(_ text: String) -> String {
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { clean.append(isRefused(scalar) ? "\u{FFFD}" : scalar) }
    return String(clean)
  }

  private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
    Printable.isHarmful(scalar) || Protection.isMark(scalar)
  }
}
