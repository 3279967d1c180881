import ArgumentParser
import Demos
import Interface
import Python

/// `dlbook step 'EXPR'`
struct StepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "step", abstract: "Step through the forward and backward pass of an expression.",
    discussion: """
      Names without a value get one, which you can edit. Lists are vectors.

      Examples:
        dlbook step 'tanh(2*a + b)'
        dlbook step 'w=0.8; x=1.5; (tanh(w*x + 0.1) - 1)**2'
        dlbook step 'z=[2, 1, 0.1]; t=[1, 0, 0]; -sum(t * log(softmax(z)))' --plain
      """)

  @OptionGroup var options: CommonOptions
  @Argument(help: "An expression, after assignments with ; if you like.")
  var expression: String
  @Option(help: "Where the values of free names come from.")
  var seed: UInt64 = 1

  func run() throws {
    let launcher = try Launcher(options)
    do {
      let demo = try StepperDemo(
        source: expression, seed: seed, language: launcher.language)
      if launcher.wantsPlain {
        let lines = demo.plainText(width: launcher.plainWidth)
        launcher.write(lines.joined(separator: "\n") + "\n")
        return
      }
    } catch let error as PythonError {
      throw Failure(error.report(expression))
    } catch {
      throw Failure("\(error)")
    }
    try launcher.open(.stepper(source: expression))
  }
}
