/// A key as the learner pressed it, without the escape codes that carried it.
public enum Key: Hashable, Sendable {
  case character(Character)
  case control(Character)
  case alt(Character)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  case shiftUp, shiftDown, shiftLeft, shiftRight
  case function(Int)
}

/// What the mouse did, at a cell of the screen.
public struct Mouse: Hashable, Sendable {
  public enum Action: Hashable, Sendable {
    case press, release, drag, move, scrollUp, scrollDown
  }

  public var action: Action
  public var at: Point

  public init(_ action: Action, at: Point) {
    self.action = action
    self.at = at
  }
}

/// What comes in from the surface that frames are shown on.
public enum Input: Hashable, Sendable {
  case key(Key)
  case mouse(Mouse)
  /// Text pasted as a whole; its newlines are text, never a key.
  case paste(String)
  case resize(Size)
  /// The program goes on after it was suspended; everything is to be drawn again.
  case resumed
}
