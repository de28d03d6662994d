"""Measuring: the least of several runs, taken in turn so that both sides see the same machine."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

CACHE = tempfile.mkdtemp(prefix="nnsolve-benchmark-")


def environment() -> dict[str, str]:
    """The environment with compiled modules kept, as after an installation."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": CACHE}


def run(arguments: list[str]) -> float:
    """Wall seconds of one process of this Python."""
    start = time.perf_counter()
    command = [sys.executable, *arguments]
    subprocess.run(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def whole(text: str) -> tuple[float, float]:
    """Wall seconds and most memory in MiB of a process that solves and prints a problem of kind backprop."""
    command = [sys.executable, "-m", "nnsolve", "backprop", "-"]
    with tempfile.TemporaryFile() as file:
        file.write(text.encode())
        file.seek(0)
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=file, env=environment(), stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def side_by_side(ours, theirs, runs: int) -> tuple[float, float]:
    """The least time of each of two functions that return seconds, run in turn."""
    ours(), theirs()  # once to fill caches
    times = [(ours(), theirs()) for _ in range(runs)]
    return min(a for a, _ in times), min(b for _, b in times)


def line(what: str, ours: float, theirs: float, goal: str) -> str:
    """A line of the report."""
    return f"{what:<72} {ours * 1e3:8.1f} ms / {theirs * 1e3:8.1f} ms = {ours / theirs:5.2f}   goal {goal}"
