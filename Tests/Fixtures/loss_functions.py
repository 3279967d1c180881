"""Writes loss_functions.json: PyTorch's losses as modules, with weights, reductions and errors.

    python Tests/Fixtures/loss_functions.py
"""
import torch
from torch import nn
import torch.nn.functional as F

from module_cases import module_case, normal, unit, whole
from reference import given, write

REDUCTIONS = ["mean", "sum", "none"]


def reductions(dtype):
    return REDUCTIONS if dtype == "float32" else ["mean"]


def signs(*shape):
    return torch.randint(0, 2, shape).double() * 2 - 1


def loss(name, inputs, dtype="float32", tensors=None, constants=(), **arguments):
    kept = {"weight": "weight", "positive": "pos_weight"}
    def make(**given):
        renamed = {kept[key]: value for key, value in given.items()}
        return getattr(nn, name)(**arguments_of(arguments), **renamed)
    return module_case(name, make, inputs, dtype, tensors=tensors, constants=constants, **arguments)


NAMES = {
    "ignored": "ignore_index", "smoothing": "label_smoothing", "logTarget": "log_target", "power": "p",
    "logInput": "log_input", "epsilon": "eps", "swaps": "swap",
}


def arguments_of(arguments):
    return {NAMES.get(key, key): value for key, value in arguments.items()}


def regression():
    for dtype in ["float32", "float64"]:
        for reduction in reductions(dtype):
            for name, keys in [
                ("L1Loss", {}), ("MSELoss", {}), ("SmoothL1Loss", {}), ("SmoothL1Loss", {"beta": 0.3}),
                ("SmoothL1Loss", {"beta": 0.0}), ("HuberLoss", {}), ("HuberLoss", {"delta": 0.4}),
            ]:
                yield loss(name, [normal(3, 4), normal(3, 4)], dtype, reduction=reduction, **keys)
        for name in ["L1Loss", "MSELoss", "SmoothL1Loss", "HuberLoss"]:
            yield loss(name, [normal(), normal()], dtype)
            yield loss(name, [normal(0, 2), normal(0, 2)], dtype)
            yield loss(name, [given(1, 2, 3), given(1, 3, 3)], dtype)
    yield loss("MSELoss", [normal(3), normal(2)])
    yield loss("SmoothL1Loss", [normal(3), normal(3)], beta=-1.0)
    yield loss("HuberLoss", [normal(3), normal(3)], delta=0.0)


def classification():
    for dtype in ["float32", "float64"]:
        for reduction in reductions(dtype):
            for shape in [(5, 4), (2, 4, 3), (2, 4, 2, 3)]:
                target = whole(4, shape[0], *shape[2:])
                weight = {"weight": unit(4)}
                for keys in [{}, {"ignored": 1}, {"smoothing": 0.2}, {"smoothing": 0.3, "ignored": 0}]:
                    for tensors in [None, weight]:
                        if len(shape) == 2 or keys == {} or tensors:
                            yield loss("CrossEntropyLoss", [normal(*shape), target], dtype, tensors, reduction=reduction, **keys)
                yield loss("NLLLoss", [normal(*shape), target], dtype, weight, reduction=reduction, ignored=2)
                yield loss("NLLLoss", [normal(*shape), target], dtype, reduction=reduction)
            for keys, tensors in [({}, None), ({"smoothing": 0.1}, None), ({"smoothing": 0.1}, {"weight": unit(4)})]:
                yield loss("CrossEntropyLoss", [normal(3, 4), unit(3, 4)], dtype, tensors, reduction=reduction, **keys)
            yield loss("CrossEntropyLoss", [normal(4), whole(4, 1)[0]], dtype, reduction=reduction)
            p, t = unit(3, 4), unit(3, 4)
            yield loss("BCELoss", [p, t], dtype, reduction=reduction)
            yield loss("BCELoss", [p, t], dtype, {"weight": unit(4)}, reduction=reduction)
            for tensors in [None, {"weight": unit(3, 4)}, {"positive": unit(4)}, {"weight": unit(3, 1), "positive": unit(4)}]:
                yield loss("BCEWithLogitsLoss", [normal(3, 4, scale=5), t], dtype, tensors, reduction=reduction)
    ignoring = [normal(2, 3), torch.tensor([-100, -100])]
    yield loss("CrossEntropyLoss", ignoring)
    yield loss("CrossEntropyLoss", [normal(2, 3), torch.tensor([1, -100])])
    yield loss("CrossEntropyLoss", [normal(2, 3), torch.tensor([1, 3])])
    yield loss("CrossEntropyLoss", [normal(2, 3), torch.tensor([1, -1])])
    yield loss("CrossEntropyLoss", [normal(2, 3), torch.tensor([1, 0, 2])])
    yield loss("CrossEntropyLoss", [normal(2, 3, 2), whole(3, 2, 3)])
    yield loss("CrossEntropyLoss", [normal(2, 3), whole(3, 2)], tensors={"weight": unit(2)})
    yield loss("CrossEntropyLoss", [normal(2, 3), normal(2)])
    yield loss("CrossEntropyLoss", [normal(2, 3), whole(3, 2)], smoothing=1.5)
    yield loss("NLLLoss", [normal(2, 3), whole(3, 2, 2)])
    for target in [(2,), (), (2, 1)]:
        yield loss("NLLLoss", [normal(3), whole(3, *target)])
        yield loss("NLLLoss", [normal(2, 3), whole(3, *target)])
        yield loss("CrossEntropyLoss", [normal(3), whole(3, *target)], smoothing=0.1)
    yield loss("BCELoss", [normal(3, scale=9), unit(3)])
    yield loss("BCELoss", [unit(3), unit(2)])
    yield loss("BCEWithLogitsLoss", [normal(3), unit(2)])
    yield loss("BCEWithLogitsLoss", [given(300, -300, 0), given(0, 1, 0.5)], tensors={"positive": unit(3)})


