import Python
import Testing

/// No program ends the process: it has a value or an error.
@Suite struct HostileProgramTests {
  @Test(arguments: [
    "10**10**10", "[0] * 10**12", "'a' * 10**12", "list(range(10**15))", "2**63", "-2**63 - 1",
    "-9223372036854775808 // -1", "-9223372036854775807 - 2", "1 << 1000", "1 << -1",
    "torch.zeros(10**6, 10**6, 10**6)", "torch.zeros(-1)", "torch.zeros(9223372036854775807, 2)",
    "torch.arange(0, 10**18)", "torch.linspace(0, 1, 10**12)", "torch.arange(0, 1, 1e-300)",
    "torch.eye(10**9)", "round(1.5, 10**18)", "round(10**18, -10**18)", "f'{1:10000000000}'",
    "f'{1.0:.99999f}'", "[1, 2, 3][::-9223372036854775808]", "[1][-9223372036854775808]",
    "range(-9223372036854775808, 9223372036854775807)[5]",
    "len(range(-9223372036854775808, 9223372036854775807))",
    "range(0, 10, -9223372036854775808)[0]", "abs(-9223372036854775807 - 1)",
    "int(1e300)", "int(float('inf'))", "(lambda f: f(f))(lambda f: f(f))",
    "a = [1]; a[0] = a; a", "a = [1]; a[0] = a; a == a", "torch.tensor([[1], [1, 2]])",
    "[x for x in range(5000) for y in range(5000)]", "torch.zeros(3)[9223372036854775807]",
    "torch.zeros(3)[-9223372036854775808]", "torch.zeros(3)[::9223372036854775807]",
    "torch.zeros(3).reshape(-1, -1)", "torch.zeros(3).reshape(-9223372036854775808)",
    "torch.zeros(2).sum(9223372036854775807)", "torch.zeros(2).permute(5)", "'%s' % 5",
    "torch.zeros(2).transpose(9, -9)", "torch.zeros(2).unsqueeze(9223372036854775807)",
    "torch.tensor([1]).gather(0, torch.tensor([5]))", "torch.one_hot(torch.tensor([-1]))",
    "sorted([1, 'a'])", "max(1, 'a')", "torch.manual_seed(-1); torch.rand(2)", "math.log(0)",
    "x = 1; del x; x", "1e999", "0x", "'\\ud800'", "f'{'", "f'{x'", "f'{1!z}'", "\\",
    "torch.cat([])", "torch.stack([])", "torch.tensor(float('nan')).long()",
    "torch.tensor([9223372036854775807]) + 1", "torch.zeros(0).max()", "torch.zeros(0).argmax()",
    "torch.zeros(0).mean()", "torch.zeros(2, 0).softmax(1)", "torch.randn(-5)",
    "F = lambda x: x; F(1, 2)", "print(*range(10**7))", "enumerate([1], 9223372036854775807)",
  ])
  func anOddProgramEndsInAValueOrAnError(source: String) {
    let session = Session()
    session.limits.steps = 100_000
    session.limits.items = 100_000
    _ = try? session.run(source)
    #expect((try? session.evaluate("1 + 1"))?.asInt == 2)
  }

  @Test func deepNestingIsAnError() {
    for open in ["(", "[", "-", "not ", "lambda: ", "{1: ", "f(", "x[", "2 ** ", "1 if 1 else "] {
      let source = String(repeating: open, count: 20_000)
      #expect(throws: PythonError.self) { try Session().run(source) }
    }
    let chain = "1" + String(repeating: " + 1", count: 20_000)
    #expect(throws: PythonError.self) { try Session().run(chain) }
  }

  @Test func anEndlessComputationStops() {
    let session = Session()
    session.limits.steps = 100_000
    #expect(throws: PythonError.self) {
      try session.run("[0 for a in range(10**6) for b in range(10**6) if False]")
    }
  }

  /// Programs that are nearly right reach further than random bytes.
  @Test func mutatedProgramsEndInAValueOrAnError() {
    var dice = SplitMix(state: 20_240_607)
    let seeds = JudgedSnippet.all.map { Array($0.code) }
    let alphabet = Array("0123456789abxyzTwL.,:;()[]{}+-*/%@<>=!&|^~ '\"\\\n#_efgn")
    let session = Session()
    session.limits.steps = 20_000
    session.limits.items = 20_000
    for _ in 0..<20_000 {
      guard var program = seeds.randomElement(using: &dice) else { return }
      for _ in 0..<Int.random(in: 1...4, using: &dice) {
        let place = Int.random(in: 0...program.count, using: &dice)
        switch Int.random(in: 0..<4, using: &dice) {
        case 0 where place < program.count: program.remove(at: place)
        case 1: program.insert(alphabet.randomElement(using: &dice) ?? " ", at: place)
        case 2 where place < program.count:
          program[place] = alphabet.randomElement(using: &dice) ?? " "
        default:
          let other = seeds.randomElement(using: &dice) ?? []
          program.insert(contentsOf: other.prefix(12), at: place)
        }
      }
      _ = try? session.run(String(program))
    }
    #expect((try? session.evaluate("2 * 3"))?.asInt == 6)
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
