/// All kinds of demos. A new one is a file beside this one and a line here.
public enum DemoKinds {
  public static var all: [any Demo.Type] {
    [
      DigitDemo.self, LayersDemo.self, NetworkDemo.self, StepperDemo.self, TrainingDemo.self,
    ]
  }

  /// The kind that a lesson's `demo` block names after `kind:`.
  public static func named(_ kind: String) -> (any Demo.Type)? {
    all.first { $0.kind == kind }
  }
}
