extension Language {
  static let commandPhrases: [String: String] = [:]
}
