"""The losses of the first 100 steps of models of the zoo, trained by PyTorch from the same seed on
the same data, which is drawn from a seed as well; and what char-gpt reaches in 500 steps on the
bundled text, for `make verify`.

    python Tests/Fixtures/zoo_curves.py [NAME ...]
"""

import json
import math
import pathlib
import sys

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

HERE = pathlib.Path(__file__).parent
TEXT = HERE.parent.parent / "Lessons/data/pride-and-prejudice.txt"
SEED = 7


def save(name, value):
    path = HERE / f"{name}.json"
    path.write_text(json.dumps(value, indent=1) + "\n")
    print(path)


def drawn(shape, classes, count=200):
    """The pattern of its class, with noise. With much more noise Adam divides by gradients that are
    all rounding, and PyTorch's own losses in single and double precision come to differ."""
    g = torch.Generator().manual_seed(11)
    patterns = torch.rand([classes, *shape], generator=g)
    labels = torch.randint(0, classes, [count], generator=g)
    noise = torch.rand([count, *shape], generator=g)
    return (patterns[labels] * 0.9 + noise * 0.1) * 2 - 1, labels


class LSTMClassifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(10, 50, 2, batch_first=True)
        self.fc = nn.Linear(50, 2)

    def forward(self, x):
        return self.fc(self.lstm(x)[0][:, -1])


class TransformerClassifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.projection = nn.Linear(100, 200)
        layer = nn.TransformerEncoderLayer(200, 4, 800, dropout=0, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.fc = nn.Linear(200, 10)
        place = torch.arange(512.0)[:, None]
        angle = place * torch.exp(torch.arange(0.0, 200, 2) * (-math.log(10000.0) / 200))
        table = torch.zeros(512, 200)
        table[:, 0::2], table[:, 1::2] = angle.sin(), angle.cos()
        self.register_buffer("pe", table)

    def forward(self, x):
        x = self.projection(x)
        return self.fc(self.encoder(x + self.pe[: x.shape[1]]).mean(1))


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(3136, 128), nn.ReLU(), nn.Linear(128, 10))


def perceptron():
    return nn.Sequential(
        nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 1),
        nn.Sigmoid())


def binary(output, labels):
    return F.binary_cross_entropy(output[:, 0], labels.float())


CURVES = {
    "mlp-binary": (perceptron, [64], 2, 1e-3, binary),
    "cnn-mnist": (cnn, [1, 28, 28], 10, 1e-3, F.cross_entropy),
    "lstm-classifier": (LSTMClassifier, [20, 10], 2, 0.01, F.cross_entropy),
    "transformer-classifier": (TransformerClassifier, [32, 100], 10, 1e-3, F.cross_entropy),
}


def curve(name):
    make, shape, classes, rate, criterion = CURVES[name]
    x, y = drawn(shape, classes)
    torch.manual_seed(SEED)
    model = make()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    loader = DataLoader(TensorDataset(x, y), batch_size=8, shuffle=True)
    losses = []
    for _ in range(4):
        for inputs, labels in loader:
            loss = criterion(model(inputs), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return {"shape": shape, "classes": classes, "seed": SEED, "losses": losses}


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.ln_1 = nn.LayerNorm(width, bias=False)
        self.c_attn = nn.Linear(width, 3 * width, bias=False)
        self.attn_c_proj = nn.Linear(width, width, bias=False)
        self.ln_2 = nn.LayerNorm(width, bias=False)
        self.c_fc = nn.Linear(width, 4 * width, bias=False)
        self.mlp_c_proj = nn.Linear(4 * width, width, bias=False)

    def forward(self, x):
        n, steps, width = x.shape
        q, k, v = (
            part.view(n, steps, self.heads, -1).transpose(1, 2)
            for part in self.c_attn(self.ln_1(x)).split(width, 2))
        heads = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.attn_c_proj(heads.transpose(1, 2).reshape(n, steps, width))
        return x + self.mlp_c_proj(F.gelu(self.c_fc(self.ln_2(x))))


class GPT(nn.Module):
    def __init__(self, tokens, context=64, width=128, heads=4, layers=4):
        super().__init__()
        self.wte = nn.Embedding(tokens, width)
        self.wpe = nn.Embedding(context, width)
        self.h = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.ln_f = nn.LayerNorm(width, bias=False)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                is_end = name.endswith("c_proj.weight")
                std = 0.02 / (math.sqrt(2 * layers) if is_end else 1)
                nn.init.normal_(parameter, std=std)

    def forward(self, x):
        states = self.wte(x) + self.wpe(torch.arange(x.shape[1]))
        for block in self.h:
            states = block(states)
        return F.linear(self.ln_f(states), self.wte.weight)


class Windows(torch.utils.data.Dataset):
    def __init__(self, tokens, length, stride=1):
        self.tokens, self.length = tokens, length
        self.starts = range(0, len(tokens) - length, stride)

    def __len__(self):
        return len(self.starts)

    def __getitem__(self, index):
        start = self.starts[index]
        return (self.tokens[start : start + self.length],
                self.tokens[start + 1 : start + self.length + 1])


def char_gpt(steps=500, warm_up=100, total=2000):
    text = TEXT.read_text(encoding="utf-8-sig")
    characters = sorted(set(text))
    tokens = torch.tensor([characters.index(c) for c in text])
    part = len(tokens) // 20
    training = Windows(tokens[: len(tokens) - 2 * part], 64)
    validation = Windows(tokens[len(tokens) - 2 * part : len(tokens) - part], 64, 64)
    torch.manual_seed(0)
    model = GPT(len(characters))
    matrices = [p for p in model.parameters() if p.dim() >= 2]
    vectors = [p for p in model.parameters() if p.dim() < 2]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.1}, {"params": vectors, "weight_decay": 0}],
        lr=1e-3, betas=(0.9, 0.99))

    def factor(step):
        if step < warm_up:
            return (step + 1) / warm_up
        return 0.5 * (1 + math.cos(math.pi * min((step - warm_up) / (total - warm_up), 1)))

    def loss_of(x, y):
        return F.cross_entropy(model(x).flatten(0, 1), y.flatten())

    losses = []
    for step, (x, y) in enumerate(DataLoader(training, batch_size=12, shuffle=True)):
        if step == steps:
            break
        for group in optimizer.param_groups:
            group["lr"] = 1e-3 * factor(step)
        loss = loss_of(x, y)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
    with torch.no_grad():
        batches = DataLoader(validation, batch_size=256)
        sums = [(loss_of(x, y).item() * y.numel(), y.numel()) for x, y in batches]
    held = sum(s for s, _ in sums) / sum(n for _, n in sums)
    print(f"char-gpt after {steps} steps: validation loss {held:.4f}, first {losses[:3]}")
    return {"steps": steps, "validation_loss": held, "losses": losses[:20]}


if __name__ == "__main__":
    torch.set_num_threads(1)
    wanted = sys.argv[1:] or [*CURVES, "char-gpt"]
    if set(wanted) & set(CURVES):
        path = HERE / "zoo-curves.json"
        known = json.loads(path.read_text()) if path.exists() else {}
        save("zoo-curves", known | {name: curve(name) for name in wanted if name in CURVES})
    if "char-gpt" in wanted:
        save("char-gpt", char_gpt())
