/// The methods of lists and dicts.
enum ListMethods {
  static func method(_ name: String, of list: PythonList) -> Function? {
    switch name {
    case "append":
      Function(name, ["object"]) { session, arguments in
        try session.limits.check(items: list.items.count + 1)
        list.items.append(try arguments.value("object"))
        return .none
      }
    case "extend":
      Function(name, ["items"]) { session, arguments in
        let items = try arguments.value("items").items(session)
        try session.limits.check(items: list.items.count + items.count)
        list.items += items
        return .none
      }
    case "pop":
      Function(name) { _, _ in
        guard let last = list.items.popLast() else {
          throw PythonError("IndexError", "pop from empty list")
        }
        return last
      }
    case "index":
      Function(name, ["value"]) { _, arguments in
        let value = try arguments.value("value")
        guard
          let place = try list.items.firstIndex(where: {
            try Operators.isEqual($0, value, depth: 0)
          })
        else { throw PythonError.value("\(value.representation) is not in list") }
        return .integer(place)
      }
    case "count":
      Function(name, ["value"]) { _, arguments in
        let value = try arguments.value("value")
        return .integer(try list.items.count { try Operators.isEqual($0, value, depth: 0) })
      }
    default: nil
    }
  }

  static func method(_ name: String, of dictionary: PythonDictionary) -> Function? {
    switch name {
    case "keys":
      Function(name) { _, _ in .list(PythonList(dictionary.entries.map(\.key))) }
    case "values":
      Function(name) { _, _ in .list(PythonList(dictionary.entries.map(\.value))) }
    case "items":
      Function(name) { _, _ in
        .list(PythonList(dictionary.entries.map { .tuple([$0.key, $0.value]) }))
      }
    case "get":
      Function(name, ["key", "default"]) { _, arguments in
        dictionary[try DictionaryKey(try arguments.value("key"))] ?? arguments["default"] ?? .none
      }
    default: nil
    }
  }
}
