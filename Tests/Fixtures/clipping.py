"""Gradients that are clipped to a norm or a value."""
import torch

from reference import DTYPES, INF, NAN, encode, given, normal, write


def gradients(dtype):
    yield [normal(3, 2), None, normal(4), normal()]
    yield [given(3.0, -4.0)]
    yield [given(0.0, 0.0), normal(1, 1) * 0]
    yield [given(1.0, NAN), normal(2)]
    yield [given(-INF, 1.0, 2.0)]
    yield [None, None]


def cases():
    for dtype, torch_type in DTYPES.items():
        for given_gradients in gradients(dtype):
            settings = [dict(norm=1.0, p=p) for p in [2.0, 1.0, 3.0, 0.5, INF]]
            settings += [dict(norm=100.0, p=2.0), dict(norm=0.5, p=-INF), dict(norm=1.0, p=0.0)]
            settings += [dict(norm=1.0, p=2.0, refuses=True), dict(norm=1.0, p=INF, refuses=True)]
            if any(g is not None for g in given_gradients):
                settings += [dict(value=0.4), dict(value=0.0), dict(value=-0.3)]
            for setting in settings:
                parameters = []
                for g in given_gradients:
                    parameter = torch.zeros([] if g is None else g.shape, dtype=torch_type, requires_grad=True)
                    parameter.grad = None if g is None else g.to(torch_type)
                    parameters.append(parameter)
                before = [None if p.grad is None else encode(p.grad) for p in parameters]
                total, error = None, None
                try:
                    if "value" in setting:
                        torch.nn.utils.clip_grad_value_(parameters, setting["value"])
                    else:
                        total = encode(torch.nn.utils.clip_grad_norm_(
                            parameters, setting["norm"], setting["p"], setting.get("refuses", False)))
                except RuntimeError as refusal:
                    error = str(refusal)
                written = {k: str(v) if v in (INF, -INF) else v for k, v in setting.items()}
                yield {**written, "dtype": dtype, "before": before, "total": total, "error": error,
                       "after": [None if p.grad is None else encode(p.grad) for p in parameters]}


if __name__ == "__main__":
    write("clipping", cases())
