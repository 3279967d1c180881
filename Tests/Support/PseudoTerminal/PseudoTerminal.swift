import Glibc

/// A program on a terminal of its own: what it draws can be looked at, and what a person would
/// do at the keyboard can be done to it.
public final class PseudoTerminal {
  /// How a program ended.
  public enum Exit: Hashable, Sendable {
    case status(Int32)
    case signal(Int32)
  }

  /// The program could not be started, or it did not do in time what was waited for.
  public struct Failure: Error, CustomStringConvertible {
    public var description: String

    public init(description: String) {
      self.description = description
    }
  }

  /// The environment that programs get unless a test says more.
  public static let environment = [
    "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin",
    "HOME": "/nonexistent", "SWIFT_BACKTRACE": "enable=no",
  ]

  public let screen: VirtualScreen
  public let process: pid_t
  /// All bytes that the program has written so far.
  public private(set) var received: [UInt8] = []

  /// The terminal's modes before the program started.
  public private(set) var settingsAtStart: [UInt32] = []

  private var controller: Int32
  private var line: Int32
  private var exit: Exit?

  /// Starts a program as the leader of a new session on a new terminal.
  public init(
    _ command: [String], width: Int = 80, height: Int = 24,
    environment: [String: String] = [:], directory: String? = nil
  ) throws {
    screen = VirtualScreen(width: width, height: height)
    var window = winsize(
      ws_row: UInt16(height), ws_col: UInt16(width), ws_xpixel: 0, ws_ypixel: 0)
    (controller, line) = (-1, -1)
    guard openpty(&controller, &line, nil, nil, &window) == 0 else {
      throw Failure(description: "no pseudo-terminal: \(String(cString: strerror(errno)))")
    }
    for descriptor in [controller, line] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    let all = Self.environment.merging(environment) { $1 }
    let there = directory.map { ["env", "-C", $0] } ?? []
    settingsAtStart = Self.settings(of: line)
    process = try Self.spawn(
      there + command, on: Self.name(of: line), environment: all)
  }

  deinit {
    if exit == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(controller)
    close(line)
  }

