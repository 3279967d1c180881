"""Poolings: values, where the greatest elements are, and gradients.

    python Tests/Fixtures/pooling.py        (torch 2.13.0+cpu, numpy)
"""
import torch
import torch.nn.functional as F

from reference import DTYPES, INF, NAN, case, encode, given, normal, write

ONE = [((2, 3, 8), {"kernel": [2]}), ((3, 9), {"kernel": [3], "stride": [2], "padding": [1]}),
       ((2, 1, 7), {"kernel": [2], "stride": [3], "isCeil": True})]
TWO = [
    ((2, 2, 4, 6), {"kernel": [2, 2]}),
    ((1, 2, 5, 7), {"kernel": [2, 2]}),
    ((2, 6, 7), {"kernel": [3, 2], "stride": [2, 1], "padding": [1, 0]}),
    ((1, 1, 8, 7), {"kernel": [2, 3], "stride": [3, 2], "padding": [1, 1], "isCeil": True}),
    ((1, 2, 5, 5), {"kernel": [2, 2], "isCeil": True}),
    ((1, 1, 3, 3), {"kernel": [3, 3], "stride": [1, 1], "padding": [1, 1]}),
    ((0, 2, 4, 4), {"kernel": [2, 2]}),
]
DILATED = [((2, 1, 9), {"kernel": [3], "stride": [1], "dilation": [2]}),
           ((1, 1, 8, 7), {"kernel": [2, 3], "stride": [2, 1], "padding": [1, 1], "dilation": [3, 2]})]
EVEN = [((2, 3, 7), [3]), ((3, 5), [7]), ((1, 2, 7, 9), [3, 4]), ((3, 6, 6), [1, 1]),
        ((2, 2, 5, 4), [None, 2]), ((1, 2, 3, 3), [5, 4])]


def torch_names(settings):
    names = {"kernel": "kernel_size", "isCeil": "ceil_mode"}
    return {names.get(name, name): value for name, value in settings.items()}


def pooling():
    specials = [
        given(1, 3, 3, 2, 5, 5, 0, 0).reshape(1, 2, 4), given(NAN, 1, 2, NAN, INF, NAN, -INF, 0).reshape(1, 2, 4),
        given(-INF, -INF, -INF, -INF, 3, NAN, 3, NAN).reshape(1, 2, 4)]
    for dtype in DTYPES:
        for x, settings in [(normal(*x), s) for x, s in ONE + TWO + DILATED] + [
                (x, s) for x in specials for s in [{"kernel": [2, 2]}, {"kernel": [2, 3], "stride": [1, 1]}]]:
            function = F.max_pool1d if len(settings["kernel"]) == 1 else F.max_pool2d
            written = case(
                "maxPool", lambda x, f=function, s=settings: f(x, **torch_names(s)), [x], dtype,
                **settings)
            _, where = function(x.to(DTYPES[dtype]), **torch_names(settings), return_indices=True)
            yield {**written, "indices": encode(where)}
        for x, settings in ONE + TWO:
            function = F.avg_pool1d if len(settings["kernel"]) == 1 else F.avg_pool2d
            for counts in [True, False]:
                yield case(
                    "averagePool",
                    lambda x, f=function, s=settings, c=counts: f(
                        x, **torch_names(s), count_include_pad=c),
                    [normal(*x)], dtype, **settings, countsPadding=counts)
        yield case(
            "averagePool", lambda x: F.avg_pool2d(x, 2, divisor_override=3), [normal(1, 1, 4, 4)],
            dtype, kernel=[2, 2], divisor=3)
        for x, size in EVEN:
            x = normal(*x)
            for name, function in [
                    ("adaptiveMaxPool", F.adaptive_max_pool1d if len(size) == 1 else F.adaptive_max_pool2d),
                    ("adaptiveAveragePool", F.adaptive_avg_pool1d if len(size) == 1 else F.adaptive_avg_pool2d)]:
                yield case(
                    name, lambda x, f=function, s=size: f(x, s[0] if len(s) == 1 else s), [x], dtype,
                    size=size)


if __name__ == "__main__":
    write("pooling", pooling())
