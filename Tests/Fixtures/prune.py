"""Writes prune.json: what pruning leaves of a layer, step by step.

    python Tests/Fixtures/prune.py
"""
import torch
from torch import nn
from torch.nn.utils import prune

from reference import encode, write

x = torch.randn(2, 4, generator=torch.Generator().manual_seed(3))


def state(layer):
    layer.zero_grad()
    layer(x).sum().backward()
    return {
        "parameters": [n for n, _ in layer.named_parameters()],
        "buffers": [n for n, _ in layer.named_buffers()],
        "weight": encode(layer.weight),
        "gradients": [encode(p.grad) for _, p in layer.named_parameters()],
    }


def walk(steps, seed=4):
    """Steps: a method and its arguments, in the order of PyTorch's."""
    torch.manual_seed(seed)
    layer = nn.Linear(4, 5)
    case = {"seed": seed, "input": encode(x), "steps": []}
    for name, *arguments in steps:
        record = {"method": name, "arguments": [str(a) for a in arguments]}
        try:
            if name == "remove":
                prune.remove(layer, "weight")
            elif name == "custom":
                mask = (torch.arange(20).reshape(5, 4) % arguments[0] != 0).float()
                prune.custom_from_mask(layer, "weight", mask)
            elif name == "bias":
                prune.ln_structured(layer, "bias", 1, 2, 0)
            else:
                getattr(prune, name)(layer, "weight", *arguments)
            record["state"] = state(layer)
        except Exception as error:
            record["error"] = {"kind": type(error).__name__, "text": str(error)}
        case["steps"].append(record)
    return case


def cases():
    yield walk([("l1_unstructured", 3)])
    yield walk([("l1_unstructured", 0.3), ("l1_unstructured", 0.5), ("remove",)])
    yield walk([("random_unstructured", 0.4), ("random_unstructured", 3), ("l1_unstructured", 2)])
    yield walk([("ln_structured", 0.4, 2, 0), ("ln_structured", 1, 1, 1), ("l1_unstructured", 0.5)])
    yield walk([("ln_structured", 2, float("inf"), -1), ("ln_structured", 1, float("inf"), -1)])
    yield walk([("random_structured", 2, 0), ("random_structured", 0.5, 0), ("remove",)])
    yield walk([("custom", 3), ("l1_unstructured", 4), ("custom", 2), ("remove",), ("random_unstructured", 1)])
    yield walk([("l1_unstructured", 0), ("l1_unstructured", 1.0)])
    yield walk([("l1_unstructured", 21), ("l1_unstructured", 1.5), ("l1_unstructured", -1)])
    yield walk([("ln_structured", 0.5, 2, 2), ("ln_structured", 6, 2, 0), ("bias",), ("remove",)])


def together():
    for method in ["L1Unstructured", "RandomUnstructured"]:
        for first in [0, 3]:
            torch.manual_seed(6)
            layers = [nn.Linear(4, 3), nn.Linear(3, 2)]
            if first:
                prune.l1_unstructured(layers[0], "weight", first)
            prune.global_unstructured(
                [(layer, "weight") for layer in layers], getattr(prune, method), amount=0.5)
            yield {"seed": 6, "method": method, "first": first, "weights": [encode(l.weight) for l in layers]}


def rounded():
    generator = torch.Generator().manual_seed(8)
    for scale, zero, low, high in [(0.1, 3, 0, 255), (0.5, 0, -8, 7), (0.02, 10, 0, 15), (1.0, 0, 0, 1)]:
        values = torch.randn(20, generator=generator)
        yield {
            "scale": scale, "zero": zero, "low": low, "high": high, "values": encode(values),
            "rounded": encode(torch.fake_quantize_per_tensor_affine(values, scale, zero, low, high)),
        }


if __name__ == "__main__":
    write("prune", cases())
    write("prune_together", together())
    write("quantization", rounded())
