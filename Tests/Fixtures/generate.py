"""Writes what PyTorch computes into the JSON files beside this script; the tests compare.

    python Tests/Fixtures/generate.py        (torch 2.13.0+cpu, numpy)
"""
import numpy as np
import torch
import torch.nn.functional as F

from reference import DTYPES, HERE, INF, NAN, case, encode, given, normal, positive, unit, write

PAIRS = [
    ((3, 4), (3, 4)), ((3, 4), (4,)), ((4,), (3, 4)), ((3, 1), (1, 4)), ((), (2, 3)),
    ((1,), (1,)), ((0,), (1,)), ((0, 3), (3,)), ((2, 3, 4), (3, 1)), ((2, 1, 5), (4, 1)), ((), ()),
]
SHAPES = [(), (1,), (0,), (7,), (33,), (3, 5), (2, 3, 4)]
WIDE = [-120.0, -90.0, -20.0, -3.0, -0.5, -1e-3, -1e-6, 0.0, 1e-6, 1e-3, 0.5, 3.0, 20.0, 80.0, NAN, INF, -INF]


def arithmetic():
    table = {
        "add": (torch.add, normal), "subtract": (torch.sub, normal),
        "multiply": (torch.mul, normal), "divide": (torch.div, positive),
        "power": (torch.pow, positive), "maximumOf": (torch.maximum, normal),
        "minimumOf": (torch.minimum, normal),
    }
    for dtype in DTYPES:
        for name, (function, make) in table.items():
            for a, b in PAIRS:
                yield case(name, function, [make(*a), make(*b)], dtype)
        special = [given(NAN, 1, 2, INF, -INF, 0, 2), given(1, NAN, 2, 3, 3, 0, -INF)]
        for name in ["add", "multiply", "maximumOf", "minimumOf"]:
            yield case(name, table[name][0], special, dtype)
        yield case("divide", torch.div, [given(1, -1, 0, 2), given(0, 0, 0, -4)], dtype)
        yield case("power", torch.pow, [given(-2, 0, 0, 3, -1.5), given(3, 2, 0, -1, 2)], dtype)
        for exponent in [2.0, 3.0, 0.5, -1.0, 0.0, 1.0, 2.5]:
            yield case(
                "power", lambda x, e=exponent: x**e, [positive(5)], dtype, exponent=exponent)


def functions():
    table = {
        "exp": torch.exp, "absolute": torch.abs, "sin": torch.sin, "cos": torch.cos,
        "tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid, "negate": torch.neg,
        "softplus": F.softplus,
    }
    for dtype in DTYPES:
        for name, function in table.items():
            for shape in SHAPES:
                yield case(name, function, [normal(*shape)], dtype)
            if name not in ["sin", "cos"]:
                yield case(name, function, [given(*WIDE)], dtype)
            yield case(name, function, [normal(64, scale=6)], dtype)
        for name, function in {"log": torch.log, "squareRoot": torch.sqrt}.items():
            for shape in SHAPES:
                yield case(name, function, [positive(*shape)], dtype)
            yield case(name, function, [given(0, -1, 1e-30, 1e30, INF, NAN, 1, 2)], dtype)
            yield case(name, function, [10 ** normal(64, scale=5)], dtype)
        for name, function in {"softmax": F.softmax, "logSoftmax": F.log_softmax}.items():
            for shape, dim in [
                ((4,), 0), ((1,), 0), ((), 0), ((3, 5), 1), ((3, 5), 0), ((3, 5), -1),
                ((2, 3, 4), 1), ((0, 3), 1), ((3, 0), 1),
            ]:
                yield case(
                    name, lambda x, d=dim, f=function: f(x, d), [normal(*shape, scale=3)], dtype,
                    dim=dim)
            for values in [(1000, 0, -1000), (-INF, 0, 1), (5, 5, 5), (NAN, 0, 1)]:
                yield case(name, lambda x, f=function: f(x, 0), [given(*values)], dtype, dim=0)


