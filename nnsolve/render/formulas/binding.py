"""How firmly what is printed binds: what binds less than its place needs stands in brackets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from ...formula.expr import Expr

SUM, SIGNED, QUOTIENT, PRODUCT, POWER, ATOM = range(6)

P = TypeVar("P")  # a piece of a format: text, LaTeX, a box
Bound = tuple[P, int]  # a piece, and how firmly it binds
PutIn = Mapping[str, Expr] | None  # what is put in for names, if anything
