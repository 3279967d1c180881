import Languages
import Testing

@testable import Book

@Suite struct SearchTests {
  private let index = SearchIndex(
    lessons: [
      lesson(
        """
        <!-- page: one -->
        ## The chain rule

        Gradients flow backwards through every edge, and where a value fans out they add up.

        ```python
        loss.backward()
        ```

        ---
        <!-- page: two -->
        ## Weights

        梯度沿着计算图反向传播，每条边乘以局部导数。The gradient of $w_1$ is $x_1$.
        """
      ).lesson
    ], book: nil)

  @Test(arguments: [
    ("CHAIN", ["one"]), ("backward", ["one", "one"]), ("反向传播", ["two"]), ("fans add", ["one"]),
    ("ｗeights", ["two"]), ("w₁", ["two"]), ("neuron", ["one"]), ("gradient chain", []), ("", []),
    ("  ", []), ("nowhere", []),
  ])
  func findsPassagesThatHoldEveryWord(query: String, pages: [String]) {
    #expect(index.search(query).map(\.page) == pages)
  }

  @Test func theMatchIsMarkedInTheSnippet() {
    for query in ["fans", "局部", "Gradients", "backward"] {
      for hit in index.search(query) {
        let snippet = Array(hit.snippet)
        #expect(String(snippet[hit.match]).lowercased() == query.lowercased())
      }
    }
  }

  @Test func headingsComeBeforeProseAndProseBeforeCode() {
    #expect(index.search("e").map(\.pageTitle).first == "The chain rule")
    #expect(index.search("backward").map(\.snippet).last == "loss.backward()")
  }
}