def products():
    pairs = [
        ((2, 3), (3, 4)), ((1, 1), (1, 1)), ((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 4)),
        ((5, 2, 3), (3, 4)), ((5, 2, 3), (5, 3, 4)), ((2, 3), (5, 3, 4)), ((5, 2, 3), (3,)),
        ((3,), (5, 3, 2)), ((4, 1, 2, 3), (5, 3, 2)), ((0, 3), (3, 2)), ((2, 0), (0, 3)),
        ((17, 33), (33, 9)),
    ]
    for dtype in DTYPES:
        for a, b in pairs:
            yield case("matmul", torch.matmul, [normal(*a), normal(*b)], dtype)
        for bias, x, w in [((4,), (2, 3), (3, 4)), ((2, 1), (2, 3), (3, 4)), ((), (2, 3), (3, 4)),
                           ((1, 4), (1, 3), (3, 4)), ((4,), (0, 3), (3, 4))]:
            yield case(
                "addMatmul", torch.addmm, [normal(*bias), normal(*x), normal(*w)], dtype)


def reductions():
    shapes = [((3, 4), [0]), ((3, 4), [1]), ((3, 4), [-1]), ((3, 4), [0, 1]), ((3, 4), None),
              ((2, 3, 4), [1]), ((2, 3, 4), [0, 2]), ((2, 3, 4), [1, 2]), ((2, 3, 4), [0, 1]),
              ((), None), ((1,), [0]), ((300,), None), ((0, 3), [0]), ((3, 0), None)]
    for dtype in DTYPES:
        for name, function in {"sum": torch.sum, "mean": torch.mean}.items():
            for shape, dims in shapes:
                if name == "mean" and 0 in shape:
                    continue
                for keep in [False, True] if dims else [False]:
                    run = (lambda x, d=dims, k=keep, f=function: f(x, d, keepdim=k)) if dims \
                        else (lambda x, f=function: f(x))
                    yield case(name, run, [normal(*shape)], dtype, dims=dims, keepDim=keep)
        for name, function in {"maximum": torch.max, "minimum": torch.min}.items():
            for x in [normal(3, 4), given(1, 3, 3, 2), given(NAN, 1, 2), given(2)]:
                yield case(name, function, [x], dtype)
            for x, dim in [(normal(3, 4), 0), (normal(3, 4), 1), (normal(2, 3, 4), 1),
                           (given(1, 3, 3, 2), 0), (given(1, 1, NAN, 2), 0)]:
                for keep in [False, True]:
                    yield case(
                        name + "Along",
                        lambda x, d=dim, k=keep, f=function: f(x, d, keepdim=k).values, [x],
                        dtype, dim=dim, keepDim=keep)


