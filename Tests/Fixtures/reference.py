"""What the scripts beside this one share: how a case is computed by PyTorch and written.

A case is an operation with its settings, inputs, an upstream gradient, PyTorch's output and
PyTorch's gradients. Numbers are written with as many digits as tell them apart; nan and inf are
written as text.
"""
import json
import math
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).parent
torch.set_num_threads(1)
DTYPES = {"float32": torch.float32, "float64": torch.float64}


def numbers(tensor):
    array = tensor.detach().numpy().reshape(-1)
    if array.dtype == bool:
        return [int(value) for value in array]
    if array.dtype == np.int64:
        return [int(value) for value in array]
    out = []
    for value in array:
        if not np.isfinite(value):
            out.append("nan" if np.isnan(value) else "inf" if value > 0 else "-inf")
        else:
            out.append(float(np.format_float_scientific(value, unique=True)))
    return out


def encode(tensor):
    return {
        "shape": list(tensor.shape),
        "dtype": str(tensor.dtype).removeprefix("torch."),
        "values": numbers(tensor),
    }


def write(name, cases):
    cases = list(cases)
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    (HERE / f"{name}.json").write_text("[\n" + lines + "\n]\n")
    print(name, len(cases))


# Operations ------------------------------------------------------------------------------------

random = torch.Generator().manual_seed(20)


def normal(*shape, scale=1.0):
    return torch.randn(shape, generator=random, dtype=torch.float64) * scale


def positive(*shape):
    return torch.rand(shape, generator=random, dtype=torch.float64) * 3 + 0.05


def unit(*shape):
    return torch.rand(shape, generator=random, dtype=torch.float64) * 0.98 + 0.01


def given(*values):
    return torch.tensor(values, dtype=torch.float64)


def case(operation, function, inputs, dtype, **settings):
    """One case: floating-point inputs become leaves of `dtype`, whole ones stay as they are."""
    leaves = [
        x.to(DTYPES[dtype], copy=True).requires_grad_() if x.is_floating_point() else x for x in inputs
    ]
    output = function(*leaves)
    upstream = torch.randn(output.shape, generator=random, dtype=torch.float64).to(output.dtype)
    output.backward(upstream)
    return {
        "operation": operation,
        **settings,
        "inputs": [encode(x) for x in leaves],
        "upstream": encode(upstream),
        "output": encode(output),
        "gradients": [
            None if not x.is_floating_point() or x.grad is None else encode(x.grad)
            for x in leaves
        ],
        "name": output.grad_fn.name(),
    }


INF, NAN = math.inf, math.nan


# Calls -----------------------------------------------------------------------------------------


def argument(value):
    if isinstance(value, torch.Tensor):
        return encode(value)
    kind = torch.float64 if isinstance(value, float) else torch.int64
    return {**encode(torch.tensor(value, dtype=kind)), "isNumber": True}


def call(name, function, inputs, **settings):
    """One call without gradients: what PyTorch answers, or how it refuses."""
    record = {"call": name, "inputs": [argument(x) for x in inputs], "settings": settings}
    try:
        result = function(*inputs)
    except (RuntimeError, IndexError, ValueError, NotImplementedError) as error:
        message = str(error).split("\nException raised")[0]
        return {**record, "error": message, "kind": type(error).__name__.replace("_LinAlgError", "RuntimeError")}
    if isinstance(result, (bool, int, float)):
        result = torch.tensor(result)
    results = [result] if isinstance(result, torch.Tensor) else list(result)
    return {**record, "outputs": [encode(x) for x in results]}
