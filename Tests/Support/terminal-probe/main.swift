// A small program for the tests of `Terminal`: it shows what comes in, and dies on request.
import Canvas
import Glibc
import Terminal

/// The probe's screen.
struct Probe {
  var size: Size
  var cursor = Point(x: 0, y: 2)
  var log: [String] = []
  var animation = 0
  var saves = 0

  func render(_ medium: Medium) -> Frame {
    var frame = Frame(size, medium: medium)
    frame.write("probe \(size.width)x\(size.height)", x: 0, y: 0, style: Style(.heading, .bold))
    frame.write("梯度 gradient é ▀", x: 0, y: 1, style: Style(.rgb(RGB(0xD7, 0x5F, 0))))
    for (row, line) in log.suffix(max(0, size.height - 4)).enumerated() {
      frame.write(line, x: 0, y: 3 + row)
    }
    if animation > 0 { drawAnimation(into: &frame) }
    frame.cursor = cursor
    return frame
  }

  /// A heatmap that changes in every cell.
  private func drawAnimation(into frame: inout Frame) {
    for y in 3..<max(3, size.height) {
      for x in 0..<size.width {
        let shade = UInt8(truncatingIfNeeded: (x + y + animation) / 8 * 16)
        frame.write(
          "▀", x: x, y: y,
          style: Style(.rgb(RGB(shade, 0, 255 - shade)), on: .rgb(RGB(0, shade, 0))))
      }
    }
  }

  mutating func update(_ input: Input) {
    switch input {
    case .resize(let size): self.size = size
    case .key(.up): cursor.y = max(0, cursor.y - 1)
    case .key(.down): cursor.y += 1
    case .key(.left): cursor.x = max(0, cursor.x - 1)
    case .key(.right): cursor.x += 1
    default: log.append("got \(input)")
    }
  }
}

let facts = TerminalFacts.current()
let session: TerminalSession
do {
  session = try TerminalSession(facts, mouse: getenv("PROBE_MOUSE") != nil)
} catch {
  try PlainOutput().write("plain: \(error)\n")
  exit(0)
}

var probe = Probe(size: session.size)
session.draw(probe.render(session.medium))
while true {
  let events = session.events(timeout: probe.animation > 0 ? .milliseconds(5) : nil)
  if let ending = events.ending {
    session.close()
    try? PlainOutput().write("saved before \(ending)\n")
    ending.end()
  }
  for input in events.inputs {
    switch input {
    case .key(.character("q")):
      session.close()
      exit(0)
    case .key(.character("T")):
      let none: [Int] = []
      probe.saves = none[probe.log.count]
    case .key(.character("E")): perror("noise")
    case .key(.character("X")): exit(3)
    case .key(.character("A")): probe.animation = 1
    case .key(.character("L")): while getppid() != 0 { pause() }
    case .key(.control("l")): session.invalidate()
    default: probe.update(input)
    }
  }
  if probe.animation > 0 { probe.animation += 8 }
  session.draw(probe.render(session.medium))
}