def layout():
    for dtype in DTYPES:
        one = [
            ("reshape", (2, 6), {"shape": [3, -1]}, lambda x: x.reshape(3, -1)),
            ("reshape", (), {"shape": [1, 1]}, lambda x: x.reshape(1, 1)),
            ("transpose", (2, 3), {"dims": [0, 1]}, lambda x: x.transpose(0, 1)),
            ("transpose", (2, 3, 4), {"dims": [-1, 0]}, lambda x: x.transpose(-1, 0)),
            ("permute", (2, 3, 4), {"dims": [2, 0, 1]}, lambda x: x.permute(2, 0, 1)),
            ("expand", (3, 1), {"shape": [2, 3, 4]}, lambda x: x.expand(2, 3, 4)),
            ("expand", (3, 1), {"shape": [-1, 4]}, lambda x: x.expand(-1, 4)),
            ("squeeze", (1, 3, 1), {}, lambda x: x.squeeze()),
            ("squeeze", (1, 3, 1), {"dim": 0}, lambda x: x.squeeze(0)),
            ("squeeze", (1, 3, 1), {"dim": 1}, lambda x: x.squeeze(1)),
            ("unsqueeze", (3, 2), {"dim": 1}, lambda x: x.unsqueeze(1)),
            ("unsqueeze", (3, 2), {"dim": -1}, lambda x: x.unsqueeze(-1)),
            ("select", (3, 4), {"dim": 1, "index": -1}, lambda x: x.select(1, -1)),
            ("select", (3, 4), {"dim": 0, "index": 1}, lambda x: x[1]),
            ("slice", (5, 4), {"dim": 0, "start": 1, "end": 5, "step": 2}, lambda x: x[1:5:2]),
            ("slice", (5, 4), {"dim": 1, "start": -3, "step": 1}, lambda x: x[:, -3:]),
            ("slice", (5,), {"dim": 0, "start": 4, "end": 2, "step": 1}, lambda x: x[4:2]),
            ("slice", (5,), {"dim": 0, "end": 99, "step": 3}, lambda x: x[:99:3]),
        ]
        for name, shape, settings, function in one:
            yield case(name, function, [normal(*shape)], dtype, **settings)
        rows = torch.tensor([[2, 0], [2, -1]])
        yield case("rows", lambda x, i: x[i], [normal(3, 4), rows], dtype)
        yield case("rows", lambda x, i: x[i], [normal(3), torch.tensor([0, 0])], dtype)
        index = torch.tensor([[0, 2], [1, 1]])
        yield case("gather", lambda x, i: x.gather(1, i), [normal(2, 3), index], dtype, dim=1)
        yield case("gather", lambda x, i: x.gather(0, i), [normal(3, 2), index], dtype, dim=0)
        for shapes, dim in [(((2, 3), (1, 3)), 0), (((2, 3), (2, 1), (2, 2), (2, 1)), 1),
                            (((0, 3), (2, 3)), -2)]:
            yield case("concatenate", lambda *x, d=dim: torch.cat(x, d),
                       [normal(*s) for s in shapes], dtype, dim=dim)
        for count, dim in [(2, 0), (3, 1), (4, -1)]:
            yield case("stack", lambda *x, d=dim: torch.stack(x, d),
                       [normal(2, 3) for _ in range(count)], dtype, dim=dim)
        condition = torch.tensor([True, False, True])
        yield case("choose", torch.where, [condition, normal(2, 3), normal(3)], dtype)


def losses():
    for dtype in DTYPES:
        for reduction in ["mean", "sum", "none"]:
            def run(function):
                return lambda x, t: function(x, t, reduction=reduction)

            for a, b in [((3, 4), (3, 4)), ((5,), (5,)), ((), ()), ((1, 1), (1, 1))]:
                yield case("meanSquaredError", run(F.mse_loss), [normal(*a), normal(*b)], dtype,
                           reduction=reduction)
            for logits, target in [
                (normal(4, 3, scale=3), torch.tensor([0, 2, 1, 2])), (normal(1, 1), torch.tensor([0])),
                (normal(5), torch.tensor(3)), (normal(2, 3) * 1000, torch.tensor([0, 1])),
                (given(5, 5, 5), torch.tensor(1)), (normal(3, 4), torch.softmax(normal(3, 4), 1)),
                (normal(4), torch.softmax(normal(4), 0)),
                (torch.stack([given(1, -INF, 2), given(0, 0, 0)]), torch.tensor([0, 2])),
            ]:
                yield case("crossEntropy", run(F.cross_entropy), [logits, target], dtype,
                           reduction=reduction)
            for shape in [(6,), (2, 3), ()]:
                yield case("binaryCrossEntropy", run(F.binary_cross_entropy),
                           [unit(*shape), unit(*shape)], dtype, reduction=reduction)
                yield case("binaryCrossEntropyWithLogits", run(F.binary_cross_entropy_with_logits),
                           [normal(*shape, scale=4), unit(*shape)], dtype, reduction=reduction)
            yield case("binaryCrossEntropy", run(F.binary_cross_entropy),
                       [given(0, 1, 0.5, 1e-6), given(1, 1, 0, 1)], dtype, reduction=reduction)
            yield case("binaryCrossEntropyWithLogits", run(F.binary_cross_entropy_with_logits),
                       [given(-200, 200, 0, 60), given(1, 0, 1, 0)], dtype, reduction=reduction)


