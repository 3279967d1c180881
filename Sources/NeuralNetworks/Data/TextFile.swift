import Tensors

/// Plain text in UTF-8, and the windows that a language model learns from.
public struct TextFile: Hashable, Sendable {
  static let mostBytes = 256 << 20

  public let text: String

  public init(_ text: String) { self.text = text }

  /// - Parameter path: of the file, compressed by gzip or not. A byte order mark is left out.
  /// - Throws: `DataError` when it is not UTF-8, with the first line that is not.
  public init(path: String) throws {
    let bytes = try readFile(path, atMost: TextFile.mostBytes)
    let content = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes[3...] : bytes[...]
    guard let text = String(validating: content, as: UTF8.self) else {
      let lines = content.split(separator: 0x0a, omittingEmptySubsequences: false)
      let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
      throw DataError("\(path):\(line + 1): the line is not UTF-8; convert the file with iconv")
    }
    self.text = text
  }
}

/// A long row of tokens, of which a language model sees a window at a time: sample i is the
/// tokens from i on, and as target the same window one further.
public struct TokenWindows: Dataset, Hashable, Sendable {
  public let tokens: [Int]
  /// Tokens in a window.
  public let length: Int

  /// - Throws: `DataError` when the tokens don't fill one window and its target.
  public init(_ tokens: [Int], length: Int) throws {
    guard length > 0, tokens.count > length else {
      throw DataError(
        "\(tokens.count) tokens are too few for a window of \(length) and the token after it")
    }
    self.tokens = tokens
    self.length = length
  }

  public var count: Int { tokens.count - length }

  public func sample(_ index: Int) throws -> [Tensor] {
    let start = try place(index)
    return [
      try Tensor(Array(tokens[start..<(start + length)])),
      try Tensor(Array(tokens[(start + 1)...(start + length)])),
    ]
  }

  public func collated(_ indices: [Int]) throws -> [Tensor] {
    let starts = try indices.map { try place($0) }
    let shape = [starts.count, length]
    _ = try byteCount(shape, of: 16, "a batch of \(starts.count) windows")
    return [
      try Tensor(starts.flatMap { tokens[$0..<($0 + length)] }, shape: shape),
      try Tensor(starts.flatMap { tokens[($0 + 1)...($0 + length)] }, shape: shape),
    ]
  }
}
