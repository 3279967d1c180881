"""How a module of PyTorch becomes a case: what it is made of after construction, how it is printed,
what it computes, all gradients, and the buffers afterwards; or the error that it raises."""
import contextlib
import warnings

import torch

from reference import DTYPES, encode

warnings.simplefilter("ignore")
draws = torch.Generator().manual_seed(77)


def normal(*shape, scale=1.0):
    return torch.randn(shape, generator=draws, dtype=torch.float64) * scale


def unit(*shape):
    return torch.rand(shape, generator=draws, dtype=torch.float64) * 0.9 + 0.05


def whole(high, *shape):
    return torch.randint(0, high, shape, generator=draws)


@contextlib.contextmanager
def default_dtype(dtype):
    before = torch.get_default_dtype()
    torch.set_default_dtype(DTYPES[dtype])
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def flat(result):
    if result is None:
        return []
    if isinstance(result, torch.Tensor):
        return [result]
    return [x for part in result for x in flat(part)]


def cast(x, dtype):
    return x.to(DTYPES[dtype]) if x.is_floating_point() else x


def module_case(
    name, make, inputs, dtype="float32", seed=7, training=True, tensors=None, call=None,
    constants=(), **arguments,
):
    """- make: builds the module from the cast `tensors`.
    - call: of the module and its inputs, where it is not called with them alone.
    - constants: places of inputs that no gradient flows to."""
    tensors = {key: cast(value, dtype) for key, value in (tensors or {}).items()}
    case = {
        "module": name, "arguments": arguments, "dtype": dtype, "seed": seed, "training": training,
        "tensors": {key: encode(value) for key, value in tensors.items()},
        "inputs": [encode(cast(x, dtype)) for x in inputs], "constants": list(constants),
    }
    with default_dtype(dtype):
        torch.manual_seed(seed)
        try:
            module = make(**tensors)
            module.train(training)
            case["description"] = repr(module)
            case["parameters"] = [[key, encode(value)] for key, value in module.named_parameters()]
            case["buffers"] = [[key, encode(value)] for key, value in module.named_buffers()]
            leaves = [
                cast(x, dtype).clone().requires_grad_(x.is_floating_point() and i not in constants)
                for i, x in enumerate(inputs)
            ]
            result = flat(call(module, *leaves) if call else module(*leaves))
            case["outputs"] = [encode(y) for y in result]
            smooth = [y for y in result if y.requires_grad]
            upstreams = [cast(normal(*y.shape), dtype) for y in smooth]
            case["upstreams"] = [encode(g) for g in upstreams]
            if smooth:
                torch.autograd.backward(smooth, upstreams)
            case["gradients"] = [
                [key, encode(value.grad)] for key, value in
                [(str(i), x) for i, x in enumerate(leaves)] + list(module.named_parameters())
                if value.grad is not None
            ]
            case["after"] = [[key, encode(value)] for key, value in module.named_buffers()]
        except Exception as error:
            case["error"] = {"kind": type(error).__name__, "text": str(error)}
    return case
