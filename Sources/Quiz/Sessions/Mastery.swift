/// How well concepts are remembered.
public enum Mastery {
  /// A concept counts as mastered from here on.
  public static let threshold = 0.85

  /// The mean predicted recall of some questions now; one never answered counts 0.
  public static func of(
    _ questions: [String], cards: [String: CardState], at time: Double
  ) -> Double {
    guard !questions.isEmpty else { return 0 }
    return questions.reduce(0) { $0 + (cards[$1]?.recall(at: time) ?? 0) }
      / Double(questions.count)
  }

  /// The mastery of each concept that has questions.
  public static func byConcept(
    _ questions: [Question], cards: [String: CardState], at time: Double
  ) -> [String: Double] {
    Dictionary(grouping: questions, by: \.concept)
      .mapValues { of($0.map(\.id), cards: cards, at: time) }
  }
}
