/// The modules that can be imported.
enum Modules {
  /// - Throws: Python's ModuleNotFoundError, which names what there is.
  static func module(_ path: String) throws -> Module {
    guard let module = all[path] else {
      throw PythonError(
        "ModuleNotFoundError", "No module named '\(path)'",
        hint: "there are \(all.keys.sorted().joined(separator: ", "))")
    }
    return module
  }

  private static let all: [String: Module] = {
    let modules = [
      Module("math", names: MathModule.members.keys.sorted()) { MathModule.members[$0] },
      Module("torch", names: TorchModule.names) { TorchModule.member($0) },
      Module("torch.nn", names: ["functional"]) { name in
        name == "functional" ? try? .module(Modules.module("torch.nn.functional")) : nil
      },
      Module("torch.nn.functional", names: TorchModule.functionalNames) {
        TorchModule.functional($0)
      },
    ]
    return Dictionary(uniqueKeysWithValues: modules.map { ($0.name, $0) })
  }()
}
