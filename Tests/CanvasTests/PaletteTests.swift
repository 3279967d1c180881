import Canvas
import Testing

@Suite struct PaletteTests {
  private func resolve(
    _ style: Style, _ profile: ColorProfile, _ theme: Theme = .dark
  ) -> ResolvedStyle {
    var palette = Palette(theme: theme, profile: profile)
    return palette.resolve(style)
  }

  @Test(arguments: [
    (ColorProfile.truecolor, TerminalColor.rgb(RGB(hex: 0x5FD3BC))),
    (.indexed256, .indexed(79)), (.ansi16, .indexed(14)), (.ansi8, .indexed(6)),
    (.mono, .standard),
  ])
  func theAccentInEachProfile(_ profile: ColorProfile, _ color: TerminalColor) {
    #expect(resolve(Style(.accent), profile).foreground == color)
  }

  @Test func plainTextKeepsTheTerminalsOwnColours() {
    for profile in ColorProfile.allCases {
      for theme in Theme.allCases {
        #expect(resolve(.plain, profile, theme) == ResolvedStyle())
        #expect(resolve(Style(.text), profile, theme).foreground == .standard)
      }
    }
  }

  @Test func theColoursOfTheCubeAreTheirOwnNearest() {
    for (index, color) in [(16, 0x000000), (196, 0xFF0000), (231, 0xFFFFFF), (67, 0x5F87AF)] {
      let style = Style(.rgb(RGB(hex: UInt32(color))))
      #expect(resolve(style, .indexed256).foreground == .indexed(UInt8(index)))
    }
  }

  @Test func greysStayGreyAmongSixteenColours() {
    for level in stride(from: UInt8(0), through: 255, by: 5) {
      let style = Style(.plain, on: .rgb(RGB(level, level, level)))
      let background = resolve(style, .ansi16).background
      #expect([0, 7, 8, 15].map { TerminalColor.indexed($0) }.contains(background))
    }
  }

  @Test func withoutColoursNoColourIsUsedAndMeaningStays() {
    for role in Role.allCases {
      let resolved = resolve(Style(role), .mono)
      #expect(resolved.foreground == .standard && resolved.background == .standard)
    }
    let text = resolve(Style(.text), .mono)
    for role in [Role.heading, .accent, .change, .good, .bad, .warning, .faint, .key] {
      #expect(resolve(Style(role), .mono) != text)
    }
    #expect(resolve(Style(.good), .mono) != resolve(Style(.bad), .mono))
    let selected = Style(.plain, on: .role(.accent))
    #expect(resolve(selected, .mono).traits == .reverse)
  }

  @Test func aFullCacheStillGivesTheRightColours() {
    var palette = Palette(theme: .dark, profile: .truecolor)
    for _ in 0..<2 {
      for value in stride(from: UInt32(0), to: 0xFFFFFF, by: 997) {
        let color = RGB(hex: value)
        let resolved = palette.resolve(Style(.rgb(color), on: .role(.bad)))
        #expect(resolved.foreground == .rgb(color))
      }
    }
  }

  @Test(arguments: Theme.allCases)
  func everyRoleReadsOnTheThemesBackground(_ theme: Theme) {
    for role in Role.allCases where role != .rule {
      let color = theme.look(of: role).color ?? theme.foreground
      #expect(abs(color.lightness - theme.background.lightness) > 0.3, "\(role)")
    }
  }
}
