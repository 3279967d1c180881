"""Convolutions and transposed convolutions, with the gradients of input, weight and bias.

    python Tests/Fixtures/convolution.py        (torch 2.13.0+cpu, numpy)
"""
import torch
import torch.nn.functional as F

from reference import DTYPES, INF, NAN, case, given, normal, write

# input, weight, whether there is a bias, settings
PLAIN = [
    ((2, 3, 7), (4, 3, 3), True, {}),
    ((3, 7), (4, 3, 2), True, {"stride": [2]}),
    ((2, 4, 9), (6, 2, 3), False, {"padding": [2], "dilation": [2], "groups": 2}),
    ((1, 1, 1), (1, 1, 1), True, {}),
    ((2, 3, 6, 5), (2, 3, 3, 3), True, {}),
    ((3, 6, 5), (2, 3, 3, 2), True, {"stride": [2, 1], "padding": [1, 0]}),
    ((1, 4, 4, 6), (4, 1, 3, 3), True, {"padding": [1, 1], "groups": 4}),
    ((1, 4, 7, 6), (6, 2, 2, 3), False,
     {"stride": [2, 3], "padding": [1, 2], "dilation": [2, 1], "groups": 2}),
    ((2, 3, 3, 4), (4, 3, 1, 1), True, {}),
    ((2, 3, 4, 3), (2, 3, 1, 1), True, {"stride": [2, 2]}),
    ((2, 2, 4, 4), (3, 2, 4, 4), True, {}),
    ((0, 2, 5, 5), (3, 2, 3, 3), True, {}),
    ((1, 2, 3, 4), (2, 2, 3, 3), True, {"padding": [4, 3]}),
]
SAME = [((2, 3, 7), (2, 3, 4), [1]), ((1, 2, 6, 5), (2, 2, 4, 3), [1, 1]),
        ((1, 2, 5, 6), (2, 2, 2, 3), [3, 2])]
TRANSPOSED = [
    ((2, 3, 5), (3, 4, 3), True, {}),
    ((3, 5), (3, 2, 4), True, {"stride": [3], "padding": [1], "outputPadding": [2]}),
    ((1, 3, 4, 3), (3, 2, 3, 3), True, {}),
    ((3, 4, 3), (3, 2, 2, 2), False, {"stride": [2, 2]}),
    ((1, 4, 3, 4), (4, 2, 3, 3), True,
     {"stride": [2, 2], "padding": [1, 1], "outputPadding": [1, 1], "groups": 2}),
    ((1, 2, 3, 3), (2, 2, 3, 2), True,
     {"stride": [1, 2], "dilation": [3, 2], "outputPadding": [2, 1]}),
    ((1, 2, 1, 1), (2, 3, 1, 1), True, {}),
]


def convolution():
    for dtype in DTYPES:
        for x, w, has_bias, settings in PLAIN:
            function = F.conv1d if len(w) == 3 else F.conv2d
            inputs = [normal(*x), normal(*w)] + ([normal(w[0])] if has_bias else [])
            yield case(
                "convolution", lambda *a, f=function, s=settings: f(*a, **s), inputs, dtype,
                **settings)
        for x, w, dilation in SAME:
            function = F.conv1d if len(w) == 3 else F.conv2d
            yield case(
                "same", lambda *a, f=function, d=dilation: f(*a, padding="same", dilation=d),
                [normal(*x), normal(*w), normal(w[0])], dtype, dilation=dilation)
        for x, w, has_bias, settings in TRANSPOSED:
            function = F.conv_transpose1d if len(w) == 3 else F.conv_transpose2d
            filters = w[1] * settings.get("groups", 1)
            inputs = [normal(*x), normal(*w)] + ([normal(filters)] if has_bias else [])
            named = {
                "output_padding" if name == "outputPadding" else name: value
                for name, value in settings.items()}
            yield case(
                "transposed", lambda *a, f=function, s=named: f(*a, **s), inputs, dtype, **settings)
        special = given(1, NAN, 2, INF, 0, -1, 3, -INF).reshape(1, 1, 8)
        yield case("convolution", F.conv1d, [special, given(1, 0, -1).reshape(1, 1, 3)], dtype)


if __name__ == "__main__":
    write("convolution", convolution())
