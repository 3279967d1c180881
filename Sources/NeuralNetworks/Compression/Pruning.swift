import Autograd
import Tensors

/// Pruning (LeCun et al., 1990; Han et al., 2015) as PyTorch does it: the parameter `weight`
/// becomes `weight_orig`, a buffer `weight_mask` says what stays, and before each forward
/// computation `weight` is their product. So pruned weights are 0, and learn nothing.
extension Module {
  /// Prunes a parameter; pruned again, of what is left.
  public func prune(_ name: String, _ method: PruningMethod) throws {
    let weight = try variable(name)
    let before = optionalVariable(name + "_mask")?.value
    let mask = try method.mask(
      weight.value, before ?? .ones(like: weight.value), generator: &weight.tape.generator)
    try setMask(mask, of: name)
  }

  /// Whether this module, or one below it, is pruned.
  public var isPruned: Bool { modules.contains { !$0.prunings.isEmpty } }

  /// Makes a pruning lasting: the parameter has its name again, and zeros where it was pruned.
  public func removePruning(_ name: String) throws {
    guard let hook = prunings.first(where: { $0.name == name })?.hook else {
      throw TensorError(
        .value,
        "Parameter '\(name)' of module \(self) has to be pruned before pruning can be removed")
    }
    let original = try variable(name + "_orig")
    try original.value.assign(original.value * variable(name + "_mask").value)
    removeHook(hook)
    prunings.removeAll { $0.name == name }
    for gone in [name, name + "_orig", name + "_mask"] { try unregister(gone) }
    try register(parameter: original, as: name)
  }

  private func setMask(_ mask: Tensor, of name: String) throws {
    if !prunings.contains(where: { $0.name == name }) {
      guard let original = ownParameters.first(where: { $0.name == name })?.variable else {
        throw noAttribute(name)
      }
      try unregister(name)
      try register(parameter: original, as: name + "_orig")
      let hook = addPreHook { module, _ in
        try module.maskWeight(name)
        return nil
      }
      prunings.append((name, hook))
    }
    try register(buffer: variable(name + "_orig").tape.constant(mask), as: name + "_mask")
    try maskWeight(name)
  }

  private func maskWeight(_ name: String) throws {
    keep(try variable(name + "_mask") * variable(name + "_orig"), as: name)
  }

  /// Prunes several parameters as if they were one, so that each loses what is worth least among
  /// all: PyTorch's `global_unstructured`.
  public static func pruneGlobally(
    _ targets: [(module: Module, name: String)], _ method: PruningMethod
  ) throws {
    guard let first = targets.first else {
      throw TensorError(.type, "global_unstructured(): expected parameters to prune")
    }
    switch method {
    case .l1Unstructured, .randomUnstructured: break
    default:
      throw TensorError(
        .type, "Only \"unstructured\" PRUNING_TYPE supported for the `pruning_method`.")
    }
    let weights = try targets.map { try $0.module.variable($0.name) }
    let masks = try zip(targets, weights).map { target, weight in
      try target.module.optionalVariable(target.name + "_mask")?.value
        ?? .ones(like: weight.value)
    }
    let generator = try first.module.variable(first.name).tape
    let mask = try method.mask(
      .concatenated(weights.map { try $0.value.reshaped([-1]) }),
      .concatenated(masks.map { try $0.reshaped([-1]) }), generator: &generator.generator)
    var start = 0
    for (target, weight) in zip(targets, weights) {
      let part = try mask.narrowed(0, from: start, length: weight.count)
      try target.module.prune(target.name, .custom(part.reshaped(weight.shape)))
      start += weight.count
    }
  }

  /// The share of zeros among all parameters, as they are used.
  public var sparsity: Double {
    var (zeros, count) = (0, 0)
    for module in modules {
      for entry in module.ownParameters {
        guard let variable = entry.variable else { continue }
        let name = entry.name
        let isOriginal = module.prunings.contains { $0.name + "_orig" == name }
        let used =
          isOriginal ? module.optionalVariable(String(name.dropLast(5))) ?? variable : variable
        zeros += used.value.doubles.reduce(0) { $0 + ($1 == 0 ? 1 : 0) }
        count += used.count
      }
    }
    return count == 0 ? 0 : Double(zeros) / Double(count)
  }
}
