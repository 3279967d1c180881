import Tensors

/// NumPy's `.npz` files: a zip archive of `.npy` files, by name.
public struct NumPyArchive: Sendable {
  private let archive: ZipArchive
  /// The names of the arrays, in the order in which they were saved.
  public let names: [String]

  /// - Throws: `DataError` for what is no zip archive, or a damaged one.
  public init(path: String) throws {
    try self.init(bytes: readFile(path), name: path)
  }

  /// - Parameter name: what to call the bytes in messages.
  public init(bytes: [UInt8], name: String = "the .npz data") throws {
    archive = try ZipArchive(bytes: bytes, name: name)
    names = archive.members.map {
      $0.name.hasSuffix(".npy") ? String($0.name.dropLast(4)) : $0.name
    }
    var seen: Set<String> = []
    if let twice = names.first(where: { !seen.insert($0).inserted }) {
      throw DataError("\(name) has two arrays that are called \(twice)")
    }
  }

  /// The array of this name.
  /// - Throws: `DataError` when there is none, or it is damaged.
  public func array(_ name: String) throws -> Tensor {
    guard let place = names.firstIndex(of: name) else {
      let known = names.prefix(20).joined(separator: ", ")
      throw DataError("\(archive.name) has no array \(name); it has \(known)")
    }
    let contents = try archive.contents(of: archive.members[place])
    return try NumPy.load(bytes: contents, name: "\(archive.name): \(name)")
  }

  /// The bytes of a `.npz` file.
  /// - Parameter isCompressed: as `numpy.savez_compressed` makes it, or as `numpy.savez`.
  public static func bytes(_ arrays: [(name: String, tensor: Tensor)], isCompressed: Bool = false)
    throws -> [UInt8]
  {
    var writer = ZipWriter()
    for (name, tensor) in arrays {
      try writer.add(name + ".npy", NumPy.bytes(tensor), isDeflated: isCompressed)
    }
    return writer.archive
  }

  public static func save(
    _ arrays: [(name: String, tensor: Tensor)], _ path: String, isCompressed: Bool = false
  ) throws {
    try writeFile(bytes(arrays, isCompressed: isCompressed), path)
  }
}
