extension FrontMatter {
  /// Reads the front matter; what is wrong is logged.
  init(yaml: YAML?, log: inout ProblemLog) {
    self.init()
    guard let yaml else { return }
    let fields = Fields(
      yaml, known: ["id", "title", "summary", "minutes", "requires", "concepts"], log: &log)
    lines = Dictionary(yaml.entries.map { ($0.key, $0.place.line) }) { first, _ in first }
    id = fields.identifier("id", log: &log)
    title = fields.text("title", log: &log)
    summary = fields.text("summary", log: &log)
    minutes = fields.integer("minutes", in: 1...600, log: &log)
    requires = fields.identifiers("requires", log: &log)
    concepts = fields.identifiers("concepts", log: &log)
  }
}
