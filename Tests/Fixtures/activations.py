"""Activation functions: values and gradients, at their corners too."""
import torch
import torch.nn.functional as F

from reference import DTYPES, INF, NAN, case, given, normal, write

FUNCTIONS = [
    ("leakyRelu", F.leaky_relu, {"negative_slope": [0.01, 0.2, -0.5]}),
    ("elu", F.elu, {"alpha": [1.0, 0.3]}),
    ("celu", F.celu, {"alpha": [1.0, 1.7]}),
    ("selu", F.selu, {}),
    ("gelu", F.gelu, {}),
    ("geluTanh", lambda x: F.gelu(x, approximate="tanh"), {}),
    ("silu", F.silu, {}),
    ("mish", F.mish, {}),
    ("relu6", F.relu6, {}),
    ("hardsigmoid", F.hardsigmoid, {}),
    ("hardswish", F.hardswish, {}),
    ("softsign", F.softsign, {}),
    ("tanhshrink", F.tanhshrink, {}),
    ("hardshrink", F.hardshrink, {"lambd": [0.5, 0.0]}),
    ("softshrink", F.softshrink, {"lambd": [0.5, 0.0, 1.25]}),
    ("logSigmoid", F.logsigmoid, {}),
]


def activations():
    for dtype in DTYPES:
        corners = given(-3, 3, 0, -0.0, 0.5, -0.5, 1, -1, 6, 21, -21, 100, -100, 88, -88, 0.927734375, INF, -INF, NAN)
        for x in [corners, normal(5, 7, scale=2), normal(2, 0), normal()]:
            for name, function, options in FUNCTIONS:
                # PyTorch's loops differ among themselves at infinity here.
                if name in ["gelu", "geluTanh", "softsign"]:
                    x = torch.where(x.isinf(), 2.5, x)
                if not options:
                    yield case(name, function, [x], dtype)
                for key, values in options.items():
                    for value in values:
                        yield case(name, lambda x, f=function, k=key, v=value: f(x, **{k: v}), [x], dtype,
                                   constants=[value])
            for low, high in [(-1.0, 1.0), (-0.5, 2.0)]:
                yield case("hardtanh", lambda x, a=low, b=high: F.hardtanh(x, a, b), [x], dtype, constants=[low, high])
            for beta, threshold in [(1.0, 20.0), (2.0, 5.0), (0.3, 1.0)]:
                yield case("softplus", lambda x, a=beta, b=threshold: F.softplus(x, a, b), [x], dtype,
                           constants=[beta, threshold])
            for threshold, value in [(0.5, 7.0), (-1.0, 0.0)]:
                yield case("threshold", lambda x, a=threshold, b=value: F.threshold(x, a, b), [x], dtype,
                           constants=[threshold, value])
        for shape, slopes in [((3, 4), 1), ((3, 4), 4), ((2, 3, 5), 3), ((2, 3, 2, 3), 3), ((7,), 1), ((), 1), ((0, 3), 3),
                              ((2, 3, 0), 3)]:
            yield case("prelu", F.prelu, [normal(*shape), normal(slopes)], dtype)
        yield case("prelu", F.prelu, [given(0, -0.0, 2, INF, NAN), given(0.25)], dtype)
        for shape, dim in [((6,), 0), ((3, 4), -1), ((4, 3), 0), ((2, 6, 3), 1), ((0, 4), 1), ((2, 0), 1)]:
            yield case("glu", lambda x, d=dim: F.glu(x, d), [normal(*shape)], dtype, dim=dim)


if __name__ == "__main__":
    write("activations", activations())