def margins():
    for dtype in ["float32", "float64"]:
        for reduction in reductions(dtype):
            yield loss("HingeEmbeddingLoss", [normal(4, 3).abs(), signs(4, 3)], dtype, reduction=reduction)
            yield loss("HingeEmbeddingLoss", [normal(6), signs(6)], dtype, reduction=reduction, margin=0.4)
            yield loss("SoftMarginLoss", [normal(4, 3), signs(4, 3)], dtype, constants=[1], reduction=reduction)
            for keys, tensors in [({}, None), ({"power": 2, "margin": 0.5}, None), ({}, {"weight": unit(4)}), ({"power": 2}, {"weight": unit(4)})]:
                yield loss("MultiMarginLoss", [normal(3, 4), whole(4, 3)], dtype, tensors, reduction=reduction, **keys)
            yield loss("MultiLabelMarginLoss", [normal(2, 4), torch.tensor([[3, 0, -1, 1], [-1, 0, 1, 2]])], dtype, reduction=reduction)
            yield loss("MultiLabelMarginLoss", [normal(4), torch.tensor([1, 2, 3, 0])], dtype, reduction=reduction)
            yield loss("MarginRankingLoss", [normal(5), normal(5), signs(5)], dtype, reduction=reduction, margin=0.3)
            yield loss("MarginRankingLoss", [normal(5), normal(5), signs(5)], dtype, reduction=reduction)
            yield loss("CosineEmbeddingLoss", [normal(5, 3), normal(5, 3), signs(5)], dtype, reduction=reduction, margin=0.1)
            yield loss("CosineEmbeddingLoss", [normal(3), normal(3), signs(1)[0]], dtype, reduction=reduction)
            for keys in [{}, {"swaps": True}, {"power": 1.0, "margin": 2.0}, {"power": 3.0}]:
                yield loss("TripletMarginLoss", [normal(4, 3), normal(4, 3), normal(4, 3)], dtype, reduction=reduction, **keys)
    yield loss("MultiMarginLoss", [normal(4), whole(4, 1)])
    yield loss("MultiMarginLoss", [normal(2, 3), torch.tensor([1, 3])])
    yield loss("MultiMarginLoss", [normal(2, 3), whole(3, 3)])
    yield loss("MultiMarginLoss", [normal(2, 3), whole(3, 2)], power=3)
    yield loss("TripletMarginLoss", [normal(2, 3)] * 3, margin=0.0)
    yield loss("MarginRankingLoss", [normal(3), normal(3), normal(3, 1)])
    yield loss("CosineEmbeddingLoss", [normal(3), normal(3), signs(3)])


def likelihoods():
    for dtype in ["float32", "float64"]:
        for reduction in reductions(dtype):
            yield loss("KLDivLoss", [F.log_softmax(normal(3, 4), 1), F.softmax(normal(3, 4), 1)], dtype, reduction=reduction)
            yield loss("KLDivLoss", [normal(3, 4), normal(3, 4)], dtype, reduction=reduction, logTarget=True)
            for keys in [{}, {"logInput": False}, {"full": True}, {"full": True, "logInput": False, "epsilon": 0.01}]:
                yield loss("PoissonNLLLoss", [unit(3, 4), whole(5, 3, 4).double()], dtype, constants=[1], reduction=reduction, **keys)
            for keys, shape in [({}, (3, 4)), ({"full": True}, (3, 1)), ({"epsilon": 0.5}, (3,))]:
                yield loss("GaussianNLLLoss", [normal(3, 4), normal(3, 4), unit(*shape)], dtype, reduction=reduction, **keys)
    yield loss("KLDivLoss", [normal(3, 4), unit(3, 4)], reduction="batchmean")
    yield loss("GaussianNLLLoss", [normal(3, 4), normal(3, 4), unit(2)])
    yield loss("GaussianNLLLoss", [normal(3), normal(3), -unit(3)])


def distances():
    for dtype in ["float32", "float64"]:
        for dim in [0, 1, -1]:
            yield module_case("CosineSimilarity", lambda d=dim: nn.CosineSimilarity(d), [normal(3, 4), normal(3, 4)], dtype, dim=dim)
        for p in [1.0, 2.0, 3.0, float("inf")]:
            for keep in [True, False]:
                case = module_case(
                    "PairwiseDistance", lambda p=p, k=keep: nn.PairwiseDistance(p, keepdim=k),
                    [normal(3, 4), normal(3, 4)], dtype, power=str(p) if p == float("inf") else p, keep=keep)
                yield case


if __name__ == "__main__":
    write("loss_functions", [*regression(), *classification(), *margins(), *likelihoods(), *distances()])
