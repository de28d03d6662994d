"""``python -m tests.exact 5000``: draws problems of every kind, and counts what is wrong and what is noise."""

from __future__ import annotations

import argparse
import json
from collections import Counter

from .judge import Verdict
from .kinds import GENERATORS, drawn, verdict_of

# How many problems of a kind there are for one of the other kinds.
SHARES = {"forward": 2, "backprop": 6, "convolution": 2, "regression": 2, "gradient-descent": 2}


def main():
    """Reads the command line, draws, and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.exact", description=__doc__)
    parser.add_argument("problems", type=int, nargs="?", default=5000)
    parser.add_argument("--kind", action="append", choices=list(GENERATORS))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N problems of each kind that fail")
    options = parser.parse_args()
    kinds = options.kind or list(GENERATORS)
    print(ROW.format("kind", "problems", "values", "at a border", "wrong", "noise"))
    total = Verdict()
    for kind in kinds:
        verdict = judged_kind(kind, count_of(kind, kinds, options.problems), options.seed, options.show)
        print(row_of(kind, verdict))
        total.add(verdict)
    print(row_of("in all", total))


ROW = "{:<18}{:>10}{:>12}{:>14}{:>10}{:>10}"


def row_of(kind: str, verdict: Verdict) -> str:
    """A row of the table."""
    counts = (verdict.problems, verdict.compared, verdict.borders, len(verdict.wrong), len(verdict.noise))
    return ROW.format(kind, *counts)


def count_of(kind: str, kinds: list[str], problems: int) -> int:
    """How many problems are drawn of a kind, so that there are so many in all."""
    parts = [SHARES.get(name, 1) for name in kinds]
    ends = [round(problems * sum(parts[: k + 1]) / sum(parts)) for k in range(len(parts))]
    place = kinds.index(kind)
    return ends[place] - (ends[place - 1] if place else 0)


def judged_kind(kind: str, problems: int, seed: int, show: int) -> Verdict:
    """The verdict on so many problems of a kind; some that fail are printed."""
    total = Verdict()
    seen: Counter[str] = Counter()
    for number in range(seed, seed + problems):
        verdict = verdict_of(kind, number)
        faults = [f"WRONG {text}" for text in verdict.wrong] + [f"noise {text}" for text in verdict.noise]
        if faults and seen.total() < show:
            seen["shown"] += 1
            print(f"\n{kind} {number}: {json.dumps(drawn(kind, number).problem, ensure_ascii=False)}")
            print(*(f"    {text}" for text in faults[:8]), sep="\n")
        total.add(verdict)
    return total


if __name__ == "__main__":
    main()
