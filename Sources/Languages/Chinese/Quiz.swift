extension Language {
  static let quizPhrases: [String: String] = [
    // Judging.
    "Type an answer first.": "请先输入答案。",
    "That is too long for an answer.": "答案太长了。",
    "That can't be read: {0}": "读不懂这个答案：{0}",
    "The answer is one number, such as −0.25 or 1/3; a decimal point, no commas.":
      "答案是一个数，例如 −0.25 或 1/3；小数点用“.”，不要用逗号。",
    "That comes out as nan, which is not a number.": "结果是 nan，不是一个数。",
    "A shape is whole numbers, such as (64, 8, 8) or 64x8x8.":
      "形状由整数组成，例如 (64, 8, 8) 或 64x8x8。",
    "Choose one of the options.": "请选一项。",
    "Choose at least one of the options.": "请至少选一项。",
    "One right option is missing.": "还漏了一个正确选项。",
    "{0} right options are missing.": "还漏了 {0} 个正确选项。",
    "It has {0} dimensions, not {1}.": "它有 {0} 维，不是 {1} 维。",
    "Fill every cell with a number.": "每一格都要填一个数。",
    "Cell {0}: {1}": "第 {0} 格：{1}",
    "Row {0}, column {1}: {2}": "第 {0} 行第 {1} 列：{2}",
    "Put every step in its place.": "请把每一步放到它的位置上。",
    "Point at one of the lines.": "请指出其中一行。",

    // The screen.
    "quiz": "测验",
    "{0} of {1}": "第 {0} 题，共 {1} 题",
    "once more": "再来一次",
    "your answer": "你的答案",
    "right answer": "正确答案",
    "shape": "形状",
    "hint {0} of {1}": "提示 {0}/{1}",
    "right": "正确",
    "not right": "不正确",
    "skipped": "已跳过",
    "solution": "解答",
    "as it stands": "原来的代码",
    "mended": "改正之后",
    "graded": "评分",
    "again": "重来",
    "hard": "困难",
    "good": "良好",
    "easy": "轻松",
    "grade: {0}": "评分：{0}",
    "missed": "答错的",
    "right at the first try: {0} of {1}": "一次答对：{1} 题中 {0} 题",
    "The next of these is due in {0}.": "这些题中最早的一题在{0}后到期。",
    "a minute": "一分钟",
    "{0} minutes": " {0} 分钟",
    "{0} hours": " {0} 小时",
    "{0} days": " {0} 天",
    "Nothing is due, and nothing new was read.": "没有到期的题，也没有新读的内容。",
    "Read a lesson, or ask for one: dlbook quiz --lesson forward.":
      "先读一课，或者指定一课：dlbook quiz --lesson forward。",
    "A question could not be asked: {0}": "有一题无法出题：{0}",
    "This answer is not judged yet. Esc again leaves the quiz.":
      "这个答案还没有评判。再按一次 Esc 离开测验。",

    // Keys.
    "answer": "回答",
    "hint": "提示",
    "skip": "跳过",
    "choose": "选择",
    "move": "移动",
    "move the step": "移动这一步",
    "the next cell": "下一格",
    "next question": "下一题",
    "where this is taught": "去看讲解",
    "scroll up": "向上滚动",
    "scroll down": "向下滚动",
    "the one above": "上一个",
    "the one below": "下一个",

    // The plain edition.
    " (h hint, s skip, q quit)": "（h 提示，s 跳过，q 退出）",
    "No hint is left; s shows the solution.": "没有更多提示了；s 显示解答。",
    "Where this is taught": "讲解在",
  ]
}
