"""Answer keys as PDF: a paper of ten questions in a process of its own, and many keys in one process."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time

import nnsolve
from nnsolve.render import rendered
from nnsolve.sheets.answer_key import answer_key

from .measure import line, run, side_by_side

PAPER, SINGLE, KEYS = "term-paper", "two-two-two", 100


def by_pdflatex(folder: str) -> float:
    """Seconds of pdflatex on the LaTeX of the same paper; the solving is not in it."""
    path = os.path.join(folder, "key.tex")
    if not os.path.exists(path):
        solutions = [answer_key(nnsolve.solve(problem)) for problem in nnsolve.load(PAPER)]
        with open(path, "w", encoding="utf-8") as file:
            file.write(rendered(solutions, "latex", statement=True))
    start = time.perf_counter()
    command = ["pdflatex", "-interaction=batchmode", "key.tex"]
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def many() -> float:
    """Seconds for the PDF of a key, so many times in this process."""
    start = time.perf_counter()
    for _ in range(KEYS):
        problem = nnsolve.load(SINGLE, overrides={"asked": "w5, w1"})[0]
        rendered([answer_key(nnsolve.solve(problem))], "pdf", statement=True)
    return time.perf_counter() - start


def lines():
    """Yields the report."""
    with tempfile.TemporaryDirectory() as folder:

        def ours() -> float:
            return run(["-m", "nnsolve", "key", PAPER, "-o", os.path.join(folder, "key.pdf"), "-f"])

        what = f"nnsolve key {PAPER} -o key.pdf (ten questions)"
        if shutil.which("pdflatex"):
            yield line(f"{what} / pdflatex alone", *side_by_side(ours, lambda: by_pdflatex(folder), 3), "under 1 s")
        else:
            yield f"{what:<72} {min(ours() for _ in range(4)) * 1e3:8.1f} ms   goal under 1 s"
    yield f"{f'{KEYS} keys of {SINGLE} as PDF in one process':<72} {many() * 1e3:8.1f} ms   goal under 10 s"
