"""Runs every benchmark and prints one line each: what, ours, theirs, ratio, goal."""

from . import epochs, growth, large, process

for benchmark in (process, large, growth, epochs):
    for line in benchmark.lines():
        print(line, flush=True)
