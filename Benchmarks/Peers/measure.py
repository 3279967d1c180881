"""What the peers share: one thread or two, one case, and how a step is timed. To be imported
before any framework, since threads are set by the environment.

    python peer_torch.py FOLDER CASE --threads 1 [--variant compile] [--blocks 7]
"""
import argparse
import json
import os
import resource
import time

_arguments = argparse.ArgumentParser()
_arguments.add_argument("folder")
_arguments.add_argument("case")
_arguments.add_argument("--threads", type=int, default=1)
_arguments.add_argument("--variant", default="")
_arguments.add_argument("--blocks", type=int, default=7)
_arguments.add_argument("--seconds", type=float, default=0.8)
options = _arguments.parse_args()
for _name in (
    "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NPROC",
    "TF_NUM_INTRAOP_THREADS",
):
    os.environ[_name] = str(options.threads)
os.environ["TF_NUM_INTEROP_THREADS"] = "1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["JAX_PLATFORMS"] = "cpu"
if options.threads == 1:
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"

import numpy as np

_file = np.load(os.path.join(options.folder, options.case + ".npz"))
weights = {name[2:]: _file[name] for name in _file.files if name.startswith("w:")}
batches = [
    (_file[f"x{i}"], _file[f"y{i}"])
    for i in range(sum(name.startswith("x") for name in _file.files))
]
batch_size = len(batches[0][0])


def positions(length, width):
    """Sines and cosines, as the Transformer's positional encoding has them."""
    angle = np.arange(length)[:, None] * np.exp(np.arange(0, width, 2) * (-np.log(1e4) / width))
    return np.stack([np.sin(angle), np.cos(angle)], 2).reshape(length, width).astype(np.float32)


def _processor():
    return sum(resource.getrusage(resource.RUSAGE_SELF)[:2])


def run(peer, version, step, value):
    """step(i) trains on batch i and gives a loss; value(loss) waits until it is there. The losses
    of the first 20 steps are for comparison, the rest is timed in blocks."""
    losses = [float(value(step(i % len(batches)))) for i in range(20)]
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < 0.3 or count < 2:
        loss = step(count % len(batches))
        count += 1
    value(loss)
    size = max(1, round(options.seconds * count / (time.perf_counter() - start)))
    wall, processor = [], []
    for _ in range(options.blocks):
        begun, start = _processor(), time.perf_counter()
        for i in range(size):
            loss = step(i % len(batches))
        value(loss)
        wall.append((time.perf_counter() - start) / size)
        processor.append((_processor() - begun) / size)
    print(json.dumps({
        "case": options.case, "peer": peer, "version": version, "threads": options.threads,
        "least": min(wall), "median": float(np.median(wall)), "processor": min(processor),
        "items": batch_size, "losses": losses,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }), flush=True)
