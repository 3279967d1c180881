"""Writes PyTorch's reductions, running totals and orders into
reduced-one.json, reduced-two.json and sorted.json.

    python Tests/Fixtures/scans.py        (torch 2.13.0+cpu, numpy)
"""
import torch

from reference import DTYPES, INF, NAN, call, given, normal, positive, write

T = torch.tensor
WHOLE = T([[3, -1, 2**53 + 1], [3, 7, -(2**60)]])
TRUTH = T([[True, False, True], [True, True, True]])


def tensors():
    for dtype in DTYPES.values():
        yield normal(3, 4).to(dtype)
        yield normal(2, 3, 4).to(dtype)
        yield given(1, NAN, 3, -INF).to(dtype)
        yield given(2, 2, 1, 3, 3, 1).to(dtype)
        yield T(2.5, dtype=dtype)
        yield torch.empty(0, 3, dtype=dtype)
    yield WHOLE
    yield TRUTH


def reduced():
    over = ["sum", "prod", "amax", "amin", "all", "any", "nansum", "count_nonzero"]
    floating = ["mean", "nanmean", "var", "std", "logsumexp", "norm"]
    for x in tensors():
        for name in over + floating:
            function = getattr(torch, name)
            if name == "logsumexp":
                function = torch.logsumexp
            lists = [[0], [-1], [0, -1], [1], [5]] if x.dim() > 1 else [[0], [1]]
            for dims in [None, *lists]:
                if dims is None:
                    if name == "logsumexp":
                        continue
                    yield call(name, function, [x], dims=None)
                elif name == "prod":
                    if len(dims) == 1:
                        yield call(name, lambda a, d=dims: torch.prod(a, d[0], keepdim=True), [x], dims=dims, keep=True)
                elif name == "norm":
                    yield call(name, lambda a, d=dims: torch.norm(a, dim=d, keepdim=True), [x], dims=dims, keep=True)
                elif name == "count_nonzero":
                    yield call(name, lambda a, d=dims: torch.count_nonzero(a, d), [x], dims=dims)
                elif name == "norm" and not x.is_floating_point():
                    continue
                else:
                    for keep in [False, True] if len(dims) == 2 else [False]:
                        yield call(name, lambda a, d=dims, k=keep, f=function: f(a, d, keepdim=k), [x], dims=dims, keep=keep)
        for name in ["max", "min", "argmax", "argmin"]:
            yield call(name, getattr(torch, name), [x])
            for dim in [0, -1, 5]:
                yield call(name, lambda a, d=dim, f=getattr(torch, name): f(a, d, keepdim=True), [x], dim=dim, keep=True)
                yield call(name, lambda a, d=dim, f=getattr(torch, name): f(a, d), [x], dim=dim)
    for dtype in DTYPES.values():
        x = normal(3, 5).to(dtype)
        for p in [0, 1, 2, 3.5, -1.0, INF, -INF]:
            yield call("norm", lambda a, p=p: torch.norm(a, p), [x], p=str(p))
            yield call("norm", lambda a, p=p: torch.norm(a, p, dim=1), [x], p=str(p), dims=[1])
        for correction in [0, 1, 2, 7]:
            yield call("var", lambda a, c=correction: torch.var(a, 1, correction=c), [x], dims=[1], correction=correction)
            yield call("std", lambda a, c=correction: torch.std(a, correction=c), [x], dims=None, correction=correction)
        yield call("logsumexp", lambda a: torch.logsumexp(a, 1), [T([[-INF, -INF], [INF, 1], [1000, 1000], [NAN, 1]], dtype=dtype)], dims=[1])
        yield call("norm", lambda a: torch.norm(a, INF), [torch.empty(0, dtype=dtype)], p="inf")
        long = (torch.arange(40000) % 977).to(dtype) * 0.1 + 1000
        yield call("long_sum", lambda a: (torch.arange(40000) % 977).to(a.dtype).mul(0.1).add(1000).double().sum().to(a.dtype), [long[:1]])
    for n in [0, 1]:
        yield call("var", torch.var, [torch.ones(n)], dims=None)


