// How long programs take from their start until their first picture stands on the screen.
// DLBOOK is the path of the built program; an argument is the number of runs (default 100).
import Glibc
import PseudoTerminal

/// A program, and the text that stands on the screen once it is painted.
struct Contestant {
  var name: String
  var command: [String]
  var painted: String
  var milliseconds: [Double] = []

  var median: Double {
    let sorted = milliseconds.sorted()
    let middle = sorted.count / 2
    if sorted.isEmpty { return .nan }
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// Starts the program once on a new terminal and waits for its picture.
  mutating func run(home: String) throws {
    let start = ContinuousClock.now
    let terminal = try PseudoTerminal(command, width: 100, height: 30, environment: ["HOME": home])
    try terminal.wait(for: painted)
    milliseconds.append((ContinuousClock.now - start) / .milliseconds(1))
  }
}

func formatted(_ value: Double) -> String {
  let tenths = Int((value * 10).rounded())
  let text = "\(tenths / 10).\(tenths % 10)"
  return String(repeating: " ", count: max(0, 8 - text.count)) + text
}

guard let program = getenv("DLBOOK").map({ String(cString: $0) }) else {
  print("DLBOOK is to be the path of the built program, as `make bench` sets it.")
  exit(64)
}
var template = Array("/tmp/startup-XXXXXX".utf8CString)
guard mkdtemp(&template) != nil else { exit(1) }
let home = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
let file = home + "/file.txt"
guard let stream = fopen(file, "w") else { exit(1) }
fputs("A line of text.\n", stream)
fclose(stream)

var contestants = [Contestant(name: "dlbook", command: [program], painted: "labelled")]
if access("/usr/bin/vim", X_OK) == 0 {
  contestants.append(Contestant(name: "vim FILE", command: ["vim", file], painted: "1L, 16B"))
}
if access("/usr/bin/btop", X_OK) == 0 {
  contestants.append(Contestant(name: "btop", command: ["btop"], painted: "cpu"))
}

let runs = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 100
for _ in 0..<max(1, runs) {
  // In turns, so that a busy moment of the machine meets all of them.
  for index in contestants.indices { try contestants[index].run(home: home) }
}

let own = contestants[0].median
print("                median       min   beside dlbook     (ms, \(runs) runs each)")
for contestant in contestants {
  let name = contestant.name.padding(to: 12)
  let least = contestant.milliseconds.min() ?? .nan
  print(
    "\(name)\(formatted(contestant.median))  \(formatted(least))\(formatted(contestant.median / own)) ×"
  )
}
_ = try PseudoTerminal(["rm", "-r", home]).waitForExit()

extension String {
  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
