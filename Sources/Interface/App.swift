import Canvas
import Languages

/// The whole program as a value: a stack of screens, the help above them, and one line of notice.
/// Events go in, effects and frames come out; there is no terminal in it.
public struct App {
  public private(set) var screens: [any Screen]
  public let language: Language
  public var medium: Medium
  public private(set) var size: Size
  private var help: HelpOverlay?
  private var notice: String?

  public init(first: any Screen, size: Size, medium: Medium, language: Language) {
    var first = first
    _ = first.update(.input(.resize(size)))
    self.screens = [first]
    self.size = size
    self.medium = medium
    self.language = language
  }

  /// Whether ticks of the clock are wanted now.
  public var wantsTicks: Bool { help == nil && (screens.last?.wantsTicks ?? false) }

  /// How many screens lie on each other; the index of one is the owner of its jobs.
  public var depth: Int { screens.count }

  public mutating func update(_ event: Event) -> [Effect] {
    switch event {
    case .input(.resize(let size)):
      self.size = size
      return pass(event)
    case .input(.resumed):
      return [.redraw] + pass(.shown)
    case .input(.key(let key)):
      notice = nil
      return update(key: key)
    case .input where help != nil:
      return []
    case .progress:
      return screens.indices.flatMap { screens[$0].update(event) }
    default:
      return pass(event)
    }
  }

  /// Hands a message to the screen whose job posted it, whether or not it is on top.
  public mutating func update(screen index: Int, _ event: Event) -> [Effect] {
    screens.indices.contains(index) ? screens[index].update(event) : []
  }

  /// Puts a screen on top.
  public mutating func push(_ screen: any Screen) -> [Effect] {
    help = nil
    screens.append(screen)
    return pass(.input(.resize(size))) + pass(.shown)
  }

  /// Takes the top screen away; false when it is the last one.
  public mutating func pop() -> Bool {
    guard screens.count > 1 else { return false }
    help = nil
    screens.removeLast()
    return true
  }

  /// Shows a line at the foot of the screen until the next key.
  public mutating func show(notice: String) {
    self.notice = notice
  }

  /// What is written to the terminal when the program ends.
  public var farewell: [String] { screens.last?.farewell ?? [] }

  public func render() -> Frame {
    var frame = Frame(size, medium: medium)
    guard let screen = screens.last else { return frame }
    if size.width < Chrome.leastSize.width || size.height < Chrome.leastSize.height {
      Chrome.drawTooSmall(into: &frame, in: frame.bounds, language: language)
      return frame
    }
    let body = Chrome.draw(
      into: &frame, in: frame.bounds, title: screen.title, status: screen.status,
      keys: spelled(screen.keys),
      globalKeys: spelled(Self.globalKeys(isTyping: screen.isTyping).entries), notice: notice,
      language: language)
    screen.render(into: &frame, in: body)
    if let help {
      frame.cursor = nil
      help.render(into: &frame, in: frame.bounds, language: language)
    }
    return frame
  }

  private func spelled(_ keys: [KeyEntry]) -> [KeyEntry] { keys.map { $0.spelled(on: medium) } }

  private enum Global { case help, quit, redraw, picture, interrupt }

  /// The keys that mean the same on every screen; while something is typed, only those that are
  /// no text.
  private static func globalKeys(isTyping: Bool) -> KeyTable<Global> {
    let anywhere: [KeyBinding<Global>] = [
      KeyBinding([.control("c")], "^C", "stop what runs", .interrupt),
      KeyBinding([.control("l")], "^L", "draw the screen again", .redraw),
    ]
    if isTyping {
      let help = KeyBinding<Global>([.function(1)], "F1", "help", .help, isInFooter: true)
      return KeyTable([help] + anywhere)
    }
    return KeyTable(
      [
        KeyBinding([.character("?"), .function(1)], "?", "help", .help, isInFooter: true),
        KeyBinding([.character("q")], "q", "quit", .quit, isInFooter: true),
        KeyBinding([.character("S")], "S", "save a picture", .picture),
      ] + anywhere)
  }

  /// The terminal itself answers this key, so that it works at any moment.
  private static let suspendKey = KeyEntry(label: "^Z", phrase: "suspend", isInFooter: false)

  private mutating func update(key: Key) -> [Effect] {
    if help != nil {
      if help?.update(key, height: size.height) == false { help = nil }
      return []
    }
    guard let screen = screens.last else { return [.quit] }
    let globalKeys = Self.globalKeys(isTyping: screen.isTyping)
    switch globalKeys.action(for: key) {
    case nil: return pass(.input(.key(key)))
    case .help:
      let keys = screen.keys + globalKeys.entries + [Self.suspendKey]
      help = HelpOverlay(title: screen.title, keys: spelled(keys))
      return []
    case .quit: return [.quit]
    case .redraw: return [.redraw]
    case .picture: return [.savePicture]
    case .interrupt:
      let effects = pass(.input(.key(key)))
      guard effects.isEmpty else { return effects }
      notice = language(
        screen.isTyping ? "Nothing runs. Esc leaves the field." : "Nothing runs. q quits.")
      return []
    }
  }

  private mutating func pass(_ event: Event) -> [Effect] {
    screens.isEmpty ? [] : screens[screens.count - 1].update(event)
  }
}
