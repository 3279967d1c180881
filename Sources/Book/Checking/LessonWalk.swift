extension Lesson {
  /// Every block with its page, from top to bottom, and after each the blocks inside it.
  var allBlocks: [(page: Page, block: Block)] {
    pages.flatMap { page in page.blocks.flatMap(\.withInner).map { (page, $0) } }
  }

  var questions: [(page: Page, block: Block, question: QuizBlock)] {
    allBlocks.compactMap { page, block in
      if case .quiz(let quiz) = block.kind { (page, block, quiz) } else { nil }
    }
  }
}

extension Block {
  /// The block and the blocks of its list, quote or note.
  var withInner: [Block] {
    switch kind {
    case .list(let list): [self] + list.items.joined().flatMap(\.withInner)
    case .quote(let blocks): [self] + blocks.flatMap(\.withInner)
    case .note(let note): [self] + note.blocks.flatMap(\.withInner)
    default: [self]
    }
  }

  /// The prose of this block itself, without that of inner blocks.
  var spans: [Span] {
    switch kind {
    case .heading(_, let spans), .paragraph(let spans): spans
    case .predict(let predict): predict.ask + predict.options.joined() + predict.reveal
    case .table(let table): Array(table.rows.joined().joined())
    default: []
    }
  }

  /// What the block is called in messages.
  var name: Phrase {
    switch kind {
    case .heading: "heading"
    case .paragraph: "paragraph"
    case .list: "list"
    case .quote: "quote"
    case .formula: "formula"
    case .listing: "listing"
    case .cell: "python cell"
    case .demo: "demo"
    case .predict: "predict block"
    case .quiz: "quiz block"
    case .note: "note"
    case .table: "table"
    }
  }
}