# Types -----------------------------------------------------------------------------------------


def promotion():
    def tensors():
        for dtype in [torch.bool, torch.int64, torch.float32, torch.float64]:
            yield f"{dtype}[]".removeprefix("torch."), torch.ones((), dtype=dtype)
            yield f"{dtype}[2]".removeprefix("torch."), torch.ones(2, dtype=dtype)
        yield "2", 2
        yield "2.0", 2.0

    for a, x in tensors():
        for b, y in tensors():
            if isinstance(x, torch.Tensor) or isinstance(y, torch.Tensor):
                yield {"a": a, "b": b,
                       "add": str((x + y).dtype).removeprefix("torch."),
                       "divide": str((x / y).dtype).removeprefix("torch.")}


# Random numbers --------------------------------------------------------------------------------


def draws():
    def record(seed, calls):
        torch.manual_seed(seed)
        return {"seed": seed, "calls": [{"call": c, **s, "result": encode(r())} for c, s, r in calls]}

    def rand(*shape, dtype="float32"):
        return "rand", {"shape": list(shape), "dtype": dtype}, lambda: torch.rand(shape, dtype=DTYPES[dtype])

    def randn(*shape, dtype="float32"):
        return "randn", {"shape": list(shape), "dtype": dtype}, lambda: torch.randn(shape, dtype=DTYPES[dtype])

    def uniform(low, high, *shape, dtype="float32"):
        return ("uniform", {"shape": list(shape), "dtype": dtype, "low": low, "high": high},
                lambda: torch.empty(shape, dtype=DTYPES[dtype]).uniform_(low, high))

    def randint(low, high, *shape):
        return ("randint", {"shape": list(shape), "low": low, "high": high},
                lambda: torch.randint(low, high, shape))

    def randperm(n):
        return "randperm", {"n": n}, lambda: torch.randperm(n)

    for seed in [0, 1, 42, 2**32 + 5]:
        yield record(seed, [
            rand(5), rand(3, dtype="float64"), randn(3), randn(4), randn(2, dtype="float64"),
            randn(16), randn(17), randn(3, 11), randn(40, dtype="float64"), randn(1),
            randint(0, 10, 6), randint(-5, 1000, 3), randint(0, 2**31, 3), randint(0, 2**40, 3),
            randint(0, 2**29, 3), randint(-(2**63), 2**63 - 1, 2),
            randperm(1), randperm(0), randperm(10), randperm(101),
            uniform(-0.25, 0.25, 6), uniform(-1.5, 2, 4, dtype="float64"), rand(0), randn(0), rand(2, 400),
        ])


# Networks --------------------------------------------------------------------------------------


