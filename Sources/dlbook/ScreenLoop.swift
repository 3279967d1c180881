import Canvas
import Interface
import Terminal

/// The one loop: wait, apply everything that came in, then draw once if something changed.
struct ScreenLoop {
  let terminal: TerminalSession
  let program: Program
  let jobs: ThreadJobs
  let watch: FileWatch

  /// How long between two ticks of a screen that moves.
  private static let tick: Duration = .milliseconds(50)

  /// Runs until the learner quits or a signal ends the program.
  /// - Returns: why it is to end when it was not the learner.
  func run() -> Ending? {
    var lastTick = ContinuousClock.now
    terminal.draw(program.app.render())
    program.afterFirstFrame()
    while !program.isDone {
      let events = terminal.events(
        timeout: program.app.wantsTicks ? Self.tick : nil,
        alsoWaitingFor: [jobs.wakeDescriptor, watch.descriptor].filter { $0 >= 0 })
      if let ending = events.ending { return ending }
      for input in events.inputs { program.handle(.input(input)) }
      if events.ready.contains(jobs.wakeDescriptor) { program.handleJobMessages() }
      if events.ready.contains(watch.descriptor), watch.takeChanges() {
        program.handle(.filesChanged)
      }
      let now = ContinuousClock.now
      if program.app.wantsTicks, now - lastTick >= Self.tick {
        program.handle(.tick(seconds: (now - lastTick) / .seconds(1)))
      }
      if now - lastTick >= Self.tick { lastTick = now }
      if program.isDone { break }
      settle()
      terminal.draw(program.app.render())
    }
    return nil
  }

  /// Does what only the owner of the terminal can do.
  private func settle() {
    if program.wantsSuspend {
      program.wantsSuspend = false
      terminal.suspend()
      program.handle(.input(.resize(terminal.size)))
      program.handle(.input(.resumed))
    }
    if program.wantsRedraw {
      program.wantsRedraw = false
      terminal.invalidate()
    }
  }
}
