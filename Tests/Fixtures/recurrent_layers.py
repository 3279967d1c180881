"""Writes recurrent_layers.json: recurrent layers and cells, and normalisations, as PyTorch's modules.

    python Tests/Fixtures/recurrent_layers.py
"""
import torch
from torch import nn

from module_cases import module_case, normal, whole
from reference import given, write

NAMES = {
    "layers": "num_layers", "batchFirst": "batch_first", "relu": "nonlinearity",
    "epsilon": "eps", "tracks": "track_running_stats",
}


def keywords(arguments):
    kept = {NAMES.get(key, key): value for key, value in arguments.items()}
    if "nonlinearity" in kept:
        kept["nonlinearity"] = "relu"
    return kept


def call(module, x, *states):
    if isinstance(module, (nn.LSTM, nn.LSTMCell)):
        return module(x, tuple(states) if states else None)
    return module(x, *states)


def recurrent(name, inputs, dtype="float32", training=True, sizes=(3, 2), **arguments):
    return module_case(
        name, lambda: getattr(nn, name)(*sizes, **keywords(arguments)), inputs, dtype,
        training=training, call=call, **arguments)


def layers():
    for dtype in ["float32", "float64"]:
        for name in ["RNN", "LSTM", "GRU"]:
            states = 2 if name == "LSTM" else 1
            yield recurrent(name, [normal(4, 2, 3)], dtype)
            yield recurrent(name, [normal(4, 2, 3)] + [normal(1, 2, 2)] * states, dtype)
            yield recurrent(name, [normal(4, 3)], dtype, batchFirst=True)
            yield recurrent(name, [normal(4, 3)] + [normal(2, 2)] * states, dtype, bidirectional=True)
            yield recurrent(
                name, [normal(2, 3, 3)] + [normal(4, 2, 2)] * states, dtype, layers=2,
                bidirectional=True, batchFirst=True)
            yield recurrent(name, [normal(3, 2, 3)], dtype, layers=2, bias=False, dropout=0.5)
            yield recurrent(name, [normal(3, 2, 3)], dtype, layers=3, dropout=0.5, training=False)
            yield recurrent(name, [normal(1, 1, 3)], dtype)
        yield recurrent("RNN", [normal(4, 2, 3)], dtype, relu=True, layers=2)
    for name in ["RNN", "LSTM", "GRU"]:
        lstm = name == "LSTM"
        for x, *states in [
            [(3,)], [(2, 5, 2)], [(5, 2, 3), (1, 3, 2)], [(5, 2, 3), (2, 2)], [(5, 3), (1, 1, 2)],
            [(5, 2, 3), (2, 2, 2)], [(0, 2, 3)],
        ]:
            given_states = [normal(*s) for s in states] * (2 if lstm else 1)
            yield recurrent(name, [normal(*x)] + given_states)
        yield recurrent(name, [normal(4, 2, 3)], layers=0)
        yield recurrent(name, [normal(4, 2, 3)], dropout=1.5, layers=2)
    yield recurrent("LSTM", [normal(5, 2, 3), normal(1, 2, 2), normal(1, 3, 2)])


def cells():
    for dtype in ["float32", "float64"]:
        for name in ["RNNCell", "LSTMCell", "GRUCell"]:
            states = 2 if name == "LSTMCell" else 1
            for bias in [True, False]:
                yield recurrent(name, [normal(4, 3)], dtype, bias=bias)
                yield recurrent(name, [normal(4, 3)] + [normal(4, 2)] * states, dtype, bias=bias)
            yield recurrent(name, [normal(3)] + [normal(2)] * states, dtype)
        yield recurrent("RNNCell", [normal(4, 3), normal(4, 2)], dtype, relu=True)
    for name in ["RNNCell", "LSTMCell", "GRUCell"]:
        states = 2 if name == "LSTMCell" else 1
        for x, s in [((2, 2, 3), (2, 2)), ((2, 2), (2, 2)), ((2, 3), (3, 2)), ((2, 3), (2, 5)), ((2, 3), (1, 2, 2)), ((2,), (2,)), ((3,), (4,))]:
            yield recurrent(name, [normal(*x)] + [normal(*s)] * states)


