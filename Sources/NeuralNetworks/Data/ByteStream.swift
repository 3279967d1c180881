import Glibc
import Tensors

/// Bytes of a file or of memory, read from front to back. What is compressed by gzip is
/// decompressed on the way, as far as it is asked for: how much memory is taken follows from the
/// bytes that really come, never from what a header promises.
final class ByteStream {
  /// What to call the bytes in messages.
  let name: String
  private var file: UnsafeMutablePointer<FILE>?
  private var bytes: ArraySlice<UInt8>
  private var inflater: Inflater?
  /// How many bytes there are from here on, where that is known without reading them.
  private(set) var remaining: Int?

  init(bytes: [UInt8], name: String) throws {
    self.name = name
    self.bytes = bytes[...]
    remaining = bytes.count
    try decompress()
  }

  /// - Throws: `DataError` when there is no such file, or it is a folder or a device.
  init(path: String) throws {
    name = path
    bytes = []
    guard let file = fopen(path, "rb") else { throw ByteStream.unreadable(path) }
    self.file = file
    var status = stat()
    guard fstat(fileno(file), &status) == 0 else { throw ByteStream.unreadable(path) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: remaining = Int(status.st_size)
    case S_IFDIR, S_IFIFO: break
    default: throw DataError("\(path) cannot be read: it is a device, not a file")
    }
    bytes = try rawPiece()[...]
    try decompress()
  }

  deinit {
    if let file { fclose(file) }
  }

  private static func unreadable(_ path: String) -> DataError {
    DataError("\(path) cannot be read: \(String(cString: strerror(errno)))")
  }

  /// gzip's two magic bytes begin no other format that is read here.
  private func decompress() throws {
    guard bytes.starts(with: [0x1f, 0x8b]) else { return }
    inflater = try Inflater(format: .gzip, name: name)
    remaining = nil
  }

  /// Up to `count` bytes more; fewer only at the end.
  func read(_ count: Int) throws -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(min(count, remaining ?? ByteStream.pieceSize))
    while result.count < count {
      let missing = count - result.count
      let piece = try inflater.map { try inflated(missing, by: $0) } ?? stored(missing)
      if piece.isEmpty { break }
      if result.count + piece.count > result.capacity {
        result.reserveCapacity(min(count, 2 * result.capacity))
      }
      result += piece
    }
    if let remaining { self.remaining = max(remaining - result.count, 0) }
    return result
  }

  /// Exactly `count` bytes.
  /// - Parameter what: what they are, for the message.
  func take(_ count: Int, _ what: @autoclosure () -> String) throws -> [UInt8] {
    let result = try read(count)
    guard result.count == count else {
      throw DataError(
        "\(name) is cut off: \(what()) takes \(count) bytes, but only \(result.count) are left")
    }
    return result
  }

  private func stored(_ count: Int) throws -> ArraySlice<UInt8> {
    if bytes.isEmpty { bytes = try rawPiece()[...] }
    let piece = bytes.prefix(count)
    bytes = bytes.dropFirst(count)
    return piece
  }

  private func inflated(_ count: Int, by inflater: Inflater) throws -> ArraySlice<UInt8> {
    try inflater.inflate(atMost: min(count, ByteStream.pieceSize)) {
      defer { bytes = [] }
      return try bytes.isEmpty ? rawPiece()[...] : bytes
    }
  }

  private static let pieceSize = 1 << 16

  /// The next bytes of the file as they are stored; none at its end.
  private func rawPiece() throws -> [UInt8] {
    guard let file else { return [] }
    let piece = [UInt8](unsafeUninitializedCapacity: ByteStream.pieceSize) { buffer, count in
      count = fread(buffer.baseAddress, 1, buffer.count, file)
    }
    guard ferror(file) == 0 else { throw ByteStream.unreadable(name) }
    return piece
  }
}

/// The bytes of a file, decompressed if gzip made it, if there are not more than `limit`.
func readFile(_ path: String, atMost limit: Int = MemoryBudget.limit) throws -> [UInt8] {
  let stream = try ByteStream(path: path)
  let announced = stream.remaining ?? 0
  let bytes = try announced > limit ? [] : stream.read(limit.addingReportingOverflow(1).0)
  guard announced <= limit, bytes.count <= limit else {
    throw DataError("\(path) is larger than the \(limit) bytes that it could have")
  }
  return bytes
}

/// Writes a file as a whole: whoever reads it meanwhile, or after the machine lost its power, sees
/// the old one or the new one.
func writeFile(_ bytes: [UInt8], _ path: String) throws {
  func failure() -> DataError {
    DataError("\(path) cannot be written: \(String(cString: strerror(errno)))")
  }
  let draft = "\(path).\(getpid()).part"
  guard let file = fopen(draft, "wb") else { throw failure() }
  let isWritten = bytes.isEmpty || fwrite(bytes, 1, bytes.count, file) == bytes.count
  let isOnDisk = isWritten && fflush(file) == 0 && fsync(fileno(file)) == 0
  guard fclose(file) == 0, isOnDisk, rename(draft, path) == 0 else {
    defer { unlink(draft) }
    throw failure()
  }
}
