"""The networks that are compared: their first weights and their batches, one .npz file each.

    python cases.py FOLDER [CASE ...]

Every program starts from the same file, so that the losses have to agree. An array `w:NAME` is a
parameter in PyTorch's layout (rows are outputs; gates i, f, g, o); layer normalisations start at
1 and 0. `xN` and `yN` are batch N. There are enough batches that nothing is learned by heart: a
loss near 0 would time vanishing, at worst denormal, gradients.
"""
import gzip
import sys
from pathlib import Path

import numpy as np

FASHION = Path("/usr/share/datasets/fashion-mnist")  # Debian's dataset-fashion-mnist
TEXT = Path(__file__).resolve().parents[2] / "Lessons/data/pride-and-prejudice.txt"
VOCABULARY = 96


def dense(name, outputs, inputs):
    bound = inputs**-0.5
    return {f"{name}.w": ((outputs, inputs), bound), f"{name}.b": ((outputs,), bound)}


def conv(name, outputs, inputs):
    bound = (inputs * 9) ** -0.5
    return {f"{name}.w": ((outputs, inputs, 3, 3), bound), f"{name}.b": ((outputs,), bound)}


def lstm(name, hidden, inputs):
    bound = hidden**-0.5
    return {
        f"{name}.w_ih": ((4 * hidden, inputs), bound), f"{name}.w_hh": ((4 * hidden, hidden), bound),
        f"{name}.b_ih": ((4 * hidden,), bound), f"{name}.b_hh": ((4 * hidden,), 0.0),
    }


def merged(*parts):
    return {name: shape for part in parts for name, shape in part.items()}


def block(layer):
    """A block of the GPT: uniform numbers of the deviation 0.02, less before a sum."""
    bound = 0.02 * 3**0.5
    return {
        f"{layer}.qkv": ((384, 128), bound), f"{layer}.proj": ((128, 128), bound * 8**-0.5),
        f"{layer}.fc": ((512, 128), bound), f"{layer}.fc2": ((128, 512), bound * 8**-0.5),
    }


def encoder(layer):
    return merged(
        dense(f"{layer}.qkv", 600, 200), dense(f"{layer}.proj", 200, 200),
        dense(f"{layer}.ff1", 800, 200), dense(f"{layer}.ff2", 200, 800))


PARAMETERS = {
    "tiny-mlp": merged(dense("l1", 16, 2), dense("l2", 16, 16), dense("l3", 1, 16)),
    "mlp-binary": merged(dense("l1", 128, 20), dense("l2", 64, 128), dense("l3", 1, 64)),
    "cnn-mnist": merged(
        conv("c1", 32, 1), conv("c2", 64, 32), dense("f1", 128, 3136), dense("f2", 10, 128)),
    "cnn-cifar10": merged(
        conv("c1", 32, 3), conv("c2", 64, 32), conv("c3", 128, 64), dense("f1", 128, 512),
        dense("f2", 10, 128)),
    "lstm-classifier": merged(lstm("r0", 50, 10), lstm("r1", 50, 50), dense("out", 2, 50)),
    "lstm-lm": merged(
        {"emb": ((10000, 64), 0.05)}, lstm("r0", 128, 64), dense("out", 10000, 128)),
    "transformer-classifier": merged(
        dense("emb", 200, 100), encoder(0), encoder(1), dense("head", 10, 200)),
    "char-gpt": merged(
        {"wte": ((VOCABULARY, 128), 0.02 * 3**0.5), "wpe": ((64, 128), 0.02 * 3**0.5)},
        *(block(layer) for layer in range(4))),
}


def symmetric(random, shape, bound=1.0):
    return ((random.random(shape, dtype=np.float32) * 2 - 1) * np.float32(bound)).astype(np.float32)


def idx(name):
    data = gzip.open(FASHION / name).read()
    sizes = [int.from_bytes(data[4 + 4 * i:8 + 4 * i], "big") for i in range(data[3])]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(sizes)


def batches(case, random):
    if case == "tiny-mlp":
        for _ in range(8):
            x = symmetric(random, (32, 2))
            yield x, ((x**2).sum(1, keepdims=True) < 0.5).astype(np.float32)
    elif case == "mlp-binary":
        for _ in range(512):
            x = symmetric(random, (32, 20))
            y = x[:, :5].sum(1, keepdims=True) > 0
            yield x, (y ^ (random.random((32, 1)) < 0.2)).astype(np.float32)
    elif case == "cnn-mnist":
        x, y = idx("train-images-idx3-ubyte.gz"), idx("train-labels-idx1-ubyte.gz")
        order = random.permutation(len(x))
        for i in range(100):
            chosen = order[i * 64:i * 64 + 64]
            yield x[chosen, None].astype(np.float32) / 255, y[chosen].astype(np.int64)
    elif case == "cnn-cifar10":
        for _ in range(50):
            yield random.random((64, 3, 32, 32), dtype=np.float32), random.integers(0, 10, 64)
    elif case == "lstm-classifier":
        for _ in range(200):
            x = symmetric(random, (32, 20, 10))
            yield x, (x[:, -8:, 0].sum(1) > 0).astype(np.int64)
    elif case == "lstm-lm":
        for _ in range(4):
            words = np.minimum((random.random((64, 51)) ** 3 * 10000).astype(np.int64), 9999)
            yield words[:, :-1].copy(), words[:, 1:].copy()
    elif case == "transformer-classifier":
        for _ in range(50):
            yield symmetric(random, (32, 32, 100)), random.integers(0, 10, 32)
    elif case == "char-gpt":
        text = np.frombuffer(TEXT.read_bytes(), np.uint8).astype(np.int64)
        text = np.where((text >= 32) & (text < 127), text - 31, 0)
        for _ in range(200):
            starts = random.integers(0, len(text) - 65, 12)
            rows = np.stack([text[start:start + 65] for start in starts])
            yield rows[:, :-1].copy(), rows[:, 1:].copy()


def write(folder, case):
    random = np.random.default_rng(20)
    arrays = {
        f"w:{name}": symmetric(random, shape, bound)
        for name, (shape, bound) in PARAMETERS[case].items()
    }
    for number, (x, y) in enumerate(batches(case, random)):
        arrays[f"x{number}"], arrays[f"y{number}"] = x, y
    np.savez(Path(folder) / f"{case}.npz", **arrays)


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    for case in sys.argv[2:] or PARAMETERS:
        write(sys.argv[1], case)
