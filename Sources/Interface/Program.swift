import Book
import Canvas
import Demos
import Languages
import Quiz

/// The program without its terminal: it hands events to the app and carries out the effects that
/// come back. The interactive program and `dlbook snapshot` share it.
public final class Program {
  public private(set) var app: App
  /// Set when the program is to end.
  public private(set) var isDone = false
  /// Set when everything is to be drawn again; the loop that owns the terminal takes it.
  public var wantsRedraw = false

  private let screens: ScreenMaker
  private let keeper: any RecordKeeping
  private let jobs: any JobRunner
  private let output: any PictureOutput

  public init(
    app: App, screens: ScreenMaker, keeper: any RecordKeeping, jobs: any JobRunner,
    output: any PictureOutput
  ) {
    self.app = app
    self.screens = screens
    self.keeper = keeper
    self.jobs = jobs
    self.output = output
  }

  /// Hands one event to the app and carries out what follows from it.
  public func handle(_ event: Event) {
    perform(app.update(event), screen: app.depth - 1)
  }

  /// Hands the snapshots that jobs have posted to the screens that own them.
  public func handleJobMessages() {
    for (owner, message) in jobs.takeMessages() {
      let effects = app.update(screen: owner.screen, .message(job: owner.job, message))
      perform(effects, screen: owner.screen)
    }
  }

  /// Told when the first frame stands: what was too slow to wait for comes now.
  public func afterFirstFrame() {
    if keeper.refresh() { handle(.progress(keeper.progress)) }
    if let notice = keeper.notice { app.show(notice: notice) }
    handle(.shown)
  }

  private func perform(_ effects: [Effect], screen: Int) {
    for effect in effects { perform(effect, screen: screen) }
  }

  private func perform(_ effect: Effect, screen: Int) {
    switch effect {
    case .open(let route): open(route)
    case .back: goBack()
    case .quit: isDone = true
    case .startJob(let number, let job): jobs.start(job, for: JobOwner(screen: screen, job: number))
    case .sendToJob(let number, let command):
      jobs.send(command, to: JobOwner(screen: screen, job: number))
    case .stopJob(let number): jobs.stop(JobOwner(screen: screen, job: number))
    case .keep(let entry): keep(entry)
    case .wantPicture(let lesson):
      if let demo = screens.picture(of: lesson) {
        perform(app.update(screen: screen, .picture(lesson: lesson, demo)), screen: screen)
      }
    case .savePicture: savePicture()
    case .copy(let text): app.show(notice: output.copy(text))
    case .notice(let text): app.show(notice: text)
    case .redraw: wantsRedraw = true
    }
  }

  private func open(_ route: Route) {
    do {
      let screen = try screens.make(route, keeper: keeper)
      let effects = app.push(screen)
      perform(effects, screen: app.depth - 1)
      handleJobMessages()
    } catch let problem as LessonProblem {
      app.show(notice: problem.text(in: app.language))
    } catch {
      app.show(notice: "\(error)")
    }
  }

  private func goBack() {
    guard app.depth > 1 else {
      isDone = true
      return
    }
    jobs.stopAll(of: app.depth - 1)
    _ = app.pop()
    handle(.shown)
  }

  private func keep(_ entry: RecordEntry) {
    if let problem = keeper.keep(entry) { app.show(notice: problem) }
    handle(.progress(keeper.progress))
  }

  private func savePicture() {
    app.show(notice: output.save(app.render()))
  }
}

/// Keeps what the learner did. A problem (a locked file, a full disk) is a line to show, never a
/// loss: what could not be written is held and tried again.
public protocol RecordKeeping: AnyObject {
  /// What is known of the learner now.
  var progress: Progress { get }
  /// Everything that was recorded.
  func history() throws -> History
  /// - Returns: a line for the learner when it could not be kept.
  func keep(_ entry: RecordEntry) -> String?
  /// Reads the record where `progress` is out of date.
  /// - Returns: whether it has changed.
  func refresh() -> Bool
  /// Something about the record that the learner is to be told once.
  var notice: String? { get }
}

/// Where pictures and copied texts go.
public protocol PictureOutput: AnyObject {
  /// - Returns: a line that says where the picture is, or why it could not be saved.
  func save(_ frame: Frame) -> String
  func copy(_ text: String) -> String
}