  private static func name(of terminal: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 64)
    // The one without _r is shared by all tests that run at this moment.
    ttyname_r(terminal, &buffer, buffer.count)
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func spawn(
    _ command: [String], on terminal: String, environment: [String: String]
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Opening it as the leader of a session makes it the controlling terminal.
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    let flags = setsid | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var arguments = command.map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for string in arguments + variables { free(string) } }
    var process: pid_t = 0
    let status = posix_spawnp(
      &process, command[0], &actions, &attributes, &arguments, &variables)
    guard status == 0 else {
      throw Failure(description: "\(command[0]): \(String(cString: strerror(status)))")
    }
    return process
  }

  /// POSIX_SPAWN_SETSID, which the C library only shows to GNU programs.
  private static let setsid: Int32 = 0x80

  // MARK: What a person does

  public func type(_ text: String) { send(Array(text.utf8)) }
  public func press(_ keys: VirtualScreen.Key...) {
    for key in keys { send(screen.bytes(for: key)) }
  }
  public func paste(_ text: String) { send(screen.bytes(forPaste: text)) }

  public func click(x: Int, y: Int) {
    send(screen.bytes(forButton: 1, pressed: true, x: x, y: y))
    send(screen.bytes(forButton: 1, pressed: false, x: x, y: y))
  }

  public func drag(fromX: Int, fromY: Int, toX: Int, toY: Int) {
    send(screen.bytes(forButton: 1, pressed: true, x: fromX, y: fromY))
    send(screen.bytes(forMotionTo: toX, y: toY))
    send(screen.bytes(forButton: 1, pressed: false, x: toX, y: toY))
  }

  public func scroll(up: Bool, x: Int, y: Int) {
    send(screen.bytes(forButton: up ? 4 : 5, pressed: true, x: x, y: y))
  }

  public func resize(width: Int, height: Int) {
    readWhatIsThere()
    screen.resize(width: width, height: height)
    var window = winsize(
      ws_row: UInt16(height), ws_col: UInt16(width), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &window)
  }

  public func send(signal number: Int32) { kill(process, number) }

  /// Closes the window.
  public func hangUp() {
    close(controller)
    close(line)
    (controller, line) = (-1, -1)
  }

  public func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      var wanted = pollfd(fd: controller, events: Int16(POLLOUT | POLLIN), revents: 0)
      guard poll(&wanted, 1, 5000) > 0 else { return }
      if wanted.revents & Int16(POLLIN) != 0 { readWhatIsThere() }
      // Small pieces: the kernel takes a line's worth, and the program must get to read it.
      let count = rest.prefix(512).withUnsafeBytes { write(controller, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  // MARK: What a person sees

  /// Reads until the condition holds.
  /// - Throws: `Failure` with the picture of the screen when it does not hold in time.
  public func wait(
    _ what: String = "the condition", within limit: Duration = .seconds(10),
    until condition: (PseudoTerminal) -> Bool
  ) throws {
    let deadline = ContinuousClock.now + limit
    while !condition(self) {
      guard ContinuousClock.now < deadline else {
        throw Failure(description: "waited \(limit) for \(what); the screen is\n\(screen.text)")
      }
      read(for: .milliseconds(10))
    }
  }

  /// Reads until the text stands somewhere on the screen.
  public func wait(for text: String, within limit: Duration = .seconds(10)) throws {
    try wait("“\(text)”", within: limit) { $0.screen.text.contains(text) }
  }

  /// Reads until the program has been silent for a while; returns the number of bytes read.
  @discardableResult
  public func settle(_ silence: Duration = .milliseconds(60)) -> Int {
    let before = received.count
    var last = -1
    while last != received.count {
      last = received.count
      read(for: silence)
    }
    return received.count - before
  }

  /// Waits until the program has ended, and reads what it wrote at last.
  public func waitForExit(within limit: Duration = .seconds(10)) throws -> Exit {
    try wait("the end of the program", within: limit) { $0.hasExited }
    readWhatIsThere()
    guard let exit else { throw Failure(description: "no exit status") }
    return exit
  }

  /// The terminal's modes as numbers, as `stty -g` prints them.
  public var settings: [UInt32] { Self.settings(of: line) }

  private static func settings(of terminal: Int32) -> [UInt32] {
    var modes = termios()
    guard tcgetattr(terminal, &modes) == 0 else { return [] }
    let characters = withUnsafeBytes(of: modes.c_cc) { $0.map { UInt32($0) } }
    return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag] + characters
  }

  /// Processor time that the program has used, from /proc.
  public var processorTime: Duration {
    guard let file = fopen("/proc/\(process)/stat", "r") else { return .zero }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 1024)
    guard fgets(&buffer, Int32(buffer.count), file) != nil else { return .zero }
    let text = String(
      decoding: buffer.map { UInt8(bitPattern: $0) }.prefix { $0 != 0 }, as: UTF8.self)
    // The fields after the name, which is the last thing in parentheses.
    let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else {
      return .zero
    }
    return .milliseconds((user + system) * 1000 / Int(sysconf(Int32(_SC_CLK_TCK))))
  }

  private var hasExited: Bool {
    if exit != nil { return true }
    var status: Int32 = 0
    guard waitpid(process, &status, WNOHANG) == process else { return false }
    exit = status & 0x7F == 0 ? .status(status >> 8 & 0xFF) : .signal(status & 0x7F)
    return true
  }

  private func readWhatIsThere() {
    read(for: .zero)
  }

  /// Reads what the program writes within the time, or waits for it.
  private func read(for limit: Duration) {
    guard controller >= 0 else {
      poll(nil, 0, Int32(limit / .milliseconds(1)))
      return
    }
    var wanted = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    var timeout = Int32(limit / .milliseconds(1))
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while poll(&wanted, 1, timeout) > 0 {
      let count = Glibc.read(controller, &buffer, buffer.count)
      guard count > 0 else { return }
      received += buffer[..<count]
      screen.write(Array(buffer[..<count]))
      let answer = screen.takeOutput()
      if !answer.isEmpty { _ = write(controller, answer, answer.count) }
      timeout = 0
    }
  }
}
