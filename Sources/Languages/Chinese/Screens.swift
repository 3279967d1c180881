extension Language {
  static let screenPhrases: [String: String] = [:]
}
