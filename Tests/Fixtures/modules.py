"""Writes modules.json: layers without memory, as PyTorch makes, prints and runs them.

    python Tests/Fixtures/modules.py
"""
import torch
from torch import nn

from module_cases import module_case, normal, whole
from reference import given, write


def activations():
    for dtype in ["float32", "float64"]:
        for name in [
            "ReLU", "Sigmoid", "Tanh", "LeakyReLU", "ELU", "CELU", "SELU", "GELU", "SiLU", "Mish",
            "Softplus", "Softsign", "Hardtanh", "ReLU6", "Hardsigmoid", "Hardswish", "LogSigmoid",
            "Tanhshrink", "Softshrink", "Hardshrink", "Identity",
        ]:
            # PyTorch computes its slope with a sixth in single precision.
            if (name, dtype) != ("Hardsigmoid", "float64"):
                yield module_case(name, getattr(nn, name), [normal(2, 5, scale=3)], dtype)
        for name, keys in {
            "LeakyReLU": {"slope": 0.3}, "ELU": {"alpha": 1.5}, "CELU": {"alpha": 0.5},
            "Softshrink": {"lambda": 0.2}, "Hardshrink": {"lambda": 1.2},
            "Hardtanh": {"low": -2.0, "high": 0.5}, "Threshold": {"threshold": 0.1, "value": 20.0},
            "Softplus": {"beta": 2.0, "threshold": 3.0}, "RReLU": {"lower": 0.2, "upper": 0.3},
        }.items():
            make = lambda name=name, keys=keys: getattr(nn, name)(*keys.values())
            yield module_case(name, make, [normal(3, 4, scale=3)], dtype, training=False, **keys)
        yield module_case("RReLU", nn.RReLU, [normal(3, 5)], dtype)
        yield module_case("GELU", lambda: nn.GELU("tanh"), [normal(7)], dtype, approximate="tanh")
        yield module_case("GLU", nn.GLU, [normal(3, 4)], dtype)
        yield module_case("GLU", lambda: nn.GLU(0), [normal(4, 3)], dtype, dim=0)
        for count, shape in [(1, (2, 3)), (3, (2, 3)), (3, (2, 3, 2))]:
            yield module_case(
                "PReLU", lambda c=count: nn.PReLU(c), [normal(*shape)], dtype, parameters=count)
        for name in ["Softmax", "LogSoftmax", "Softmin"]:
            for dim, shape in [(1, (2, 3)), (-1, (2, 3, 4)), (0, (3,)), (None, (2, 3)), (None, (2, 3, 2))]:
                yield module_case(
                    name, lambda d=dim, n=name: getattr(nn, n)(d), [normal(*shape)], dtype, dim=dim)
    yield module_case("PReLU", lambda: nn.PReLU(3), [normal(2, 4)], parameters=3)
    yield module_case("GLU", nn.GLU, [normal(3, 3)])
    yield module_case("Softmax", lambda: nn.Softmax(3), [normal(3, 3)], dim=3)


def dropout():
    for dtype in ["float32", "float64"]:
        for name, shape in {
            "Dropout": (4, 6), "Dropout1d": (2, 3, 4), "Dropout2d": (2, 3, 2, 2), "AlphaDropout": (4, 5),
        }.items():
            for p in [0.5, 0.2, 0.0, 1.0]:
                for training in [True, False]:
                    yield module_case(
                        name, lambda n=name, p=p: getattr(nn, n)(p), [normal(*shape)], dtype, p=p,
                        training=training)
    yield module_case("Dropout1d", lambda: nn.Dropout1d(0.4), [normal(5, 4)], p=0.4)
    yield module_case("Dropout1d", lambda: nn.Dropout1d(0.4), [normal(5)], p=0.4)
    yield module_case("Dropout2d", lambda: nn.Dropout2d(0.4), [normal(5)], p=0.4)
    yield module_case("Dropout", lambda: nn.Dropout(0.4), [normal(0, 3)], p=0.4)
    yield module_case("Dropout", lambda: nn.Dropout(1.5), [normal(2)], p=1.5)
    yield module_case("Dropout", lambda: nn.Dropout(-0.1), [normal(2)], p=-0.1)


def dense():
    for dtype in ["float32", "float64"]:
        for bias in [True, False]:
            for shape in [(4, 3), (3,), (2, 5, 3), (0, 3)]:
                yield module_case(
                    "Linear", lambda b=bias: nn.Linear(3, 2, b), [normal(*shape)], dtype, bias=bias)
            for shape in [(5,), (), (2, 3)]:
                yield module_case(
                    "Bilinear", lambda b=bias: nn.Bilinear(2, 3, 4, b),
                    [normal(*shape, 2), normal(*shape, 3)], dtype, bias=bias)
    for shape in [(4,), (5, 4), (2, 5, 4), ()]:
        yield module_case("Linear", lambda: nn.Linear(3, 2), [normal(*shape)], bias=True)
        yield module_case("Linear", lambda: nn.Linear(3, 2, False), [normal(*shape)], bias=False)
    yield module_case("Linear", lambda: nn.Linear(3, 2), [whole(3, 4, 3)], bias=True)
    for a, b in [((2, 3), (2, 3)), ((2, 2), (3, 3)), ((2, 2), (2, 4)), ((2,), (2, 3))]:
        yield module_case("Bilinear", lambda: nn.Bilinear(2, 3, 4), [normal(*a), normal(*b)], bias=True)
    yield module_case(
        "Sequential", lambda: nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)), [normal(2, 3)])


def shaping():
    for start, end, shape in [(1, -1, (2, 3, 4)), (0, 1, (2, 3, 4)), (0, -1, ()), (2, 2, (2, 3, 4)), (2, 1, (2, 3, 4)), (1, -1, (3,))]:
        yield module_case(
            "Flatten", lambda s=start, e=end: nn.Flatten(s, e), [normal(*shape)], start=start, end=end)
    for dim, sizes, shape in [
        (1, (2, 3), (4, 6)), (-1, (3, -1), (4, 6)), (0, (2, 2), (4, 6)), (1, (2, 2), (4, 6)),
        (1, (4, -1), (4, 6)),
    ]:
        yield module_case(
            "Unflatten", lambda d=dim, s=sizes: nn.Unflatten(d, s), [normal(*shape)], dim=dim,
            sizes=list(sizes))


def embedding():
    for dtype in ["float32", "float64"]:
        for padding, shape in [(None, (4,)), (0, (2, 5)), (-1, (3, 4)), (2, ()), (None, (0,))]:
            yield module_case(
                "Embedding", lambda p=padding: nn.Embedding(5, 3, padding_idx=p), [whole(5, *shape)],
                dtype, padding=padding)
    yield module_case("Embedding", lambda: nn.Embedding(5, 3), [torch.tensor([1, 5])])
    yield module_case("Embedding", lambda: nn.Embedding(5, 3), [torch.tensor([-1])])
    yield module_case("Embedding", lambda: nn.Embedding(5, 3), [normal(2)])
    yield module_case("Embedding", lambda: nn.Embedding(5, 3, padding_idx=5), [whole(5, 2)], padding=5)


if __name__ == "__main__":
    write("modules", [*activations(), *dropout(), *dense(), *shaping(), *embedding()])
