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
    switch self {
    case .one(let a) where position == 0: return a
    case .two(let a, let b) where position < 2: return position == 0 ? a : b
    case .three(let a, let b, let c) where position < 3:
      return position == 0 ? a : position == 1 ? b : c
    case .many(let elements): return elements[position]
    default: preconditionFailure("an operation asked for an operand that it does not have")
    }
  }

  /// As the collection's own, without an iterator.
  func contains(where predicate: (Element) -> Bool) -> Bool {
    switch self {
    case .none: false
    case .one(let a): predicate(a)
    case .two(let a, let b): predicate(a) || predicate(b)
    case .three(let a, let b, let c): predicate(a) || predicate(b) || predicate(c)
    case .many(let elements): elements.contains(where: predicate)
    }
  }

  /// Does something with each element, without an iterator.
  func visit(_ body: (Element) throws -> Void) rethrows {
    switch self {
    case .none: break
    case .one(let a): try body(a)
    case .two(let a, let b):
      try body(a)
      try body(b)
    case .three(let a, let b, let c):
      try body(a)
      try body(b)
      try body(c)
    case .many(let elements): for element in elements { try body(element) }
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
