"""Writes gradients of PyTorch's further operations into
derivatives-float32.json and derivatives-float64.json.

    python Tests/Fixtures/derivatives.py        (torch 2.13.0+cpu, numpy)
"""
import torch
import torch.nn.functional as F

from reference import DTYPES, INF, NAN, case, encode, given, normal, positive, unit, write

T = torch.tensor


def symmetric(*shape):
    a = normal(*shape)
    return a @ a.mT + torch.eye(shape[-1], dtype=a.dtype)


def cases(dtype):
    for name, ranges in {
        "exp2": normal, "expm1": normal, "log2": positive, "log10": positive, "log1p": positive, "square": normal, "reciprocal": positive,
        "rsqrt": positive, "tan": unit, "asin": unit, "acos": unit, "atan": normal, "sinh": normal, "cosh": normal, "asinh": normal,
        "acosh": lambda *s: positive(*s) + 1.2, "atanh": unit, "erfc": normal, "logit": unit, "trunc": normal, "frac": normal, "nan_to_num": normal,
    }.items():
        for shape in [(3, 4), (), (0,)]:
            yield case(name, getattr(torch, name), [ranges(*shape)], dtype)
    for name, ranges in {"atan2": normal, "hypot": normal, "logaddexp": normal, "xlogy": positive, "fmax": normal, "fmin": normal, "fmod": positive,
                         "remainder": positive, "copysign": normal}.items():
        for a, b in [((3, 4), (3, 4)), ((3, 1), (4,)), ((), (2,))]:
            yield case(name, getattr(torch, name), [ranges(*a), ranges(*b)], dtype)
    yield case("fmax", torch.fmax, [given(1, 2, 3), given(1, 5, 0)], dtype)
    yield case("xlogy", torch.xlogy, [given(0, 0, 2), given(2, 1, 3)], dtype)
    yield case("lerp", torch.lerp, [normal(2, 3), normal(3), unit(2, 1)], dtype)
    for dims, keep in [(None, False), ([0], True), ([1], False)]:
        for x in [normal(3, 4), given(1, 0, 3, 2).reshape(2, 2), given(0, 0, 3, 2).reshape(2, 2)]:
            run = (lambda a: a.prod()) if dims is None else (lambda a, d=dims, k=keep: a.prod(d[0], keepdim=k))
            yield case("prod", run, [x], dtype, dims=dims, keep=keep)
    for dims, keep in [([0], True), ([1], False), ([0, 1], False)]:
        x = normal(3, 4)
        yield case("logsumexp", lambda a, d=dims, k=keep: a.logsumexp(d, keepdim=k), [x], dtype, dims=dims, keep=keep)
        for name in ["amax", "amin"]:
            for y in [x, given(1, 3, 3, 1, 1, 3).reshape(2, 3)]:
                yield case(name, lambda a, d=dims, k=keep, n=name: getattr(a, n)(d, keepdim=k), [y], dtype, dims=dims, keep=keep)
        for p in [0.0, 1.0, 2.0, 3.0, 1.5, INF, -INF]:
            yield case("norm", lambda a, d=dims, k=keep, p=p: torch.linalg.vector_norm(a, p, d, keepdim=k), [x], dtype, dims=dims, keep=keep, p=str(p))
    for dim in [0, -1]:
        for x in [normal(3, 4), given(1, 0, 3, 0, 2, 5).reshape(2, 3), T(2.0, dtype=torch.float64)]:
            for name in ["cumsum", "cumprod", "logcumsumexp"]:
                yield case(name, lambda a, d=dim, n=name: getattr(a, n)(d), [x], dtype, dim=dim)
        x = normal(3, 4)
        for name in ["cummax", "cummin", "median"]:
            yield case(name, lambda a, d=dim, n=name: getattr(a, n)(d).values, [x], dtype, dim=dim)
        yield case("sort", lambda a, d=dim: torch.sort(a, dim=d, descending=True, stable=True).values, [x], dtype, dim=dim)
        yield case("topk", lambda a, d=dim: a.topk(2, d).values, [x], dtype, dim=dim)
        yield case("kthvalue", lambda a, d=dim: a.kthvalue(2, d, keepdim=True).values, [x], dtype, dim=dim)
    yield case("median_all", torch.median, [normal(3, 3)], dtype)
    x, v, cube = normal(3, 4), normal(5), normal(2, 3, 4)
    for y in [x, cube]:
        yield case("flip", lambda a: a.flip(0, -1), [y], dtype, dims=[0, -1])
        yield case("roll", lambda a: a.roll((1, -2), (0, 1)), [y], dtype, shifts=[1, -2], dims=[0, 1])
        for turns in [1, 2, 3, -1]:
            yield case("rot90", lambda a, n=turns: a.rot90(n), [y], dtype, turns=turns)
        for offset in [0, 1, -2]:
            yield case("tril", lambda a, o=offset: a.tril(o), [y], dtype, offset=offset)
            yield case("triu", lambda a, o=offset: a.triu(o), [y], dtype, offset=offset)
            yield case("diagonal", lambda a, o=offset: a.diagonal(o), [y], dtype, offset=offset)
            yield case("diag_embed", lambda a, o=offset: a.diag_embed(o), [y], dtype, offset=offset)
        yield case("pad", lambda a: F.pad(a, (1, 2, 0, 1), value=3.0), [y], dtype, margins=[1, 2, 0, 1])
        yield case("pad", lambda a: F.pad(a, (-1, 2), value=3.0), [y], dtype, margins=[-1, 2])
    yield case("roll", lambda a: a.roll(2), [x], dtype, shifts=[2], dims=[])
    yield case("repeat", lambda a: a.repeat(2, 1, 3), [x], dtype, counts=[2, 1, 3])
    yield case("repeat", lambda a: a.repeat(4), [v], dtype, counts=[4])
    rows, mask = T([2, 0, 2]), T([True, False, True])
    yield case("index", lambda a, i: a[i], [x, rows], dtype)
    yield case("index_middle", lambda a, i: a[:, None, i], [x, rows], dtype)
    yield case("index", lambda a, i: a[i], [x, mask], dtype)
    yield case("index", lambda a, i: a[i], [x, T([[1, 1], [0, 2]])], dtype)
    yield case("index_put", lambda a, b, i: a.index_put((i,), b), [x, normal(2, 4), T([2, 0])], dtype)
    yield case("index_put", lambda a, b, i: a.index_put((i,), b), [x, normal(1), T([2, 0])], dtype)
    yield case("index_add", lambda a, b, i: a.index_put((i,), b, accumulate=True), [x, normal(3, 4), rows], dtype)
    yield case("index_select", lambda a, i: a.index_select(1, i), [x, rows], dtype)
    yield case("masked_select", lambda a, i: a.masked_select(i), [x, x > 0], dtype)
    yield case("masked_select", lambda a, i: a.masked_select(i), [x, T([True, False, True, False])], dtype)
    yield case("scatter", lambda a, i, b: a.scatter(1, i, b), [x, T([[0, 2], [1, 3]]), normal(2, 2)], dtype)
    yield case("scatter_add", lambda a, i, b: a.scatter_add(0, i, b), [x, T([[0, 2, 0, 0], [0, 1, 1, 0]]), normal(2, 4)], dtype)
    for a in [symmetric(3, 3), symmetric(2, 2, 2)]:
        yield case("inverse", torch.linalg.inv, [a], dtype)
        yield case("det", torch.linalg.det, [a], dtype)
        yield case("logdet", torch.logdet, [a], dtype)
        # only the lower triangle is read, but PyTorch's gradient is that of the whole matrix
        yield case("cholesky", torch.linalg.cholesky, [a], dtype)
        yield case("svdvals", torch.linalg.svdvals, [a], dtype)
    yield case("svdvals", torch.linalg.svdvals, [normal(2, 4)], dtype)
    yield case("eigvalsh", torch.linalg.eigvalsh, [symmetric(3, 3)], dtype)
    yield case("solve", torch.linalg.solve, [symmetric(3, 3), normal(3, 2)], dtype)
    yield case("solve", torch.linalg.solve, [symmetric(3, 3), normal(3)], dtype)
    yield case("solve", torch.linalg.solve, [symmetric(2, 3, 3), normal(3, 1)], dtype)
    for equation, shapes in [("ij,jk->ik", [(2, 3), (3, 4)]), ("bij,bkj->bik", [(2, 3, 4), (2, 5, 4)]), ("ii->i", [(3, 3)]), ("i,j->ij", [(2,), (3,)]),
                             ("...ij->...ji", [(2, 3, 4)]), ("ij,ij->", [(2, 3), (2, 3)]), ("i,ij,j", [(2,), (2, 3), (3,)]), ("ij->j", [(2, 3)]), ("ij,kj->ik", [(2, 1), (3, 4)])]:
        yield case("einsum", lambda *a, e=equation: torch.einsum(e, *a), [normal(*s) for s in shapes], dtype, equation=equation)


