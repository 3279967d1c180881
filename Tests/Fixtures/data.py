"""Files as NumPy and safetensors write them, with what is in them, and the orders in which
PyTorch takes samples.

    python Tests/Fixtures/data.py
"""
import gzip
import io
import struct

import numpy as np
import safetensors.torch
import torch
from torch.utils.data import DataLoader, WeightedRandomSampler, random_split

from reference import encode, write

numbers = np.random.default_rng(5)


def ours(array):
    """What an array becomes: bool, int64, float32 or float64."""
    kind, size = array.dtype.kind, array.dtype.itemsize
    target = {"b": np.bool_, "i": np.int64, "u": np.int64}.get(
        kind, np.float64 if size == 8 else np.float32
    )
    return encode(torch.from_numpy(np.ascontiguousarray(array.astype(target)).reshape(array.shape)))


def npy(array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version)
    return out.getvalue()


def arrays():
    for name in "? i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8".split():
        for order in "<>":
            dtype = np.dtype(name).newbyteorder(order)
            if name == "?":
                array = numbers.random((2, 3)) < 0.5
            elif name[0] == "f":
                array = numbers.normal(size=(2, 3)).astype(dtype)
                array.flat[:3] = np.nan, -np.inf, 6e-8 if name == "f2" else 1e-40
            else:
                info = np.iinfo(dtype)
                most = min(info.max, 2**63 - 1)
                array = numbers.integers(info.min, most, (2, 3), np.dtype(name)).astype(dtype)
                array.flat[:2] = info.min, most
            yield f"{order}{name}", array, None
    cube = numbers.normal(size=(2, 3, 4))
    yield "fortran", np.asfortranarray(cube), None
    yield "fortran f4", np.asfortranarray(cube.astype(">f4")), (2, 0)
    yield "version 3", cube[0], (3, 0)
    yield "scalar", np.array(3.5), None
    yield "empty", np.zeros((0, 4), np.float32), None
    yield "one", np.arange(5), None


def idx(code, dtype, array):
    header = bytes([0, 0, code, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + array.astype(dtype).tobytes()


def files():
    for name, array, version in arrays():
        content = npy(array, version)
        # Little-endian arrays in C order come out as they went in.
        isSame = array.flags.c_contiguous and version is None and name[1:] in ("?", "i8", "f4", "f8")
        isSame = isSame and name[0] == "<" or name in ("scalar", "empty", "one")
        yield {"format": "npy", "name": name, "bytes": content.hex(), "arrays": [ours(array)],
               "names": [""], "same": bool(isSame)}
    for name, save in (("savez", np.savez), ("savez_compressed", np.savez_compressed)):
        named = {"weight": numbers.normal(size=(3, 4)).astype("f4"), "bias": np.arange(3),
                 "zeros": np.zeros((20, 20))}
        out = io.BytesIO()
        save(out, **named)
        yield {"format": "npz", "name": name, "bytes": out.getvalue().hex(),
               "names": list(named), "arrays": [ours(a) for a in named.values()], "same": False}
    for code, dtype in ((8, ">u1"), (9, ">i1"), (11, ">i2"), (12, ">i4"), (13, ">f4"), (14, ">f8")):
        array = (numbers.normal(size=(2, 1, 3)) * 50).astype(dtype)
        content = idx(code, dtype, array)
        for name, data in ((dtype, content), (dtype + " gz", gzip.compress(content, mtime=0))):
            yield {"format": "idx", "name": name, "bytes": data.hex(), "names": [""],
                   "arrays": [ours(array)], "same": False}
    yield from tensors()


def tensors():
    def saved(name, named, metadata=None, same=False):
        content = safetensors.torch.save(named, metadata)
        kept = {k: v.float() if v.dtype in (torch.float16, torch.bfloat16) else v
                for k, v in named.items()}
        kept = {k: v if v.dtype in (torch.bool, torch.float32, torch.float64) else v.long()
                for k, v in kept.items()}
        return {"format": "safetensors", "name": name, "bytes": content.hex(),
                "names": list(kept), "arrays": [encode(v) for v in kept.values()],
                "metadata": metadata or {}, "same": same}

    ours = {"b": torch.arange(6).reshape(2, 3), "a.weight": torch.randn(2, 2),
            "z": torch.tensor([True, False, True]), "a": torch.randn(3, dtype=torch.float64),
            "scalar": torch.tensor(2.5), "none": torch.zeros(0, 3)}
    yield saved("our types", ours, {"format": "pt"}, True)
    yield saved("no metadata", {"w": torch.ones(1)}, None, True)
    yield saved("odd names", {'quote " \\ \n é 层': torch.ones(2)}, {"k\t": "\x01 \u2028 😀"}, True)
    others = [torch.float16, torch.bfloat16, torch.int32, torch.int16, torch.int8, torch.uint8]
    yield saved("other types", {str(d): (torch.randn(5) * 40).abs().to(d) for d in others})


def orders():
    for seed, lengths in ((0, [3, 7]), (1, [10]), (2, [0.5, 0.25, 0.25]), (3, [0.3, 0.3, 0.4]),
                          (4, [1, 0, 9]), (5, [0.33, 0.33, 0.34])):
        parts = random_split(range(10), lengths, torch.Generator().manual_seed(seed))
        yield {"kind": "split", "seed": seed, "count": 10, "lengths": lengths,
               "isFraction": isinstance(lengths[0], float), "orders": [p.indices for p in parts]}
    data = torch.arange(11)
    for seed in (0, 7):
        own = torch.Generator().manual_seed(seed)
        loader = DataLoader(data, 4, shuffle=True, generator=own)
        yield {"kind": "own", "seed": seed, "count": 11, "lengths": [4], "isFraction": False,
               "orders": [b.tolist() for _ in range(3) for b in loader]}
        torch.manual_seed(seed)
        weights = torch.linspace(0, 1, 11).double() ** 2
        sampler = WeightedRandomSampler(weights.tolist(), 20)
        loader = DataLoader(data, 8, sampler=sampler, drop_last=True)
        yield {"kind": "weighted", "seed": seed, "count": 11, "lengths": [20], "isFraction": False,
               "weights": weights.tolist(), "orders": [b.tolist() for _ in range(2) for b in loader]}


write("data-files", files())
write("data-orders", orders())
