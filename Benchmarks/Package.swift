// swift-tools-version: 6.2
import PackageDescription

/// Measurements, in a package of their own so that no reader of the book builds them.
let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "dlbook", path: "..")],
  targets: [
    .executableTarget(
      name: "startup", dependencies: [.product(name: "PseudoTerminal", package: "dlbook")],
      path: "Startup", swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)])
  ]
)
