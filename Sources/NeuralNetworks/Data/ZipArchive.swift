import Tensors

/// The members of a zip archive, stored or compressed by deflate. What its directory says of
/// sizes is compared with the bytes before anything is done with it.
/// Source: PKWARE, ".ZIP File Format Specification" (APPNOTE.TXT).
struct ZipArchive {
  struct Member {
    let name: String
    let isDeflated: Bool
    let checksum: UInt32
    let packedSize: Int
    let size: Int
    let offset: Int
  }

  let name: String
  private let bytes: [UInt8]
  private(set) var members: [Member] = []

  init(bytes: [UInt8], name: String) throws {
    self.bytes = bytes
    self.name = name
    let end = try directoryEnd()
    let (count, size, start) = (number(end + 10, 2), number(end + 12, 4), number(end + 16, 4))
    guard count != 0xffff, size != 0xffff_ffff, start != 0xffff_ffff else {
      throw DataError("\(name) is a zip64 archive, which can't be read; save fewer arrays in it")
    }
    guard number(end + 4, 2) == 0, number(end + 6, 2) == 0, number(end + 8, 2) == count else {
      throw DataError("\(name) is one part of a zip archive of several; join them first")
    }
    guard start + size <= end else { throw damage("its directory lies outside the file") }
    var place = start
    for _ in 0..<count { members.append(try member(&place, before: start + size)) }
    guard place == start + size else { throw damage("its directory is longer than it says") }
  }

  /// Where the record is that ends the directory: last in the file, but for a comment.
  private func directoryEnd() throws -> Int {
    var place = bytes.count - 22
    while place >= max(0, bytes.count - 22 - 0xffff) {
      if bytes[place] == 0x50, number(place, 4) == 0x0605_4b50,
        place + 22 + number(place + 20, 2) == bytes.count
      {
        return place
      }
      place -= 1
    }
    throw DataError(
      "\(name) is not a zip archive, or it is cut off: it has no directory at its end")
  }

  private func damage(_ reason: String) -> DataError {
    DataError("\(name) is a damaged zip archive: \(reason)")
  }

  /// A little-endian number of up to four bytes; 0 where there are none.
  private func number(_ place: Int, _ size: Int) -> Int {
    guard place >= 0, place <= bytes.count - size else { return 0 }
    return (0..<size).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
  }

  /// The entry of the directory at a place, which is moved behind it.
  private func member(_ place: inout Int, before end: Int) throws -> Member {
    guard place + 46 <= end, number(place, 4) == 0x0201_4b50 else {
      throw damage("an entry of its directory is missing")
    }
    let (nameSize, extra, comment) = (
      number(place + 28, 2), number(place + 30, 2), number(place + 32, 2)
    )
    let next = place + 46 + nameSize + extra + comment
    guard next <= end else { throw damage("an entry of its directory is cut off") }
    defer { place = next }
    let title = String(decoding: bytes[(place + 46)..<(place + 46 + nameSize)], as: UTF8.self)
    let (flags, method) = (number(place + 8, 2), number(place + 10, 2))
    guard flags & 1 == 0 else { throw DataError("\(name): \(title) is encrypted") }
    guard method == 0 || method == 8 else {
      throw DataError(
        "\(name): \(title) is compressed by method \(method); stored and deflate can be read")
    }
    let member = Member(
      name: title, isDeflated: method == 8,
      checksum: UInt32(truncatingIfNeeded: number(place + 16, 4)),
      packedSize: number(place + 20, 4), size: number(place + 24, 4),
      offset: number(place + 42, 4))
    guard [member.packedSize, member.size, member.offset].allSatisfy({ $0 != 0xffff_ffff }) else {
      throw DataError("\(name): \(title) needs zip64, which can't be read")
    }
    return member
  }

  /// The bytes of a member, with their checksum compared.
  func contents(of member: Member) throws -> [UInt8] {
    let title = "\(name): \(member.name)"
    let start =
      member.offset + 30 + number(member.offset + 26, 2) + number(member.offset + 28, 2)
    guard number(member.offset, 4) == 0x0403_4b50, start + member.packedSize <= bytes.count else {
      throw damage("\(member.name) lies outside the file")
    }
    guard member.size <= MemoryBudget.limit else {
      throw DataError("\(title) takes \(member.size) bytes, more than tensors may take")
    }
    let packed = bytes[start..<(start + member.packedSize)]
    let contents = try member.isDeflated ? inflated(packed, member, title) : Array(packed)
    guard contents.count == member.size else {
      throw DataError(
        "\(title) has \(contents.count) bytes, but the directory says \(member.size)")
    }
    guard NeuralNetworks.checksum(contents) == member.checksum else {
      throw DataError("\(title) is damaged: its checksum is wrong; fetch the file again")
    }
    return contents
  }

  private func inflated(_ packed: ArraySlice<UInt8>, _ member: Member, _ title: String) throws
    -> [UInt8]
  {
    let inflater = try Inflater(format: .deflate, name: title)
    var (input, result) = (packed, [UInt8]())
    // One byte more than was announced is enough to see that it is too much.
    while result.count <= member.size {
      let piece = try inflater.inflate(atMost: min(member.size + 1 - result.count, 1 << 16)) {
        defer { input = [] }
        return input
      }
      if piece.isEmpty { break }
      result += piece
    }
    return result
  }
}

/// Puts members into a zip archive.
struct ZipWriter {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  mutating func add(_ name: String, _ contents: [UInt8], isDeflated: Bool) throws {
    let packed = try isDeflated ? deflated(contents) : contents
    let title = Array(name.utf8)
    let offset = bytes.count
    guard offset + contents.count < 0xffff_ffff, count < 0xfffe, title.count < 0xffff else {
      throw DataError("\(name) does not fit: a zip archive holds 4 GB and 65534 members")
    }
    // Names in UTF-8; the time is 1 January 1980, as NumPy has it.
    let common =
      field(20, 2) + field(0x0800, 2) + field(isDeflated ? 8 : 0, 2) + field(0, 2)
      + field(0x21, 2) + field(Int(checksum(contents)), 4) + field(packed.count, 4)
      + field(contents.count, 4) + field(title.count, 2) + field(0, 2)
    bytes += field(0x0403_4b50, 4) + common + title + packed
    directory += field(0x0201_4b50, 4) + field(20, 2) + common + field(0, 2) + field(0, 2)
    directory += field(0, 2) + field(0, 4) + field(offset, 4) + title
    count += 1
  }

  /// The whole archive.
  var archive: [UInt8] {
    bytes + directory + field(0x0605_4b50, 4) + field(0, 4) + field(count, 2) + field(count, 2)
      + field(directory.count, 4) + field(bytes.count, 4) + field(0, 2)
  }

  /// A little-endian number.
  private func field(_ value: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
