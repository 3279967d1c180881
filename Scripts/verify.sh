#!/bin/sh
# Trains models as long as it takes to see that they reach what they should; `make verify`. It takes
# about half an hour on two cores.
# usage: Scripts/verify.sh [NAME]...   (DLBOOK is the program, .build/release/dlbook by default)
set -eu
cd "$(dirname "$0")/.."
dlbook=${DLBOOK:-.build/release/dlbook}
events=$(mktemp)
trap 'rm -f "$events"' EXIT
failed=0

# number KEY EVENT: a number of the last such event
number() {
  grep "\"event\":\"$2\"" "$events" | tail -n 1 | sed -n "s/.*\"$1\":\\([-0-9.e]*\\).*/\\1/p"
}

# verdict WHAT FOUND OPERATOR WANTED
verdict() {
  if awk "BEGIN { exit !(($2) $3 ($4)) }"; then
    echo "good    $1: $2 $3 $4"
  else
    echo "FAILED  $1: $2, wanted $3 $4"
    failed=1
  fi
}

train() {
  "$dlbook" train "$@" --lessons Lessons --json >"$events"
}

check() {
  case $1 in
  digits-cnn)
    train digits-cnn
    verdict 'digits-cnn, test accuracy' "$(number test_accuracy end)" '>' 0.98
    verdict 'digits-cnn, seconds' "$(number seconds end)" '<' 10
    ;;
  seq2seq)
    train seq2seq
    verdict 'seq2seq, 8 digits reversed' "$(number test_accuracy end)" '>' 0.99
    ;;
  char-gpt)
    # What PyTorch reaches from the same seed: Tests/Fixtures/zoo_curves.py.
    wanted=$(sed -n 's/.*"validation_loss": \([0-9.]*\).*/\1/p' Tests/Fixtures/char-gpt.json)
    train char-gpt --steps 500
    found=$(number loss epoch)
    verdict 'char-gpt, distance from PyTorch after 500 steps' \
      "$(awk "BEGIN { d = $found - $wanted; print d < 0 ? -d : d }")" '<=' 0.02
    ;;
  cnn-mnist)
    if [ ! -e /usr/share/datasets/fashion-mnist ]; then
      echo "left    cnn-mnist: Debian's package dataset-fashion-mnist is not installed"
      return
    fi
    train cnn-mnist --data /usr/share/datasets
    verdict 'cnn-mnist on Fashion-MNIST, test accuracy' "$(number test_accuracy end)" '>=' 0.91
    ;;
  *)
    echo "$1 is none of digits-cnn, seq2seq, char-gpt, cnn-mnist" >&2
    exit 64
    ;;
  esac
}

[ $# -gt 0 ] || set -- digits-cnn seq2seq char-gpt cnn-mnist
for name in "$@"; do check "$name"; done
exit "$failed"