def combinations(dtype):
    a, b, c = normal(3, 4), normal(4), positive(3, 1)
    for value in [1.0, -0.5, 2.0]:
        yield case("addcmul", lambda x, y, z, v=value: x.addcmul(y, z, value=v), [a, b, c], dtype, value=value)
        yield case("addcdiv", lambda x, y, z, v=value: x.addcdiv(y, z, value=v), [b, a, c], dtype, value=value)
    yield case("addcmul", torch.addcmul, [normal(0, 4), b, normal()], dtype)
    ties = [given(1, 2, 3, 4, NAN, 0, 1), given(1, 3, 0, 5, 0, NAN, 0), given(1, 2, 3, 4, 1, 1, NAN)]
    for x, low, high in [(a, b - 0.5, c), ties, (normal(2, 1), normal(3), normal(3))]:
        yield case("clamp", torch.clamp, [x, low, high], dtype, low=True, high=True)
        yield case("clamp", lambda x, y: torch.clamp(x, min=y), [x, low], dtype, low=True)
        yield case("clamp", lambda x, y: torch.clamp(x, max=y), [x, high], dtype, high=True)
    for first, second in [((2, 3), (3, 2)), ((2,), (2, 1, 3)), ((), (2, 2)), ((0, 2), (3,)), ((), ())]:
        yield case("kron", torch.kron, [normal(*first), normal(*second)], dtype)
    for shape, dim, size, step in [((7,), 0, 3, 2), ((3, 5), -1, 2, 1), ((3, 5), 0, 2, 1), ((2, 6, 3), 1, 2, 3), ((2, 6, 3), 1, 6, 1), ((4,), 0, 1, 1),
                                   ((2, 3), 0, 0, 1), ((), 0, 1, 1)]:
        yield case("unfold", lambda x, d=dim, n=size, s=step: x.unfold(d, n, s), [normal(*shape)], dtype, dim=dim, size=size, step=step)
    shares = T([0.1, 0.5, 1.0], dtype=DTYPES[dtype])
    for way in ["linear", "lower", "higher", "midpoint", "nearest"]:
        for x, dim, keep in [(a, None, False), (a, 1, True), (normal(2, 3, 4), -2, False), (normal(), None, True)]:
            for q in [shares, shares[1]]:
                run = lambda x, d=dim, k=keep, q=q, w=way: x.quantile(q, d, k, interpolation=w)
                recorded = case("quantile", run, [x], dtype, dim=dim, keep=keep, interpolation=way)
                yield {**recorded, "inputs": [*recorded["inputs"], encode(q)], "gradients": [*recorded["gradients"], None]}
    yield case("take", torch.take, [a, T([[0, 11], [-1, 0]])], dtype)
    yield case("take", torch.take, [a.T, T(3)], dtype)
    yield case("take", torch.take, [a, T([], dtype=torch.int64)], dtype)
    for x, mask in [(a, a > 0), (b, a > 0), (a, T([True, False, True, False])), (normal(), T(True)), (a, a > 99)]:
        yield case("masked_scatter", lambda x, y, m: x.masked_scatter(m, y), [x, normal(3, 5), mask], dtype)


if __name__ == "__main__":
    for dtype in DTYPES:
        write(f"derivatives-{dtype}", cases(dtype))
    for dtype in DTYPES:
        write(f"combinations-{dtype}", combinations(dtype))
