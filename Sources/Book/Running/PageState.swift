/// What a page shows besides its file: outputs, computed numbers, what is still covered.
public protocol PageState {
  /// The text of a number in the prose; nil while it can't be computed yet, because a cell
  /// above it has not been run.
  func text(of computed: Computed) -> String?

  /// A cell as it stands.
  /// - Parameter index: of the block in its page.
  func cell(page: String, index: Int) -> CellState?

  /// Whether a prediction was answered or skipped, so that what is below it shows.
  func isSettled(predict id: String) -> Bool
}
