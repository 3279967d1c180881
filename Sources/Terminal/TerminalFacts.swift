import Canvas

/// What the terminal database says of one kind of terminal.
public struct TerminfoEntry: Hashable, Sendable {
  public var colors: Int
  /// Colour numbers are 24-bit values and not places in a table.
  public var isDirect: Bool
  /// The cursor can be sent anywhere; without that there are no screens.
  public var movesCursor: Bool

  public init(colors: Int, isDirect: Bool = false, movesCursor: Bool = true) {
    self.colors = colors
    self.isDirect = isDirect
    self.movesCursor = movesCursor
  }

  var profile: ColorProfile {
    switch colors {
    case _ where isDirect: .truecolor
    case 256...: .indexed256
    case 16...: .ansi16
    case 8...: .ansi8
    default: .mono
    }
  }
}

/// What terminal this is, and which edition of the book fits it.
public struct TerminalFacts: Hashable, Sendable {
  public enum Edition: Hashable, Sendable {
    /// Screens, on the terminal that the database knows under this name.
    case screens(terminfo: String)
    /// Lines of text, and why.
    case plain(PlainReason)
  }

  public enum PlainReason: Hashable, Sendable {
    case asked
    case noTerminal
    case dumb
    case unknownTerminal(String)
    case cannotMoveCursor(String)
  }

  public var edition: Edition
  public var medium: Medium
  /// The locale that the terminal library is to write in, where the environment's does not do.
  public var locale: String?
  public var isUTF8: Bool
  public var size: Size

  /// Decides from facts alone.
  /// - Parameters:
  ///   - environment: TERM, COLORTERM, NO_COLOR, CLICOLOR, CLICOLOR_FORCE and FORCE_COLOR are read.
  ///   - codeset: the locale's, as `nl_langinfo(CODESET)` names it.
  ///   - isTerminal: whether both input and output are terminals.
  ///   - terminfo: looks a name up in the terminal database.
  public init(
    environment: [String: String], codeset: String, isTerminal: Bool,
    size: Size = Size(width: 80, height: 24), options: TerminalOptions = TerminalOptions(),
    terminfo: (String) -> TerminfoEntry?
  ) {
    let name = environment["TERM"] ?? ""
    let entry = name.isEmpty ? nil : terminfo(name)
    let reason = Self.reasonForPlain(
      name: name, entry: entry, isTerminal: isTerminal, options: options)
    let wanted = Self.wantedColors(
      environment: environment, isTerminal: isTerminal, entry: entry, options: options.color)

    self.size = size
    let isUTF8 = Self.isUTF8(codeset)
    let glyphs =
      options.glyphs ?? (!isUTF8 ? .ascii : name.hasPrefix("linux") ? .halfBlock : .braille)
    self.isUTF8 = isUTF8 || glyphs != .ascii
    locale = self.isUTF8 && !isUTF8 ? "C.UTF-8" : nil

    guard reason == nil, let entry else {
      edition = .plain(reason ?? .dumb)
      medium = Medium(glyphs: glyphs, colors: wanted)
      return
    }
    let (found, profile) = Self.entryFor(wanted, name: name, entry: entry, terminfo: terminfo)
    edition = .screens(terminfo: found)
    medium = Medium(glyphs: glyphs, colors: profile)
  }

  private static func reasonForPlain(
    name: String, entry: TerminfoEntry?, isTerminal: Bool, options: TerminalOptions
  ) -> PlainReason? {
    if options.plain { return .asked }
    if !isTerminal { return .noTerminal }
    if name.isEmpty || name == "dumb" { return .dumb }
    guard let entry else { return .unknownTerminal(name) }
    return entry.movesCursor ? nil : .cannotMoveCursor(name)
  }

  private static func isUTF8(_ codeset: String) -> Bool {
    let name = codeset.lowercased()
    return name == "utf-8" || name == "utf8"
  }

  /// The colours that options and environment ask for; see https://no-color.org and
  /// https://bixense.com/clicolors.
  private static func wantedColors(
    environment: [String: String], isTerminal: Bool, entry: TerminfoEntry?,
    options: TerminalOptions.Color
  ) -> ColorProfile {
    func isSet(_ name: String) -> Bool { !(environment[name] ?? "").isEmpty }
    let own = entry?.profile ?? .mono
    let saysTruecolor = ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "")
    let best: ColorProfile =
      saysTruecolor && own > .mono ? .truecolor : isSet("COLORTERM") ? max(own, .ansi16) : own

    switch options {
    case .never: return .mono
    case .ansi8: return .ansi8
    case .ansi16: return .ansi16
    case .indexed256: return .indexed256
    case .truecolor: return .truecolor
    case .always: return max(best, .ansi16)
    case .auto: break
    }
    if isSet("NO_COLOR") { return .mono }
    for name in ["FORCE_COLOR", "CLICOLOR_FORCE"] {
      switch environment[name] ?? "" {
      case "": continue
      case "0", "false": if name == "FORCE_COLOR" { return .mono }
      case "2" where name == "FORCE_COLOR": return .indexed256
      case "3" where name == "FORCE_COLOR": return .truecolor
      default: return max(best, .ansi16)
      }
    }
    return isTerminal && environment["CLICOLOR"] != "0" ? best : .mono
  }

  /// The database entry that can show the wanted colours: the terminal's own, or the one that
  /// the database keeps beside it under `-direct`, `-256color` or `-16color`. Where there is
  /// none, the terminal's own with what it has.
  private static func entryFor(
    _ wanted: ColorProfile, name: String, entry: TerminfoEntry,
    terminfo: (String) -> TerminfoEntry?
  ) -> (String, ColorProfile) {
    if wanted <= entry.profile { return (name, wanted) }
    let family = name.split(separator: "-").first.map(String.init) ?? name
    let ladder: [(ColorProfile, String)] = [
      (.truecolor, "-direct"), (.indexed256, "-256color"), (.ansi16, "-16color"),
    ]
    for (profile, suffix) in ladder where profile <= wanted && profile > entry.profile {
      if let better = terminfo(family + suffix), better.movesCursor, better.profile >= profile {
        return (family + suffix, profile)
      }
    }
    return (name, min(wanted, entry.profile))
  }
}
