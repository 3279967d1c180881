"""L-BFGS on Rosenbrock's valley and on a small network, with and without a line search."""
import torch

from reference import encode, normal, write

INPUTS, TARGETS = normal(12, 3), normal(12, 2)


def rosenbrock(parameters):
    (x,) = parameters
    return ((1 - x[:-1]) ** 2).sum() + 100 * ((x[1:] - x[:-1] ** 2) ** 2).sum()


def network(parameters):
    w1, b1, w2, b2 = parameters
    x, y = INPUTS.to(w1.dtype), TARGETS.to(w1.dtype)
    return ((torch.tanh(x @ w1 + b1) @ w2 + b2 - y) ** 2).mean()


def way(loss, starts, steps, decay=None, **options):
    parameters = [start.clone().requires_grad_() for start in starts]
    record = {"loss": loss.__name__, "options": {
        first.lower() + "".join(w.capitalize() for w in rest): value
        for key, value in options.items() for first, *rest in [key.split("_")]},
        "decay": decay, "starts": [encode(p) for p in parameters]}
    optimizer = torch.optim.LBFGS(parameters, **options)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, decay) if decay else None
    losses, values = [], []

    def closure():
        optimizer.zero_grad()
        value = loss(parameters)
        value.backward()
        return value

    for _ in range(steps):
        losses.append(optimizer.step(closure).item())
        values.append([encode(p) for p in parameters])
        if scheduler:
            scheduler.step()
    state = optimizer.state[parameters[0]]
    return {**record, "losses": losses, "values": values, "evaluations": state["func_evals"],
            "iterations": state["n_iter"]}


def ways():
    valley = [torch.tensor([-1.2, 1.0], dtype=torch.float64)]
    long = [torch.tensor([0.3, -0.6, 1.4, 0.1, -1.0], dtype=torch.float64)]
    start = [normal(3, 4), normal(4), normal(4, 2), normal(2)]
    wolfe = dict(line_search_fn="strong_wolfe")
    yield way(rosenbrock, valley, 4, lr=0.1)
    yield way(rosenbrock, valley, 6, **wolfe)
    yield way(rosenbrock, valley, 6, max_iter=4, history_size=3, **wolfe)
    yield way(rosenbrock, valley, 6, max_iter=6, max_eval=5, lr=2.0, **wolfe)
    yield way(rosenbrock, long, 5, lr=0.05, max_iter=9, history_size=2)
    yield way(rosenbrock, long, 5, max_iter=7, **wolfe)
    yield way(rosenbrock, valley, 3, tolerance_change=1e-2, lr=0.01)
    yield way(rosenbrock, [torch.ones(3, dtype=torch.float64)], 2)
    yield way(network, start, 4, lr=0.5, max_iter=5)
    yield way(network, start, 4, max_iter=5, **wolfe)
    yield way(network, start, 5, decay=0.5, lr=0.8, max_iter=3, tolerance_grad=1e-3)
    yield way(network, start, 5, decay=0.7, max_iter=4, **wolfe)
    yield way(network, [s.float() for s in start], 2, lr=0.5, max_iter=5)
    yield way(network, [s.float() for s in start], 2, max_iter=5, **wolfe)


if __name__ == "__main__":
    write("lbfgs", ({**w, "inputs": encode(INPUTS), "targets": encode(TARGETS)} for w in ways()))
