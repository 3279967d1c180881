import CKernels

/// What the elements of a tensor are.
public enum DataType: Int, Hashable, Sendable, CaseIterable, Comparable {
  case bool, int64, float32, float64

  /// The name that PyTorch prints, without `torch.`.
  public var name: String {
    switch self {
    case .bool: "bool"
    case .int64: "int64"
    case .float32: "float32"
    case .float64: "float64"
    }
  }

  /// The name that PyTorch uses in some of its messages.
  public var title: String {
    switch self {
    case .bool: "Bool"
    case .int64: "Long"
    case .float32: "Float"
    case .float64: "Double"
    }
  }

  /// The name of PyTorch's class of such tensors.
  public var tensorName: String { "torch.\(title)Tensor" }

  /// C's name, which PyTorch uses in others.
  var cName: String {
    switch self {
    case .bool: "bool"
    case .int64: "long"
    case .float32: "float"
    case .float64: "double"
    }
  }

  /// C's name written out, which PyTorch uses in others again.
  var longName: String { self == .int64 ? "long int" : cName }

  public var isFloatingPoint: Bool { self == .float32 || self == .float64 }

  /// Bytes in one element.
  public var size: Int {
    switch self {
    case .bool: 1
    case .float32: 4
    case .int64, .float64: 8
    }
  }

  /// In the order of promotion: a result takes the greater of two types.
  public static func < (a: DataType, b: DataType) -> Bool { a.rawValue < b.rawValue }

  var kernelType: ck_type {
    switch self {
    case .bool: CK_BOOL
    case .int64: CK_INT64
    case .float32: CK_FLOAT32
    case .float64: CK_FLOAT64
    }
  }

  /// bool, whole, floating: a bare number or a 0-dimensional tensor changes the type of a
  /// result only when it is of a higher category.
  private var category: Int { isFloatingPoint ? 2 : rawValue }

  /// The type of the result of an operation on two tensors, by PyTorch's rules of promotion.
  static func promoted(_ a: Tensor, _ b: Tensor) -> DataType {
    if a.dtype == b.dtype { return a.dtype }
    let (strong, weak) = a.priority >= b.priority ? (a, b) : (b, a)
    if strong.priority == weak.priority { return max(a.dtype, b.dtype) }
    if weak.dtype.category <= strong.dtype.category { return strong.dtype }
    return weak.isNumber && weak.dtype.isFloatingPoint ? .float32 : weak.dtype
  }
}

extension Tensor {
  /// How much a tensor's type counts in promotion: bare numbers least, then 0-dimensional
  /// tensors, then all others.
  fileprivate var priority: Int { isNumber ? 0 : shape.isEmpty ? 1 : 2 }
}
