/// What `dlbook --version` prints.
enum Version {
  static let text = "dlbook 0.1.0"
}
