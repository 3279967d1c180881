extension FrontMatter {
  /// Reads the front matter; what is wrong is logged.
  init(yaml: YAML?, log: inout ProblemLog) {
    self.init()
    guard let yaml else { return }
    let fields = Fields(
      yaml, known: ["id", "title", "summary", "minutes", "requires", "concepts"], log: &log)
    id = fields.identifier("id", log: &log)
    title = fields.text("title", log: &log)
    summary = fields.text("summary", log: &log)
    minutes = fields.integer("minutes", in: 1...600, log: &log)
    requires = fields.identifiers("requires", log: &log)
    concepts = fields.identifiers("concepts", log: &log)
  }
}
