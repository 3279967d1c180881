import NeuralNetworks

/// A training as a program for PyTorch that makes the same run: the same split, the same initial
/// weights, the same batches.
struct TrainingCode {
  let plan: PerceptronPlan
  /// The learning rate from each step on at which it was changed.
  let rates: [Int: Double]

  var text: String {
    """
    import torch
    from sklearn.datasets import load_digits
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    torch.manual_seed(\(plan.seed))
    digits = load_digits()
    x = torch.tensor(digits.data, dtype=torch.float32) / 16
    y = torch.tensor(digits.target)
    order = torch.randperm(len(x))
    held = round(\(plan.heldShare) * len(x))
    training, validation = order[:-held], order[-held:]

    model = nn.Sequential(\(layers))
    optimizer = \(optimizer)
    loader = DataLoader(
        TensorDataset(x[training], y[training]), batch_size=\(plan.batchSize), shuffle=True)
    rates = {\(changes)}  # the learning rate from a step on

    step = 0
    for epoch in range(\(plan.epochs)):
        for inputs, labels in loader:
            optimizer.param_groups[0]["lr"] = rates.get(step, optimizer.param_groups[0]["lr"])
            loss = nn.functional.cross_entropy(model(inputs), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
        with torch.no_grad():
            right = model(x[validation]).argmax(1) == y[validation]
        print(f"epoch {epoch + 1}: loss {loss.item():.4f}, accuracy {right.float().mean():.4f}")

    """
  }

  private var layers: String {
    let sizes = [Digits.side * Digits.side] + plan.hidden + [10]
    var parts: [String] = []
    for (index, (from, to)) in zip(sizes, sizes.dropFirst()).enumerated() {
      parts.append("nn.Linear(\(from), \(to))")
      if index < sizes.count - 2, let name = plan.activation.moduleName {
        parts.append("nn.\(name)()")
      }
    }
    return parts.joined(separator: ", ")
  }

  private var optimizer: String {
    switch plan.optimizer {
    case .sgd: "torch.optim.SGD(model.parameters(), lr=\(plan.rate))"
    case .momentum: "torch.optim.SGD(model.parameters(), lr=\(plan.rate), momentum=0.9)"
    case .adam: "torch.optim.Adam(model.parameters(), lr=\(plan.rate))"
    case .adamW: "torch.optim.AdamW(model.parameters(), lr=\(plan.rate))"
    }
  }

  private var changes: String {
    rates.sorted { $0.key < $1.key }.map { "\($0): \($1)" }.joined(separator: ", ")
  }
}
