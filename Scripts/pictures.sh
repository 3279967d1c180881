#!/bin/sh
# Draws the pictures of the documentation anew, with the built program and its own lessons.
# usage: Scripts/pictures.sh   (DLBOOK is the program, .build/release/dlbook by default)
set -eu
cd "$(dirname "$0")/.."
dlbook=${DLBOOK:-.build/release/dlbook}
folder=Documentation/pictures
mkdir -p "$folder"

# draw NAME WHAT [OPTION]...
draw() {
  name=$1
  shift
  "$dlbook" snapshot "$@" --lessons Lessons --lang "${lang:-en}" --format svg >"$folder/$name.new"
  mv "$folder/$name.new" "$folder/$name.svg"
  echo "$folder/$name.svg"
}

draw home home --size 100x28
draw network lesson:forward#network --size 150x32 --keys 's Enter'
draw stepper 'step:w = 0.8; x = 1.5; b = 0.1; m = w*x; z = m + b; y = tanh(z); (y - 1)**2' --size 100x26 \
  --keys 'b Right Right c'
draw layers lesson:backprop#two-layers --size 140x30 --keys 's Enter b Right Right'
draw training lesson:backprop#training --size 130x34 --keys 's Enter Space' --posts 60
draw train train:digits-cnn --size 120x35 --posts 12
draw quiz quiz:backprop --size 100x24 --keys '114 Enter'
lang=zh draw chinese lesson:backprop#product --size 100x30 --keys 's Enter b Right'
draw ascii lesson:forward#weights --size 80x28 --ascii --color never
draw light step:'tanh(2*a + b)' --size 100x26 --theme light --keys 'b Right'
