"""Writes PyTorch's functions of each element into
elementwise-one.json, -two.json and -more.json.

    python Tests/Fixtures/elementwise.py        (torch 2.13.0+cpu, numpy)
"""
import torch

from reference import DTYPES, INF, NAN, call, given, normal, positive, unit, write

T = torch.tensor
WIDE = [-1e30, -1e6, -104.5, -30.0, -3.25, -1.0, -0.9999, -0.5, -0.3, -1e-3, -1e-9, -0.0, 0.0, 1e-9, 1e-3, 0.3,
        0.5, 0.75, 0.9999, 1.0, 1.0001, 1.5, 2.0, 2.5, 3.14159265, 8.0, 30.0, 88.0, 1000.0, 2.0**20, 1e6, 1e30, NAN, INF, -INF]
UNARY = ["rsqrt", "square", "reciprocal", "exp2", "log2", "log10", "tan", "asin", "acos", "atan", "sinh", "cosh",
         "asinh", "acosh", "atanh", "erfc", "sign", "floor", "ceil", "round", "trunc", "frac", "logit", "isnan",
         "isinf", "isfinite", "isposinf", "isneginf", "signbit", "nan_to_num", "logical_not", "sin", "cos", "erf",
         "exp", "expm1", "log", "log1p", "sqrt", "tanh", "sigmoid", "abs", "neg"]
PAIRS = ["atan2", "fmax", "fmin", "maximum", "minimum", "xlogy", "pow", "remainder", "fmod", "floor_divide",
         "logical_and", "logical_or", "logical_xor", "eq", "ne", "lt", "le", "gt", "ge", "add", "sub", "mul", "div",
         "copysign", "hypot", "logaddexp", "heaviside", "bitwise_and", "bitwise_or", "bitwise_xor",
         "bitwise_left_shift", "bitwise_right_shift"]
LONG = [-(2**63), -7, -1, 0, 1, 3, 63, 64, 2**53 + 1]


def unary():
    for name in UNARY:
        function = getattr(torch, name)
        for dtype in DTYPES.values():
            wide = given(*WIDE)
            if name in ["exp2", "sinh", "cosh", "exp", "expm1"]:
                wide = wide[wide.abs() < 500]
            if name == "sqrt":
                wide = wide[wide > 0]
            if name in ["sin", "cos", "tan"]:  # the argument itself must be the same number
                wide = wide.float()
            yield call(name, function, [wide.to(dtype)])
            yield call(name, function, [normal(2, 3, scale=2).to(dtype)])
            yield call(name, function, [torch.empty(0, 2, dtype=dtype)])
            yield call(name, function, [unit(33).to(dtype)])
        yield call(name, function, [T([-3, -1, 0, 1, 2, 50, 2**53 + 1] if name in ["square", "sign", "abs", "neg"] else [-3, -1, 0, 1, 2, 50])])
        yield call(name, function, [T([True, False])])
    x = given(-0.2, 0.0, 0.05, 0.5, 1.0, 1.3, NAN)
    yield call("logit", lambda v: torch.logit(v, eps=0.1), [x], eps=0.1)
    for decimals in [0, 1, 3, -1, -2]:
        yield call("round", lambda v, d=decimals: torch.round(v, decimals=d), [given(-155.55, 0.125, 2.5, 1e10, INF, 1234.5678)], decimals=decimals)
    yield call("round", lambda v: torch.round(v, decimals=1), [T([1])], decimals=1)
    yield call("nan_to_num", lambda v: torch.nan_to_num(v, 7.0, 8.0, -9.0), [given(NAN, INF, -INF, 1)], nan=7.0, posinf=8.0, neginf=-9.0)


