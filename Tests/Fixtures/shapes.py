"""Writes PyTorch's rearrangements into shapes.json.

    python Tests/Fixtures/shapes.py        (torch 2.13.0+cpu, numpy)
"""
import torch
import torch.nn.functional as F

from reference import call, given, normal, write

T = torch.tensor


def one(name, function, x, **settings):
    return call(name, function, [x], **settings)


def cases():
    x, v, cube, s = normal(3, 4), torch.arange(5.0), normal(2, 3, 4), T(3.0)
    whole = T([[2**53 + 1, 2], [3, 4]])
    for y in [x, v, cube, s, whole, torch.empty(0, 2)]:
        for size, dim in [(2, 0), (1, -1), (0, 0), (-1, 0), (7, 0), (2, 5)]:
            yield one("split", lambda a, n=size, d=dim: a.split(n, d), y, size=size, dim=dim)
            yield one("chunk", lambda a, n=size, d=dim: a.chunk(n, d), y, count=size, dim=dim)
        yield one("unbind", lambda a: a.unbind(-1) if a.dim() else a.unbind(0), y, dim=-1 if y.dim() else 0)
        for turns in [0, 1, 2, 3, -1, 5]:
            yield one("rot90", lambda a, k=turns: torch.rot90(a, k), y, turns=turns, dims=[0, 1])
        yield one("rot90", lambda a: torch.rot90(a, 1, (-1, 0)), y, turns=1, dims=[-1, 0]) if y.dim() > 1 else one("flip", lambda a: a.flip(()), y, dims=[])
        for dims in [[0], [-1], [0, -1], [0, 0], [5], []]:
            if y.dim() == 1 and dims == [0, -1]:
                continue
            yield one("flip", lambda a, d=dims: a.flip(d), y, dims=dims)
        for shifts, dims in [([1], []), ([1], [0]), ([-7], [-1]), ([1, 2], [0, -1]), ([1, 2], [0]), ([1], [5]), ([], [])]:
            if y.numel() == 0 and dims == [5]:  # accepted there
                continue
            yield one("roll", lambda a, n=shifts, d=dims: torch.roll(a, n, d), y, shifts=shifts, dims=dims)
        for counts in [[2], [2, 3], [1, 2, 2], [0, 2, 1], [-1, 1, 1], [2, 0]]:
            yield one("repeat", lambda a, c=counts: a.repeat(c), y, counts=counts)
            yield one("tile", lambda a, c=counts: a.tile(c), y, counts=counts)
        for offset in [0, 1, -1, 3, -9]:
            yield one("tril", lambda a, o=offset: a.tril(o), y, offset=offset)
            yield one("triu", lambda a, o=offset: a.triu(o), y, offset=offset)
            yield one("diag", lambda a, o=offset: a.diag(o), y, offset=offset)
            yield one("diagonal", lambda a, o=offset: a.diagonal(o), y, offset=offset, dims=[0, 1])
            yield one("diag_embed", lambda a, o=offset: a.diag_embed(o), y, offset=offset, dims=[-2, -1])
    yield one("diagonal", lambda a: a.diagonal(0, 2, 0), cube, offset=0, dims=[2, 0])
    yield one("diagonal", lambda a: a.diagonal(0, 0, 0), x, offset=0, dims=[0, 0])
    yield one("diag_embed", lambda a: a.diag_embed(1, 2, 0), x, offset=1, dims=[2, 0])
    yield one("diag_embed", lambda a: a.diag_embed(0, 0, 0), x, offset=0, dims=[0, 0])
    yield one("trace", torch.trace, x)
    yield one("trace", torch.trace, whole)
    for sizes, dim in [([2, 3], 0), ([2, 2], 0), ([5, -1, 1], 0), ([0, 5], -1), ([9, 9], 0)]:
        yield one("split_sizes", lambda a, n=sizes, d=dim: a.split(n, d), v, sizes=sizes, dim=dim)
    for n in [1, 3, 7, 0]:
        yield one("tensor_split", lambda a, n=n: a.tensor_split(n), v, count=n, dim=0)
        yield one("tensor_split", lambda a, n=n: a.tensor_split(n, 1), x, count=n, dim=1)
    for places in [[1, 3], [3, 1, 9], [], [-1]]:
        yield one("tensor_split", lambda a, p=places: a.tensor_split(p), v, places=places, dim=0)
    for source, to in [([0], [1]), ([0, 1], [2, 0]), ([-1], [0]), ([0, 1], [0, 0]), ([0], [0, 1]), ([1, 1], [0, 1])]:
        yield one("movedim", lambda a, f=source, t=to: a.movedim(f, t), cube, source=source, to=to)
    for dim, sizes in [(1, [2, -1]), (1, [3, -1]), (-1, [2, 2]), (1, [3, 3]), (1, []), (0, [3, 1])]:
        yield one("unflatten", lambda a, d=dim, n=sizes: a.unflatten(d, n), x, dim=dim, sizes=sizes)
    for dims in [[0, 1], [0, -1], [1], [0, 0], [3]]:
        yield one("squeeze", lambda a, d=dims: a.squeeze(d), normal(1, 2, 1), dims=dims)
    for y, dim, size, step in [(x, 1, 2, 1), (x, 1, 2, 2), (x, 0, 3, 1), (x, 1, 5, 1), (x, 1, 2, 0), (x, 1, 0, 1), (x, 1, -1, 1), (s, 0, 1, 1), (cube, -1, 3, 5), (v, 0, 2, 3)]:
        yield one("unfold", lambda a, d=dim, n=size, k=step: a.unfold(d, n, k), y, dim=dim, size=size, step=step)
    for counts, dim in [(2, None), (2, 0), (0, 1), (-1, None), (T([1, 2, 0]), 0), (T([2]), 1), (T([1, 2]), 0), (T([1, -2, 0]), 0), (T([1.0, 2, 0]), 0), (T([3, 0, 0, 1]), -1)]:
        yield call("repeat_interleave", lambda a, c, d=dim: torch.repeat_interleave(a, c, d), [x, counts], dim=dim)
    many = [[x, x + 1], [v, v], [s, s], [cube, cube], [x, torch.empty(0)], [torch.empty(0), v], [x, v], [T([1]), T([1.5])], [T([True]), T([3])]]
    for tensors in many:
        for name in ["hstack", "vstack", "dstack", "cat", "stack"]:
            yield call(name, lambda *a, f=getattr(torch, name): f(a), tensors)
    for tensors in [[v, T([1.0, 2])], [v, s], [x, v], [v, T([1])], [v, v, v], [s]]:
        for indexing in ["ij", "xy"]:
            if tensors[0] is x:
                continue
            yield call("meshgrid", lambda *a, i=indexing: torch.meshgrid(*a, indexing=i), tensors, indexing=indexing)
    yield call("meshgrid", lambda *a: torch.meshgrid(*a, indexing="zz"), [v], indexing="zz")
    batch, image = normal(1, 3, 4), normal(2, 1, 4, 3)
    for y in [x, batch, image, whole]:
        for margins in [[1, 1], [1, 2, 2, 0], [1, 1, -1, 0], [-1, -1], [1], [1] * 6, [1] * 10, [0, 0], [2, 1, 1, 1]]:
            yield one("pad", lambda a, m=margins: F.pad(a, m), y, margins=margins, mode="constant")
            for mode in ["reflect", "replicate", "circular"]:
                if len(margins) not in [2, 4] or y is whole or min(margins) < 0:
                    continue
                if mode == "reflect" and any(m >= n for m, n in zip(margins, [y.shape[-1]] * 2 + [y.shape[-2]] * 2)) and y is x:
                    continue
                yield one("pad", lambda a, m=margins, k=mode: F.pad(a, m, k), y, margins=margins, mode=mode)
    yield call("pad", lambda a, b: F.pad(a, (1, 1), value=b), [x, 7.5], margins=[1, 1], mode="constant")
    yield call("pad", lambda a, b: F.pad(a, (1, 1), "reflect", b), [x, 1.0], margins=[1, 1], mode="reflect")
    for margins, mode in [([4, 0], "reflect"), ([4, 1], "reflect"), ([5, 0], "circular"), ([1, 1, 1, 1], "replicate")]:
        yield one("pad", lambda a, m=margins, k=mode: F.pad(a, m, k), x, margins=margins, mode=mode)


if __name__ == "__main__":
    write("shapes", cases())
