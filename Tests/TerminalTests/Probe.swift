import Glibc
import PseudoTerminal

/// The small program that these tests drive, built beside them.
enum Probe {
  static let path: String = {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let own = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    let folder = own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return folder.joined(separator: "/") + "/terminal-probe"
  }()

  /// The probe on a terminal of its own, with its first picture drawn.
  static func start(
    width: Int = 80, height: Int = 24, _ environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      [path], width: width, height: height, environment: environment)
    try terminal.wait(for: "gradient")
    return terminal
  }

  /// The probe as a job of an interactive shell.
  static func startInShell(_ command: String) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      ["bash", "--norc", "--noprofile", "-i"], width: 160,
      environment: ["PS1": "ready> ", "PROBE": path])
    try terminal.wait(for: "ready>")
    terminal.type(command + "\r")
    return terminal
  }
}
