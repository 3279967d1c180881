import Dispatch
import Synchronization

/// Work that takes longer than a frame, such as training. It runs on a thread of its own, owns
/// everything it changes, and tells of its progress by posting immutable snapshots.
public protocol Job: Sendable {
  func run(_ link: JobLink)
}

/// What a job's time is.
public enum JobClock: Sendable {
  /// The machine's.
  case real
  /// One that goes on by a millisecond whenever it is read and never waits, so that the same job
  /// does the same every time.
  case counted
}

/// The two-way link between a running job and the screen: a mailbox that keeps only the latest
/// snapshot in one direction, a queue of commands in the other.
public final class JobLink: Sendable {
  private struct State {
    var latest: (any Sendable)?
    var commands: [any Sendable] = []
    var isCancelled = false
    var isFinished = false
    /// What a counted clock shows.
    var counted = Duration.zero
  }

  private let state = Mutex(State())
  private let wake: @Sendable () -> Void
  private let clock: JobClock
  private let start = ContinuousClock.now
  /// Rung for each command and when the job is cancelled.
  private let bell = DispatchSemaphore(value: 0)

  /// - Parameters:
  ///   - wake: called after each post, from the job's thread, so that the screen's loop looks into
  ///     the mailbox.
  ///   - clock: what the job's time is.
  public init(clock: JobClock = .real, wake: @escaping @Sendable () -> Void) {
    self.clock = clock
    self.wake = wake
  }

  /// How long the job has been running, by its own clock.
  public var now: Duration {
    switch clock {
    case .real: ContinuousClock.now - start
    case .counted:
      state.withLock { state in
        state.counted += .milliseconds(1)
        return state.counted
      }
    }
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
    guard let seconds else {
      // Nobody is there who could send a command to a job without a thread of its own.
      return clock == .counted ? cancel() : bell.wait()
    }
    let pause = Duration.nanoseconds(Int(min(max(0, seconds), 3600) * 1e9))
    switch clock {
    case .real: _ = bell.wait(timeout: .now() + pause / .seconds(1))
    case .counted: state.withLock { $0.counted += pause }
    }
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
