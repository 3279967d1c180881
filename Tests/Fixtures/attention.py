"""Scaled dot-product attention: values and gradients, masked in every way."""
import torch
import torch.nn.functional as F

from reference import DTYPES, INF, case, normal, write


def attention():
    for dtype in DTYPES:
        kind = DTYPES[dtype]
        hidden = torch.tensor([[True, True, False], [False, False, False], [True, True, True], [False, True, False]])

        def attend(q, k, v, mask=None, is_causal=False, scale=None):
            if mask is not None and mask.is_floating_point():
                mask = mask.to(kind)
            return F.scaled_dot_product_attention(q, k, v, mask, is_causal=is_causal, scale=scale)

        for q, k, v in [((4, 5), (3, 5), (3, 5)), ((2, 3, 4, 2), (2, 3, 3, 2), (2, 3, 3, 2)),
                        ((1, 2, 4, 3), (2, 1, 3, 3), (2, 1, 3, 3)), ((1, 1, 4, 9), (1, 1, 3, 9), (1, 1, 3, 6))]:
            inputs = [normal(*q), normal(*k), normal(*v)]
            yield case("attention", attend, inputs, dtype)
            yield case("attention", lambda *x: attend(*x, is_causal=True), inputs, dtype, isCausal=True)
            yield case("attention", lambda *x: attend(*x, scale=0.3), inputs, dtype, scale=0.3)
            yield case("attention", attend, [*inputs, hidden], dtype)
            yield case("attention", attend, [*inputs, torch.tensor([[True, False, True]])], dtype)
            yield case("attention", attend, [*inputs, normal(4, 3)], dtype)
            yield case("attention", attend, [*inputs, normal(4, 1)], dtype)
            if len(q) == 4:
                yield case("attention", attend, [*inputs, torch.zeros(4, 3).masked_fill(~hidden, -INF).double()], dtype)
        for length in [1, 2, 7]:
            x = [normal(2, 2, length, 3) for _ in range(3)]
            yield case("attention", lambda *x: attend(*x, is_causal=True), x, dtype, isCausal=True)


if __name__ == "__main__":
    write("attention", attention())
