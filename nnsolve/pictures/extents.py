"""The room that the nodes of a diagram and the texts around them take."""

from __future__ import annotations

from .boxes import Box, box_of
from .labels import LINE, SIZE
from .nodes import RADIUS, Lines, Node
from .text import widest

AWAY = 30  # from a node to the text beside it
NEAR = 3  # from a node to the texts above and below it


def wide(lines: Lines, bold: bool = False) -> float:
    """How wide the widest of the texts is; 0 for none."""
    return widest((runs for runs, _ in lines), SIZE, bold)


def half(node: Node) -> float:
    """How far a node and the texts above and below it reach to either side."""
    return max(node.wide, wide(node.above), wide(node.below)) / 2


def reach(node: Node, beside: Lines) -> float:
    """How far a node and its texts reach to the side where some stand beside it."""
    if not beside:
        return half(node)
    return max(half(node), node.wide / 2 + AWAY + wide(beside))


def height(node: Node) -> float:
    """The height of a node with the texts above and below it."""
    return 2 * RADIUS + (len(node.above) + len(node.below)) * LINE + 14 * node.biased


def circles(nodes: list[Node]) -> list[Box]:
    """The places of nodes without their texts."""
    found = []
    for node in nodes:
        side = node.wide / 2
        found.append(Box(node.x - side, node.y - RADIUS, node.x + side, node.y + RADIUS))
    return found


def texts(nodes: list[Node]) -> list[Box]:
    """The places of the texts above and below nodes."""
    found = []
    for node in nodes:
        for lines, middle in ((node.above, above(node)), (node.below, below(node))):
            if lines:
                found.append(box_of([runs for runs, _ in lines], node.x, middle, SIZE))
    return found


def above(node: Node) -> float:
    """The height at which the middle of the texts above a node stands."""
    return node.y - RADIUS - NEAR - len(node.above) * LINE / 2


def below(node: Node) -> float:
    """The height at which the middle of the texts below a node stands; an arrow leads from those of a bias."""
    return node.y + RADIUS + NEAR + 12 * node.biased + len(node.below) * LINE / 2
