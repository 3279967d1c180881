extension Language {
  /// Simplified Chinese. Each table holds the phrases of one part of the program.
  public static let chinese = Language(
    code: "zh", name: "中文",
    phrases: [screenPhrases, demoPhrases, quizPhrases, commandPhrases, bookPhrases, stepperPhrases]
      .reduce(into: [:]) { all, table in all.merge(table) { first, _ in first } })
}
