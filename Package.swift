// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours compiles in Swift 6 mode, and a warning is an error.
let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

/// The floors of the house: a module imports only modules below it, and this file is what
/// keeps it so. `Sources/README.md` says what each of them is for.
let package = Package(
  name: "dlbook",
  products: [
    .executable(name: "dlbook", targets: ["dlbook"]),
    .library(name: "PseudoTerminal", targets: ["PseudoTerminal"]),
    .library(name: "Engine", targets: ["Tensors", "Autograd", "NeuralNetworks"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Floor 0: C.
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3", "-fno-math-errno"])]),
    .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CMark", providers: [.apt(["libcmark-dev"])]),
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    .target(name: "CTerminalGuard"),

    // The engine.
    .target(name: "Tensors", dependencies: ["CKernels", "COpenBLAS"], swiftSettings: strict),
    .target(name: "Autograd", dependencies: ["Tensors"], swiftSettings: strict),
    .target(
      name: "NeuralNetworks", dependencies: ["Autograd", "CZlib"], swiftSettings: strict),

    // The picture, and the words on it.
    .target(name: "Languages", swiftSettings: strict),
    .target(name: "Canvas", swiftSettings: strict),
    .target(name: "Plots", dependencies: ["Canvas"], swiftSettings: strict),

    // The language, the demos, the questions, the book.
    .target(name: "Python", dependencies: ["NeuralNetworks", "Plots"], swiftSettings: strict),
    .target(name: "Demos", dependencies: ["Python", "Languages"], swiftSettings: strict),
    .target(
      name: "Quiz",
      dependencies: ["Python", "Languages", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .target(
      name: "Book",
      dependencies: ["Python", "Demos", "Quiz", "CMark", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),

    // The screens, and the terminal they are shown on.
    .target(name: "Interface", dependencies: ["Book"], swiftSettings: strict),
    .target(
      name: "Terminal", dependencies: ["Canvas", "CNcurses", "CTerminalGuard"],
      swiftSettings: strict),

    .executableTarget(
      name: "dlbook",
      dependencies: [
        "Interface", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // The tests, floor by floor.
    .target(
      name: "FixtureSupport", dependencies: ["Tensors"], path: "Tests/FixtureSupport",
      swiftSettings: strict),
    .testTarget(
      name: "TensorsTests", dependencies: ["Tensors", "FixtureSupport"], swiftSettings: strict),
    .testTarget(
      name: "AutogradTests", dependencies: ["Autograd", "FixtureSupport"], swiftSettings: strict),
    .testTarget(
      name: "NeuralNetworksTests", dependencies: ["NeuralNetworks", "FixtureSupport"],
      swiftSettings: strict),
    .testTarget(name: "LanguagesTests", dependencies: ["Languages"], swiftSettings: strict),
    .testTarget(name: "CanvasTests", dependencies: ["Canvas"], swiftSettings: strict),
    .testTarget(name: "PlotsTests", dependencies: ["Plots"], swiftSettings: strict),
    .testTarget(name: "FormulaTests", dependencies: ["Plots"], swiftSettings: strict),
    .testTarget(
      name: "PythonTests", dependencies: ["Python"], exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(name: "DemosTests", dependencies: ["Demos"], swiftSettings: strict),
    .testTarget(
      name: "QuizTests", dependencies: ["Quiz", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    .testTarget(name: "BookTests", dependencies: ["Book"], swiftSettings: strict),
    .testTarget(
      name: "InterfaceTests",
      dependencies: ["Interface", .product(name: "Yams", package: "Yams")], swiftSettings: strict),
    .testTarget(
      name: "TerminalTests",
      dependencies: ["Terminal", "Canvas", "CNcurses", "PseudoTerminal", "terminal-probe"],
      swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests", dependencies: ["PseudoTerminal", "dlbook"], swiftSettings: strict),

    // Programs on a terminal of their own, for the tests.
    .systemLibrary(
      name: "CVterm", path: "Tests/Support/CVterm", providers: [.apt(["libvterm-dev"])]),
    .target(
      name: "PseudoTerminal", dependencies: ["CVterm"], path: "Tests/Support/PseudoTerminal",
      swiftSettings: strict),
    .executableTarget(
      name: "terminal-probe", dependencies: ["Terminal"], path: "Tests/Support/terminal-probe",
      swiftSettings: strict),
  ]
)
