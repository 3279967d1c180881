extension Language {
  static let quizPhrases: [String: String] = [:]
}
