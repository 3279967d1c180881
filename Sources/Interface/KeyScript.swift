import Canvas

/// Keys written as text, for `dlbook snapshot --keys` and for tests: words between spaces, each
/// the name of a key (`Enter`, `Down`, `C-a`, `M-f`, `F1`), `paste:text`, or characters to type
/// one by one. `Space` is the space bar.
public struct KeyScript: Hashable, Sendable {
  public let inputs: [Input]

  /// Why a script could not be read.
  public struct Failure: Error, Hashable, CustomStringConvertible {
    public var description: String
  }

  /// - Throws: `Failure` that names the word which is no key.
  public init(_ text: String) throws(Failure) {
    var inputs: [Input] = []
    for word in text.split(separator: " ") {
      inputs += try Self.inputs(String(word))
    }
    self.inputs = inputs
  }

  private static let names: [String: Key] = [
    "enter": .enter, "esc": .escape, "escape": .escape, "tab": .tab, "backtab": .backTab,
    "s-tab": .backTab, "space": .character(" "), "backspace": .backspace, "delete": .delete,
    "insert": .insert, "up": .up, "down": .down, "left": .left, "right": .right, "home": .home,
    "end": .end, "pageup": .pageUp, "pagedown": .pageDown, "s-up": .shiftUp,
    "s-down": .shiftDown, "s-left": .shiftLeft, "s-right": .shiftRight,
  ]

  private static func inputs(_ word: String) throws(Failure) -> [Input] {
    if let key = names[word.lowercased()] { return [.key(key)] }
    if word.hasPrefix("paste:") { return [.paste(String(word.dropFirst(6)))] }
    if word.count == 3, let last = word.last {
      if word.hasPrefix("C-") { return [.key(.control(Character(last.lowercased())))] }
      if word.hasPrefix("M-") { return [.key(.alt(last))] }
    }
    if word.count > 1, word.first == "F", let number = Int(word.dropFirst()),
      (1...24).contains(number)
    {
      return [.key(.function(number))]
    }
    if word.count > 2, word.hasPrefix("C-") || word.hasPrefix("M-") {
      throw Failure(description: "'\(word)' is no key; write C-a or M-f for Ctrl-A or Alt-F")
    }
    return word.map { .key(.character($0)) }
  }
}
