"""Writes tensors as PyTorch makes them, and its draws, into creation.json and draws.json.

    python Tests/Fixtures/creation.py        (torch 2.13.0+cpu, numpy)
"""
import torch

from reference import DTYPES, INF, NAN, call, encode, given, write

T = torch.tensor


def made():
    for dtype in DTYPES:
        kind = DTYPES[dtype]
        for start, end, step in [(0, 5, 1), (5, 0, -2), (0, 1, 0.3), (0, 1, 0.1), (1, 0, 1), (0, 5, 0), (0, INF, 1), (0.1, 0.7, 0.2), (-3, 3, 0.7), (2, 2, 1)]:
            yield call("arange", lambda a=start, b=end, c=step, k=kind: torch.arange(a, b, c, dtype=k), [], start=str(float(start)), end=str(float(end)), step=step, dtype=dtype)
        for start, end, n in [(0, 1, 5), (-1, 1, 6), (3, 3, 2), (0, 1, 1), (0, 1, 0), (0, 1, -1), (10, -10, 101), (0, 1e-3, 7)]:
            yield call("linspace", lambda a=start, b=end, c=n, k=kind: torch.linspace(a, b, c, dtype=k), [], start=start, end=end, count=n, dtype=dtype)
            for base in [10.0, 2.0]:
                if n >= 0:
                    yield call("logspace", lambda a=start, b=end, c=n, k=kind, o=base: torch.logspace(a, b, c, o, dtype=k), [], start=start, end=end, count=n, base=base, dtype=dtype)
        for n, m in [(3, 3), (2, 4), (4, 2), (0, 3), (-1, 2), (2, -1)]:
            yield call("eye", lambda a=n, b=m, k=kind: torch.eye(a, b, dtype=k), [], rows=n, columns=m, dtype=dtype)
    for start, end, step in [(0, 5, 1), (5, 0, -2), (3, 3, 1), (1, 0, 1), (0, 5, 0), (2**53, 2**53 + 3, 1), (-7, 8, 5), (0, 10, 3)]:
        yield call("arange_whole", lambda a=start, b=end, c=step: torch.arange(a, b, c), [], start=start, end=end, step=step)
    yield call("full", lambda v: torch.full((2, 3), v), [2**53 + 1])


def draws():
    """Calls one after the other from one seed: what is drawn before decides what follows."""
    for seed in [0, 7, 2**31]:
        torch.manual_seed(seed)
        weights = given(0.1, 3, 0, 2, 5).float()
        calls = []

        def draw(name, function, *inputs, **settings):
            record = call(name, lambda *_: function(), list(inputs), **settings)
            calls.append(record)

        for dtype in [torch.float32, torch.float64, torch.int64, torch.bool]:
            draw("bernoulli", lambda k=dtype: torch.empty(23, dtype=k).bernoulli_(0.3), shape=[23], p=0.3, dtype=str(dtype)[6:])
        for kind in [torch.float32, torch.float64]:
            p = (torch.arange(12) / 11).to(kind).reshape(3, 4)
            draw("bernoulli_tensor", lambda p=p: torch.bernoulli(p), p)
            for shape in [[5], [2, 9]]:
                draw("exponential", lambda s=shape, k=kind: torch.empty(s, dtype=k).exponential_(2.5), shape=shape, rate=2.5, dtype=str(kind)[6:])
            mean, deviation = torch.arange(3).to(kind), torch.tensor([[1.0], [0.5]], dtype=kind)
            draw("normal", lambda m=mean, d=deviation: torch.normal(m.expand(2, 3), d.expand(2, 3)), mean, deviation)
            draw("normal", lambda m=mean: torch.normal(m, 2.0), mean, 2.0)
            draw("normal", lambda d=deviation: torch.normal(1.0, d), 1.0, deviation)
            w = weights.to(kind)
            rows = torch.stack([w, w.flip(0)])
            for x in [w, rows]:
                for n, replacement in [(1, False), (3, False), (1, True), (40, True)]:
                    draw("multinomial", lambda x=x, n=n, r=replacement: torch.multinomial(x, n, r), x, count=n, replacement=replacement)
        draw("dropout", lambda: (torch.nn.functional.dropout(torch.ones(30), 0.4) != 0).float(), shape=[30], p=0.6)
        draw("rand", lambda: torch.rand(3), shape=[3])
        yield {"seed": seed, "calls": calls}


def refused():
    for weights, n, replacement in [(T([1.0, 2]), 3, False), (T([1.0, -2]), 1, False), (T([0.0, 0]), 1, False), (T([1, 2]), 1, False), (T([1.0, 2]), 0, False),
                                    (torch.ones(2, 2, 2), 1, False), (T([1.0, NAN]), 1, False), (T([0.0, 0]), 1, True), (T([]), 1, False)]:
        yield call("multinomial", lambda w, n=n, r=replacement: torch.multinomial(w, n, r), [weights], count=n, replacement=replacement)
    yield call("bernoulli_tensor", torch.bernoulli, [T([2.0])])
    yield call("bernoulli_tensor", torch.bernoulli, [T([1])])
    yield call("bernoulli", lambda: torch.ones(2).bernoulli_(1.5), [], shape=[2], p=1.5, dtype="float32")
    yield call("exponential", lambda: torch.ones(2).exponential_(-1.5), [], shape=[2], rate=-1.5, dtype="float32")
    yield call("normal", torch.normal, [T([1.0]), T([-1.0])])


if __name__ == "__main__":
    write("creation", [*made(), *refused()])
    write("draws", draws())
