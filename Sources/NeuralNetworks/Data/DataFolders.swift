import Glibc

/// Where data sets are looked for: in the folder that is given, then in the data directory, then
/// where Debian's packages put them.
public struct DataFolders: Hashable, Sendable {
  /// In the order in which they are searched.
  public let folders: [String]

  /// - Parameters:
  ///   - root: what the caller names, as torchvision's `root`.
  ///   - dataDirectory: of the program.
  ///   - shared: of all programs on this machine.
  public init(
    root: String? = nil, dataDirectory: String? = nil, shared: String? = "/usr/share/datasets"
  ) {
    folders = [root, dataDirectory, shared].compactMap { $0 }.filter { !$0.isEmpty }
  }

  /// The first folder that has all files, among `places` in each of `folders`, and where in it
  /// they are.
  /// - Parameter suffixes: what may follow a file's name, in order of preference.
  func find(_ files: [String], in places: [String], suffixes: [String] = [""]) -> [String]? {
    for folder in folders {
      for place in places {
        let base = place.isEmpty ? folder : "\(folder)/\(place)"
        let found = files.compactMap { file -> String? in
          suffixes.map { "\(base)/\(file)\($0)" }.first { access($0, R_OK) == 0 }
        }
        if found.count == files.count { return found }
      }
    }
    return nil
  }
}
