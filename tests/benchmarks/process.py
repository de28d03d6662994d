"""The whole process of ``nnsolve backprop two-two-two`` against its own imports, and against a framework's script."""

from __future__ import annotations

import importlib.util

from .measure import line, run, side_by_side

SOLVE = ["-m", "nnsolve", "backprop", "two-two-two"]
# What the command loads when its output is piped, and with rich's console when it writes to a terminal.
LIBRARIES = ["-c", "import click, yaml, decimal, rich.cells"]
LIBRARIES_TERMINAL = ["-c", "import click, yaml, decimal, rich.console"]

FRAMEWORK = """
import torch
torch.set_default_dtype(torch.float64)
x = torch.tensor([0.05, 0.10]); t = torch.tensor([0.01, 0.99])
W1 = torch.tensor([[0.15, 0.20], [0.25, 0.30]], requires_grad=True)
W2 = torch.tensor([[0.40, 0.45], [0.50, 0.55]], requires_grad=True)
h = torch.sigmoid(W1 @ x + 0.35)
o = torch.sigmoid(W2 @ h + 0.60)
E = (0.5 * (t - o) ** 2).sum()
E.backward()
print(W1 - 0.5 * W1.grad, W2 - 0.5 * W2.grad)
"""


def lines():
    """Yields the report."""
    ours, theirs = side_by_side(lambda: run(SOLVE), lambda: run(LIBRARIES), 15)
    yield line("nnsolve backprop two-two-two, piped / import of its libraries", ours, theirs, "at most 1.3")
    ours, theirs = side_by_side(lambda: run(SOLVE), lambda: run(LIBRARIES_TERMINAL), 15)
    yield line("the same / import of its libraries with rich's console", ours, theirs, "at most 1.3")
    if importlib.util.find_spec("torch"):
        ours, theirs = side_by_side(lambda: run(SOLVE), lambda: run(["-c", FRAMEWORK]), 5)
        yield line(
            "nnsolve backprop two-two-two / the same gradient by a framework's script", ours, theirs, "at most 0.1"
        )
