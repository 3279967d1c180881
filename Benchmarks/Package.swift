// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

/// Measurements, in a package of their own so that no reader of the book builds them.
/// `README.md` beside this file says what each measures, and what they showed.
let package = Package(
  name: "Benchmarks",
  dependencies: [
    .package(name: "dlbook", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "startup", dependencies: [.product(name: "PseudoTerminal", package: "dlbook")],
      path: "Startup", swiftSettings: strict),
    .executableTarget(
      name: "engine-peer", dependencies: [.product(name: "Engine", package: "dlbook")],
      path: "Engine", swiftSettings: strict),
    .executableTarget(
      name: "operations",
      dependencies: [
        .product(name: "Engine", package: "dlbook"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Operations", swiftSettings: strict,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ]
)