def binary():
    specials = [0.0, -0.0, 1.0, -3.0, 0.5, 7.5, INF, -INF, NAN]
    for name in PAIRS:
        function = getattr(torch, name)
        x = given(*[a for a in specials for _ in specials])
        y = given(*(specials * len(specials)))
        if name == "hypot":  # what becomes of inf and NaN together differs between libraries
            x, y = x[~x.isnan() & ~y.isnan()], y[~x.isnan() & ~y.isnan()]
        for dtype in DTYPES.values():
            yield call(name, function, [x.to(dtype), y.to(dtype)])
            yield call(name, function, [normal(3, 1, scale=3).to(dtype), normal(1, 4, scale=3).to(dtype)])
            yield call(name, function, [normal(0, 3).to(dtype), normal(1).to(dtype)])
        a = T([p for p in LONG for _ in LONG])
        b = T(LONG * len(LONG))
        if name in ["remainder", "fmod", "floor_divide"]:
            keep = (b != 0) & ~((a == -(2**63)) & (b == -1))
            a, b = a[keep], b[keep]
        if name not in ["pow", "atan2", "xlogy", "copysign", "div"]:
            yield call(name, function, [a, b])
        yield call(name, function, [T([1, 2]), T([0, 3])])
        yield call(name, function, [T([-3, 2, 3]), T([4, 0, 3])])
        yield call(name, function, [T([True, True, False, False]), T([True, False, True, False])])
        yield call(name, function, [T([5, 6]), T([True])])
        yield call(name, function, [T([1.5, 2.5]), T([1, 2])])
        yield call(name, function, [T([1, 2]), T([1.0, 2.0], dtype=torch.float64)])
        yield call(name, function, [T([1, 2]), T(2.5, dtype=torch.float64)])
        if name not in ["maximum", "minimum", "fmax", "fmin", "atan2", "copysign", "hypot", "logaddexp", "heaviside", "logical_and", "logical_or", "logical_xor"]:
            for number in [2, -1, 0, 2.5, 0.0]:
                yield call(name, function, [T([1, -2, 5]), number])
                yield call(name, function, [T([1.5, -2.0, 5.0]), number])
    for rounding in [None, "trunc", "floor"]:
        for a, b in [(T([7, -7, 7, -7]), T([2, 2, -2, -2])), (given(7, -7, 1e10, 0.3), given(2, 2, 0.1, 0.1)),
                     (T([1]), T([0])), (T([True]), T([True])), (T([7.5, -7.5]), 2), (T([7, -7]), 2.0)]:
            yield call("div_rounding", lambda x, y, r=rounding: torch.div(x, y, rounding_mode=r), [a, b], mode=rounding)
    x = positive(100) ** 8
    yield call("pow", torch.pow, [x.float(), (normal(100) * 4).float()])
    yield call("pow", torch.pow, [x, normal(100) * 4])
    for exponent in [2, 3, -1, 0.5, 0, -2.5, 1, 2.0]:
        for base in [T([1.5, -2.0, 0.0, 3.0]), T([1, -2, 0, 3]), T([True, False])]:
            yield call("pow", torch.pow, [base, exponent])
            yield call("pow", torch.pow, [exponent, base])


