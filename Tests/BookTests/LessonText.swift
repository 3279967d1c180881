import Languages

@testable import Book

/// A lesson file around a body, so that a test says only what it is about.
func lesson(
  _ body: String, front: String = frontMatter, language: Language = .english
) -> LessonReading {
  LessonReading(
    text: front + body, file: "lesson.\(language.code).md", language: language)
}

let frontMatter = """
  ---
  id: probe
  title: Probe
  summary: A lesson for tests.
  minutes: 5
  requires: []
  concepts: [neuron]
  ---

  """

/// A page around a body; its heading stands on line 10 and the body begins on line 12.
func page(_ body: String) -> LessonReading {
  lesson("<!-- page: one -->\n## One\n\n" + body)
}
