import Demos
import Synchronization

/// Runs the jobs of screens and brings their snapshots back. The program uses threads; a
/// snapshot of a screen runs each job at once, so that its picture is always the same.
public protocol JobRunner: AnyObject {
  /// Starts a job in place of an earlier one with the same owner.
  func start(_ job: any Job, for owner: JobOwner)
  func send(_ command: any Sendable, to owner: JobOwner)
  func stop(_ owner: JobOwner)
  /// Stops all jobs of a screen that goes away.
  func stopAll(of screen: Int)
  /// The snapshots that came since the last call.
  func takeMessages() -> [(owner: JobOwner, message: any Sendable)]
}

/// Whose job it is: a screen's place in the stack, and the number that the screen gave it.
public struct JobOwner: Hashable, Sendable {
  public var screen: Int
  public var job: Int

  public init(screen: Int, job: Int) {
    self.screen = screen
    self.job = job
  }
}

/// Runs a job when its messages are asked for, by a clock that only counts, until it has posted a
/// number of snapshots; its message is the last of them.
public final class ImmediateJobs: JobRunner {
  private let posts: Int
  private var waiting: [(owner: JobOwner, job: any Job, link: JobLink)] = []

  /// - Parameter posts: after how many snapshots a job is cancelled.
  public init(posts: Int) {
    self.posts = posts
  }

  public func start(_ job: any Job, for owner: JobOwner) {
    stop(owner)
    let counter = PostCounter(limit: posts)
    let link = JobLink(clock: .counted, wake: { counter.count() })
    counter.watch(link)
    waiting.append((owner, job, link))
  }

  public func send(_ command: any Sendable, to owner: JobOwner) {
    for job in waiting where job.owner == owner { job.link.send(command) }
  }

  public func stop(_ owner: JobOwner) {
    waiting.removeAll { $0.owner == owner }
  }

  public func stopAll(of screen: Int) {
    waiting.removeAll { $0.owner.screen == screen }
  }

  public func takeMessages() -> [(owner: JobOwner, message: any Sendable)] {
    defer { waiting = [] }
    return waiting.compactMap { owner, job, link in
      job.run(link)
      link.finish()
      return link.take().map { (owner, $0) }
    }
  }
}

/// Cancels a job after a number of posts.
private final class PostCounter: Sendable {
  private struct State {
    var left: Int
    var link: JobLink?
  }

  private let state: Mutex<State>

  init(limit: Int) {
    state = Mutex(State(left: limit))
  }

  func watch(_ link: JobLink) {
    state.withLock { $0.link = link }
  }

  func count() {
    let exhausted: JobLink? = state.withLock { state in
      state.left -= 1
      return state.left <= 0 ? state.link : nil
    }
    exhausted?.cancel()
  }
}
