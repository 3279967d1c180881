"""Writes convolution_layers.json: convolutions and pooling as PyTorch's modules.

    python Tests/Fixtures/convolution_layers.py
"""
import torch
from torch import nn

from module_cases import module_case, normal, whole
from reference import write

NAMES = {
    "mode": "padding_mode", "outputPadding": "output_padding", "ceil": "ceil_mode",
    "countsPadding": "count_include_pad", "divisor": "divisor_override",
}


def tuples(value):
    return tuple(value) if isinstance(value, list) else value


def convolution(name, shape, dtype="float32", inputs=2, outputs=4, **arguments):
    kept = {NAMES.get(k, k): tuples(v) for k, v in arguments.items() if k != "kernel"}
    kernel = tuples(arguments["kernel"])
    return module_case(
        name, lambda: getattr(nn, name)(inputs, outputs, kernel, **kept), [normal(*shape)], dtype,
        inChannels=inputs, outChannels=outputs, **arguments)


def convolutions():
    for dtype in ["float32", "float64"]:
        image, signal = (1, 2, 4, 5), (2, 2, 6)
        for keys in [
            {"kernel": 3}, {"kernel": [3, 2], "stride": [2, 1], "padding": [1, 0], "dilation": [1, 2]},
            {"kernel": 3, "padding": "same", "bias": False}, {"kernel": [2, 4], "padding": "same"},
            {"kernel": 3, "padding": "valid"}, {"kernel": 3, "padding": 1, "groups": 2},
            {"kernel": 1, "stride": 2},
        ]:
            yield convolution("Conv2d", image, dtype, **keys)
        for mode in ["reflect", "replicate", "circular"]:
            yield convolution("Conv2d", image, dtype, kernel=3, padding=[1, 2], mode=mode)
            yield convolution("Conv2d", image, dtype, kernel=[2, 3], padding="same", mode=mode)
            yield convolution("Conv1d", signal, dtype, kernel=3, padding=2, mode=mode)
        yield convolution("Conv2d", image[1:], dtype, kernel=3, padding=1)
        for keys in [{"kernel": 3}, {"kernel": 2, "stride": 2, "padding": 1}, {"kernel": 3, "dilation": 2, "padding": "same"}, {"kernel": 3, "groups": 2, "bias": False}]:
            yield convolution("Conv1d", signal, dtype, **keys)
        for keys in [
            {"kernel": 3}, {"kernel": 3, "stride": 2, "padding": 1, "outputPadding": 1},
            {"kernel": [2, 3], "stride": [2, 1], "dilation": [1, 2], "groups": 2, "bias": False},
        ]:
            yield convolution("ConvTranspose2d", (2, 2, 3, 4), dtype, **keys)
        yield convolution("ConvTranspose1d", signal, dtype, kernel=4, stride=2, padding=1)
    image = (1, 4, 5, 5)
    for name, shape, keys in [
        ("Conv2d", image, {"kernel": 3, "groups": 3, "inputs": 4}), ("Conv2d", image, {"kernel": 3, "groups": 4, "outputs": 6, "inputs": 4}),
        ("Conv2d", image, {"kernel": 3, "groups": 0}), ("Conv2d", image, {"kernel": 3, "padding": "same", "stride": 2}),
        ("Conv2d", image, {"kernel": -1}), ("Conv2d", (1, 2, 5, 5), {"kernel": 3, "stride": 0}), ("Conv2d", (1, 2, 5, 5), {"kernel": 3, "padding": -1}),
        ("ConvTranspose2d", image, {"kernel": 3, "mode": "reflect"}), ("Conv2d", (2, 5), {"kernel": 3}), ("ConvTranspose2d", (2, 5), {"kernel": 3}),
        ("Conv2d", (1, 3, 5, 5), {"kernel": 3}), ("Conv2d", (1, 2, 2, 2), {"kernel": 3}), ("Conv1d", (1, 2, 5, 5), {"kernel": 3}),
        ("Conv2d", (1, 2, 3, 3), {"kernel": 3, "padding": 3, "mode": "reflect"}), ("Conv2d", (1, 2, 3, 3), {"kernel": 3, "padding": 4, "mode": "circular"}),
        ("ConvTranspose2d", (1, 2, 3, 3), {"kernel": 3, "outputPadding": 1}),
    ]:
        yield convolution(name, shape, **keys)


def pool(name, shape, dtype="float32", **arguments):
    kept = {NAMES.get(k, k): tuples(v) for k, v in arguments.items() if k not in ("kernel", "size")}
    first = tuples(arguments.get("kernel", arguments.get("size")))
    return module_case(name, lambda: getattr(nn, name)(first, **kept), [normal(*shape)], dtype, **arguments)


