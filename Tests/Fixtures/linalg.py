"""Writes PyTorch's linear algebra into linalg.json.

    python Tests/Fixtures/linalg.py        (torch 2.13.0+cpu, numpy)

Of decompositions, whose signs are not determined, only what is determined is recorded.
"""
import random as python_random

import torch
import torch.linalg as L

from reference import DTYPES, NAN, call, given, normal, write

T = torch.tensor


def symmetric(*shape):
    a = normal(*shape)
    return a @ a.mT + torch.eye(shape[-1], dtype=a.dtype)


def systems():
    ones, wide = torch.ones(2, 2), torch.ones(2, 3)
    for kind in DTYPES.values():
        for x in [symmetric(3, 3), normal(4, 4), normal(2, 3, 3), T([[2.0]]), torch.empty(0, 3, 3), torch.empty(0, 0), normal(2, 1, 2, 2)]:
            x = x.to(kind)
            for name, f in {"inv": L.inv, "det": L.det, "slogdet": torch.slogdet, "logdet": torch.logdet}.items():
                yield call(name, f, [x])
            for n in [0, 1, 3, -2]:
                yield call("matrix_power", lambda a, n=n: L.matrix_power(a, n), [x], n=n)
        for x in [symmetric(3, 3), symmetric(2, 4, 4)]:
            yield call("cholesky", L.cholesky, [x.to(kind)])
            yield call("cholesky", lambda a: L.cholesky(a, upper=True), [x.to(kind)], upper=True)
            yield call("eigvalsh", L.eigvalsh, [x.to(kind)])
        a = symmetric(3, 3)
        for b in [normal(3, 2), normal(3), normal(3, 0), normal(2, 3, 1)]:
            yield call("solve", L.solve, [a.to(kind), b.to(kind)])
        yield call("solve", L.solve, [symmetric(2, 3, 3).to(kind), normal(2, 3).to(kind)])
        yield call("solve", L.solve, [symmetric(2, 3, 3).to(kind), normal(3, 2).to(kind)])
        for x in [normal(3, 5), normal(5, 3), normal(2, 3, 3), ones, torch.zeros(2, 2), torch.empty(0, 3)]:
            yield call("svdvals", L.svdvals, [x.to(kind)])
            yield call("matrix_rank", L.matrix_rank, [x.to(kind)])
            if x.numel():
                yield call("pinv", L.pinv, [x.to(kind)])
        yield call("lstsq", lambda a, b: L.lstsq(a, b).solution, [normal(5, 3).to(kind), normal(5, 2).to(kind)])
        yield call("lstsq", lambda a, b: L.lstsq(a, b).solution, [normal(2, 4).to(kind), normal(2, 1).to(kind)])
        for p in ["fro", "nuc", "2"]:
            yield call("matrix_norm", lambda a, p=p: L.matrix_norm(a, 2 if p == "2" else p), [normal(2, 3, 4).to(kind)], p=p)
    for x in [ones, torch.stack([symmetric(2, 2).float(), ones]), wide, T([1.0]), T([[1, 2], [3, 4]])]:
        yield call("inv", L.inv, [x])
        yield call("det", L.det, [x])
        if x.is_floating_point():
            yield call("matrix_power", lambda a: L.matrix_power(a, -1), [x], n=-1)
    yield call("slogdet", torch.slogdet, [ones])
    yield call("slogdet", torch.slogdet, [T([[0.0, 1], [1, 0]])])
    yield call("logdet", torch.logdet, [T([[0.0, 1], [1, 0]])])
    yield call("solve", L.solve, [ones, wide])
    yield call("solve", L.solve, [symmetric(2, 2).float(), torch.ones(3, 2)])
    yield call("solve", L.solve, [symmetric(2, 2).float(), T([1.0, 2, 3])])
    yield call("cholesky", L.cholesky, [-ones])
    yield call("cholesky", L.cholesky, [torch.stack([torch.eye(2), -torch.eye(2)])])
    yield call("svdvals", L.svdvals, [T([[NAN, 1.0], [1, 1]])])
    yield call("eigvalsh", L.eigvalsh, [wide])
    yield call("lstsq", lambda a, b: L.lstsq(a, b).solution, [torch.ones(3, 2), torch.ones(4, 1)])


