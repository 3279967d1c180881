import Canvas

/// A mathematical formula, read from a subset of TeX and set in two dimensions with character
/// cells, or on one line of text.
///
/// The subset: letters, numbers and operators, Greek letters, `^` and `_`, `\frac`, `\sqrt`,
/// `\sum`, `\prod` and `\int` with limits, accents, `\left … \right`, `\underbrace`, `\text` and
/// its kin, names of functions, the environments `matrix`, `pmatrix`, `bmatrix`, `vmatrix`,
/// `cases` and `aligned`, and `\val{name}` for a number that the caller fills in.
public struct Formula: Hashable, Sendable {
  let root: FormulaNode

  /// Reads a formula.
  /// - Parameter values: the texts that stand for `\val{name}`.
  /// - Throws: what could not be read, with its place.
  public init(_ tex: String, values: [String: String] = [:]) throws(FormulaError) {
    root = try FormulaParser.parse(tex, values: values)
  }

  /// The formula set on as many rows as it needs.
  /// - Parameters:
  ///   - width: the room there is. A wider formula is broken before relations and operators;
  ///     what still does not fit stays wider.
  ///   - styles: how the numbers of `\val{name}` look, by name, where they differ.
  public func layout(
    medium: Medium, width: Int? = nil, style: Style = Style(.formula), styles: [String: Style] = [:]
  ) -> FormulaBox {
    let setter = FormulaSetter(isASCII: medium.isASCII, style: style, styles: styles)
    let items = setter.items(root)
    let whole = FormulaBox.joined(items)
    guard let width, whole.width > width else { return whole }
    return FormulaBreaking.broken(items, width: width)
  }

  /// Whether the formula, broken over lines if need be, fits a width.
  public func fits(width: Int, medium: Medium) -> Bool {
    layout(medium: medium, width: width).width <= width
  }

  /// Draws the formula at the top of an area, broken to its width and cut at its edges.
  /// - Returns: the number of rows that it takes.
  @discardableResult
  public func render(
    into frame: inout Frame, in area: Rect, centered: Bool = false,
    style: Style = Style(.formula), styles: [String: Style] = [:]
  ) -> Int {
    let box = layout(medium: frame.medium, width: area.width, style: style, styles: styles)
    let indent = centered ? max(0, (area.width - box.width) / 2) : 0
    box.draw(into: &frame, at: Point(x: area.x + indent, y: area.y), clip: area)
    return min(box.height, area.height)
  }

  /// The formula on one line: for prose, for screen readers and for plain text.
  public func inline(medium: Medium = Medium()) -> String {
    FormulaInline(isASCII: medium.isASCII).text(root)
  }
}

extension FormulaAtom {
  /// A number that the caller fills in.
  static func value(_ text: String, named name: String) -> FormulaAtom {
    FormulaAtom(
      String(text.map { $0 == "-" ? "−" : $0 }), ascii: String(text.map { $0 == "−" ? "-" : $0 }),
      face: .value(name))
  }
}
