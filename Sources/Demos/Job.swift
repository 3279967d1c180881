import Dispatch
import Synchronization

/// Work that takes longer than a frame, such as training. It runs on a thread of its own, owns
/// everything it changes, and tells of its progress by posting immutable snapshots.
public protocol Job: Sendable {
  func run(_ link: JobLink)
}

/// The two-way link between a running job and the screen: a mailbox that keeps only the latest
/// snapshot in one direction, a queue of commands in the other.
public final class JobLink: Sendable {
  private struct State {
    var latest: (any Sendable)?
    var commands: [any Sendable] = []
    var isCancelled = false
    var isFinished = false
  }

  private let state = Mutex(State())
  private let wake: @Sendable () -> Void
  /// Rung for each command and when the job is cancelled.
  private let bell = DispatchSemaphore(value: 0)

  /// - Parameter wake: called after each post, from the job's thread, so that the screen's loop
  ///   looks into the mailbox.
  public init(wake: @escaping @Sendable () -> Void) {
    self.wake = wake
  }

  /// Puts a snapshot into the mailbox, in place of one that was not yet taken.
  public func post(_ snapshot: any Sendable) {
    state.withLock { $0.latest = snapshot }
    wake()
  }

  /// Takes the latest snapshot, if a new one came.
  public func take() -> (any Sendable)? {
    state.withLock { state in
      defer { state.latest = nil }
      return state.latest
    }
  }

  /// Sends a command to the job.
  public func send(_ command: any Sendable) {
    state.withLock { $0.commands.append(command) }
    bell.signal()
  }

  /// The job takes the commands that came since it last asked, in order.
  public func takeCommands() -> [any Sendable] {
    state.withLock { state in
      defer { state.commands = [] }
      return state.commands
    }
  }

  /// The job sleeps until a command comes, it is cancelled, or so much time went by. It may wake
  /// for a command that it has already taken.
  public func wait(seconds: Double? = nil) {
    guard let seconds else { return bell.wait() }
    let nanoseconds = Int(min(max(0, seconds), 3600) * 1e9)
    _ = bell.wait(timeout: .now() + .nanoseconds(nanoseconds))
  }

  /// Asks the job to end as soon as it can.
  public func cancel() {
    state.withLock { $0.isCancelled = true }
    bell.signal()
  }

  public var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// Told by whoever runs the job, after `run` returned.
  public func finish() {
    state.withLock { $0.isFinished = true }
    wake()
  }

  public var isFinished: Bool { state.withLock { $0.isFinished } }
}
