import Glibc
import Synchronization

/// Blocks of memory that tensors gave back and the next ones take, so that a training step of
/// the same shapes as the one before asks the system for nothing. Small blocks are left to the
/// C library, which is as quick with them.
enum MemoryPool {
  /// Blocks of fewer bytes are not kept here.
  private static let least = 4096
  /// Where a block starts, so that a vector register is filled by one load.
  static let alignment = 64
  /// What the processor's page tables take for one page where they can.
  private static let hugePage = 2 << 20
  /// The most bytes kept for later.
  private static let bound = 512 << 20

  private struct Shelf {
    var blocks: [Int: [UnsafeMutableRawPointer]] = [:]
    var bytes = 0
  }

  private static let shelf = Mutex(UncheckedShelf())

  /// Raw pointers are not Sendable; whoever holds the mutex is alone with them.
  private struct UncheckedShelf: @unchecked Sendable {
    var shelf = Shelf()
  }

  /// Sizes of one class lie within an eighth of a power of two, so that little is wasted and
  /// blocks find new owners. Large blocks are whole huge pages.
  static func rounded(_ bytes: Int) -> Int {
    guard bytes >= least else { return max(bytes, 1) }
    let step = max(
      1 << (Int.bitWidth - bytes.leadingZeroBitCount - 4),
      bytes > hugePage / 2 ? hugePage : alignment)
    let (sum, overflow) = bytes.addingReportingOverflow(step - 1)
    return overflow ? bytes : sum / step * step
  }

  /// A block of at least `bytes` bytes, not set; nil when the system has none.
  static func take(_ bytes: Int) -> UnsafeMutableRawPointer? {
    guard bytes >= least else { return malloc(max(bytes, 1)) }
    let size = rounded(bytes)
    let kept = shelf.withLock { locked -> UnsafeMutableRawPointer? in
      guard let block = locked.shelf.blocks[size]?.popLast() else { return nil }
      locked.shelf.bytes -= size
      return block
    }
    if let kept { return kept }
    if let block = aligned(size) { return block }
    empty()
    return aligned(size)
  }

  /// Gives back a block that `take` gave for the same number of bytes.
  static func give(_ block: UnsafeMutableRawPointer, _ bytes: Int) {
    guard bytes >= least else { return free(block) }
    let size = rounded(bytes)
    let isKept = shelf.withLock { locked -> Bool in
      guard locked.shelf.bytes + size <= bound else { return false }
      locked.shelf.blocks[size, default: []].append(block)
      locked.shelf.bytes += size
      return true
    }
    if !isKept { free(block) }
  }

  /// Gives all blocks that no one uses back to the system.
  static func empty() {
    let blocks = shelf.withLock { locked in
      defer { locked.shelf = Shelf() }
      return UncheckedShelf(shelf: locked.shelf)
    }
    for block in blocks.shelf.blocks.values.joined() { free(block) }
  }

  private static func aligned(_ size: Int) -> UnsafeMutableRawPointer? {
    var block: UnsafeMutableRawPointer?
    let isLarge = size >= hugePage
    guard posix_memalign(&block, isLarge ? hugePage : alignment, size) == 0 else { return nil }
    if isLarge { madvise(block, size, MADV_HUGEPAGE) }
    return block
  }
}
