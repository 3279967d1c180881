import Canvas
import Demos
import Languages

/// A demo by itself on the whole screen, such as the stepper on an expression.
public struct DemoScreen: Screen {
  private var demo: any Demo
  private let language: Language
  private var size = Size(width: 80, height: 24)

  public init(_ demo: any Demo, language: Language) {
    self.demo = demo
    self.language = language
  }

  public var title: String { demo.title }
  public var isTyping: Bool { demo.takes(.character("q")) }
  public var wantsTicks: Bool { demo.wantsTicks }

  private enum Action { case leave }

  private static var keyTable: KeyTable<Action> {
    KeyTable([KeyBinding([.escape], "Esc", "go back", .leave, isInFooter: true)])
  }

  public var keys: [KeyEntry] {
    demo.bindings.map { KeyEntry(label: $0.label, phrase: $0.action) }
      + (demo.takes(.escape) ? [] : Self.keyTable.entries)
  }

  public mutating func update(_ event: Event) -> [Effect] {
    switch event {
    case .input(.resize(let size)):
      self.size = size
      return []
    case .input(.key(let key)):
      if demo.takes(key) {
        let stopped = key == .control("c") ? [Effect.notice(language("Stopped."))] : []
        return pass(.input(.key(key))) + stopped
      }
      return Self.keyTable.action(for: key) == nil ? [] : [.back]
    case .input(.mouse(let mouse)):
      let body = Chrome.body(of: Rect(size))
      guard body.contains(mouse.at) else { return [] }
      let place = Point(x: mouse.at.x - body.x, y: mouse.at.y - body.y)
      return pass(.input(.mouse(Mouse(mouse.action, at: place))))
    case .input(let input): return pass(.input(input))
    case .tick(let seconds): return pass(.tick(seconds: seconds))
    case .message(_, let message): return pass(.message(message))
    case .progress, .filesChanged, .shown, .picture: return []
    }
  }

  private mutating func pass(_ event: DemoEvent) -> [Effect] {
    demo.update(event).compactMap { effect in
      switch effect {
      case .start(let job): .startJob(0, job)
      case .send(let command): .sendToJob(0, command)
      case .stop: .stopJob(0)
      case .copy(let text): .copy(text)
      case .predicted: nil
      }
    }
  }

  public func render(into frame: inout Frame, in area: Rect) {
    demo.render(into: &frame, in: area)
  }
}
