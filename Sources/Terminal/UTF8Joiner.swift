/// Joins the bytes of a character, which may come in at different times. Bytes that are no UTF-8
/// are dropped.
struct UTF8Joiner {
  private var pending: [UInt8] = []

  mutating func join(_ input: RawInput) -> DecodedInput? {
    switch input {
    case .code(let code):
      pending = []
      return .code(code)
    case .byte(let byte):
      if byte & 0b1100_0000 != 0b1000_0000 { pending = [] }
      pending.append(byte)
      guard let text = String(validating: pending, as: UTF8.self),
        let scalar = text.unicodeScalars.first
      else {
        // No character is longer than four bytes.
        if pending.count >= 4 { pending = [] }
        return nil
      }
      pending = []
      return .scalar(scalar)
    }
  }
}
