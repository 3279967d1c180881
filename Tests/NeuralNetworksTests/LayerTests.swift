import Autograd
import FixtureSupport
import NeuralNetworks
import Tensors
import Testing

@Suite struct LayerTests {
  @Test(arguments: Fixtures.load("modules", as: ModuleCase.self))
  func layersAreMadePrintedAndRunAsPyTorchs(_ fixture: ModuleCase) throws {
    try fixture.replay { try activation($0, $1) ?? layer($0, $1) }
  }

  private func activation(_ f: ModuleCase, _ tape: Tape) throws -> Built? {
    switch f.module {
    case "ReLU": Built(ReLU())
    case "Sigmoid": Built(Sigmoid())
    case "Tanh": Built(Tanh())
    case "Identity": Built(Identity())
    case "LeakyReLU": Built(LeakyReLU(f.number("slope", 0.01)))
    case "ELU": Built(ELU(f.number("alpha", 1)))
    case "CELU": Built(try CELU(f.number("alpha", 1)))
    case "SELU": Built(SELU())
    case "GELU": Built(GELU(isApproximate: f.text("approximate", "none") == "tanh"))
    case "SiLU": Built(SiLU())
    case "Mish": Built(Mish())
    case "Softplus":
      Built(Softplus(beta: f.number("beta", 1), threshold: f.number("threshold", 20)))
    case "Softsign": Built(Softsign())
    case "Hardtanh": Built(try Hardtanh(f.number("low", -1), f.number("high", 1)))
    case "ReLU6": Built(ReLU6())
    case "Hardsigmoid": Built(Hardsigmoid())
    case "Hardswish": Built(Hardswish())
    case "LogSigmoid": Built(LogSigmoid())
    case "Tanhshrink": Built(Tanhshrink())
    case "Softshrink": Built(Softshrink(f.number("lambda", 0.5)))
    case "Hardshrink": Built(Hardshrink(f.number("lambda", 0.5)))
    case "Threshold": Built(Threshold(f.number("threshold", 0), f.number("value", 0)))
    case "RReLU": Built(RReLU(f.number("lower", 1.0 / 8), f.number("upper", 1.0 / 3)))
    case "PReLU": Built(try PReLU(f.integer("parameters", 1), tape: tape, dtype: f.type))
    case "GLU": Built(GLU(f.integer("dim", -1)))
    case "Softmax": Built(Softmax(f.optionalInteger("dim")))
    case "LogSoftmax": Built(LogSoftmax(f.optionalInteger("dim")))
    case "Softmin": Built(Softmin(f.optionalInteger("dim")))
    default: nil
    }
  }

  private func layer(_ f: ModuleCase, _ tape: Tape) throws -> Built {
    switch f.module {
    case "Dropout": return Built(try Dropout(f.number("p", 0.5)))
    case "Dropout1d": return Built(try Dropout1d(f.number("p", 0.5)))
    case "Dropout2d": return Built(try Dropout2d(f.number("p", 0.5)))
    case "AlphaDropout": return Built(try AlphaDropout(f.number("p", 0.5)))
    case "Linear": return Built(try Linear(3, 2, bias: f.flag("bias"), tape: tape, dtype: f.type))
    case "Bilinear":
      let layer = try Bilinear(2, 3, 4, bias: f.flag("bias"), tape: tape, dtype: f.type)
      return Built(layer) { [try layer($0[0], $0[1])] }
    case "Sequential":
      return Built(try Sequential([Linear(3, 4, tape: tape), Tanh(), Linear(4, 2, tape: tape)]))
    case "Flatten":
      return Built(Flatten(from: f.integer("start", 1), to: f.integer("end", -1)))
    case "Unflatten": return Built(Unflatten(f.integer("dim", 1), f.sizes("sizes") ?? []))
    default:
      return Built(
        try Embedding(5, 3, padding: f.optionalInteger("padding"), tape: tape, dtype: f.type))
    }
  }
}
