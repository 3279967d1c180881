extension Language {
  static let stepperPhrases: [String: String] = [
    // Moving through a computation.
    "step by step: {0}": "逐步计算：{0}",
    "forward": "前向",
    "backward": "反向",
    "update": "更新",
    "loss": "损失",
    "step {0} of {1}": "第 {0} 步，共 {1} 步",
    "round {0}": "第 {0} 轮",
    "this step": "这一步",
    "the next gradient": "下一个梯度",
    "detail": "细节",
    "tensors": "张量",
    "next": "下一步",
    "back": "上一步",
    "predict": "预测",
    "stop predicting": "不再预测",
    "check": "核对",
    "edit": "修改",
    "pause": "暂停",
    "play": "播放",
    "restart": "重来",
    "node before": "上一个节点",
    "node after": "下一个节点",
    "open": "打开",
    "close": "关闭",
    "element before": "上一个元素",
    "element after": "下一个元素",
    "slower": "慢些",
    "faster": "快些",
    "first step": "第一步",
    "last step": "最后一步",
    "{0} steps a second": "每秒 {0} 步",
    "1 update": "1 次更新",
    "{0} updates": "{0} 次更新",

    // Typing.
    "set": "确定",
    "answer": "回答",
    "show it": "显示",
    "leave it": "放弃",
    "leaf before": "上一个叶节点",
    "leaf after": "下一个叶节点",
    "a number or an expression; → shows it": "输入数或表达式；→ 直接显示",
    "a number or a list of numbers is needed": "需要一个数或一列数",
    "{0} has the shape {1}; this has {2}.": "{0} 的形状是 {1}，而输入的是 {2}。",
    "{0}, term {1} of {2}": "{0}，第 {1} 项，共 {2} 项",
    "✓ your guess {0} is right": "✓ 你的答案 {0} 正确",
    "✗ your guess was {0}": "✗ 你的答案是 {0}",
    "predicted {0} of {1}": "答对 {0}/{1}",

    // What a step says.
    "The leaves are given. Every other node is computed from its inputs.":
      "叶节点的值是给定的，其余每个节点都由它的输入算出。",
    "{0} moves exactly as much as itself: the walk back starts with 1.":
      "{0} 对自身的变化率恰为 1：反向传播从 1 开始。",
    "{0} is a constant: no gradient flows to it.": "{0} 是常量，梯度不会流向它。",
    "shape {0}": "形状 {0}",
    "a number": "一个数",
    "≈ central difference, ± relative error": "≈ 中心差分，± 相对误差",
    "central difference {0}, relative error {1}": "中心差分 {0}，相对误差 {1}",
    "{0} had no value and got one; e changes it.": "{0} 没有给值，已随机取值；按 e 修改。",

    // Why there is nothing to walk through.
    "The last line must give a number that is computed from names.":
      "最后一行必须给出一个由变量算出的数。",
    "The result has the shape {0}. Only a single number can be walked back from: put sum(…) around it.":
      "结果的形状是 {0}。只有单个数才能反向传播：请用 sum(…) 把它变成一个数。",
    "Nothing is computed here. Write an expression with names, such as tanh(w*x + b).":
      "这里没有任何计算。请写一个含变量的表达式，例如 tanh(w*x + b)。",
    "This is too large to be walked through: at most {0} nodes.":
      "计算图太大，无法逐步查看：最多 {0} 个节点。",
    "{0} is given a value, but the code does not read it": "给出了 {0} 的值，但代码没有用到它",
    "the rate must be a number": "学习率必须是一个数",

    // A layered network.
    "a {0} network on {1} samples": "{0} 网络，{1} 个样本",
    "cursor": "光标",
    "a number is needed": "需要一个数",
    "Only inputs, weights and biases of the batch can be changed: ↑ ↓ pick one.":
      "只能修改整批的输入、权重和偏置：用 ↑ ↓ 选择。",
    "one sample": "单个样本",
    "next sample": "下一个样本",
    "sample {0}": "样本 {0}",
    "matrix before": "上一个矩阵",
    "matrix after": "下一个矩阵",
    "to the left": "向左",
    "to the right": "向右",
    "upwards": "向上",
    "downwards": "向下",
    "done": "完成",
    "The inputs and the weights are given. → computes the first layer.":
      "输入和权重是给定的。→ 计算第一层。",
    "{0} = {1}, central difference {2}, relative error {3}":
      "{0} = {1}，中心差分 {2}，相对误差 {3}",
    "after the update: L = {0}": "更新之后：L = {0}",
    "sizes are 2 to {0} numbers from 1 to {1}": "sizes 是 2 到 {0} 个从 1 到 {1} 的数",
    "the activation is tanh, relu or sigmoid": "激活函数只能是 tanh、relu 或 sigmoid",
    "these data have {0} inputs and {1} classes: sizes must begin and end so":
      "这份数据有 {0} 个输入、{1} 个类别：sizes 的首尾必须与之一致",
    "batch is a number from 1 to {0}": "batch 是从 1 到 {0} 的数",
  ]
}
