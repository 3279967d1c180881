"""Writes PyTorch's indexing into indexing.json and indexing-generated.json.

    python Tests/Fixtures/indexing.py        (torch 2.13.0+cpu, numpy)

An index is written as its parts: a number; [start, end, step]; "..."; "None"; {"input": i}, a tensor.
"""
import random as python_random

import torch

from reference import call, given, normal, write

T = torch.tensor


def python_index(parts, inputs):
    def part(p):
        if p == "...":
            return ...
        if p == "None":
            return None
        if isinstance(p, list):
            return slice(*p)
        if isinstance(p, dict):
            return inputs[p["input"]]
        return p

    return tuple(part(p) for p in parts)


def get(x, parts, *tensors):
    return call("get", lambda *a: a[0][python_index(parts, a)].clone(), [x, *tensors], parts=parts)


def put(x, parts, value, *tensors):
    def run(*a):
        y = a[0].clone()
        y[python_index(parts, a)] = a[-1]
        return y

    return call("set", run, [x, *tensors, value], parts=parts)


def add(x, parts, value, *tensors):
    def run(*a):
        y = a[0].clone()
        y.index_put_(python_index(parts, a), a[-1], accumulate=True)
        return y

    return call("accumulate", run, [x, *tensors, value], parts=parts)


def given_indices():
    x, whole = normal(3, 4, 2), torch.arange(3)
    i, j, mask = T([2, 0, -1]), T([[0], [1]]), T([True, False, True])
    at = [{"input": k} for k in range(9)]
    for parts, tensors in [
        ([1], []), ([-1, 2], []), ([0, 0, 0], []), ([0, 0, 0, 0], []), ([9], []), ([[1, None, None]], []),
        (["..."], []), (["...", 1], []), (["None", 0], []), ([0, "None", "...", "None"], []), ([[None, None, 2], "...", 1], []),
        ([at[1]], [i]), ([[None, None, None], at[1]], [i]), (["...", at[1]], [T([1, 0, 0])]), ([at[1], at[2]], [i, T([3, 1, 0])]),
        ([at[1], [None, None, None], at[2]], [i, T([1, 0, 1])]), ([[None, None, None], at[1], at[2]], [j, T([0, 1])]),
        ([at[1], 1], [i]), ([1, at[1]], [i]), ([at[1], "None", at[2]], [i, i]), (["None", at[1]], [i]),
        ([at[1], 1, at[2]], [i, T([1, 0, 1])]), ([at[1]], [mask]), ([at[1], at[2]], [mask, T([0, 3])]), ([at[1]], [x > 0]),
        ([[None, None, None], at[1]], [x[0] > 0]), ([at[1], 0], [x[:, :, 0] > 0]), ([at[1]], [T(1)]), ([at[1]], [T(True)]), ([at[1]], [T(False)]),
        ([at[1]], [T([], dtype=torch.int64)]), ([at[1]], [T([False, False, False])]), ([at[1]], [T([[0, 1], [2, 0]])]),
        ([at[1]], [T([5])]), ([[None, None, None], at[1]], [T([9])]), ([at[1], at[2]], [T([0]), T([-9])]), ([at[1], at[2]], [T([0, 1]), T([0, 1, 2])]),
        ([at[1]], [T([True, False])]), ([at[1]], [T([1.0])]), ([at[1], at[2], at[3], at[4]], [i, i, i, i]), ([at[1], 0, 0, 0], [i]),
    ]:
        yield get(x, parts, *tensors)
        if len(parts) < 4:
            yield put(x, parts, 7, *tensors)
    yield get(torch.ones(0, 3), [at[1]], T([0]))
    yield get(torch.ones(0, 3), [at[1]], T([], dtype=torch.int64))
    m = normal(3, 4)
    for parts, value, tensors in [
        ([at[1]], given(1, 2, 3), [T([0, 1])]), ([[0, 2, None]], given(1, 2, 3), []), ([at[1]], given(1, 2, 3, 4), [T([0, 1])]),
        ([at[1]], given(1, 2).reshape(2, 1), [mask]), ([at[1]], given(5).reshape(1, 1, 1), [T([0, 1])]), ([0], given(5).reshape(1, 1, 1), []),
        ([0, 1], given(5).reshape(1, 1, 1), []), ([at[1]], 1, [T([9])]), ([at[1]], given(1, 2, 3, 4), [m > 0.2]), ([at[1]], 0, [m > 0]),
        ([at[1], [1, 3, None]], given(8), [T([2, 2])]), ([[None, None, None], at[1]], given(1, 2, 3).reshape(3, 1), [T([0, 3])]),
    ]:
        yield put(m, parts, value, *tensors)
    yield put(whole, [at[1]], T([1.5]), T([0]))
    yield put(whole, [at[1]], 1.5, T([0]))
    yield put(whole, [0], 1.5)
    yield put(whole, [at[1]], T([2**53 + 1, 4]), T([0, 2]))
    yield get(T([2**53 + 1, 5, -(2**63)]), [at[1]], T([2, 0]))
    yield get(T([True, False, True]), [at[1]], T([1, 0, 0]))
    yield add(given(1, 2, 3), [at[1]], given(10), T([0, 0, 2]))
    yield add(m, [at[1], at[2]], given(1, 2, 3), T([0, 0, 0]), T([1, 1, 2]))
    yield add(T([1, 2, 3]), [at[1]], T([2**53 + 1, 1, 1]), T([0, 0, 2]))
    yield add(m, [at[1]], T([1]), T([0, 0]))


