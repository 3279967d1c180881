import Demos
import Languages
import Python

extension LessonRun {
  /// Makes the demo that a block describes, and lets it share its variables with the lesson.
  /// - Throws: `LessonProblem` at the key at fault.
  public func makeDemo(_ block: DemoBlock) throws(LessonProblem) -> any Demo {
    do throws(YAMLError) {
      let demo = try block.make(
        kinds: engine.demoKinds, session: session, language: language)
      demo.share(with: session)
      return demo
    } catch {
      throw LessonProblem(
        file: lesson.file, place: error.place, message: error.message, advice: error.advice)
    }
  }
}

extension DemoBlock {
  func make(
    kinds: [any Demo.Type], session: Session, language: Language
  ) throws(YAMLError) -> any Demo {
    func open<Kind: Demo>(_ kind: Kind.Type) throws(YAMLError) -> any Demo {
      let parameters = try parameters.decode(Kind.Parameters.self)
      do {
        return try Kind(parameters, session: session, language: language)
      } catch let error as DemoError {
        let place = self.parameters.entries.first { $0.key == error.parameter }?.place
        throw YAMLError(
          place: place ?? self.parameters.place,
          message: "the demo \"\(id)\" can't be made: \(error.description)")
      } catch {
        throw YAMLError(
          place: self.parameters.place,
          message: "the demo \"\(id)\" can't be made: \("\(error)")")
      }
    }
    guard let type = kinds.first(where: { $0.kind == kind }) else {
      let known = kinds.map { $0.kind }
      throw YAMLError(
        place: kindPlace, message: "there is no demo of the kind \"\(kind)\"",
        advice: Spelling.closest(to: kind, among: known).map { "did you mean \"\($0)\"?" }
          ?? "there are \(known.sorted().joined(separator: ", "))")
    }
    return try open(type)
  }
}
