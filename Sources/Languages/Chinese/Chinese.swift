extension Language {
  /// Simplified Chinese.
  public static let chinese = Language(
    code: "zh", name: "中文",
    phrases: chineseTables.reduce(into: [:]) { all, table in all.merge(table) { first, _ in first }
    })

  /// Each table holds the phrases of one part of the program. A phrase that two parts say may
  /// stand in both, with the same words.
  static let chineseTables = [
    screenPhrases, demoPhrases, stepperPhrases, quizPhrases, commandPhrases, bookPhrases,
  ]
}
