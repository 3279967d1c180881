import Canvas
import Interface
import Terminal

/// The one loop: wait, apply everything that came in, then draw once if something changed.
struct ScreenLoop {
  let terminal: TerminalSession
  let program: Program
  let jobs: ThreadJobs
  let watch: FileWatch

  /// A key that ends in a trap, for the tests of what a crash leaves behind.
  private static let trapKey = Environment["DLBOOK_TRAP_KEY"]?.first.map {
    Input.key(.character($0))
  }

  /// Runs until the learner quits or a signal ends the program.
  /// - Parameter afterFirstFrame: what can wait until the first frame stands.
  /// - Returns: why it is to end when it was not the learner.
  func run(afterFirstFrame: () -> Void) -> Ending? {
    var pacer = FramePacer()
    var lastTick = ContinuousClock.now
    terminal.draw(program.app.render())
    program.afterFirstFrame()
    afterFirstFrame()
    terminal.draw(program.app.render())
    while !program.isDone {
      let events = terminal.events(
        timeout: timeout(since: lastTick, pause: pacer.pause),
        alsoWaitingFor: [jobs.wakeDescriptor, watch.descriptor].filter { $0 >= 0 })
      if let ending = events.ending { return ending }
      apply(events)
      let now = ContinuousClock.now
      if program.app.wantsTicks, now - lastTick >= pacer.pause {
        // A clock that stood still while nothing moved must not make the picture jump.
        let elapsed = min(now - lastTick, .milliseconds(200))
        program.handle(.tick(seconds: elapsed / .seconds(1)))
        lastTick = now
      }
      if program.isDone { break }
      settle()
      terminal.draw(program.app.render())
      pacer.note(ContinuousClock.now - now)
    }
    return nil
  }

  private func timeout(since lastTick: ContinuousClock.Instant, pause: Duration) -> Duration? {
    guard program.app.wantsTicks else { return nil }
    return max(.zero, pause - (ContinuousClock.now - lastTick))
  }

  private func apply(_ events: TerminalEvents) {
    for input in events.inputs where !program.isDone {
      if input == Self.trapKey { fatalError("DLBOOK_TRAP_KEY") }
      program.handle(.input(input))
    }
    if events.ready.contains(jobs.wakeDescriptor) { program.handleJobMessages() }
    if events.ready.contains(watch.descriptor), watch.takeChanges() {
      program.handle(.filesChanged)
    }
  }

  /// Does what only the owner of the terminal can do.
  private func settle() {
    if program.wantsRedraw {
      program.wantsRedraw = false
      terminal.invalidate()
    }
  }
}