def norms():
    for dtype in ["float32", "float64"]:
        for name, shape, wrong in [("BatchNorm1d", (4, 3), (2, 3, 2, 2)), ("BatchNorm1d", (3, 3, 2), (3,)), ("BatchNorm2d", (2, 3, 2, 2), (2, 3))]:
            for keys in [{}, {"momentum": None}, {"affine": False}, {"tracks": False}, {"momentum": 0.3, "epsilon": 0.01}]:
                for training in [True, False]:
                    yield module_case(
                        name, lambda n=name, k=keys: getattr(nn, n)(3, **keywords(k)),
                        [normal(*shape), normal(*shape)], dtype, training=training,
                        call=lambda m, a, b: [m(a), m(b)], **keys)
            for bad in [wrong, (2, 4) + shape[2:], (1, 3) + (1,) * (len(shape) - 2)]:
                yield module_case(
                    name, lambda n=name: getattr(nn, n)(3), [normal(*bad), normal(*bad)],
                    call=lambda m, a, b: [m(a), m(b)])
        for shape, x in [((3,), (2, 3)), ((2, 3), (4, 2, 3)), ((3,), (3,))]:
            for keys in [{}, {"elementwise": False}, {"bias": False}, {"epsilon": 0.1}]:
                k = {{"elementwise": "elementwise_affine", "epsilon": "eps"}.get(a, a): b for a, b in keys.items()}
                yield module_case("LayerNorm", lambda s=shape, k=k: nn.LayerNorm(s, **k), [normal(*x)], dtype, shape=list(shape), **keys)
                if "bias" not in keys:
                    yield module_case("RMSNorm", lambda s=shape, k=k: nn.RMSNorm(s, **k), [normal(*x)], dtype, shape=list(shape), **keys)
        for groups, channels, x in [(2, 4, (3, 4, 3)), (1, 3, (2, 3, 2)), (4, 4, (2, 4, 2, 2))]:
            for keys in [{}, {"affine": False}, {"epsilon": 0.1}]:
                yield module_case("GroupNorm", lambda g=groups, c=channels, k=keys: nn.GroupNorm(g, c, **keywords(k)), [normal(*x)], dtype, groups=groups, channels=channels, **keys)
        for name, shapes in [("InstanceNorm1d", [(2, 3, 4), (3, 4)]), ("InstanceNorm2d", [(2, 3, 2, 2), (3, 2, 2)])]:
            for shape in shapes:
                for affine in [False, True]:
                    yield module_case(name, lambda n=name, a=affine: getattr(nn, n)(3, affine=a), [normal(*shape)], dtype, affine=affine)
    for shape, x in [((3,), (2, 4)), ((2, 3), (3,))]:
        yield module_case("LayerNorm", lambda s=shape: nn.LayerNorm(s), [normal(*x)], shape=list(shape))
    yield module_case("RMSNorm", lambda: nn.RMSNorm((3,)), [normal(2, 4)], shape=[3])
    for groups, channels, x in [(2, 3, (2, 3)), (2, 4, (2, 3)), (2, 4, (2,))]:
        yield module_case("GroupNorm", lambda g=groups, c=channels: nn.GroupNorm(g, c), [normal(*x)], groups=groups, channels=channels)
    for name, shape in [("InstanceNorm1d", (3,)), ("InstanceNorm1d", (2, 3, 1)), ("InstanceNorm1d", (2, 4, 2)), ("InstanceNorm2d", (4, 4, 2)), ("InstanceNorm2d", (4,))]:
        yield module_case(name, lambda n=name: getattr(nn, n)(3, affine=True), [normal(*shape)], affine=True)


if __name__ == "__main__":
    write("recurrent_layers", [*layers(), *cells()])
    write("norm_layers", [*norms()])
