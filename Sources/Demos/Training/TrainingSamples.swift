import Canvas
import Languages
import NeuralNetworks
import Plots

/// What a network makes of a few samples: pictures with what they are taken for, a text that it
/// wrote, or what comes out for what goes in.
struct TrainingSamples {
  private let seen: Illustration
  private let language: Language

  /// Pixels in a row of a picture; a larger picture is shrunk by a whole factor.
  private static let mostPixels = 14

  init(_ seen: Illustration, language: Language) {
    self.seen = seen
    self.language = language
  }

  /// How many columns it wants beside the curves.
  func width(in area: Rect, _ medium: Medium) -> Int {
    guard case .pictures(let pictures) = seen, let picture = pictures.first else {
      return max(30, area.width / 2 - 4)
    }
    let width = cell(picture, medium).width
    return max(30, 30 / width * width, 2 * width)
  }

  func render(into frame: inout Frame, in area: Rect) {
    let area = area.intersection(frame.bounds)
    guard !area.isEmpty else { return }
    switch seen {
    case .pictures(let pictures): render(pictures, into: &frame, in: area)
    case .text(let text): render(text, into: &frame, in: area)
    case .pairs(let pairs): render(pairs, into: &frame, in: area)
    }
  }

  // MARK: Pictures

  private func size(_ picture: Illustration.Picture, _ medium: Medium) -> Size {
    let longest = max(picture.rows, picture.columns, 1)
    let factor = (longest + Self.mostPixels - 1) / Self.mostPixels
    return ImageView(
      [], rows: (picture.rows + factor - 1) / factor,
      columns: (picture.columns + factor - 1) / factor
    ).naturalSize(zoom: 1, medium: medium)
  }

  /// A picture with its caption and a margin.
  private func cell(_ picture: Illustration.Picture, _ medium: Medium) -> Size {
    let size = size(picture, medium)
    return Size(width: max(size.width, 8) + 2, height: size.height + 1)
  }

  private func render(
    _ pictures: [Illustration.Picture], into frame: inout Frame, in area: Rect
  ) {
    guard let first = pictures.first else { return }
    let cell = cell(first, frame.medium)
    let columns = area.width / cell.width
    let rows = area.height / cell.height
    guard columns > 0, rows > 0 else { return }
    for (index, picture) in pictures.prefix(columns * rows).enumerated() {
      let place = Rect(
        x: area.x + index % columns * cell.width, y: area.y + index / columns * cell.height,
        width: cell.width, height: cell.height
      ).intersection(area)
      render(picture, into: &frame, in: place)
    }
  }

  private func render(
    _ picture: Illustration.Picture, into frame: inout Frame, in area: Rect
  ) {
    let size = size(picture, frame.medium)
    let (image, caption) = area.split(top: size.height)
    ImageView(
      picture.pixels.map(Double.init), rows: picture.rows, columns: picture.columns,
      range: 0...1
    ).render(
      into: &frame,
      in: Rect(x: image.x, y: image.y, width: min(image.width, size.width), height: image.height))
    let confidence = NumberFormat.fixed(picture.confidence, decimals: 2)
    let room = caption.split(left: max(0, caption.width - 1)).0
    frame.write(
      "\(picture.prediction) \(confidence)" + (picture.isRight ? "" : " ≠\(picture.label)"),
      in: room, style: Style(picture.isRight ? .good : .bad))
  }

  // MARK: Texts

  private func render(_ text: String, into frame: inout Frame, in area: Rect) {
    let (head, body) = area.split(top: area.height > 2 ? 1 : 0)
    frame.write(language("what it writes"), in: head, style: Style(.faint))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { TextWrap.lines(String($0), width: body.width) }
    for (row, line) in lines.prefix(body.height).enumerated() {
      frame.write(line, in: body, row: row, style: Style(.text))
    }
  }

  private func render(_ pairs: [Illustration.Pair], into frame: inout Frame, in area: Rect) {
    let width = pairs.map { TextWidth.of($0.source) }.max() ?? 0
    for (row, pair) in pairs.prefix(area.height).enumerated() {
      frame.write(pair.source, in: area, row: row, style: Style(.text))
      let isRight = pair.output == pair.target
      frame.write(
        "→ " + pair.output + (isRight ? "" : " ≠" + pair.target), in: area, row: row,
        column: width + 1, style: Style(isRight ? .good : .bad))
    }
  }
}
