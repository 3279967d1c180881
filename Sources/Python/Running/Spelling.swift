/// Names, and which of them was meant.
public enum Spelling {
  /// The word that is at most two slips of the finger away, if there is one.
  public static func closest(to word: String, among known: some Sequence<String>) -> String? {
    guard word.count <= 40 else { return nil }
    let most = word.count <= 3 ? 1 : 2
    return known.map { (name: $0, distance: distance(Array(word), Array($0))) }
      .filter { $0.distance <= most }
      .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
  }

  /// The number of letters to insert, delete, replace or swap with a neighbour.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var previous: [Int] = []
    var row = Array(0...b.count)
    for i in a.indices {
      var next = [i + 1]
      for j in b.indices {
        var best = min(row[j + 1] + 1, next[j] + 1, row[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, previous[j - 1] + 1)
        }
        next.append(best)
      }
      previous = row
      row = next
    }
    return row[b.count]
  }
}
