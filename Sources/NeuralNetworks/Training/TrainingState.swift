import Autograd
import Tensors

/// All that the next steps of a training depend on, besides its plan and its data. Going on from
/// it gives the same numbers as the first time.
struct TrainingState {
  let step: Int
  /// Parameters, then buffers, in the module's order.
  let numbers: [Tensor]
  let optimizer: [NamedTensor]
  let generator: Generator
  /// The generator as it was before it drew the order of the epoch that has begun; nil between
  /// epochs.
  let epochStart: Generator?
  /// The numbers of the best evaluation; none while they are not kept.
  let best: [Tensor]

  /// Bytes of all tensors.
  var size: Int {
    (numbers + optimizer.map(\.tensor) + best).reduce(0) { $0 + $1.count * $1.dtype.size }
  }
}

/// A tensor, and what it is called in a file.
public typealias NamedTensor = (name: String, tensor: Tensor)

extension Module {
  /// Everything that training may change: parameters, then buffers, with their names.
  var numbers: [Parameter] { parameters + buffers }

  func copiedNumbers() throws -> [Tensor] { try numbers.map { try $0.variable.value.copied() } }

  /// Writes numbers that `copiedNumbers` gave back into the module.
  func setNumbers(_ values: [Tensor]) throws {
    let own = numbers
    guard own.count == values.count, zip(own, values).allSatisfy({ $0.variable.shape == $1.shape })
    else { throw TensorError("the numbers of another network don't fit this one") }
    for (entry, value) in zip(own, values) { try entry.variable.value.assign(value) }
  }
}

/// States of a training at chosen steps, from which it can go on again. When they take too much
/// memory every second one is given up, so that some of every part of the run are left.
struct TrainingHistory {
  private(set) var states: [TrainingState] = []
  /// Bytes that the states may take.
  let limit: Int
  /// Steps between two states.
  private(set) var interval: Int
  private var size = 0

  init(every interval: Int, limit: Int) {
    self.interval = max(interval, 1)
    self.limit = limit
  }

  func isDue(_ step: Int) -> Bool { limit > 0 && step % interval == 0 }

  mutating func keep(_ state: TrainingState) {
    states.removeAll { $0.step >= state.step }
    states.append(state)
    size = states.reduce(0) { $0 + $1.size }
    while size > limit, states.count > 2 {
      interval = interval > .max / 2 ? .max : interval * 2
      // The start stays, and so does the latest.
      states = states.filter { $0.step % interval == 0 || $0.step == state.step }
      size = states.reduce(0) { $0 + $1.size }
    }
  }

  /// The last state that is not after a step.
  func state(before step: Int) -> TrainingState? { states.last { $0.step <= step } }

  mutating func forget(after step: Int) { states.removeAll { $0.step > step } }
}
