"""Runs every benchmark and prints one line each: what, ours, theirs, ratio, goal."""

from . import epochs, growth, keys, large, marking, process, symbols

for benchmark in (process, large, growth, epochs, marking, keys, symbols):
    for line in benchmark.lines():
        print(line, flush=True)
