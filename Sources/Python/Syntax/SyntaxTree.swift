/// An expression with its place in the source.
indirect enum Node: Hashable {
  case none(SourceRange)
  case bool(Bool, SourceRange)
  case integer(Int, SourceRange)
  case float(Double, SourceRange)
  case string(String, SourceRange)
  case formatted([FormattedPart], SourceRange)
  case ellipsis(SourceRange)
  case name(String, SourceRange)
  case list([Node], SourceRange)
  case tuple([Node], SourceRange)
  case dictionary([KeyValue], SourceRange)
  case unary(UnaryOperator, Node, SourceRange)
  case binary(BinaryOperator, Node, Node, SourceRange)
  /// `a < b <= c`
  case comparison(Node, [Comparison], SourceRange)
  case and(Node, Node, SourceRange)
  case or(Node, Node, SourceRange)
  case not(Node, SourceRange)
  case conditional(Node, condition: Node, otherwise: Node, SourceRange)
  case attribute(Node, String, SourceRange)
  case subscripted(Node, Node, SourceRange)
  case slice(Node?, Node?, Node?, SourceRange)
  case call(Node, [Argument], SourceRange)
  case lambda(Lambda, SourceRange)
  case comprehension(Comprehension, SourceRange)
  /// `*items` in a call, a list or a target.
  case starred(Node, SourceRange)

  struct KeyValue: Hashable {
    var key: Node
    var value: Node
  }

  struct Comparison: Hashable {
    var comparator: Comparator
    var operand: Node
  }

  /// An argument of a call; `name` is set for `name=value`.
  struct Argument: Hashable {
    var name: String?
    var value: Node
  }

  struct Lambda: Hashable {
    var parameters: [String]
    var body: Node
  }

  /// `[body for target in items if condition]`.
  struct Comprehension: Hashable {
    enum Form: Hashable { case list, generator }

    struct Loop: Hashable {
      var target: Node
      var items: Node
      var conditions: [Node]
    }

    var form: Form
    var body: Node
    var loops: [Loop]
  }

  /// A piece of an f-string with its expression read.
  enum FormattedPart: Hashable {
    case text(String)
    case value(Node, conversion: Character?, format: [FormattedPart])
  }

  var range: SourceRange {
    switch self {
    case .none(let r), .bool(_, let r), .integer(_, let r), .float(_, let r), .string(_, let r),
      .formatted(_, let r), .ellipsis(let r), .name(_, let r), .list(_, let r), .tuple(_, let r),
      .dictionary(_, let r), .unary(_, _, let r), .binary(_, _, _, let r),
      .comparison(_, _, let r), .and(_, _, let r), .or(_, _, let r), .not(_, let r),
      .conditional(_, _, _, let r), .attribute(_, _, let r), .subscripted(_, _, let r),
      .slice(_, _, _, let r), .call(_, _, let r), .lambda(_, let r), .comprehension(_, let r),
      .starred(_, let r):
      r
    }
  }
}

extension Node {
  /// What Python's messages call the kind of expression.
  var title: String {
    switch self {
    case .call: "function call"
    case .none: "None"
    case .bool(let truth, _): truth ? "True" : "False"
    case .integer, .float, .string: "literal"
    case .comparison: "comparison"
    case .lambda: "lambda"
    case .conditional: "conditional expression"
    default: "expression"
    }
  }
}

enum UnaryOperator: String, Hashable {
  case minus = "-"
  case plus = "+"
  case invert = "~"
}

enum BinaryOperator: String, Hashable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case modulo = "%"
  case power = "**"
  case matmul = "@"
  case bitAnd = "&"
  case bitOr = "|"
  case bitXor = "^"
  case shiftLeft = "<<"
  case shiftRight = ">>"

  /// The name that Python's messages give it.
  var title: String { self == .power ? "** or pow()" : rawValue }
}

enum Comparator: String, Hashable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case isSame = "is"
  case isNotSame = "is not"
  case isIn = "in"
  case isNotIn = "not in"
}

/// A statement.
enum Statement: Hashable {
  case expression(Node)
  /// `a = b = value`
  case assignment(targets: [Node], value: Node)
  /// `a += value`
  case augmented(target: Node, BinaryOperator, value: Node)
  /// `import torch.nn as nn`
  case importModule(path: String, name: String, SourceRange)
  /// `from torch import nn`
  case importNames(path: String, names: [ImportedName], SourceRange)
  case delete([Node])
  case pass

  struct ImportedName: Hashable {
    var name: String
    var alias: String
  }
}
