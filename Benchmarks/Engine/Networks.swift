import Autograd
import NeuralNetworks
import Tensors

/// The networks that are compared, as functions of parameters by name and a batch.
struct Network {
  let name: String
  let tape: Tape
  private let parameters: [String: Variable]

  init(_ name: String, weights: [String: Tensor], tape: Tape) throws {
    self.name = name
    self.tape = tape
    var parameters = try weights.mapValues { try tape.leaf($0, requiresGradient: true) }
    for (norm, width) in Network.norms(name) {
      parameters["\(norm).w"] = try tape.leaf(Tensor.ones([width]), requiresGradient: true)
      if name == "transformer-classifier" {
        parameters["\(norm).b"] = try tape.leaf(Tensor.zeros([width]), requiresGradient: true)
      }
    }
    self.parameters = parameters
  }

  private static func norms(_ name: String) -> [(String, Int)] {
    switch name {
    case "transformer-classifier":
      (0..<2).flatMap { [("\($0).norm1", 200), ("\($0).norm2", 200)] }
    case "char-gpt":
      (0..<4).flatMap { [("\($0).norm1", 128), ("\($0).norm2", 128)] } + [("norm", 128)]
    default: []
    }
  }

  func optimizer() throws -> any Optimizer {
    let all = parameters.sorted { $0.key < $1.key }.map(\.value)
    switch name {
    case "tiny-mlp": return try SGD(all, rate: 0.1)
    case "lstm-classifier": return try Adam(all, rate: 0.01)
    case "char-gpt":
      return try Adam(
        groups: [
          ParameterGroup(all.filter { $0.shape.count > 1 }, rate: 1e-3, weightDecay: 0.1),
          ParameterGroup(all.filter { $0.shape.count < 2 }, rate: 1e-3, weightDecay: 0),
        ], betas: (0.9, 0.99), isDecoupled: true)
    default: return try Adam(all, rate: 1e-3)
    }
  }

  /// The loss on a batch.
  func loss(_ x: Variable, _ y: Variable) throws -> Variable {
    switch name {
    case "tiny-mlp": try perceptron(x) { try $0.tanh() }.binaryCrossEntropy(y)
    case "mlp-binary": try perceptron(x) { try $0.relu() }.binaryCrossEntropy(y)
    case "cnn-mnist": try images(x, ["c1", "c2"], padding: 1).crossEntropy(y)
    case "cnn-cifar10": try images(x, ["c1", "c2", "c3"], padding: 0).crossEntropy(y)
    case "lstm-classifier": try lastState(x).crossEntropy(y)
    case "lstm-lm": try nextWord(x, y)
    case "transformer-classifier": try encoder(x).crossEntropy(y)
    case "char-gpt": try gpt(x).crossEntropy(y.reshaped([-1]))
    default: throw DataError("there is no network \(name)")
    }
  }
}

// MARK: Parts

extension Network {
  private subscript(_ name: String) -> Variable {
    get throws {
      guard let parameter = parameters[name] else {
        throw DataError("the file has no weight \(name)")
      }
      return parameter
    }
  }

  private func dense(_ name: String, _ x: Variable) throws -> Variable {
    try self["\(name).b"].addingMatmul(x, self["\(name).w"].transposed())
  }

  private func perceptron(_ x: Variable, _ f: (Variable) throws -> Variable) throws -> Variable {
    try dense("l3", f(dense("l2", f(dense("l1", x))))).sigmoid()
  }

  private func images(_ x: Variable, _ names: [String], padding: Int) throws -> Variable {
    let features = try names.reduce(x) { x, name in
      try x.convolvedReluPooled(
        self["\(name).w"], bias: self["\(name).b"],
        Convolution(stride: [1, 1], padding: [padding, padding]), Pooling(kernel: [2, 2]))
    }
    let hidden = try dense("f1", features.reshaped([features.shape[0], -1])).relu()
    return try dense("f2", hidden)
  }

  /// h of every step, steps first.
  private func lstm(_ name: String, _ x: Variable) throws -> Variable {
    let weights = RecurrentWeights(
      input: try self["\(name).w_ih"], hidden: try self["\(name).w_hh"],
      biases: (try self["\(name).b_ih"], try self["\(name).b_hh"]))
    let zeros = tape.constant(
      try Tensor.zeros([x.shape[1], try self["\(name).w_hh"].shape[1]]))
    return try x.lstm(hidden: zeros, memory: zeros, weights).hidden
  }

  private func lastState(_ x: Variable) throws -> Variable {
    try dense("out", lstm("r1", lstm("r0", x.transposed(0, 1))).select(0, -1))
  }

  private func nextWord(_ x: Variable, _ y: Variable) throws -> Variable {
    let words = try self["emb"].embedding(x.value.transposed(0, 1))
    let states = try lstm("r0", words).reshaped([-1, 128])
    return try states.linearCrossEntropy(
      weight: self["out.w"], bias: self["out.b"], y.transposed(0, 1).reshaped([-1]))
  }

  private func norm(_ name: String, _ x: Variable, hasBias: Bool = true) throws -> Variable {
    let weight = try self["\(name).w"]
    return try x.layerNorm(
      weight.shape, weight: weight, bias: hasBias ? self["\(name).b"] : nil)
  }

  private func encoder(_ x: Variable) throws -> Variable {
    let (batch, length) = (x.shape[0], x.shape[1])
    let embedded = try dense("emb", x.reshaped([-1, 100])).reshaped([batch, length, 200])
    var h = try embedded + tape.constant(PositionalEncoding.table(length, 200))
    for i in 0..<2 {
      let qkv = try dense("\(i).qkv", h.reshaped([-1, 200])).reshaped([batch, length, 600])
      let seen = try qkv.selfAttention(heads: 4).reshaped([-1, 200])
      h = try norm("\(i).norm1", h.reshaped([-1, 200]) + dense("\(i).proj", seen))
      h = try norm("\(i).norm2", h + dense("\(i).ff2", dense("\(i).ff1", h).relu()))
      h = try h.reshaped([batch, length, 200])
    }
    return try dense("head", h.mean([1]))
  }

  private func gpt(_ x: Variable) throws -> Variable {
    let (batch, length) = (x.shape[0], x.shape[1])
    func linear(_ name: String, _ x: Variable) throws -> Variable {
      try x.matmul(self[name].transposed())
    }
    var h = try (self["wte"].embedding(x.value) + self["wpe"]).reshaped([-1, 128])
    for i in 0..<4 {
      let qkv = try linear("\(i).qkv", norm("\(i).norm1", h, hasBias: false))
      let seen = try qkv.reshaped([batch, length, 384]).selfAttention(heads: 4, isCausal: true)
      h = try h + linear("\(i).proj", seen.reshaped([-1, 128]))
      let wide = try linear("\(i).fc", norm("\(i).norm2", h, hasBias: false)).gelu()
      h = try h + linear("\(i).fc2", wide)
    }
    return try linear("wte", norm("norm", h, hasBias: false))
  }
}
