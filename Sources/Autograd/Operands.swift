/// What an operation works on: one, two or three things without a heap allocation, or many.
public enum Operands<Element>: RandomAccessCollection {
  case none
  case one(Element)
  case two(Element, Element)
  case three(Element, Element, Element)
  case many([Element])

  public init(_ elements: [Element]) {
    switch elements.count {
    case 0: self = .none
    case 1: self = .one(elements[0])
    case 2: self = .two(elements[0], elements[1])
    case 3: self = .three(elements[0], elements[1], elements[2])
    default: self = .many(elements)
    }
  }

  public var startIndex: Int { 0 }

  public var endIndex: Int {
    switch self {
    case .none: 0
    case .one: 1
    case .two: 2
    case .three: 3
    case .many(let elements): elements.count
    }
  }

  public subscript(position: Int) -> Element {
    switch (self, position) {
    case (.one(let a), 0), (.two(let a, _), 0), (.three(let a, _, _), 0): return a
    case (.two(_, let b), 1), (.three(_, let b, _), 1): return b
    case (.three(_, _, let c), 2): return c
    case (.many(let elements), _): return elements[position]
    default: preconditionFailure("an operation asked for an operand that it does not have")
    }
  }

  func mapped<T>(_ transform: (Element) throws -> T) rethrows -> Operands<T> {
    switch self {
    case .none: .none
    case .one(let a): .one(try transform(a))
    case .two(let a, let b): .two(try transform(a), try transform(b))
    case .three(let a, let b, let c): .three(try transform(a), try transform(b), try transform(c))
    case .many(let elements): .many(try elements.map(transform))
    }
  }
}
