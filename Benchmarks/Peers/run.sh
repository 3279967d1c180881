#!/bin/sh
# Prepares the peers once (virtual environments under Benchmarks/.peers) and compares.
# usage: Benchmarks/Peers/run.sh ENGINE [OPTIONS OF compare.py]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
place=${PEERS:-$here/../.peers}
engine=$1
shift

environment() {
  [ -e "$place/$1/ready" ] && return
  echo "Installing $1 …"
  python3 -m venv "$place/$1"
  name=$1
  shift
  "$place/$name/bin/pip" install --quiet "$@"
  touch "$place/$name/ready"
}

environment torch 'torch==2.13.0+cpu' numpy
environment tf tensorflow-cpu
environment jax jax optax
[ -e "$place/cases/char-gpt.npz" ] || "$place/torch/bin/python" "$here/cases.py" "$place/cases"
exec python3 "$here/compare.py" "$place/cases" "$engine" "$place/torch/bin/python" \
  "$place/tf/bin/python" "$place/jax/bin/python" "$@"
