/// The variables of one lesson or prompt.
public final class Session {
  public init() {}
}
