import ArgumentParser

/// The command line. Each command is a file in `Commands/` and a line here.
@main
struct Dlbook: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dlbook",
    abstract: "A deep-learning book that runs in a terminal.",
    discussion: """
      Without a command it opens the book where you left it.

      Examples:
        dlbook                               open the book
        dlbook lesson backprop               read one lesson
        dlbook step 'tanh(2*a + b)'          step through a backward pass
        dlbook quiz --due                    review what is due
        dlbook train digits-cnn              watch a network learn
        dlbook lesson forward --plain | less read without a screen
      """,
    version: Version.text,
    subcommands: [
      HomeCommand.self, LessonCommand.self, LessonsCommand.self, QuizCommand.self,
      StepCommand.self, ModelsCommand.self, TrainCommand.self, ProgressCommand.self,
      CheckCommand.self, NewCommand.self,
      SnapshotCommand.self, DoctorCommand.self,
    ],
    defaultSubcommand: HomeCommand.self)
}
