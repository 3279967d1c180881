"""Runs the engine and its peers on the same networks, in turns, and prints how they compare.

    python compare.py FOLDER ENGINE TORCH TF JAX [--only CASE,…] [--threads 1,2] [--rounds 3]

FOLDER holds the cases; ENGINE is the built program `engine-peer`; TORCH, TF and JAX are Python
interpreters that have these. Each round starts every contestant once in a process of its own, so
that a neighbour on the machine troubles them alike; a contestant's figure is the least of its
rounds' medians. The ratio is the engine's rate over the best peer's. Losses of the first steps
are compared with PyTorch's: whoever computes something else is named.
"""
import argparse
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
CASES = {
    "tiny-mlp": ["torch", "jax", "tf:function", "tf:keras"],
    "mlp-binary": ["torch", "jax", "tf:function"],
    "cnn-mnist": ["torch", "torch:nhwc", "jax", "tf:function", "tf:keras"],
    "cnn-cifar10": ["torch", "torch:nhwc", "jax", "tf:function", "tf:keras"],
    "lstm-classifier": ["torch", "jax", "tf:function"],
    "lstm-lm": ["torch", "jax", "tf:function"],
    "transformer-classifier": ["torch", "jax", "tf:function"],
    "char-gpt": ["torch", "torch:compile", "jax"],
}
# Small networks are not shared out between threads.
ONE_THREAD = {"tiny-mlp", "mlp-binary"}


def arguments():
    parser = argparse.ArgumentParser()
    for name in ("folder", "engine", "torch", "tf", "jax"):
        parser.add_argument(name)
    parser.add_argument("--only", default="")
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", help="a file to which every measurement is appended")
    return parser.parse_args()


def command(options, peer, case, threads):
    end = [options.folder, case, "--threads", str(threads)]
    if peer == "engine":
        return [options.engine] + end
    script, _, variant = peer.partition(":")
    return [getattr(options, script), str(HERE / f"peer_{script}.py")] + end + (
        ["--variant", variant] if variant else [])


def measured(options, peer, case, threads):
    try:
        run = subprocess.run(
            command(options, peer, case, threads), capture_output=True, text=True, timeout=600)
    except subprocess.TimeoutExpired:
        print(f"  {peer}: no answer within ten minutes", flush=True)
        return None
    try:
        result = json.loads(run.stdout.strip().splitlines()[-1])
    except (IndexError, json.JSONDecodeError):
        print(f"  {peer}: {(run.stderr.strip() or 'no output').splitlines()[-1]}", flush=True)
        return None
    if options.json:
        with open(options.json, "a") as file:
            file.write(json.dumps(result) + "\n")
    return result


def disagreement(result, reference):
    """How far the losses of the first steps are from PyTorch's, relative to these."""
    return max(abs(a - b) / abs(b) for a, b in zip(result["losses"], reference["losses"]))


def compare(options, case, threads):
    print(f"{case}, {threads} thread{'s' if threads > 1 else ''}", flush=True)
    results = {}
    for _ in range(options.rounds):
        for peer in ["engine"] + CASES[case]:
            result = measured(options, peer, case, threads)
            if result and (peer not in results or result["median"] < results[peer]["median"]):
                results[peer] = result
    for peer, result in sorted(results.items(), key=lambda item: item[1]["median"]):
        line = (
            f"  {peer:12s} {result['median'] * 1e6:12.1f} µs a step (least {result['least'] * 1e6:.1f},"
            f" processor {result['processor'] * 1e6:.1f}), {result['items'] / result['median']:.0f} samples/s,"
            f" {result['megabytes']:.0f} MB")
        if "torch" in results and disagreement(result, results["torch"]) > 1e-3:
            line += f"   losses differ from torch's by {disagreement(result, results['torch']):.1e}"
        print(line, flush=True)
    peers = {peer: r for peer, r in results.items() if peer != "engine"}
    if "engine" not in results or not peers:
        return None
    best = min(peers, key=lambda peer: peers[peer]["median"])
    return best, peers[best]["median"] / results["engine"]["median"]


def main():
    options = arguments()
    chosen = options.only.split(",") if options.only else list(CASES)
    unknown = [case for case in chosen if case not in CASES]
    if unknown:
        sys.exit(f"there is no case {', '.join(unknown)}; there are {', '.join(CASES)}")
    ratios = []
    for case in chosen:
        for threads in map(int, options.threads.split(",")):
            if threads > 1 and case in ONE_THREAD:
                continue
            ratio = compare(options, case, threads)
            if ratio:
                ratios.append((case, threads, *ratio))
    print(f"\n{'case':24s} threads  best peer     engine / best peer")
    for case, threads, best, ratio in ratios:
        print(f"{case:24s} {threads:7d}  {best:12s} {ratio:8.2f}")


if __name__ == "__main__":
    main()
