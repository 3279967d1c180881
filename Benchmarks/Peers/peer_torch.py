"""PyTorch. --variant compile compiles the loss and the optimizer's step; nhwc keeps channels last."""
from measure import batches, options, positions, run, weights

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(options.threads)
torch.set_num_interop_threads(1)
case = options.case
W = {name: torch.from_numpy(value) for name, value in weights.items()}


def filled(module, **names):
    with torch.no_grad():
        for attribute, name in names.items():
            getattr(module, attribute).copy_(W[name])
    return module


def dense(name, bias=True):
    if not bias:
        return filled(nn.Linear(*reversed(W[name].shape), bias=False), weight=name)
    return filled(
        nn.Linear(*reversed(W[f"{name}.w"].shape)), weight=f"{name}.w", bias=f"{name}.b")


def conv(name, padding):
    outputs, inputs = W[f"{name}.w"].shape[:2]
    layer = nn.Conv2d(inputs, outputs, 3, padding=padding)
    return [filled(layer, weight=f"{name}.w", bias=f"{name}.b"), nn.ReLU(), nn.MaxPool2d(2)]


class Recurrent(nn.Module):
    def __init__(self, layers, takes_last):
        super().__init__()
        hidden = W["r0.w_hh"].shape[1]
        self.embedding = filled(nn.Embedding(*W["emb"].shape), weight="emb") if "emb" in W else None
        self.lstm = nn.LSTM(W["r0.w_ih"].shape[1], hidden, layers, batch_first=True)
        for layer in range(layers):
            filled(self.lstm, **{
                f"{kind}_l{layer}": f"r{layer}.{short}" for kind, short in
                (("weight_ih", "w_ih"), ("weight_hh", "w_hh"), ("bias_ih", "b_ih"), ("bias_hh", "b_hh"))})
        self.out, self.takes_last = dense("out"), takes_last

    def forward(self, x):
        h, _ = self.lstm(self.embedding(x) if self.embedding else x)
        return self.out(h[:, -1] if self.takes_last else h)


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.head = dense("emb"), dense("head")
        self.layers = nn.ModuleList()
        for i in range(2):
            layer = nn.TransformerEncoderLayer(200, 4, 800, dropout=0.0, batch_first=True)
            filled(layer.self_attn, in_proj_weight=f"{i}.qkv.w", in_proj_bias=f"{i}.qkv.b")
            filled(layer.self_attn.out_proj, weight=f"{i}.proj.w", bias=f"{i}.proj.b")
            filled(layer.linear1, weight=f"{i}.ff1.w", bias=f"{i}.ff1.b")
            filled(layer.linear2, weight=f"{i}.ff2.w", bias=f"{i}.ff2.b")
            self.layers.append(layer)
        self.register_buffer("positions", torch.from_numpy(positions(32, 200)))

    def forward(self, x):
        x = self.embedding(x) + self.positions
        for layer in self.layers:
            x = layer(x)
        return self.head(x.mean(1))


class Block(nn.Module):
    def __init__(self, i):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(128, bias=False), nn.LayerNorm(128, bias=False)
        self.qkv, self.projection = dense(f"{i}.qkv", False), dense(f"{i}.proj", False)
        self.up, self.down = dense(f"{i}.fc", False), dense(f"{i}.fc2", False)

    def forward(self, x):
        b, t, d = x.shape
        q, k, v = (
            part.view(b, t, 4, 32).transpose(1, 2) for part in self.qkv(self.norm1(x)).split(128, 2))
        seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.projection(seen.transpose(1, 2).reshape(b, t, d))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = filled(nn.Embedding(*W["wte"].shape), weight="wte")
        self.positions = filled(nn.Embedding(64, 128), weight="wpe")
        self.blocks = nn.ModuleList(Block(i) for i in range(4))
        self.norm = nn.LayerNorm(128, bias=False)

    def forward(self, x):
        h = self.tokens(x) + self.positions.weight
        for block in self.blocks:
            h = block(h)
        return F.linear(self.norm(h), self.tokens.weight)


def built():
    if case in ("tiny-mlp", "mlp-binary"):
        f = nn.Tanh if case == "tiny-mlp" else nn.ReLU
        return nn.Sequential(dense("l1"), f(), dense("l2"), f(), dense("l3"), nn.Sigmoid())
    if case == "cnn-mnist":
        return nn.Sequential(
            *conv("c1", 1), *conv("c2", 1), nn.Flatten(), dense("f1"), nn.ReLU(), dense("f2"))
    if case == "cnn-cifar10":
        return nn.Sequential(
            *conv("c1", 0), *conv("c2", 0), *conv("c3", 0), nn.Flatten(), dense("f1"), nn.ReLU(),
            dense("f2"))
    if case == "lstm-classifier":
        return Recurrent(2, True)
    if case == "lstm-lm":
        return Recurrent(1, False)
    return Encoder() if case == "transformer-classifier" else GPT()


model = built()
if case in ("tiny-mlp", "mlp-binary"):
    criterion = lambda x, y: F.binary_cross_entropy(model(x), y)
else:
    criterion = lambda x, y: F.cross_entropy(model(x).flatten(0, -2), y.flatten())
if case == "tiny-mlp":
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
elif case == "char-gpt":
    groups = [
        {"params": [p for p in model.parameters() if p.dim() > 1], "weight_decay": 0.1},
        {"params": [p for p in model.parameters() if p.dim() < 2], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, 1e-3, (0.9, 0.99))
else:
    optimizer = torch.optim.Adam(model.parameters(), 0.01 if case == "lstm-classifier" else 1e-3)
update = optimizer.step
data = [(torch.from_numpy(x), torch.from_numpy(y)) for x, y in batches]
if options.variant == "nhwc":
    model.to(memory_format=torch.channels_last)
    data = [(x.to(memory_format=torch.channels_last), y) for x, y in data]
if options.variant == "compile":
    criterion, update = torch.compile(criterion), torch.compile(update)


def step(i):
    optimizer.zero_grad(set_to_none=True)
    loss = criterion(*data[i])
    loss.backward()
    update()
    return loss


run("torch" + ("-" + options.variant if options.variant else ""), torch.__version__, step,
    lambda loss: loss.item())
