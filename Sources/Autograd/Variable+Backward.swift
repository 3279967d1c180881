import Tensors

extension Variable {
  /// Adds ∂self/∂leaf to the gradient of every leaf that this was computed from, by running the
  /// steps of `BackwardPass` to their end.
  /// - Parameters:
  ///   - upstream: ∂L/∂self; 1 for a single number.
  ///   - retainGraph: whether a second pass will follow; by default what `createGraph` is.
  ///   - createGraph: whether the gradients are to be differentiated in turn.
  public func backward(
    _ upstream: Tensor? = nil, retainGraph: Bool? = nil, createGraph: Bool = false
  ) throws {
    let root = try currentIndex()
    guard requiresGradient else {
      throw TensorError("element 0 of tensors does not require grad and does not have a grad_fn")
    }
    let ancestry = tape.ancestry(of: [root])
    try tape.refuseStale(ancestry)
    if createGraph {
      let seed = try upstream ?? BackwardPass.seed(value)
      let gradients = try tape.recordedGradients(ancestry, seeds: [(root, tape.constant(seed))])
      for (place, index) in ancestry.enumerated() {
        if let gradient = gradients[place] { try tape.accumulate(gradient, into: index) }
      }
    } else {
      var pass = try BackwardPass(
        Trace(recordedOn: tape, ancestry), seeds: [(ancestry.count - 1, upstream)])
      try tape.run(&pass, ancestry)
      for (place, index) in ancestry.enumerated() {
        if let gradient = pass.takeGradient(place) { try tape.accumulate(gradient, into: index) }
      }
    }
    if !(retainGraph ?? createGraph) { tape.markSpent(ancestry) }
  }
}

extension Tape {
  /// PyTorch's `torch.autograd.grad`: ∂(Σ outputs · upstream)/∂inputs, without touching any
  /// variable's `gradient`.
  /// - Parameters:
  ///   - upstreams: one for each output; nil is 1 for an output of one element.
  ///   - retainGraph: whether another pass will follow; by default what `createGraph` is.
  ///   - createGraph: whether the results are to be differentiated in turn.
  ///   - allowsUnused: whether an input may play no part, which gives nil.
  public func gradients(
    of outputs: [Variable], upstreams: [Tensor?]? = nil, to inputs: [Variable],
    retainGraph: Bool? = nil, createGraph: Bool = false, allowsUnused: Bool = false
  ) throws -> [Variable?] {
    let upstreams = upstreams ?? outputs.map { _ in nil }
    guard upstreams.count == outputs.count else {
      throw TensorError(
        "got \(outputs.count) tensors and \(upstreams.count) gradients")
    }
    for (position, output) in outputs.enumerated() where !output.requiresGradient {
      throw TensorError(
        "element \(position) of tensors does not require grad and does not have a grad_fn")
    }
    guard inputs.allSatisfy(\.requiresGradient) else {
      throw TensorError("One of the differentiated Tensors does not require grad")
    }
    let roots = try outputs.map { try $0.currentIndex() }
    let targets = try inputs.map { try $0.currentIndex() }
    let ancestry = ancestry(of: roots)
    let places = targets.map { placeInLastAncestry(of: $0) }
    try refuseStale(ancestry)
    guard allowsUnused || !places.contains(nil) else { throw Tape.unused }
    let found: [Variable?]
    if createGraph {
      let seeds = try zip(outputs, upstreams).map { output, upstream in
        constant(try upstream ?? BackwardPass.seed(output.value))
      }
      let gradients = try recordedGradients(
        ancestry, seeds: Array(zip(roots, seeds)), keeping: Set(places.compactMap { $0 }))
      found = places.map { $0.flatMap { gradients[$0] } }
    } else {
      var pass = try BackwardPass(
        Trace(recordedOn: self, ancestry),
        seeds: zip(roots, upstreams).map { (nodes[$0].place, $1) })
      try run(&pass, ancestry, keeping: places.compactMap { $0 })
      found = places.map { place in
        place.flatMap { pass.gradients[$0] }.map { constant($0) }
      }
    }
    guard allowsUnused || !found.contains(where: { $0 == nil }) else { throw Tape.unused }
    if !(retainGraph ?? createGraph) { markSpent(ancestry) }
    return found
  }

  private static var unused: TensorError {
    TensorError(
      "One of the differentiated Tensors appears to not have been used in the graph. Set "
        + "allow_unused=True if this is the desired behavior.")
  }

  /// Runs a pass to its end, calling hooks, and keeping what is asked for.
  func run(_ pass: inout BackwardPass, _ ancestry: [Int], keeping: [Int] = []) throws {
    for place in keeping { pass.keep(place) }
    var hooks: [Int: [GradientHook]] = [:]
    for (place, index) in ancestry.enumerated() {
      if nodes[index].retainsGradient { pass.keep(place) }
      if !nodes[index].hooks.isEmpty { hooks[place] = nodes[index].hooks }
    }
    if hooks.isEmpty { return try pass.finish() }
    try pass.finish { place, gradient in
      try (hooks[place] ?? []).reduce(gradient) { try $1.body($0) ?? $0 }
    }
  }

