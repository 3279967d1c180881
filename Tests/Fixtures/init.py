"""Writes init.json: what the initialisers of PyTorch draw from a seed.

    python Tests/Fixtures/init.py
"""
import torch
from torch.nn import init

from reference import DTYPES, encode, write


def drawn(name, shape, dtype="float32", seed=11, **arguments):
    names = {"low": "a", "high": "b", "deviation": "std", "value": "val", "slope": "a"}
    kept = {names.get(k, k): v for k, v in arguments.items()}
    torch.manual_seed(seed)
    case = {"initializer": name, "shape": list(shape), "dtype": dtype, "seed": seed, "arguments": arguments}
    tensor = torch.full(shape, 9.0, dtype=DTYPES[dtype])
    try:
        case["values"] = encode(getattr(init, name)(tensor, **kept))
        case["next"] = torch.randint(0, 1 << 20, (1,)).item()
    except Exception as error:
        case["error"] = {"kind": type(error).__name__, "text": str(error)}
    return case


def cases():
    for dtype in DTYPES:
        yield drawn("uniform_", (3, 4), dtype)
        yield drawn("uniform_", (3, 4), dtype, low=-2.0, high=3.0)
        yield drawn("normal_", (3,), dtype, mean=1.0, deviation=0.1)
        yield drawn("normal_", (5, 5), dtype, mean=-1.0, deviation=2.0)
        yield drawn("trunc_normal_", (6, 5), dtype)
        yield drawn("trunc_normal_", (6, 5), dtype, mean=0.5, deviation=1.0, low=-0.5, high=1.0)
        yield drawn("trunc_normal_", (6, 5), dtype, mean=3.0, deviation=1.0, low=-2.0, high=2.0)
        yield drawn("trunc_normal_", (2, 3), dtype, mean=0.0, deviation=5.0, low=-1.0, high=1.0)
        yield drawn("constant_", (2, 3), dtype, value=0.3)
        yield drawn("ones_", (2, 3), dtype)
        yield drawn("zeros_", (2, 3), dtype)
        for shape in [(3, 3), (2, 4), (4, 2)]:
            yield drawn("eye_", shape, dtype)
        for shape in [(3, 2, 3), (2, 3, 4, 3), (2, 2, 1, 2, 3)]:
            yield drawn("dirac_", shape, dtype)
        yield drawn("dirac_", (4, 2, 3, 3), dtype, groups=2)
        for name in ["xavier_uniform_", "xavier_normal_"]:
            for shape in [(3, 4), (2, 3, 5), (2, 3, 2, 2)]:
                yield drawn(name, shape, dtype)
            yield drawn(name, (3, 4), dtype, gain=5 / 3)
        for name in ["kaiming_uniform_", "kaiming_normal_"]:
            for shape in [(3, 4), (2, 3, 5)]:
                for mode in ["fan_in", "fan_out"]:
                    yield drawn(name, shape, dtype, mode=mode)
            for function in ["linear", "sigmoid", "tanh", "relu", "leaky_relu", "selu"]:
                yield drawn(name, (3, 4), dtype, nonlinearity=function, slope=0.2)
        for shape in [(4, 4), (3, 5), (5, 3), (2, 3, 2), (1, 4)]:
            yield drawn("orthogonal_", shape, dtype)
        yield drawn("orthogonal_", (4, 3), dtype, gain=2.0)
        yield drawn("sparse_", (7, 3), dtype, sparsity=0.3)
        yield drawn("sparse_", (5, 4), dtype, sparsity=0.5, deviation=1.0)
    for name, shape, arguments in [
        ("eye_", (3,), {}), ("dirac_", (3, 3), {}), ("dirac_", (3, 3, 3), {"groups": 2}),
        ("orthogonal_", (3,), {}), ("sparse_", (3,), {"sparsity": 0.1}), ("xavier_uniform_", (3,), {}),
        ("kaiming_normal_", (), {}),
    ]:
        yield drawn(name, shape, **arguments)


if __name__ == "__main__":
    write("init", cases())
