import CYaml

extension YAML {
  /// Reads one YAML document.
  ///
  /// Aliases are refused, so that a small file cannot grow into a large value, and
  /// nesting has a limit.
  /// - Parameter firstLine: the line of the file on which the text begins.
  /// - Returns: nil when the text holds nothing but comments.
  static func parse(_ text: String, firstLine: Int = 1) throws(YAMLError) -> YAML? {
    let reader = YAMLReader(text: Array(text.utf8), firstLine: firstLine)
    return try reader.document()
  }
}

/// Turns the events of libyaml into a value.
private final class YAMLReader {
  private static let deepest = 24

  /// Its address is kept by libyaml.
  private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
  private let text: [UInt8]
  /// The characters as libyaml counts them.
  private lazy var scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
  private let firstLine: Int

  init(text: [UInt8], firstLine: Int) {
    self.text = text
    self.firstLine = firstLine
    yaml_parser_initialize(parser)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  func document() throws(YAMLError) -> YAML? {
    try text.withUnsafeBufferPointer { buffer throws(YAMLError) in
      yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
      while true {
        let event = try next()
        switch event.kind {
        case YAML_STREAM_START_EVENT, YAML_DOCUMENT_START_EVENT: continue
        case YAML_STREAM_END_EVENT: return nil
        default: return try onlyDocument(starting: event)
        }
      }
    }
  }

  private func onlyDocument(starting event: Event) throws(YAMLError) -> YAML {
    let value = try value(starting: event, depth: 0)
    while true {
      let event = try next()
      if event.kind == YAML_STREAM_END_EVENT { return value }
      if event.kind != YAML_DOCUMENT_END_EVENT {
        throw YAMLError(
          place: event.place, message: "a second YAML document begins here",
          advice: "keep one document")
      }
    }
  }

  private func value(starting event: Event, depth: Int) throws(YAMLError) -> YAML {
    guard depth < Self.deepest else {
      throw YAMLError(
        place: event.place, message: "values are nested more than \(Self.deepest) deep",
        advice: "flatten them")
    }
    switch event.kind {
    case YAML_SCALAR_EVENT:
      return YAML(content: .scalar(event.text, isPlain: event.isPlain), place: event.place)
    case YAML_SEQUENCE_START_EVENT:
      var values: [YAML] = []
      let start = event.place
      var event = try next()
      while event.kind != YAML_SEQUENCE_END_EVENT {
        values.append(try value(starting: event, depth: depth + 1))
        event = try next()
      }
      return YAML(content: .sequence(values), place: start)
    case YAML_MAPPING_START_EVENT:
      return try mapping(at: event.place, depth: depth)
    default:
      throw YAMLError(
        place: event.place, message: "an alias (*name) stands here",
        advice: "write the value out")
    }
  }

  private func mapping(at place: Place, depth: Int) throws(YAMLError) -> YAML {
    var entries: [YAML.Entry] = []
    var seen: Set<String> = []
    while true {
      let key = try next()
      if key.kind == YAML_MAPPING_END_EVENT {
        return YAML(content: .mapping(entries), place: place)
      }
      guard key.kind == YAML_SCALAR_EVENT else {
        throw YAMLError(
          place: key.place, message: "a key must be a word",
          advice: "quote the text if it opens with [, { or *")
      }
      guard seen.insert(key.text).inserted else {
        throw YAMLError(
          place: key.place, message: "the key \"\(key.text)\" is there twice",
          advice: "remove one of them")
      }
      let value = try value(starting: try next(), depth: depth + 1)
      entries.append(YAML.Entry(key: key.text, place: key.place, value: value))
    }
  }

  private struct Event {
    var kind: yaml_event_type_t
    var place: Place
    var text = ""
    var isPlain = false
  }

  private func next() throws(YAMLError) -> Event {
    var raw = yaml_event_t()
    guard yaml_parser_parse(parser, &raw) == 1 else { throw failure() }
    defer { yaml_event_delete(&raw) }
    var event = Event(kind: raw.type, place: place(of: raw.start_mark))
    if raw.type == YAML_SCALAR_EVENT {
      let scalar = raw.data.scalar
      event.text = String(
        decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      event.isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
      if scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE { try refuseEscapes(raw) }
    }
    return event
  }

  /// In double quotes `\frac` means a form feed and `\tanh` a tab, which nobody ever meant.
  private func refuseEscapes(_ event: yaml_event_t) throws(YAMLError) {
    let start = Int(clamping: event.start_mark.index)
    let end = min(Int(clamping: event.end_mark.index), scalars.count)
    var index = start
    while index + 1 < end {
      if scalars[index] == "\\" {
        guard ["\\", "\"", "/"].contains(scalars[index + 1]) || scalars[index + 1] == "\n" else {
          throw YAMLError(
            place: place(of: event.start_mark),
            message: "\\\(String(scalars[index + 1])) in double quotes is an escape",
            advice: "use single quotes, or write two backslashes")
        }
        index += 1
      }
      index += 1
    }
  }

  private func failure() -> YAMLError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "this can't be read"
    let place =
      parser.pointee.error == YAML_READER_ERROR
      ? self.place(atByte: parser.pointee.problem_offset) : place(of: parser.pointee.problem_mark)
    let context = parser.pointee.context.map { String(cString: $0) + ": " } ?? ""
    return YAMLError(
      place: place, message: "not YAML: \(context)\(problem)",
      advice: "quote a text that holds one of : # [ ] { } , & * ! | > ' \" % @ `")
  }

  private func place(of mark: yaml_mark_t) -> Place {
    Place(
      line: firstLine + Int(clamping: mark.line), column: Int(clamping: mark.column) + 1)
  }

  private func place(atByte offset: Int) -> Place {
    let before = text.prefix(max(0, offset))
    let column = before.reversed().prefix { $0 != 0x0A }.count
    return Place(line: firstLine + before.count { $0 == 0x0A }, column: column + 1)
  }
}
