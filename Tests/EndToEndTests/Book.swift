import Glibc
import PseudoTerminal

/// The built program, and a home for its reader.
final class Book {
  /// The program beside these tests; DLBOOK names another one, such as an installed one.
  static let path: String = {
    if let given = getenv("DLBOOK") { return String(cString: given) }
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let own = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    let folder = own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return folder.joined(separator: "/") + "/dlbook"
  }()

  /// Where the reader's record is kept; gone when the test is over.
  let home: String

  init() throws {
    var template = Array("/tmp/dlbook-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw PseudoTerminal.Failure(description: String(cString: strerror(errno)))
    }
    home = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    _ = try? PseudoTerminal(["rm", "-r", home]).waitForExit()
  }

  /// Opens the book in a terminal.
  func open(
    _ arguments: String..., width: Int = 100, height: Int = 30,
    environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      [Self.path] + arguments, width: width, height: height,
      environment: self.environment.merging(environment) { $1 })
  }

  /// Opens the book at home and waits until it is painted with its picture.
  func openHome(
    width: Int = 100, height: Int = 30, environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    let terminal = try open(width: width, height: height, environment: environment)
    try terminal.wait("home") {
      $0.showsScreen
        && (width < 80 || height < 20 || $0.screen.text.contains("labelled"))
    }
    return terminal
  }

  /// Opens an interactive shell in which `$DLBOOK` is the program.
  func openShell(_ command: String) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      ["bash", "--norc", "--noprofile", "-i"], width: 160, height: 30,
      environment: environment.merging(["PS1": "ready> ", "DLBOOK": Self.path]) { $1 })
    try terminal.wait(for: "ready>")
    terminal.type(command + "\r")
    return terminal
  }

  /// Runs a command of the shell to its end, with `$DLBOOK` the program.
  func run(_ command: String) throws -> (exit: PseudoTerminal.Exit, terminal: PseudoTerminal) {
    let terminal = try PseudoTerminal(
      ["sh", "-c", command], width: 120, height: 60,
      environment: environment.merging(["DLBOOK": Self.path]) { $1 })
    return (try terminal.waitForExit(within: .seconds(60)), terminal)
  }

  private var environment: [String: String] { ["HOME": home] }
}

extension PseudoTerminal {
  /// Whether a whole screen stands: the row of keys at its foot is what is drawn last.
  var showsScreen: Bool { screen.lines.last?.isEmpty == false }

  func waitForScreen() throws {
    try wait("a screen of the book") { $0.showsScreen }
  }
}
