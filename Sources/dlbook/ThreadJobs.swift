import Demos
import Dispatch
import Interface

#if canImport(Glibc)
  import Glibc
#endif

/// Runs each job on a thread of its own. A post writes a byte into a pipe, so that the loop that
/// waits on `wakeDescriptor` looks into the mailboxes.
final class ThreadJobs: JobRunner {
  /// Readable when a job has posted.
  let wakeDescriptor: Int32
  private let writeEnd: Int32
  private var links: [JobOwner: JobLink] = [:]

  init() {
    var ends: [Int32] = [-1, -1]
    // Without a pipe, snapshots are still seen at the next key or tick.
    if pipe(&ends) != 0 { ends = [-1, -1] }
    for end in ends where end >= 0 {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    wakeDescriptor = ends[0]
    writeEnd = ends[1]
  }

  deinit {
    for link in links.values { link.cancel() }
  }

  func start(_ job: any Job, for owner: JobOwner) {
    stop(owner)
    let descriptor = writeEnd
    let link = JobLink(wake: {
      var byte: UInt8 = 1
      _ = write(descriptor, &byte, 1)
    })
    links[owner] = link
    DispatchQueue.global(qos: .userInitiated).async {
      job.run(link)
      link.finish()
    }
  }

  func send(_ command: any Sendable, to owner: JobOwner) {
    links[owner]?.send(command)
  }

  func stop(_ owner: JobOwner) {
    links.removeValue(forKey: owner)?.cancel()
  }

  func stopAll(of screen: Int) {
    for owner in links.keys where owner.screen == screen { stop(owner) }
  }

  /// Cancels all jobs, and waits until they have put away what they hold: a job looks up after
  /// each of its steps.
  func finish(within seconds: Double = 30) {
    let jobs = Array(links.values)
    links = [:]
    for job in jobs { job.cancel() }
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end, jobs.contains(where: { !$0.isFinished }) { usleep(2_000) }
  }

  func takeMessages() -> [(owner: JobOwner, message: any Sendable)] {
    var bytes = [UInt8](repeating: 0, count: 256)
    while read(wakeDescriptor, &bytes, bytes.count) == bytes.count {}
    return links.compactMap { owner, link in link.take().map { (owner, $0) } }
  }
}
