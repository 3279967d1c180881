#!/bin/sh
# Writes all fixtures again; `git diff` then shows what has changed.
#
#     PYTHON=/tmp/torch/bin/python Tests/Fixtures/all.sh
#
# PYTHON has torch, torchvision, numpy, scikit-learn and safetensors. zoo_curves.py trains networks,
# which takes longer than all others together.
set -eu
cd "$(dirname "$0")"
python=${PYTHON:-python3}

for script in *.py; do
  case $script in
    reference.py | module_cases.py) continue ;; # what the others share
    digits.py | text.py) continue ;;            # data of the lessons
  esac
  echo "$script"
  "$python" "$script"
done

snippets=../PythonTests/Fixtures
"$python" $snippets/generate.py > $snippets/snippets.json.new
mv $snippets/snippets.json.new $snippets/snippets.json
