"""Runs every benchmark and prints one line each: what, ours, theirs, ratio, goal."""

from . import epochs, growth, keys, large, marking, process, symbols

# Symbols come before the large networks: a child that is started counts the memory of its parent as its own peak.
for benchmark in (process, symbols, large, growth, epochs, marking, keys):
    for line in benchmark.lines():
        print(line, flush=True)