def pools():
    for dtype in ["float32", "float64"]:
        for keys in [{"kernel": 2}, {"kernel": [3, 2], "stride": [2, 1], "padding": [1, 0]}, {"kernel": 2, "stride": 3, "ceil": True}]:
            yield pool("MaxPool2d", (1, 2, 5, 6), dtype, **keys)
            yield pool("AvgPool2d", (1, 2, 5, 6), dtype, **keys)
        yield pool("MaxPool2d", (2, 5, 6), dtype, kernel=2, dilation=2)
        yield pool("AvgPool2d", (1, 2, 5, 6), dtype, kernel=3, padding=1, countsPadding=False)
        yield pool("AvgPool2d", (1, 2, 5, 6), dtype, kernel=3, padding=1, divisor=4)
        yield pool("MaxPool1d", (2, 3, 7), dtype, kernel=3, stride=2, padding=1)
        yield pool("AvgPool1d", (2, 3, 7), dtype, kernel=3, stride=2, padding=1)
        for name in ["AdaptiveAvgPool2d", "AdaptiveMaxPool2d"]:
            yield pool(name, (1, 2, 5, 6), dtype, size=2)
            yield pool(name, (1, 2, 5, 6), dtype, size=[3, None])
        for name in ["AdaptiveAvgPool1d", "AdaptiveMaxPool1d"]:
            yield pool(name, (2, 3, 7), dtype, size=3)
    for name, shape, keys in [
        ("MaxPool2d", (1, 1, 1, 1), {"kernel": 2}), ("MaxPool2d", (1, 1, 4, 4), {"kernel": 2, "padding": 2}),
        ("MaxPool2d", (4, 4), {"kernel": 2}), ("MaxPool1d", (4,), {"kernel": 2}), ("AvgPool1d", (4,), {"kernel": 2}),
    ]:
        yield pool(name, shape, **keys)


def upsampling_case(mode, shape, aligns, factor=None, size=None):
    def tuples(value):
        return tuple(value) if isinstance(value, list) else value

    return module_case(
        "Upsample", lambda: nn.Upsample(tuples(size), tuples(factor), mode, aligns), [normal(*shape)], "float64",
        mode=mode, aligns=aligns, factors=factor, size=size)


def upsampling():
    for dtype in ["float32", "float64"]:
        yield module_case("PixelShuffle", lambda: nn.PixelShuffle(2), [normal(2, 8, 2, 3)], dtype, factor=2)
        yield module_case("PixelShuffle", lambda: nn.PixelShuffle(3), [normal(9, 1, 2)], dtype, factor=3)
        yield module_case("Upsample", lambda: nn.Upsample(scale_factor=2), [normal(2, 1, 2, 3)], dtype, factor=2)
        yield module_case("Upsample", lambda: nn.Upsample(scale_factor=3), [normal(1, 2, 4)], dtype, factor=3)
    yield module_case("PixelShuffle", lambda: nn.PixelShuffle(2), [normal(6, 2, 2)], factor=2)
    yield module_case("PixelShuffle", lambda: nn.PixelShuffle(2), [normal(6, 2)], factor=2)
    yield module_case("PixelShuffle", lambda: nn.PixelShuffle(0), [normal(6, 2, 2)], factor=0)
    yield module_case("Upsample", lambda: nn.Upsample(scale_factor=2), [normal(6, 2)], factor=2)
    shapes = {"nearest": (2, 1, 3, 4), "linear": (2, 3, 5), "bilinear": (1, 2, 3, 4), "trilinear": (1, 1, 2, 3, 2)}
    for mode, shape in shapes.items():
        for aligns in [None] if mode == "nearest" else [None, True, False]:
            n = len(shape) - 2
            for target in [dict(factor=2.0), dict(factor=0.7), dict(factor=[1.6, 2.5, 1.0][:n]), dict(size=4), dict(size=[1, 5, 3][:n])]:
                if n > 1 or not isinstance([*target.values()][0], list):
                    yield upsampling_case(mode, shape, aligns, **target)
    for mode, shape, aligns, target in [
        ("linear", (1, 1, 3, 4), None, dict(factor=2.0)), ("nearest", (1, 1, 3), True, dict(factor=2.0)), ("bilinear", (1, 1, 3), None, dict(size=2)),
        ("bilinear", (1, 1, 3, 2), None, dict(size=0)), ("nearest", (1, 1, 3), None, dict(factor=0.1)), ("nearest", (1, 1, 2, 3, 2), None, dict(size=-1)),
        ("nearest", (1, 1, 3, 4), None, dict(size=[1, 2, 3])), ("bilinear", (1, 1, 3, 4), None, dict(factor=[1.0, 2.0, 3.0])),
        ("nearest", (1, 1, 0, 4), None, dict(size=2)), ("nearest", (0, 1, 3, 4), None, dict(size=2)),
    ]:
        yield upsampling_case(mode, shape, aligns, **target)


if __name__ == "__main__":
    write("convolution_layers", [*convolutions(), *pools()])
    write("upsampling", upsampling())
