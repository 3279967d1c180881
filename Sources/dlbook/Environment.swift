import Languages

#if canImport(Glibc)
  import Glibc
#endif

/// The process's environment: read here and nowhere else.
enum Environment {
  /// A variable's value; nil when it is unset or empty.
  static subscript(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// The language that the locale's variables ask for, if the book speaks it.
  static var localeLanguage: Language? {
    let locale = Self["LC_ALL"] ?? Self["LC_MESSAGES"] ?? Self["LANG"]
    return locale.flatMap(Language.init(locale:))
  }

  /// Where a user's data is kept: the given folder, or `dlbook` under the XDG data directory.
  static func dataFolder(_ given: String?) -> String {
    if let given { return given }
    if let folder = Self["XDG_DATA_HOME"], folder.hasPrefix("/") { return folder + "/dlbook" }
    return (Self["HOME"] ?? "/tmp") + "/.local/share/dlbook"
  }
}

extension Environment {
  /// The real path of the running program.
  static var executable: String? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }
}
