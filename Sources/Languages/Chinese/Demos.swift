extension Language {
  static let demoPhrases: [String: String] = [:]
}
