// One network of the comparison, trained by the engine on the same weights and batches as its
// peers:    engine-peer FOLDER CASE [--threads N] [--blocks N] [--seconds S]
import Autograd
import Glibc
import NeuralNetworks
import Tensors

struct Options {
  var folder = ""
  var name = ""
  var threads = 1
  var blocks = 7
  var seconds = 0.8

  init(_ arguments: [String]) {
    var rest = arguments[...]
    folder = rest.popFirst() ?? ""
    name = rest.popFirst() ?? ""
    while let flag = rest.popFirst(), let value = rest.popFirst() {
      switch flag {
      case "--threads": threads = Int(value) ?? threads
      case "--blocks": blocks = Int(value) ?? blocks
      case "--seconds": seconds = Double(value) ?? seconds
      default: break
      }
    }
  }
}

func clock(_ id: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(id, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

func run(_ options: Options) throws {
  let file = try NumPyArchive(path: "\(options.folder)/\(options.name).npz")
  let tape = Tape(seed: 0)
  var weights: [String: Tensor] = [:]
  for name in file.names where name.hasPrefix("w:") {
    weights[String(name.dropFirst(2))] = try file.array(name)
  }
  let batches = try (0..<file.names.count { $0.hasPrefix("x") }).map {
    (x: try file.array("x\($0)"), y: try file.array("y\($0)"))
  }
  let network = try Network(options.name, weights: weights, tape: tape)
  let step = TrainingStep(try network.optimizer(), tape: tape, isPlannable: true) { batch in
    Assessment(loss: try network.loss(batch[0], batch[1]), count: batch[0].shape[0]) {
      Score(right: 0, total: 0)
    }
  }
  func train(_ index: Int) throws -> Double {
    let batch = batches[index % batches.count]
    return try step([batch.x, batch.y]).loss.value.item()
  }

  let losses = try (0..<20).map { try train($0) }
  var count = 0
  var start = clock(CLOCK_MONOTONIC)
  while clock(CLOCK_MONOTONIC) - start < 0.3 || count < 2 {
    _ = try train(count)
    count += 1
  }
  let elapsed = clock(CLOCK_MONOTONIC) - start
  let size = max(1, Int((options.seconds * Double(count) / elapsed).rounded()))
  var (wall, processor): ([Double], [Double]) = ([], [])
  for _ in 0..<options.blocks {
    start = clock(CLOCK_MONOTONIC)
    let begun = clock(CLOCK_PROCESS_CPUTIME_ID)
    for index in 0..<size { _ = try train(index) }
    wall.append((clock(CLOCK_MONOTONIC) - start) / Double(size))
    processor.append((clock(CLOCK_PROCESS_CPUTIME_ID) - begun) / Double(size))
  }
  wall.sort()
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  print(
    """
    {"case": "\(options.name)", "peer": "engine", "version": "", "threads": \(options.threads), \
    "least": \(wall[0]), "median": \(wall[wall.count / 2]), "processor": \(processor.min() ?? 0), \
    "items": \(batches[0].x.shape[0]), "losses": \(losses), \
    "megabytes": \(Double(usage.ru_maxrss) / 1024)}
    """)
}

let options = Options(Array(CommandLine.arguments.dropFirst()))
Parallelism.threads = options.threads
do {
  try run(options)
} catch {
  let message = "engine-peer: \(error)\n"
  write(STDERR_FILENO, message, message.utf8.count)
  exit(1)
}
