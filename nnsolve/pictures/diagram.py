"""A layered network as a diagram: nodes in columns and links between them, placed, painted, and told in words."""

from __future__ import annotations

from .layout import laid_out
from .nodes import Column, Link, Node
from .painting import painted
from .svg import Scene
from .text import said


def scene(columns: list[Column], links: list[Link], prefix: str = "") -> Scene:
    """Places everything and paints it."""
    return painted(columns, laid_out(columns, links), prefix)


def told(columns: list[Column], most: int = 40) -> str:
    """What stands at the nodes, in words: ``h1: net_h1 = 0.3775, b1 = 0.35``."""
    parts = []
    for column in columns:
        for node in column.drawn:
            lines = _texts(node)
            if lines:
                parts.append(f"{node.label}: {', '.join(lines)}")
    if len(parts) > most:
        parts[most:] = ["…"]
    return "; ".join(parts)


def _texts(node: Node) -> list[str]:
    """The texts around a node."""
    return [said(runs) for runs, _ in (*node.left, *node.above, *node.below, *node.right)]