def ordered():
    for x in tensors():
        for dim in [0, -1, 3]:
            for name in ["cumsum", "cumprod", "cummax", "cummin", "logcumsumexp"]:
                if name == "logcumsumexp" and not x.is_floating_point():
                    continue
                if name == "cumprod" and x is WHOLE:
                    continue
                if name in ["cummax", "cummin"] and dim == 3 and x.numel() < 2:  # words of their own
                    continue
                yield call(name, lambda a, d=dim, f=getattr(torch, name): f(a, d), [x], dim=dim)
            for descending in [False, True]:
                yield call("sort", lambda a, d=dim, r=descending: torch.sort(a, dim=d, descending=r, stable=True), [x], dim=dim, descending=descending)
                yield call("argsort", lambda a, d=dim, r=descending: torch.argsort(a, dim=d, descending=r, stable=True), [x], dim=dim, descending=descending)
    for dtype in DTYPES.values():
        distinct = torch.randperm(60, generator=torch.Generator().manual_seed(1)).reshape(3, 4, 5).to(dtype) - 30
        for k, dim in [(1, 0), (2, -1), (3, 1), (0, 1), (5, 2), (9, 0), (-1, 0)]:
            for largest in [True, False]:
                yield call("topk", lambda a, k=k, d=dim, g=largest: torch.topk(a, k, d, g), [distinct], k=k, dim=dim, largest=largest)
            yield call("kthvalue", lambda a, k=k, d=dim: torch.kthvalue(a, k, d), [distinct], k=k, dim=dim)
        for dim in [0, 1, -1]:
            yield call("median", lambda a, d=dim: torch.median(a, d), [distinct], dim=dim)
            yield call("median", lambda a, d=dim: torch.median(a, d, keepdim=True), [distinct], dim=dim, keep=True)
            yield call("mode", lambda a, d=dim: torch.mode(a, d), [T([[1, 2, 2, 1], [3, 3, 0, 0], [5, 1, 9, 3]], dtype=dtype)], dim=dim)
        for x in [distinct, given(3, NAN, 1).to(dtype), torch.empty(0, dtype=dtype), T(2.0, dtype=dtype), given(4, 1, 3, 2).to(dtype)]:
            yield call("median", torch.median, [x])
        yield call("nanmedian", lambda a: torch.nanmedian(a, 1), [T([[3, NAN, 1, 2], [NAN, NAN, 5, NAN]], dtype=dtype)], dim=1)
        yield call("topk", lambda a: torch.topk(a, 2), [given(1, NAN, 3, 2).to(dtype)], k=2, dim=-1, largest=True)
        yield call("topk", lambda a: torch.topk(a, 1), [T(3.0, dtype=dtype)], k=1, dim=-1, largest=True)
        for x in [normal(3, 5).to(dtype), given(1, NAN, 3).to(dtype), given(7).to(dtype)]:
            for how in ["linear", "lower", "higher", "midpoint", "nearest"]:
                yield call("quantile", lambda a, q, h=how: torch.quantile(a, q, interpolation=h), [x, 0.3], how=how)
                yield call("quantile", lambda a, q, h=how: torch.quantile(a, q, dim=0, interpolation=h), [x, T([0, 0.25, 1], dtype=dtype)], how=how, dim=0)
            yield call("quantile", lambda a, q: torch.quantile(a, q, dim=-1, keepdim=True), [x, T([0.1, 0.6], dtype=dtype)], dim=-1, keep=True)
            yield call("quantile", lambda a, q: torch.quantile(a, q, keepdim=True), [x, 0.5], keep=True)
        yield call("histc", lambda a: torch.histc(a, 4), [given(1, 2, 3, NAN).to(dtype)[:3]], bins=4)
        yield call("histc", lambda a: torch.histc(a, 5, -1, 1), [normal(50).to(dtype)], bins=5, low=-1.0, high=1.0)
        yield call("histc", lambda a: torch.histc(a, 2), [given(1, 1).to(dtype)], bins=2)
    yield call("topk", lambda a: torch.topk(a, 1), [T([True])], k=1, dim=-1, largest=True)
    yield call("topk", lambda a: torch.topk(a, 2), [T([2**53 + 1, 2**53 + 2, 2**53])], k=2, dim=-1, largest=True)
    yield call("quantile", torch.quantile, [normal(3), 1.5])
    yield call("quantile", torch.quantile, [T([1, 2]), 0.5])
    yield call("quantile", torch.quantile, [torch.ones(0), 0.5])
    yield call("histc", lambda a: torch.histc(a, 4), [T([1, 2])], bins=4)
    yield call("histc", lambda a: torch.histc(a, 0), [T([1.0])], bins=0)
    yield call("histc", lambda a: torch.histc(a, 3, 5, 2), [T([1.0])], bins=3, low=5.0, high=2.0)
    for x in [T([3, 1, 3, 2, 1]), T([[2.5, -1], [2.5, 0]]), given(3, NAN, NAN, 1), T([True, False, True]), T(5), torch.empty(0), T([2**53 + 1, 2**53])]:
        yield call("unique", lambda a: torch.unique(a, return_inverse=True, return_counts=True), [x])
        yield call("unique_consecutive", lambda a: torch.unique_consecutive(a, return_inverse=True, return_counts=True), [x])
    rows = T([[1, 2, 1], [0, 5, 0], [1, 2, 1], [0, 4, 0], [0, 4, 0]])
    for dim in [0, 1]:
        yield call("unique", lambda a, d=dim: torch.unique(a, return_inverse=True, return_counts=True, dim=d), [rows], dim=dim)
        yield call("unique_consecutive", lambda a, d=dim: torch.unique_consecutive(a, return_inverse=True, return_counts=True, dim=d), [rows], dim=dim)
    for x, least in [(T([1, 2, 2]), 0), (T([1]), 5), (T([], dtype=torch.int64), 0), (T([-1]), 0), (T([1.0]), 0), (T([1]), -5), (T([[1]]), 0)]:
        yield call("bincount", lambda a, m=least: torch.bincount(a, minlength=m), [x], least=least)
    yield call("bincount_weights", lambda a, w: torch.bincount(a, w), [T([1, 2, 1]), T([0.5, 0.25, 2])])
    yield call("bincount_weights", lambda a, w: torch.bincount(a, w), [T([1, 2, 1]), T([1, 2, 3])])
    for x, n, dim in [(T([1, 4, 9, 16]), 1, 0), (T([[1.5, 4, 9], [1, 1, 2]]), 2, -1), (T([True, False, False]), 1, 0), (T([[1, 2]]), 1, 0)]:
        yield call("diff", lambda a, n=n, d=dim: torch.diff(a, n, d), [x], n=n, dim=dim)


if __name__ == "__main__":
    cases = list(reduced())
    half = len(cases) // 2
    write("reduced-one", cases[:half])
    write("reduced-two", cases[half:])
    write("sorted", ordered())
