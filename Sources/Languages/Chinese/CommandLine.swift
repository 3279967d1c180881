extension Language {
  /// What the commands write.
  static let commandPhrases: [String: String] = [
    "`dlbook lesson {0}` opens one.": "`dlbook lesson {0}` 打开一课。",
    "pages are numbered from 1 to {0}": "页码从 1 到 {0}",

    // check, new
    "{0} errors": "{0} 个错误",
    "Nothing is wrong.": "没有错误。",
    "The folder {0} can't be made: {1}": "无法创建文件夹 {0}：{1}",
    "{0} can't be written: {1}": "无法写入 {0}：{1}",
    "{0} is there; `dlbook lesson ./{0}/` opens it.":
      "{0} 已建好；`dlbook lesson ./{0}/` 可以打开它。",

    // models
    "model": "模型",
    "parameters": "参数",
    "FLOPs": "浮点运算",
    "memory": "内存",
    "data": "数据",
    "not found": "未找到",
    "`{0}` trains one.": "`{0}` 训练其中一个。",

    // progress
    "{0} can't be read.": "无法读取 {0}。",
    "{0} new reviews": "新增 {0} 条复习记录",
    "Begin a new record? Type yes: ": "要开始新的学习记录吗？输入 yes：",
    "Nothing was changed.": "没有改动。",
    "The old record is {0}.": "旧的学习记录在 {0}。",
    "There was no record yet.": "还没有学习记录。",

    // doctor
    "version": "版本",
    "terminal": "终端",
    "none": "无",
    "edition": "显示方式",
    "size": "大小",
    "colours": "颜色",
    "glyphs": "字形",
    "locale": "区域设置",
    "lessons": "课文",
    "record": "学习记录",
    "data set digits": "数据集 digits",
    "{0} images, {1}": "{0} 幅图像，{1}",
    "What this terminal can show, line by line:": "这个终端能显示的字符，逐行列出：",
    "screens, as {0}": "全屏，按 {0}",
    "plain text, as asked": "纯文本，按要求",
    "plain text: this is no terminal": "纯文本：这不是终端",
    "plain text: the terminal can only print": "纯文本：这个终端只能逐行输出",
    "plain text: the terminal database does not know {0}": "纯文本：终端数据库里没有 {0}",
    "plain text: {0} can't move the cursor": "纯文本：{0} 不能移动光标",

    // The terminal, and files that are saved
    "saved as {0}": "已保存为 {0}",
    "there are too many pictures in this folder already": "这个文件夹里的图片已经太多了",
    "The terminal can't be opened: {0}": "无法打开终端：{0}",
    "The output can't be written: {0}": "无法写出：{0}",
  ]
}
