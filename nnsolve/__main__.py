"""``python -m nnsolve``."""

from .cli import run

run()
