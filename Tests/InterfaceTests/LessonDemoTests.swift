import Canvas
import Testing

@testable import Interface

@Suite struct LessonDemoTests {
  private static let network = """
    <!-- page: one -->
    ## Shared

    ```demo
    kind: network
    id: tiny
    sizes: [1, 1]
    output: linear
    inputs: [2.0]
    weights: [[[3.0]]]
    biases: [[1.0]]
    ```

    ```python
    W * 100
    ```

    ```python
    x = torch.tensor([5.0])
    ```
    """

  @Test func aDemoAndTheCellsShareTheirVariables() throws {
    var stage = Stage(TestBook.lesson(Self.network), size: Size(width: 80, height: 50))
    #expect(stage.text.contains("y = 7"))
    try stage.press("Tab Tab Enter")
    #expect(stage.text.contains("tensor([[300.]])"))
    try stage.press("Tab Enter")
    #expect(stage.text.contains("y = 16  was 7"))
    // Back to the demo, whose weight 3 becomes 3.1, and what the first cell then says.
    try stage.press("S-Tab S-Tab + Tab Enter")
    #expect(stage.text.contains("tensor([[310.]])"))
  }

  @Test func aWideWindowHasTheDemoBesideTheText() {
    let stage = Stage(TestBook.lesson(Self.network), size: Size(width: 140, height: 30))
    let demo = stage.place(of: "── a 1-1 network")
    let text = stage.place(of: "Shared")
    #expect(demo?.y == text?.y)
    #expect((demo?.x ?? 0) > 60)
  }

  @Test func aDemoThatCanNotBeMadeSaysWhy() {
    let body = "<!-- page: one -->\n## One\n\n```demo\nkind: network\nid: bad\nsizes: [2]\n```\n"
    let stage = Stage(TestBook.lesson(body))
    #expect(stage.text.contains("can't be made"))
  }

  @Test func aQuestionThatCanNotBePosedSaysWhy() {
    let body = """
      <!-- page: one -->
      ## One

      ```quiz
      id: one/bad
      kind: number
      concept: neuron
      page: one
      ask: "What is it?"
      answer: nowhere + 1
      tolerance: 0
      hints: ["Look."]
      solution: "It is {answer}."
      ```

      """
    let stage = Stage(TestBook.lesson(body))
    #expect(stage.text.contains("── question"))
    #expect(stage.text.contains("nowhere"))
  }
}
