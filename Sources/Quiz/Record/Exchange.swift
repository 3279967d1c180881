import Foundation

/// The record as JSON, out and in.
private struct Exchange: Codable {
  static let format = "dlbook-record"
  static let version = 1

  var format = Exchange.format
  var version = Exchange.version
  var record: History
}

extension Record {
  /// The whole record as JSON with sorted keys.
  public func exported() throws(RecordError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let exchange = Exchange(record: try history())
    do {
      return String(decoding: try encoder.encode(exchange), as: UTF8.self) + "\n"
    } catch {
      throw RecordError(.other("\(error)"), path: path, "The record can't be written as JSON.")
    }
  }

  /// Merges what was exported, by event id: importing it again changes nothing.
  /// - Parameter source: the name of the file, for messages.
  /// - Returns: how many reviews were new.
  /// - Throws: `malformed` with the place in the JSON, and nothing was changed; or why it could not
  ///   be saved.
  public func importing(_ json: String, from source: String) throws(RecordError) -> Int {
    let imported = try Self.read(json, from: source)
    let before = try history().reviews.count
    var events: [RecordEvent] = imported.reviews.map { .review($0) }
    events += imported.predictions.map { .prediction($0) }
    events += imported.places.map { .place($0) }
    events += imported.pages.map { .page($0) }
    events += imported.settings.map { .setting($0) }
    try save(events)
    return try history().reviews.count - before
  }

  private static func read(_ json: String, from source: String) throws(RecordError) -> History {
    func malformed(_ reason: String) -> RecordError {
      RecordError(
        .malformed, path: source,
        "\(source) is not an exported record: \(reason). Nothing was imported.")
    }
    struct Header: Codable {
      var format: String
      var version: Int
    }
    let data = Data(json.utf8)
    let decoder = JSONDecoder()
    do {
      let header = try decoder.decode(Header.self, from: data)
      guard header.format == Exchange.format else { throw malformed("format is \(header.format)") }
      guard header.version == Exchange.version else {
        throw malformed("version \(header.version) is not \(Exchange.version)")
      }
      let history = try decoder.decode(Exchange.self, from: data).record
      if let fault = history.fault { throw malformed(fault) }
      return history
    } catch let error as RecordError {
      throw error
    } catch let error as DecodingError {
      throw malformed(error.place)
    } catch {
      throw malformed("\(error)")
    }
  }
}

extension History {
  /// What no session could have recorded.
  fileprivate var fault: String? {
    for (index, review) in reviews.enumerated() {
      if review.id.isEmpty { return "record.reviews[\(index)] has no id" }
      if review.hints < 0 || review.milliseconds < 0 {
        return "record.reviews[\(index)] has a negative count"
      }
    }
    return predictions.firstIndex { $0.id.isEmpty }.map { "record.predictions[\($0)] has no id" }
  }
}

extension DecodingError {
  /// Where in the file it went wrong, and what was wrong there.
  fileprivate var place: String {
    let context =
      switch self {
      case .typeMismatch(_, let context), .valueNotFound(_, let context),
        .keyNotFound(_, let context), .dataCorrupted(let context):
        context
      @unknown default:
        Context(codingPath: [], debugDescription: "")
      }
    let path = context.codingPath.reduce(into: "") { path, key in
      if let index = key.intValue { path += "[\(index)]" } else { path += ".\(key.stringValue)" }
    }
    let reason =
      context.debugDescription.hasSuffix(".")
      ? String(context.debugDescription.dropLast()) : context.debugDescription
    return path.isEmpty ? reason : "\(path.dropFirst()): \(reason)"
  }
}
