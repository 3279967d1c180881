import ArgumentParser
import Canvas
import NeuralNetworks

/// `dlbook models`
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the networks of the book, and what they take.",
    discussion: """
      FLOPs are the floating-point operations of one sample's forward pass; training takes three
      times as many. Memory is what training takes at the model's batch size: weights, gradients,
      the optimizer's memory, and activations.

      Examples:
        dlbook models
        dlbook models --json
      """)

  @OptionGroup var options: CommonOptions
  @Flag(help: "As JSON, for programs.")
  var json = false
  @Option(help: ArgumentHelp("Where data sets are looked for first.", valueName: "dir"))
  var data: String?

  func run() throws {
    let launcher = try Launcher(options)
    let sources = launcher.sources(root: data)
    do {
      let rows = try ModelZoo.all.map { try Row($0, sources) }
      if json {
        launcher.writeExactly(try JSONText.of(rows) + "\n")
      } else {
        write(rows, launcher)
      }
    } catch let error as Failure {
      throw error
    } catch {
      throw Failure("\(error)")
    }
  }

  private struct Row: Encodable {
    let model: String
    let network: String
    let data: String
    /// Where the data is; missing when it is not found.
    let place: String?
    /// What to do when it is missing.
    let advice: String?
    let cost: ModelCost

    init(_ model: ZooModel, _ sources: ZooSources) throws {
      self.model = model.name
      network = model.network
      data = model.need.title
      cost = try model.cost()
      do {
        place = try model.need.place(in: sources)
        advice = nil
      } catch let error as DataError {
        (place, advice) = (nil, error.description)
      }
    }
  }

  private func write(_ rows: [Row], _ launcher: Launcher) {
    let language = launcher.language
    let head = [
      language("model"), language("parameters"), language("FLOPs"), language("memory"),
      language("data"),
    ]
    let cells = rows.map { row in
      [
        row.model, Quantity.of(row.cost.parameters), Quantity.of(row.cost.forwardOperations),
        Quantity.of(row.cost.trainingBytes) + "B",
        row.data + (row.place == nil ? " – " + language("not found") : ""),
      ]
    }
    let widths = head.indices.map { column in
      ([head] + cells).map { TextWidth.of($0[column]) }.max() ?? 0
    }
    var lines = ([head] + cells).map { row in
      row.enumerated().map { column, text in
        let room = String(repeating: " ", count: widths[column] - TextWidth.of(text))
        return 1...3 ~= column ? room + text : column == 4 ? text : text + room
      }.joined(separator: "  ")
    }
    let advice = rows.compactMap(\.advice)
    for text in advice.indices where !advice[..<text].contains(advice[text]) {
      lines += [""] + TextWrap.lines(advice[text], width: launcher.plainWidth)
    }
    if let first = rows.first {
      lines += ["", language("`{0}` trains one.", "dlbook train \(first.model)")]
    }
    launcher.write(lines.joined(separator: "\n") + "\n")
  }
}

/// Large numbers in short: `421k`, `1.2M`.
enum Quantity {
  static func of(_ number: Int) -> String {
    var (value, unit) = (Double(number), "")
    for next in ["k", "M", "G", "T"] where value >= 999.5 { (value, unit) = (value / 1000, next) }
    let decimals = unit.isEmpty || value >= 99.95 ? 0 : 1
    return NumberFormat.fixed(value, decimals: decimals) + unit
  }
}
