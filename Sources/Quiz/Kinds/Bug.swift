import Languages

/// Point at the wrong line of a listing, then see it run as it stands and mended.
struct BugKind: QuestionKind {
  static let name = "bug"
  static let fields = ["lines", "bug", "fixed", "show", "say"]

  struct Line: Decodable, Hashable {
    var id: String
    var code: String

    init(from decoder: any Decoder) throws {
      let fields = try decoder.fields(["id", "code"], of: "a line")
      id = try fields.value("id")
      code = try fields.value("code")
    }
  }

  let lines: [Line]
  /// The id of the wrong line.
  let bug: String
  /// That line mended.
  let fixed: String
  /// The expression that is printed after each run.
  let show: ExpressionSource
  /// What to say of an innocent line; `other` stands for all that are not named.
  let say: [String: String]

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: AnyKey.self)
    lines = try fields.value("lines")
    bug = try fields.value("bug")
    fixed = try fields.value("fixed")
    show = try fields.value("show")
    say = try fields.value("say")
  }

  var faults: [String] {
    var faults: [String] = []
    let ids = lines.map(\.id)
    if lines.count < 2 { faults.append("`lines` needs two or more") }
    if Set(ids).count < ids.count { faults.append("two of `lines` have the same id") }
    if !ids.contains(bug) { faults.append("`bug: \(bug)` is the id of no line") }
    if lines.first(where: { $0.id == bug })?.code == fixed {
      faults.append("`fixed` is the same as the wrong line")
    }
    for id in ids where id != bug && say[id] == nil && say["other"] == nil {
      faults.append("`say` has nothing for line \(id); name it, or give `other`")
    }
    for id in say.keys.sorted() where id != "other" && (id == bug || !ids.contains(id)) {
      faults.append("`say.\(id)` belongs to no innocent line")
    }
    return faults
  }

  var skeleton: [String: String] {
    [
      "lines": lines.map { "\($0.id): \($0.code)" }.joined(separator: "\n"), "bug": bug,
      "fixed": fixed, "show": show.text, "say": say.keys.sorted().joined(separator: " "),
    ]
  }

  func pose(in scene: Scene) throws -> any PosedQuestion {
    guard let place = lines.firstIndex(where: { $0.id == bug }) else {
      throw scene.failure("bug", "`\(bug)` is the id of no line")
    }
    var mended = lines.map(\.code)
    mended[place] = fixed
    return PosedBug(
      lines: lines.map(\.code), place: place,
      say: try lines.map { line in
        try scene.fill(say[line.id] ?? say["other"] ?? "", part: "say.\(line.id)")
      },
      runs: [scene.run(lines.map(\.code), show: show), scene.run(mended, show: show)])
  }
}

private struct PosedBug: PosedQuestion {
  let lines: [String]
  let place: Int
  /// What to say of each line.
  let say: [String]
  let runs: [ListingRun]

  var presentation: Presentation { .lines(lines) }
  var key: Entry { .line(place) }
  var keyText: String { "\(place + 1): `\(lines[place])`" }
  var traps: [Trap] {
    lines.indices.filter { $0 != place }.map {
      Trap(part: "lines[\($0)]", entry: .line($0))
    }
  }

  func judge(_ entry: Entry, language: Language) -> Verdict {
    guard case .line(let chosen?) = entry, lines.indices.contains(chosen) else {
      return .unreadable(language("Point at one of the lines."))
    }
    return chosen == place
      ? Verdict(.right, runs: runs) : Verdict(.wrong, feedback: [say[chosen]], runs: runs)
  }
}
