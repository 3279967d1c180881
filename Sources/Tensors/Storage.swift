import Synchronization

/// The elements of a tensor and of all views of it.
final class Storage {
  let dtype: DataType
  let count: Int
  let pointer: UnsafeMutableRawPointer
  /// How often the elements were written to after they were first set.
  var version = 0
  private let bytes: Int

  /// Room for `count` elements, not yet set.
  init(count: Int, dtype: DataType) throws {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: dtype.size)
    guard !overflow, count >= 0 else { throw MemoryBudget.refusal(of: nil) }
    try MemoryBudget.reserve(bytes)
    guard let pointer = MemoryPool.take(bytes) else {
      MemoryBudget.release(bytes)
      throw MemoryBudget.refusal(of: bytes)
    }
    self.dtype = dtype
    self.count = count
    self.bytes = bytes
    self.pointer = pointer
  }

  /// No elements.
  init(emptyOf dtype: DataType) {
    self.dtype = dtype
    count = 0
    bytes = 0
    pointer = .allocate(byteCount: 1, alignment: 1)
  }

  deinit {
    MemoryPool.give(pointer, bytes)
    MemoryBudget.release(bytes)
  }
}

/// How much memory all tensors together may take. An allocation beyond it is refused before it
/// happens.
public enum MemoryBudget {
  private static let used = Atomic<Int>(0)
  private static let bound = Atomic<Int>(2 << 30)

  /// Bytes that all tensors may take together.
  public static var limit: Int {
    get { bound.load(ordering: .relaxed) }
    set { bound.store(newValue, ordering: .relaxed) }
  }

  /// Bytes that all tensors take now.
  public static var inUse: Int { used.load(ordering: .relaxed) }

  /// Gives memory that tensors no longer use, and that was kept for the next ones, back to the
  /// system.
  public static func trim() { MemoryPool.empty() }

  static func reserve(_ bytes: Int) throws {
    guard bytes <= limit else { throw refusal(of: bytes) }
    let (_, total) = used.add(bytes, ordering: .relaxed)
    guard total <= limit else {
      release(bytes)
      throw refusal(of: bytes)
    }
  }

  static func release(_ bytes: Int) {
    used.subtract(bytes, ordering: .relaxed)
  }

  static func refusal(of bytes: Int?) -> TensorError {
    guard let bytes else { return TensorError("Storage size calculation overflowed") }
    return TensorError(
      "DefaultCPUAllocator: can't allocate memory: you tried to allocate \(bytes) bytes "
        + "(\(inUse) in use, the limit is \(limit))")
  }
}