  /// The same walk with every contribution recorded.
  func recordedGradients(
    _ ancestry: [Int], seeds: [(index: Int, upstream: Variable)], keeping: Set<Int> = []
  ) throws -> [Variable?] {
    var gradients = [Variable?](repeating: nil, count: ancestry.count)
    for (index, upstream) in seeds {
      let place = nodes[index].place
      guard upstream.shape == nodes[index].value.shape else {
        throw BackwardPass.mismatch(upstream.shape, nodes[index].value.shape)
      }
      gradients[place] = try gradients[place].map { try $0 + upstream } ?? upstream
    }
    let targets = ancestry.map { nodes[$0].inputs.mapped { nodes[$0].place } }
    try recording(true) {
      for place in ancestry.indices.reversed() {
        guard var gradient = gradients[place] else { continue }
        let node = nodes[ancestry[place]]
        for hook in node.hooks {
          if let other = try hook.body(gradient.value) { gradient = constant(other) }
        }
        gradients[place] = gradient
        guard let operation = node.operation else { continue }
        let x = node.inputs.mapped { variable(holding: $0) }
        let y = variable(holding: ancestry[place])
        for (i, input) in node.inputs.enumerated() where nodes[input].requiresGradient {
          let raw = try operation.rule.recordedPullback(gradient, to: i, x, y)
          let term = try raw.summed(to: x[i].shape).converted(to: x[i].dtype)
          let target = targets[place][i]
          gradients[target] = try gradients[target].map { try $0 + term } ?? term
        }
        if !node.retainsGradient && !keeping.contains(place) { gradients[place] = nil }
      }
    }
    return gradients
  }

  func accumulate(_ gradient: Tensor, into index: Int) throws {
    guard nodes[index].operation == nil || nodes[index].retainsGradient else { return }
    guard let before = nodes[index].gradient else {
      let own = try gradient.unshared()
      return update(index) { $0.gradient = own }
    }
    let total = try before + gradient
    update(index) { $0.gradient = total }
  }

  func accumulate(_ gradient: Variable, into index: Int) throws {
    guard nodes[index].operation == nil || nodes[index].retainsGradient else { return }
    let before = nodes[index].recordedGradient ?? nodes[index].gradient.map { constant($0) }
    let total = try before.map { try $0 + gradient } ?? gradient
    let value = total.value
    update(index) {
      $0.recordedGradient = total
      $0.gradient = value
    }
    withExtendedLifetime(before) {}
  }

  func markSpent(_ ancestry: [Int]) {
    for index in ancestry where nodes[index].operation != nil {
      update(index) { $0.isSpent = true }
    }
  }

  /// Refuses a second pass through what was given up, and a pass through what was written over.
  func refuseStale(_ ancestry: [Int]) throws {
    for index in ancestry {
      guard let rule = nodes[index].operation?.rule else { continue }
      if nodes[index].isSpent && rule.needsValues(nodes[index].inputs.count) {
        throw TensorError(
          "Trying to backward through the graph a second time (or directly access saved tensors "
            + "after they have already been freed). Saved intermediate values of the graph are "
            + "freed when you call .backward() or autograd.grad(). Specify retain_graph=True if "
            + "you need to backward through the graph a second time or if you need to access "
            + "saved tensors after calling backward.")
      }
      try refuseOverwritten(index, rule)
    }
  }

  private func refuseOverwritten(_ index: Int, _ rule: any Rule) throws {
    let node = nodes[index]
    for (j, input) in node.inputs.enumerated() where node.versions.inputs.count > j {
      let isRead = node.inputs.indices.contains { i in
        nodes[node.inputs[i]].requiresGradient && rule.needs(input: j, forGradientOf: i)
      }
      if isRead { try refuse(input, writtenAfter: node.versions.inputs[j]) }
    }
    if rule.needsOutput { try refuse(index, writtenAfter: node.versions.output) }
  }

  private func refuse(_ index: Int, writtenAfter version: Int) throws {
    let node = nodes[index]
    guard node.value.version != version else { return }
    let source =
      node.operation.map {
        ", which is output 0 of \($0.rule.name(node.inputs.mapped { nodes[$0].value })),"
      } ?? ""
    throw TensorError(
      "one of the variables needed for gradient computation has been modified by an inplace "
        + "operation: [torch.\(node.value.dtype.title)Tensor \(Shapes.describe(node.value.shape))]"
        + "\(source) is at version \(node.value.version); expected version \(version) instead. "
        + "Hint: enable anomaly detection to find the operation that failed to compute its "
        + "gradient, with torch.autograd.set_detect_anomaly(True).")
  }
}
