import Glibc
import Testing

@testable import Terminal

@Suite struct PlainOutputTests {
  @Test(arguments: [
    ("plain\ttext\n梯度", "plain\ttext\n梯度"),
    ("\u{1B}[31mred\u{7}", "\u{FFFD}[31mred\u{FFFD}"),
    ("a\rb\u{9B}2J\u{7F}", "a\u{FFFD}b\u{FFFD}2J\u{FFFD}"),
    ("abc\u{202E}cba", "abc\u{FFFD}cba"),
    ("a\r\nb", "a\u{FFFD}\nb"),
  ])
  func nothingThatATerminalObeysGetsOut(_ text: String, _ clean: String) {
    #expect(PlainOutput.sanitized(text) == clean)
  }

  @Test func everythingIsWritten() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    try PlainOutput(descriptor: ends[1]).write("梯度\u{1B}\n")
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = read(ends[0], &buffer, buffer.count)
    #expect(String(decoding: buffer[..<count], as: UTF8.self) == "梯度\u{FFFD}\n")
  }

  @Test func aFullDiskIsSaid() throws {
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    #expect(throws: PlainOutput.WriteError(code: ENOSPC, reason: "No space left on device")) {
      try PlainOutput(descriptor: full).write("text")
    }
  }
}

@Suite struct FramePacerTests {
  @Test func aFastLinkGetsAllFrames() {
    var pacer = FramePacer(framesPerSecond: 50)
    for _ in 0..<10 { pacer.note(.milliseconds(1)) }
    #expect(pacer.pause == .milliseconds(20))
  }

  @Test func aSlowLinkGetsFewer() {
    var pacer = FramePacer(framesPerSecond: 50)
    for _ in 0..<40 { pacer.note(.milliseconds(100)) }
    #expect(pacer.pause > .milliseconds(390))
    for _ in 0..<40 { pacer.note(.zero) }
    #expect(pacer.pause == .milliseconds(20))
  }
}

@Suite struct ModeStringsTests {
  @Test(arguments: [
    ("\u{1B}[H\u{1B}[J$<50>", "\u{1B}[H\u{1B}[J"), ("a$<2/>b$<3*>c", "abc"), ("a$<b", "a$<b"),
    ("", ""),
  ])
  func delaysOfOldTerminalsAreDropped(_ capability: String, _ text: String) {
    #expect(ModeStrings.withoutPadding(capability) == text)
  }
}
