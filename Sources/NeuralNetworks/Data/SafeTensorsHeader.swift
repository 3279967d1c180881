import Tensors

/// What the header of a safetensors file says. It is believed only when the tensors fill the
/// bytes from first to last, each as its type and shape demand, without gap or overlap.
struct SafeTensorsHeader {
  struct Entry {
    let name: String
    let layout: ElementLayout
    let shape: [Int]
    let start: Int
    let end: Int
  }

  /// In the order of their bytes.
  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]

  /// Bytes of all elements.
  var size: Int { entries.last?.end ?? 0 }

  init(_ bytes: [UInt8], name: String) throws {
    guard bytes.first == UInt8(ascii: "{") else {
      throw DataError("\(name) is not a safetensors file: its header does not begin with {")
    }
    var reader = JSONReader(bytes: bytes[...], name: name)
    var seen: Set<String> = []
    try reader.object { key, reader in
      guard seen.insert(key).inserted else { throw reader.failure("\(key) is there twice") }
      if key == "__metadata__" {
        try reader.object { name, reader in metadata[name] = try reader.text() }
      } else {
        entries.append(try SafeTensorsHeader.entry(key, &reader))
      }
    }
    guard reader.isAtEnd else { throw reader.failure("something follows it") }
    entries.sort { ($0.start, $0.end) < ($1.start, $1.end) }
    try checkLayout(name)
  }

  private func checkLayout(_ name: String) throws {
    var place = 0
    for entry in entries {
      let title = "\(name): \(entry.name)"
      guard entry.start == place else {
        throw DataError(
          "\(title) begins at byte \(entry.start) of the elements, but the tensor before ends at "
            + "\(place): tensors must not overlap or leave gaps")
      }
      let size = try byteCount(entry.shape, of: entry.layout.size, title)
      guard entry.end >= place, entry.end - place == size else {
        throw DataError(
          "\(title) of \(describe(entry.shape)) elements takes \(size) bytes, but its place is from "
            + "\(entry.start) to \(entry.end)")
      }
      place = entry.end
    }
  }

  private static func entry(_ name: String, _ reader: inout JSONReader) throws -> Entry {
    var (dtype, shape, offsets): (String?, [Int]?, [Int]?) = (nil, nil, nil)
    try reader.object { key, reader in
      switch key {
      case "dtype" where dtype == nil: dtype = try reader.text()
      case "shape" where shape == nil: shape = try reader.wholeNumbers()
      case "data_offsets" where offsets == nil: offsets = try reader.wholeNumbers()
      default: throw reader.failure("\(name) has a key \(key) that is unknown or there twice")
      }
    }
    guard let dtype, let shape, let offsets, offsets.count == 2 else {
      throw reader.failure("\(name) has to have dtype, shape and two data_offsets")
    }
    guard let layout = layouts[dtype] else {
      let known = layouts.keys.sorted().joined(separator: ", ")
      throw DataError(
        "\(reader.name): \(name) is of type \(dtype), which can't be read; \(known) can")
    }
    return Entry(name: name, layout: layout, shape: shape, start: offsets[0], end: offsets[1])
  }

  private static let layouts: [String: ElementLayout] = [
    "F64": ElementLayout(kind: .floating, size: 8), "F32": ElementLayout(kind: .floating, size: 4),
    "F16": ElementLayout(kind: .floating, size: 2), "BF16": ElementLayout(kind: .brain, size: 2),
    "I64": ElementLayout(kind: .signed, size: 8), "I32": ElementLayout(kind: .signed, size: 4),
    "I16": ElementLayout(kind: .signed, size: 2), "I8": ElementLayout(kind: .signed, size: 1),
    "U8": ElementLayout(kind: .unsigned, size: 1), "BOOL": ElementLayout(kind: .bool, size: 1),
  ]
}