def generated():
    rng = python_random.Random(5)
    for _ in range(260):
        rank = rng.randint(1, 4)
        shape = [rng.choice([1, 2, 3, 4]) for _ in range(rank)]
        x = torch.arange(float(torch.Size(shape).numel())).reshape(shape)
        common = rng.choice([[], [2], [3], [2, 2], [1], [2, 1]])
        parts, tensors, dim, dots = [], [], 0, False
        while dim < rank:
            kind = rng.choice(["number", "slice", "slice", "tensor", "tensor", "none", "dots", "mask", "stop"])
            if kind == "stop":
                break
            if kind == "none" and parts.count("None") < 2:
                parts.append("None")
            elif kind == "dots" and not dots and rank - dim > 0:
                dots = True
                parts.append("...")
                dim += rng.randint(0, rank - dim)
            elif kind == "number":
                parts.append(rng.randrange(-shape[dim], shape[dim]))
                dim += 1
            elif kind == "slice":
                bound = lambda: rng.choice([None, rng.randint(-shape[dim] - 1, shape[dim] + 1)])
                parts.append([bound(), bound(), rng.choice([None, 1, 2])])
                dim += 1
            elif kind == "tensor":
                size = list(common)
                if size and rng.random() < 0.3:
                    size[rng.randrange(len(size))] = 1
                tensors.append(torch.tensor([rng.randrange(-shape[dim], shape[dim]) for _ in range(torch.Size(size).numel())], dtype=torch.int64).reshape(size))
                parts.append({"input": len(tensors)})
                dim += 1
            elif kind == "mask" and not any(isinstance(p, dict) for p in parts):
                size = shape[dim : dim + rng.randint(1, min(2, rank - dim))]
                tensors.append(torch.tensor([rng.random() < 0.5 for _ in range(torch.Size(size).numel())], dtype=torch.bool).reshape(size))
                parts.append({"input": len(tensors)})
                dim += len(size)
        if dots:  # what stands after the dots speaks of the last dimensions: only sizes that fit all are kept
            try:
                x[python_index(parts, [x, *tensors])]
            except (IndexError, RuntimeError):
                continue
        yield get(x, parts, *tensors)
        try:
            part = x[python_index(parts, [x, *tensors])]
        except (IndexError, RuntimeError):
            continue
        value = torch.arange(100.0, 100 + part.numel()).reshape(part.shape)
        if all(t.dtype == torch.bool for t in tensors):  # else places may occur twice
            yield put(x, parts, value, *tensors)
        if rng.random() < 0.3:
            yield put(x, parts, -1, *tensors)