def several():
    for alpha in [2, 0.5]:
        for a, b in [(T([1, 2]), T([3, 4])), (T([1.0, 2]), T([3, 4])), (T([True]), T([True]))]:
            yield call("add_alpha", lambda x, y, s: torch.add(x, y, alpha=s), [a, b, alpha])
            yield call("sub_alpha", lambda x, y, s: torch.sub(x, y, alpha=s), [a, b, alpha])
    bounds = [(0.0, 1.0), (None, 0.5), (-0.5, None), (1.0, 0.0), (None, None), (0, 1), (T([0.1]), T([0.2])),
              (None, T([[0.0], [0.4]])), (T([1, 2, 3]), None), (2.5, None)]
    for x in [given(-1, 0.3, NAN).float(), normal(2, 3), T([-1, 0, 3]), T([True, False, True])]:
        for low, high in bounds:
            given_bounds = [b for b in (low, high) if b is not None]
            yield call("clamp", lambda v, *_, l=low, h=high: torch.clamp(v, l, h), [x, *given_bounds],
                       low=low is not None, high=high is not None)
    for dtype in DTYPES.values():
        a, b, c = normal(2, 3).to(dtype), normal(2, 3).to(dtype), normal(3).to(dtype)
        for weight in [0.25, 0.5, 1.0, 0.0, 1.7]:
            yield call("lerp", torch.lerp, [a, b, weight])
        yield call("lerp", torch.lerp, [a, b, c])
        yield call("addcmul", torch.addcmul, [a, b, c])
        yield call("addcmul_value", lambda x, y, z, v: torch.addcmul(x, y, z, value=v), [a, b, c, 0.5])
        yield call("addcdiv", torch.addcdiv, [a, b, c])
        yield call("addcdiv_value", lambda x, y, z, v: torch.addcdiv(x, y, z, value=v), [a, b, c, -2])
        near = [a, a + T(1e-6, dtype=dtype)]
        yield call("isclose", torch.isclose, near)
        yield call("isclose", lambda x, y: torch.isclose(x, y, rtol=0, atol=1e-7), near, rtol=0.0, atol=1e-7)
    odd = [given(NAN, INF, -INF, 1, 2), given(NAN, INF, INF, 1, 2.1)]
    yield call("isclose", torch.isclose, odd)
    yield call("isclose", lambda x, y: torch.isclose(x, y, equal_nan=True), odd, equal_nan=True)
    yield call("allclose", torch.allclose, odd)
    yield call("allclose", torch.allclose, [given(1, 2), given(1, 2 + 1e-9)])
    yield call("isclose", torch.isclose, [T([1, 2]), T([1, 3])])
    yield call("isclose", torch.isclose, [T([True, False]), T([True, True])])
    yield call("isclose", torch.isclose, [T([1]), T([1.0])])
    yield call("equal", torch.equal, [T([1, 2]), T([1, 2])])
    yield call("equal", torch.equal, [T([1, 2]), T([1, 2, 3])])
    yield call("lerp", torch.lerp, [T([1]), T([2]), 0.5])
    yield call("lerp", torch.lerp, [T([1.0]), T([2]), 0.5])
    yield call("addcdiv", torch.addcdiv, [T([1]), T([2]), T([3])])
    yield call("addcmul", torch.addcmul, [T([1]), T([2]), T([3])])
    yield call("masked_fill", torch.masked_fill, [normal(2, 3), T([True, False, True]), 7])
    yield call("masked_fill", torch.masked_fill, [T([1, 2]), T([True, False]), 2.5])
    yield call("masked_fill", torch.masked_fill, [T([1, 2]), T([1, 0]), 2])
    yield call("masked_fill", torch.masked_fill, [normal(3), T([[True, False, True], [False, False, True]]), 1])
    yield call("where", torch.where, [T([True, False]), T([2**53 + 1, 3]), T([5, 2**53 + 3])])
    yield call("where", torch.where, [T([[True], [False]]), T([1.0, 2.0]), 3])
    yield call("where", torch.where, [T([1]), T([1.0]), T([2.0])])
    for x in [T([5, -6, 0]), T([True, False]), T([1.0])]:
        yield call("bitwise_not", torch.bitwise_not, [x])


def in_place():
    def run(method):
        return lambda x, *rest: getattr(x.clone(), method)(*rest)

    floats, longs, bools = T([1.5, -2.0]), T([1, 2]), T([True, False])
    for method in ["add_", "sub_", "mul_", "div_", "copy_", "logical_and_", "lt_"]:
        for x in [floats, longs, bools]:
            for y in [floats, longs, bools, T([[1, 2], [3, 4]]), T([1, 2, 3]), T(3.0, dtype=torch.float64), T(2)]:
                if method == "copy_" and (y.dim() > x.dim() or y.shape == (3,)):
                    continue
                if method == "sub_" and (x.dtype == torch.bool) != (y.dtype == torch.bool):
                    continue
                yield call(method, run(method), [x, y])
    for x in [floats, longs, bools]:
        for method in ["exp_", "abs_", "zero_"]:
            yield call(method, run(method), [x])
        yield call("fill_", run("fill_"), [x, 2.7])
        yield call("fill_", run("fill_"), [x, T([1, 2])])


if __name__ == "__main__":
    write("elementwise-one", unary())
    write("elementwise-two", binary())
    write("elementwise-more", [*several(), *in_place()])
