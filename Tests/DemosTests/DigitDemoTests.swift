import Canvas
import Languages
import Python
import Testing

@testable import Demos

@Suite struct DigitDemoTests {
  func demo(_ index: Int? = 339, _ language: Language = .english) throws -> DigitDemo {
    try DigitDemo(DigitParameters(index: index), session: sessionWithData(), language: language)
  }

  @Test func showsThePictureBesideItsNumbers() throws {
    #expect(
      try demo().lines(60, 14, medium: sevenBit) == [
        "image 339 of 1797, labelled 3",
        "",
        "                       0  1  2  3  4  5  6  7",
        "    ++####::       0   0  0  8 14 15  6  0  0",
        "  ..##**##**       1   0  4 16 12 14 11  0  0",
        "  ..++  ##::       2   0  4  8  1 14  7  0  0",
        "      ####..       3   0  0  0 14 16  5  0  0",
        "      **####       4   0  0  0 11 16 16  2  0",
        "          ##::     5   0  0  0  0  1 15  7  0",
        "    ..**++##::     6   0  0  4 11  8 14  7  0",
        "    **####++       7   0  0 11 16 16 10  0  0",
        "",
        "row 3, column 4: 16 of 16",
        "image[3, 4] = pixels[28] = 1.0000",
      ])
  }

  @Test func thePictureIsAboveTheNumbersWhereItIsNarrow() throws {
    let lines = try demo().lines(30, 24)
    #expect(lines[11] == "    0  1  2  3  4  5  6  7")
    #expect(lines[12] == "0   0  0  8 14 15  6  0  0")
  }

  @Test func pixelsAreDrawnInTheirGrey() throws {
    let frame = try demo().frame(60, 14)
    // Row 1 has no ink at the left and full ink in its third pixel, each two cells wide.
    #expect(frame[0, 4].style.background == .rgb(RGB(0, 0, 0)))
    #expect(frame[4, 4].style.background == .rgb(RGB(255, 255, 255)))
  }

  @Test(arguments: [
    ([Key.up], "image[2, 4] = pixels[20] = 0.8750"), ([.down], "image[4, 4] = pixels[36] = 1.0000"),
    ([.left], "image[3, 3] = pixels[27] = 0.8750"), ([.right], "image[3, 5] = pixels[29] = 0.3125"),
    ([.home], "image[3, 0] = pixels[24] = 0.0000"), ([.end], "image[3, 7] = pixels[31] = 0.0000"),
    ([.home, .left], "image[3, 0] = pixels[24] = 0.0000"),
    ([.end, .right], "image[3, 7] = pixels[31] = 0.0000"),
    ([.up, .up, .up, .up, .up], "image[0, 4] = pixels[4] = 0.9375"),
    ([.down, .down, .down, .down, .down], "image[7, 4] = pixels[60] = 1.0000"),
  ])
  func arrowsMoveTheCursor(_ keys: [Key], _ line: String) throws {
    var demo = try demo()
    for key in keys { demo.press(key) }
    #expect(demo.lines(60, 14).contains(line))
  }

  @Test func bracketsTurnToTheNextDigitAndRound() throws {
    var demo = try demo(0)
    demo.press(.character("["))
    #expect(demo.lines(60, 1) == ["image 1796 of 1797, labelled 8"])
    demo.press(.character("]"), .character("]"))
    #expect(demo.lines(60, 1) == ["image 1 of 1797, labelled 1"])
  }

  @Test func sharesTheImageAndItsPixels() throws {
    let session = sessionWithData()
    let demo = try DigitDemo(
      DigitParameters(index: 339), session: session, language: .english)
    demo.share(with: session)
    #expect(try session.run("image.shape").shown == "torch.Size([8, 8])")
    #expect(try session.run("pixels.shape").shown == "torch.Size([64])")
    #expect(try session.run("pixels[3 * 8 + 4] == image[3, 4]").shown == "tensor(True)")
    #expect(try session.run("image[0, 3] * 16").shown == "tensor(14.)")
  }

  @Test(arguments: [nil, "/no/such/folder", dataFolder + "/.."])
  func missingDataIsSaid(_ folder: String?) throws {
    let session = Session()
    session.dataFolder = folder
    var demo = try DigitDemo(DigitParameters(), session: session, language: .english)
    #expect(demo.lines(60, 4).first == "The bundled digits cannot be shown.")
    #expect(demo.lines(60, 4).count >= 2)
    #expect(demo.bindings.isEmpty && !demo.takes(.left))
    demo.press(.left, .character("]"))
    demo.share(with: session)
    #expect(session.variables.isEmpty)
    #expect(demo.plainText(width: 40).count == 2)
  }

  @Test(arguments: [-1, 1797, Int.max])
  func anImageThatIsNotThereIsRefused(_ index: Int) {
    let error = #expect(throws: DemoError.self) { try demo(index) }
    #expect(error?.parameter == "index")
  }

  @Test(arguments: sizes)
  func isDrawnAtEverySize(_ width: Int, _ height: Int) throws {
    for medium in [Medium(), sevenBit] {
      _ = try demo().frame(width, height, medium: medium)
    }
    #expect(try demo().preferredHeight(width: width) > 0)
  }

  @Test func speaksChinese() throws {
    let demo = try demo(339, .chinese)
    #expect(isChinese(demo.title))
    #expect(demo.bindings.allSatisfy { isChinese($0.action) })
    #expect(demo.lines(60, 1) == ["第 339/1797 幅，标签 3"])
  }
}