def along():
    x, whole = normal(3, 4), T([[2**53 + 1, 2, 3], [4, 5, -(2**60) - 1]])
    for dim, index in [(0, T([[0, 2], [1, 1]])), (1, T([[0, 3, 3]])), (-1, T([[1], [0], [2]])), (0, T([[5]])), (0, T([0])), (0, T([[0.0]])),
                       (0, torch.zeros(2, 7, dtype=torch.int64)), (5, T([[0]])), (0, T([[-1]])), (1, torch.empty(0, 4, dtype=torch.int64))]:
        yield call("gather", lambda a, b, d=dim: a.gather(d, b), [x, index], dim=dim)
    yield call("gather", lambda a, b: a.gather(0, b), [T(3.0), T(0)], dim=0)
    yield call("gather", lambda a, b: a.gather(1, b), [whole, T([[2, 0], [2, 1]])], dim=1)
    source = normal(2, 4)
    for dim, index in [(0, T([[0, 2], [1, 1]])), (1, T([[0, 3]])), (0, T([[9]])), (0, torch.zeros(2, 7, dtype=torch.int64)), (0, T([0])), (0, T([[0.0]]))]:
        yield call("scatter", lambda a, b, s, d=dim: a.scatter(d, b, s), [x, index, source], dim=dim)
        yield call("scatter_add", lambda a, b, s, d=dim: a.scatter_add(d, b, s), [x, index, source], dim=dim)
    yield call("scatter", lambda a, b, s: a.scatter(0, b, s), [x, T([[0, 1]]), 5.0], dim=0)
    yield call("scatter", lambda a, b, s: a.scatter(0, b, s), [x, T([[0]]), T([[1]])], dim=0)
    yield call("scatter_add", lambda a, b, s: a.scatter_add(1, b, s), [whole, T([[0, 0]]), T([[2**53 + 1, 1]])], dim=1)
    for reduce in ["sum", "prod", "mean", "amax", "amin"]:
        for include in [True, False]:
            for a, s in [(x, normal(2, 4)), (T([[1, 2, 3]]), T([[7, -8, 9]]))]:
                index = T([[0, 0, 1], [1, 0, 1]])[: len(s)] if len(s) > 1 else T([[0, 0, 0]])
                dim = 0 if len(s) > 1 else 1
                yield call("scatter_reduce", lambda a, b, s, d=dim, r=reduce, n=include: a.scatter_reduce(d, b, s, r, include_self=n),
                           [a, index, s], dim=dim, reduce=reduce, include=include)
    for dim, index in [(0, T([2, 0, 0])), (1, T([3])), (-1, T(1)), (0, T([], dtype=torch.int64)), (0, T([5])), (0, T([-1])), (0, T([[0]])), (0, T([0.0]))]:
        yield call("index_select", lambda a, b, d=dim: a.index_select(d, b), [x, index], dim=dim)
    yield call("index_select", lambda a, b: a.index_select(0, b), [T(3.0), T(0)], dim=0)
    yield call("index_select", lambda a, b: a.index_select(0, b), [T(3.0), T([0, 0])], dim=0)
    for index, s in [(T([0, 0]), normal(2, 4)), (T([9]), normal(1, 4)), (T([0]), normal(2, 4)), (T([0]), normal(1, 3))]:
        yield call("index_add", lambda a, b, s: a.index_add(0, b, s), [x, index, s], dim=0)
        if index[0] != 9:  # PyTorch has two wordings
            yield call("index_add_alpha", lambda a, b, s: a.index_add(0, b, s, alpha=2), [x, index, s], dim=0)
    yield call("index_copy", lambda a, b, s: a.index_copy(1, b, s), [x, T([3, 0]), normal(3, 2)], dim=1)
    yield call("index_copy", lambda a, b, s: a.index_copy(0, b, s), [x, T([7]), normal(1, 4)], dim=0)
    yield call("index_copy", lambda a, b, s: a.index_copy(0, b, s), [x, T([0]), T([[1, 2, 3, 4]])], dim=0)
    for index, v in [(T([0, 2]), 5), (T([7]), 5), (T([-1]), 5), (T([0]), given(5.0))]:
        yield call("index_fill", lambda a, b, v: a.index_fill(0, b, v), [x, index, v], dim=0)
    masks = [x > 0, T([True, False, True, False]), T([[True], [False], [True]]), T([True, False]), T([1]), torch.zeros(3, 4, dtype=torch.bool)]
    for mask in masks:
        yield call("masked_select", torch.masked_select, [x, mask])
    for mask, s in [(x > 0, normal(12)), (T([True, False, False, False]), normal(3)), (x > 0, normal(1)), (x > 0, T([1, 2]))]:
        yield call("masked_scatter", torch.masked_scatter, [x, mask, s])
    for index in [T([0, -1, 5]), T([[11]]), T([20]), T([0.0]), T(3)]:
        yield call("take", torch.take, [x, index])
    for index, dim in [(T([[0], [1], [2]]), 1), (T([[2, 0, 1, 1]]), 0), (T([1, 2]), 0), (T([1, 11]), None)]:
        yield call("take_along_dim", lambda a, b, d=dim: torch.take_along_dim(a, b, d), [x, index], dim=dim)
    for y in [T([[1, 0], [0, 1]]), T(1.0), T(0.0), given(0, float("nan"), -0.0, 2), T([False, True]), torch.zeros(0, 2), (normal(2, 3, 2) > 0)]:
        yield call("nonzero", torch.nonzero, [y])
    for classes, n in [(T([1, 0]), -1), (T([[1, 0], [2, 2]]), 4), (T([1, 0]), 1), (T([-1]), -1), (T([1.0]), -1), (T([], dtype=torch.int64), -1),
                       (T([], dtype=torch.int64), 3), (T([1]), 0), (T(2), -1)]:
        yield call("one_hot", lambda a, n=n: torch.nn.functional.one_hot(a, n), [classes], classes=n)


if __name__ == "__main__":
    write("indexing", [*given_indices(), *along()])
    write("indexing-generated", generated())
