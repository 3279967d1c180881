/// A question of a lesson. It tests one concept; its id stays the same for ever, so that editing
/// its wording keeps the learner's memory of it.
public struct Question: Decodable, Sendable {
  /// `lesson/name`.
  public var id: String
  public var concept: String
  /// The page of its lesson that teaches it.
  public var page: String
  public var ask: String
  /// What is drawn from the seed; empty for a question that is always the same.
  public var parameters: [String: Parameter]
  /// The numbers are drawn again until this holds.
  public var require: ExpressionSource?
  /// Assignments that the other expressions build on.
  public var setup: [String]
  /// The ladder of hints, from a nudge to the first step.
  public var hints: [String]
  /// The worked solution.
  public var solution: String
  /// What is particular to its kind.
  public var kind: any QuestionKind

  /// The lesson that the id belongs to.
  public var lesson: String { String(id.prefix { $0 != "/" }) }
  public var kindName: String { type(of: kind).name }
  public var isGenerated: Bool { !parameters.isEmpty }

  static let commonFields = [
    "id", "kind", "concept", "page", "ask", "parameters", "require", "setup", "hints", "solution",
  ]

  public init(from decoder: any Decoder) throws {
    let name: String = try decoder.container(keyedBy: AnyKey.self).value("kind")
    guard let type = QuestionKinds.all.first(where: { $0.name == name }) else {
      let known = QuestionKinds.all.map { $0.name }.joined(separator: ", ")
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath + [AnyKey("kind")],
          debugDescription: "there is no kind `\(name)`; there are \(known)"))
    }
    let fields = try decoder.fields(Self.commonFields + type.fields, of: "a \(name) question")
    id = try fields.value("id")
    concept = try fields.value("concept")
    page = try fields.value("page")
    ask = try fields.value("ask")
    parameters = try fields.optional("parameters") ?? [:]
    require = try fields.optional("require")
    setup = try fields.list("setup")
    hints = try fields.list("hints")
    solution = try fields.value("solution")
    kind = try type.init(from: decoder)
    if let odd = parameters.keys.filter({ !Self.isName($0) }).min() {
      throw decoder.refusal("`\(odd)` can't be a parameter; names are letters, digits and _")
    }
  }

  private static func isName(_ text: String) -> Bool {
    text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
      && text.first?.isNumber == false
  }

  /// Everything but prose, which is to be the same in every language: field by field.
  public var skeleton: [String: String] {
    var result = kind.skeleton
    result["id"] = id
    result["kind"] = kindName
    result["concept"] = concept
    result["page"] = page
    result["require"] = require?.text ?? ""
    result["setup"] = setup.joined(separator: "\n")
    result["hints"] = String(hints.count)
    for (name, parameter) in parameters { result["parameters.\(name)"] = "\(parameter)" }
    return result
  }
}