def network(sizes, activation, dtype=torch.float32):
    layers = []
    for index in range(1, len(sizes)):
        layers.append(torch.nn.Linear(sizes[index - 1], sizes[index], dtype=dtype))
        if index < len(sizes) - 1:
            layers.append({"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid}[activation]())
    return torch.nn.Sequential(*layers)


def layers():
    for seed, sizes, activation, dtype in [
        (0, [3, 2], "relu", "float32"), (7, [4, 5, 3], "tanh", "float32"),
        (3, [2, 16, 16, 1], "sigmoid", "float64"), (11, [1, 1], "relu", "float32"),
    ]:
        torch.manual_seed(seed)
        model = network(sizes, activation, DTYPES[dtype])
        x = normal(6, sizes[0]).to(DTYPES[dtype])
        output = model(x)
        upstream = normal(*output.shape).to(DTYPES[dtype])
        output.backward(upstream)
        yield {
            "seed": seed, "sizes": sizes, "activation": activation, "x": encode(x),
            "upstream": encode(upstream), "output": encode(output),
            "parameters": {n: encode(p) for n, p in model.named_parameters()},
            "gradients": {n: encode(p.grad) for n, p in model.named_parameters()},
        }


def optimizers():
    settings = [
        ("sgd", dict(lr=0.1)), ("sgd", dict(lr=0.1, momentum=0.9)),
        ("sgd", dict(lr=0.1, momentum=0.9, nesterov=True)),
        ("sgd", dict(lr=0.1, momentum=0.8, dampening=0.3)),
        ("sgd", dict(lr=0.1, weight_decay=0.05)),
        ("sgd", dict(lr=0.1, momentum=0.9, weight_decay=0.05, nesterov=True)),
        ("adam", dict()), ("adam", dict(lr=0.1, betas=(0.8, 0.9), eps=1e-3)),
        ("adam", dict(lr=0.1, weight_decay=0.1)), ("adamw", dict(lr=0.1, weight_decay=0.1)),
    ]
    for dtype in DTYPES:
        for name, options in settings:
            parameter = normal(3, 2).to(DTYPES[dtype]).requires_grad_()
            start = encode(parameter)
            make = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[name]
            optimizer = make([parameter], **options)
            gradients, values = [], []
            for _ in range(12):
                parameter.grad = normal(3, 2).to(DTYPES[dtype])
                gradients.append(encode(parameter.grad))
                optimizer.step()
                values.append(encode(parameter))
            yield {"optimizer": name, "options": {k: list(v) if isinstance(v, tuple) else v for k, v in options.items()},
                   "start": start, "gradients": gradients, "values": values}


def loaders():
    for seed, count, batch, shuffle, drop in [
        (0, 10, 3, True, False), (1, 10, 3, True, True), (5, 7, 7, False, False), (9, 1, 4, True, False),
        (2, 64, 16, True, False),
    ]:
        torch.manual_seed(seed)
        loader = torch.utils.data.DataLoader(torch.arange(count), batch_size=batch, shuffle=shuffle, drop_last=drop)
        epochs = [[b.tolist() for b in loader] for _ in range(2)]
        yield {"seed": seed, "count": count, "batch": batch, "shuffle": shuffle, "drop": drop,
               "epochs": epochs, "after": torch.rand(()).item()}


def curves():
    """The losses of 100 steps on the bundled digits, from the seed alone."""
    raw = (HERE.parents[1] / "Lessons/data/digits.bin").read_bytes()
    images = np.frombuffer(raw, dtype=np.uint8, offset=24, count=1797 * 64).reshape(1797, 64)
    labels = np.frombuffer(raw, dtype=np.uint8, offset=24 + 1797 * 64)
    x = torch.tensor(images.astype(np.float32) / 16)
    y = torch.tensor(labels.astype(np.int64))
    for seed, sizes, activation, name, options in [
        (0, [64, 32, 10], "relu", "adam", dict(lr=0.01)),
        (1, [64, 16, 10], "tanh", "sgd", dict(lr=0.1, momentum=0.9)),
    ]:
        torch.manual_seed(seed)
        model = network(sizes, activation)
        optimizer = {"adam": torch.optim.Adam, "sgd": torch.optim.SGD}[name](model.parameters(), **options)
        loader = torch.utils.data.DataLoader(range(1797), batch_size=32, shuffle=True)
        losses = []
        while len(losses) < 100:
            for index in loader:
                loss = F.cross_entropy(model(x[index]), y[index])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        yield {"seed": seed, "sizes": sizes, "activation": activation, "optimizer": name,
               "options": options, "losses": [round(v, 7) for v in losses[:100]]}



def main():
    write("arithmetic", arithmetic())
    write("functions", functions())
    write("products", products())
    write("reductions", reductions())
    write("layout", layout())
    write("losses", losses())
    write("promotion", promotion())
    write("random", draws())
    write("layers", layers())
    write("optimizers", optimizers())
    write("loaders", loaders())
    write("curves", curves())


if __name__ == "__main__":
    main()
