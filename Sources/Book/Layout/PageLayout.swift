import Canvas
import Languages

/// A page set at a width: items from top to bottom, each of which is drawn from a picture or
/// filled by the lesson's screen.
public struct PageLayout: Sendable {
  /// A piece of the page. Its place is relative to the page's top left corner.
  public struct Item: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      /// Prose, formulas, lists, tables, notes.
      case text
      /// A code cell with its output.
      case cell
      /// A region that the screen fills.
      case demo, predict, quiz
      /// One line in place of everything below an open prediction.
      case covered
    }

    public var kind: Kind
    /// The index of the block in its page.
    public var block: Int
    public var area: Rect
    /// What is drawn; nil for a region that the screen fills.
    public var picture: Picture?
  }

  public let items: [Item]
  public let width: Int
  public let height: Int

  /// - Parameters:
  ///   - height: how many rows the screen needs for a demo, predict or quiz block at a width.
  ///     A block with no rows is left out (a demo that stands beside the text).
  public init(
    _ page: Page, width: Int, medium: Medium, language: Language, state: some PageState,
    height: (_ block: Int, _ width: Int) -> Int
  ) {
    let typesetter = Typesetter(medium: medium, language: language, text: state.text(of:))
    let margin = Self.margin(width)
    let inner = max(0, width - 2 * margin)
    let measure = min(inner, Typesetter.measure)
    var items: [Item] = []
    var y = 0

    func add(_ kind: Item.Kind, _ block: Int, width: Int, height: Int, _ picture: Picture? = nil) {
      guard height > 0 else { return }
      if y > 0 { y += 1 }
      let area = Rect(x: margin, y: y, width: width, height: height)
      items.append(Item(kind: kind, block: block, area: area, picture: picture))
      y += height
    }

    func addFilled(_ kind: Item.Kind, _ block: Int) {
      add(kind, block, width: inner, height: min(Self.tallest, height(block, inner)))
    }

    blocks: for (index, block) in page.blocks.enumerated() {
      switch block.kind {
      case .demo: addFilled(.demo, index)
      case .quiz: addFilled(.quiz, index)
      case .predict(let predict):
        addFilled(.predict, index)
        let below = page.blocks.count - index - 1
        if below > 0, !state.isSettled(predict: predict.id) {
          let picture = typesetter.covered(width: measure)
          add(.covered, index + 1, width: measure, height: picture.height, picture)
          break blocks
        }
      case .cell(let cell) where cell.isHidden:
        continue
      case .cell(let cell):
        let shown = state.cell(page: page.id, index: index) ?? CellState(source: cell.source)
        let picture = typesetter.cell(shown, width: measure)
        add(.cell, index, width: measure, height: picture.height, picture)
      default:
        let picture = typesetter.picture(of: block, width: measure)
        add(.text, index, width: measure, height: picture.height, picture)
      }
    }
    self.items = items
    self.width = width
    self.height = y
  }

  /// More rows than any block needs; a block that asks for more is cut.
  private static let tallest = 400

  /// The empty columns on either side.
  public static func margin(_ width: Int) -> Int {
    width >= 60 ? 2 : width >= 30 ? 1 : 0
  }

  /// Where an item is on the screen when the page is scrolled down by `scroll` rows.
  public func place(of item: Item, in area: Rect, scroll: Int) -> Rect {
    var place = item.area
    place.x += area.x
    place.y += area.y - scroll
    return place
  }

  /// Draws the pictures that are in view; the screen draws the rest in `place(of:in:scroll:)`.
  public func draw(into frame: inout Frame, in area: Rect, scroll: Int) {
    for item in items {
      guard let picture = item.picture else { continue }
      let place = place(of: item, in: area, scroll: scroll)
      guard !place.intersection(area).isEmpty else { continue }
      frame.copy(
        picture.frame, from: picture.frame.bounds, to: Point(x: place.x, y: place.y), clip: area)
    }
  }

  /// The item at a row of the page.
  public func item(atRow y: Int) -> Item? {
    items.first { y >= $0.area.y && y < $0.area.bottom }
  }

  /// The link at a place of the page.
  public func link(at point: Point) -> Link? {
    links.first { $0.area.contains(point) }?.link
  }

  /// All links from top to bottom, with their places on the page.
  public var links: [Picture.LinkArea] {
    items.flatMap { item in
      (item.picture?.links ?? []).map { link in
        var link = link
        link.area.x += item.area.x
        link.area.y += item.area.y
        return link
      }
    }
  }
}
