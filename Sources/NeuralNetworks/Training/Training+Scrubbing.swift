/// Going back to a step that was taken, and on again from there.
extension Training {
  /// Puts everything as it was after so many steps: parameters, the optimizer's memory, the
  /// generator, the place in the epoch. The steps after it are forgotten; when nothing is
  /// changed, going on makes the same ones again.
  ///
  /// States are kept at some steps only. From the last one before `target` the steps are taken
  /// again, with what was changed by hand at the same places.
  /// - Throws: `DataError` when there is no such step, or no state was kept.
  public func scrub(to target: Int) throws {
    guard (0...step).contains(target) else {
      throw DataError("there is no step \(target): \(step) steps were taken")
    }
    guard target < step else { return }
    guard let state = history.state(before: target) else {
      throw DataError("no state was kept from which step \(target) could be made again")
    }
    let changes = record.controls
    try restore(state, record)
    history.forget(after: target)
    while step < target {
      if let change = changes[step] { set(change) }
      try advance()
    }
    // What was changed after this step was taken is a part of what is forgotten.
    if let change = changes[step] { set(change) }
  }

  /// The steps from which going on needs no repetition.
  public var keptSteps: [Int] { history.states.map(\.step) }
}
