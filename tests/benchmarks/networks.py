"""Random networks as problem texts."""

from __future__ import annotations

import itertools
import random


def problem(sizes: list[int], asked: str = "") -> str:
    """A sigmoid network with plain matrices as YAML."""
    rng = random.Random(1)

    def row(n, low, high):
        return "[" + ", ".join(f"{rng.uniform(low, high):.4f}" for _ in range(n)) + "]"

    lines = ["kind: backprop", f"inputs: {row(sizes[0], 0, 1)}", "layers:"]
    for before, here in itertools.pairwise(sizes):
        lines += ["  - activation: sigmoid", "    weights:"]
        lines += [f"      - {row(before, -0.1, 0.1)}" for _ in range(here)]
        lines.append(f"    bias: {row(here, -0.1, 0.1)}")
    lines += [f"targets: {row(sizes[-1], 0, 1)}", "loss: half squared error", "learning_rate: 0.5"]
    return "\n".join(lines + ([f"asked: {asked}"] if asked else [])) + "\n"
