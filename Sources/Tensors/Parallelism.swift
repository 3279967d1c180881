import CKernels

/// How many processors one operation may use at the same time.
public enum Parallelism {
  /// Threads that share large operations, the caller's among them: at first one for each
  /// processor that the program may run on; between 1 and 64. Results do not depend on it.
  public static var threads: Int {
    get { Int(ck_threads()) }
    set { ck_set_threads(Int32(clamping: newValue)) }
  }
}