def products():
    r, v, w = torch.ones(2, 3), T([1.0, 2]), T([1.0, 2, 3])
    three, other = normal(2, 2, 3).float(), normal(2, 3, 4).float()
    for name in ["mm", "bmm", "mv", "dot", "outer"]:
        for a, b in [(r, r), (r, r.T), (r, w), (v, w), (w, w), (three, other), (three, three), (r, T([1.0])), (T([1, 2]), T([3, 4]))]:
            yield call(name, getattr(torch, name), [a, b])
    for bias, a, b in [(T([1.0]), r, r.T), (w, r, r.T), (torch.ones(2, 2), r, r.T)]:
        yield call("addmm", lambda x, y, z: torch.addmm(x, y, z), [bias, a, b])
        yield call("addmm_scaled", lambda x, y, z, b, c: torch.addmm(x, y, z, beta=b, alpha=c), [bias, a, b, 0.5, 2.0])
    yield call("addmm_scaled", lambda x, y, z, b, c: torch.addmm(x, y, z, beta=b, alpha=c), [T([NAN, 1.0]), r, r.T, 0, 1])
    yield call("addmm_scaled", lambda x, y, z, b, c: torch.addmv(x, y, z, beta=b, alpha=c), [v, r, w, 1, 2])
    yield call("addmm_scaled", lambda x, y, z, b, c: torch.baddbmm(x, y, z, beta=b, alpha=c), [T([1.0]), three, other, 2, 1])
    for a, b, dim in [(w, T([3.0, 1, 2]), -1), (normal(2, 3), normal(2, 3), 1), (normal(3, 2), normal(3, 2), 0), (r, r, 0), (r, w, -1), (normal(1, 3), normal(4, 3), -1)]:
        yield call("cross", lambda x, y, d=dim: L.cross(x, y, dim=d), [a, b], dim=dim)
    for a, b in [(normal(2, 2), normal(2, 3)), (v, r), (T([1, 2]), T([[1, 2], [3, 4]])), (normal(2, 1, 2), normal(2, 3))]:
        yield call("kron", torch.kron, [a, b])
    for a, b, first, second in [(normal(2, 3, 4), normal(4, 3, 2), [1, 2], [1, 0]), (r, r, [1], [0]), (r, r, [0, 1], [0]), (r, r, [0], [-2]), (v, w, [], [])]:
        yield call("tensordot", lambda x, y, f=first, s=second: torch.tensordot(x, y, dims=(f, s)), [a, b], first=first, second=second)


def contractions():
    r, v, whole = torch.ones(2, 3), T([1.0]), T([[1, 2], [3, 4]])
    for equation, operands in [
        ("ij,jk", [r, r.T]), ("ij,jk", [r, r]), ("ii", [r]), ("ij->ijk", [r]), ("ij->jj", [r]), ("i,j", [v]), ("ij", [v]), ("i!", [r]),
        ("i->", [v, v]), ("...i->i", [r]), ("...", [r]), ("..i", [r]), ("i...j...", [r]), ("ij,->ij", [r, T(2.0)]), ("iI->Ii", [r]), ("ba", [r]),
        ("ij,jk->ik", [r, T([[1], [2], [3]])]), ("ij->i->j", [r]), ("ij->k", [r]), ("i,i->i", [T([1.0, 2, 3]), v]), ("ij,jk", [whole, whole]),
        (" i j -> j i ", [r]), ("ij->...ij", [r]), ("i->...", [v]), ("...ij->...", [r]), ("ijk...->i", [r]), ("->", [T(2.0)]), ("ij,jk,kl->il", [normal(2, 3), normal(3, 4), normal(4, 2)]),
        ("bij,bjk->bik", [normal(3, 2, 4), normal(3, 4, 2)]), ("bhqd,bhkd->bhqk", [normal(2, 2, 3, 4), normal(2, 2, 5, 4)]), ("...qd,...kd->...qk", [normal(2, 1, 3, 4), normal(3, 5, 4)]),
        ("ii->i", [normal(3, 3)]), ("iij->ji", [normal(2, 2, 3)]), ("iii->i", [normal(3, 3, 3)]), ("i,i", [normal(4), normal(4)]), ("i,j->ij", [normal(3), normal(2)]), ("ij,ij->", [normal(2, 3), normal(2, 3)]),
        ("ij,kj->ik", [normal(2, 1), normal(3, 4)]), ("bi,bi->b", [normal(3, 4), normal(1, 4)]), ("ij->", [torch.empty(0, 2)]), ("ij,jk->ik", [torch.empty(2, 0), torch.empty(0, 3)]),
    ]:
        yield call("einsum", lambda *a, e=equation: torch.einsum(e, *a), operands, equation=equation)
    rng = python_random.Random(3)
    for _ in range(150):
        sizes = {c: rng.randint(1, 4) for c in "abcdeF"}
        terms = ["".join(rng.choice("abcdeF") for _ in range(rng.randint(0, 4))) for _ in range(rng.randint(1, 3))]
        used = sorted(set("".join(terms)))
        rng.shuffle(used)
        target = "->" + "".join(used[: rng.randint(0, len(used))]) if rng.random() < 0.7 else ""
        operands = [normal(*[sizes[c] for c in term]) for term in terms]
        if rng.random() < 0.3:
            place = rng.randrange(len(terms))
            terms[place] = "..." + terms[place]
            operands[place] = normal(2, *operands[place].shape)
            target = target.replace("->", "->...")
        equation = ",".join(terms) + target
        yield call("einsum", lambda *a, e=equation: torch.einsum(e, *a), operands, equation=equation)


if __name__ == "__main__":
    write("linalg", [*systems(), *products()])
    write("einsum", contractions())
