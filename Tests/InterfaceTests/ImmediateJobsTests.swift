import Demos
import Testing

@testable import Interface

/// Posts what its clock shows, a step every tenth of a second, and obeys numbers as pauses.
private struct Clockwork: Job {
  var startsPaused = false

  func run(_ link: JobLink) {
    var isPaused = startsPaused
    while !link.isCancelled {
      if let last = link.takeCommands().last as? Bool { isPaused = last }
      if isPaused { link.wait() } else { link.wait(seconds: 0.1) }
      link.post(link.now)
    }
  }
}

@Suite struct ImmediateJobsTests {
  private let owner = JobOwner(screen: 0, job: 1)

  private func last(_ job: Clockwork, posts: Int, _ commands: [Bool] = []) -> Duration? {
    let jobs = ImmediateJobs(posts: posts)
    jobs.start(job, for: owner)
    for command in commands { jobs.send(command, to: owner) }
    return jobs.takeMessages().first?.message as? Duration
  }

  @Test func aJobLivesByCountedTime() {
    #expect(last(Clockwork(), posts: 3) == .milliseconds(303))
    #expect(last(Clockwork(), posts: 30) == .milliseconds(3030))
  }

  @Test func aJobThatWaitsForCommandsEnds() {
    #expect(last(Clockwork(startsPaused: true), posts: 30) == .milliseconds(1))
    #expect(last(Clockwork(), posts: 30, [true]) == .milliseconds(1))
  }

  @Test func whatIsSentBeforeItRunsReachesIt() {
    #expect(last(Clockwork(startsPaused: true), posts: 2, [false]) == .milliseconds(202))
  }

  @Test func aJobThatWasStoppedPostsNothing() {
    let jobs = ImmediateJobs(posts: 1)
    jobs.start(Clockwork(), for: owner)
    jobs.stop(owner)
    #expect(jobs.takeMessages().isEmpty)
    jobs.start(Clockwork(), for: owner)
    jobs.stopAll(of: 0)
    #expect(jobs.takeMessages().isEmpty)
  }
}
