import CZlib

/// Decompresses what gzip or a zip archive holds, piece by piece.
final class Inflater {
  enum Format: Int32 {
    /// With gzip's header, length and checksum, which zlib compares.
    case gzip = 31
    /// Bare, as in a zip archive.
    case deflate = -15
  }

  private let format: Format
  private let name: String
  /// On the heap, since zlib keeps its address.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private var input: ArraySlice<UInt8> = []
  private var hasEnded = false

  init(format: Format, name: String) throws {
    self.format = format
    self.name = name
    stream.initialize(to: z_stream())
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(stream, format.rawValue, ZLIB_VERSION, size) == Z_OK else {
      throw DataError("\(name) cannot be decompressed: zlib does not start")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Up to `count` bytes more; none at the end.
  /// - Parameter next: gives compressed bytes when they are needed; none when there are no more.
  func inflate(atMost count: Int, from next: () throws -> ArraySlice<UInt8>) throws
    -> ArraySlice<UInt8>
  {
    var piece = [UInt8](repeating: 0, count: max(count, 0))
    var made = 0
    while made < count {
      if input.isEmpty { input = try next() }
      if try input.isEmpty && ends() || hasEnded && !beginsAgain() { break }
      made += try step(&piece, from: made)
    }
    return piece[..<made]
  }

  /// Whether the end of the input is the end of what was compressed.
  private func ends() throws -> Bool {
    guard hasEnded else { throw DataError("\(name) is cut off: its compressed data has no end") }
    return true
  }

  /// A file of gzip may have several members, one behind the other.
  private func beginsAgain() throws -> Bool {
    guard format == .gzip, inflateReset(stream) == Z_OK else { return false }
    hasEnded = false
    return true
  }

  private func step(_ piece: inout [UInt8], from made: Int) throws -> Int {
    let (available, room) = (input.count, piece.count - made)
    let status = piece.withUnsafeMutableBufferPointer { out in
      input.withUnsafeBufferPointer { bytes in
        stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
        stream.pointee.avail_in = UInt32(available)
        stream.pointee.next_out = out.baseAddress.map { $0 + made }
        stream.pointee.avail_out = UInt32(room)
        return CZlib.inflate(stream, Z_NO_FLUSH)
      }
    }
    input = input.suffix(Int(stream.pointee.avail_in))
    hasEnded = status == Z_STREAM_END
    guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "error \(status)"
      throw DataError("\(name) cannot be decompressed: \(reason)")
    }
    return room - Int(stream.pointee.avail_out)
  }
}

/// Compressed bare, as in a zip archive.
func deflated(_ bytes: [UInt8]) throws -> [UInt8] {
  let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  stream.initialize(to: z_stream())
  defer { stream.deallocate() }
  let size = Int32(MemoryLayout<z_stream>.size)
  guard bytes.count <= Int(UInt32.max) / 2,
    deflateInit2_(
      stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
      == Z_OK
  else { throw DataError("\(bytes.count) bytes cannot be compressed") }
  defer { deflateEnd(stream) }
  let room = Int(deflateBound(stream, UInt(bytes.count)))
  return [UInt8](unsafeUninitializedCapacity: room) { target, made in
    bytes.withUnsafeBufferPointer { source in
      stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
      stream.pointee.avail_in = UInt32(source.count)
      stream.pointee.next_out = target.baseAddress
      stream.pointee.avail_out = UInt32(room)
      // The bound is such that one call is enough.
      _ = deflate(stream, Z_FINISH)
    }
    made = room - Int(stream.pointee.avail_out)
  }
}

/// The checksum of zip archives.
func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
  Array(bytes).withUnsafeBufferPointer { buffer in
    UInt32(truncatingIfNeeded: crc32_z(0, buffer.baseAddress, buffer.count))
  }
}
