"""Optimizers with all their options, and schedules of the learning rate."""
import warnings

import torch

from reference import DTYPES, encode, normal, write

warnings.simplefilter("ignore")
OPTIMIZERS = [
    ("sgd", torch.optim.SGD, [dict(lr=0.1, maximize=True, momentum=0.9, weight_decay=0.1)]),
    ("adam", torch.optim.Adam, [dict(lr=0.1, amsgrad=True), dict(lr=0.1, maximize=True, weight_decay=0.1)]),
    ("adamw", torch.optim.AdamW, [dict(), dict(lr=0.1, amsgrad=True, maximize=True)]),
    ("nadam", torch.optim.NAdam, [
        dict(), dict(lr=0.1, betas=(0.8, 0.95), momentum_decay=0.1, weight_decay=0.1),
        dict(lr=0.1, weight_decay=0.1, decoupled_weight_decay=True), dict(lr=0.1, maximize=True)]),
    ("rmsprop", torch.optim.RMSprop, [
        dict(), dict(lr=0.1, momentum=0.9), dict(lr=0.1, centered=True),
        dict(lr=0.1, alpha=0.9, eps=1e-3, weight_decay=0.1, momentum=0.5, centered=True, maximize=True)]),
    ("adagrad", torch.optim.Adagrad, [
        dict(), dict(lr=0.5, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.3, eps=1e-3), dict(maximize=True)]),
    ("adadelta", torch.optim.Adadelta, [
        dict(), dict(lr=0.5, rho=0.8, eps=1e-3, weight_decay=0.1), dict(maximize=True)]),
]


def camel(options):
    """Names as Swift has them, and lists in place of tuples."""
    def name(key):
        first, *rest = key.split("_")
        return first.lower() + "".join(word.capitalize() for word in rest)

    return {name(k): list(v) if isinstance(v, tuple) else v for k, v in options.items()}


def descent():
    for dtype in DTYPES:
        for name, make, settings in OPTIMIZERS:
            for options in settings:
                parameter = normal(5).to(DTYPES[dtype]).requires_grad_()
                start = encode(parameter)
                optimizer = make([parameter], **options)
                gradients, values = [], []
                for _ in range(13):
                    parameter.grad = normal(5).to(DTYPES[dtype])
                    gradients.append(encode(parameter.grad))
                    optimizer.step()
                    values.append(encode(parameter))
                yield {"optimizer": name, "start": start, "gradients": gradients, "values": values,
                       "options": camel(options)}


def schedules():
    S = torch.optim.lr_scheduler
    for name, make, options in [
        ("step", S.StepLR, dict(step_size=3, gamma=0.5)), ("milestones", S.MultiStepLR, dict(milestones=[2, 5, 5, 9])),
        ("exponential", S.ExponentialLR, dict(gamma=0.9)), ("cosine", S.CosineAnnealingLR, dict(T_max=7, eta_min=0.01)),
        ("cosine", S.CosineAnnealingLR, dict(T_max=4)), ("linear", S.LinearLR, dict()),
        ("linear", S.LinearLR, dict(start_factor=0.1, end_factor=0.7, total_iters=8)),
        ("oneCycle", S.OneCycleLR, dict(max_lr=0.5, total_steps=20)),
        ("oneCycle", S.OneCycleLR, dict(max_lr=0.5, total_steps=20, pct_start=0.45, anneal_strategy="linear", three_phase=True)),
        ("oneCycle", S.OneCycleLR, dict(max_lr=2.0, total_steps=20, pct_start=0.1, div_factor=10, final_div_factor=100)),
    ]:
        w = torch.nn.Parameter(torch.zeros(1, dtype=torch.float64))
        optimizer = torch.optim.SGD([{"params": [w], "lr": 0.4}], lr=0.4, momentum=0.9)
        scheduler = make(optimizer, **options)
        rates, momenta = [optimizer.param_groups[0]["lr"]], [optimizer.param_groups[0]["momentum"]]
        for _ in range(18):
            optimizer.step()
            scheduler.step()
            rates.append(optimizer.param_groups[0]["lr"])
            momenta.append(optimizer.param_groups[0]["momentum"])
        yield {"schedule": name, "options": camel(options), "rates": rates, "momenta": momenta}
    for options in [dict(patience=2, factor=0.5), dict(mode="max", patience=0, threshold=0.1, threshold_mode="abs", min_lr=0.01),
                    dict(patience=1, cooldown=2, factor=0.1, threshold_mode="abs"), dict(mode="max", patience=1, threshold=0.2)]:
        w = torch.nn.Parameter(torch.zeros(1))
        optimizer = torch.optim.SGD([w], lr=0.4)
        scheduler = S.ReduceLROnPlateau(optimizer, **options)
        watched = [round(v, 4) for v in (normal(30).abs() + 1).tolist()]
        rates = []
        for value in watched:
            scheduler.step(value)
            rates.append(optimizer.param_groups[0]["lr"])
        yield {"schedule": "plateau", "options": camel(options), "rates": rates, "momenta": [], "watched": watched}


if __name__ == "__main__":
    write("descent", descent())
    write("schedules", schedules())
