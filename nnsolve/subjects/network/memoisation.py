"""Memoisation: the multiplications that gradients take path by path, and with intermediate derivatives kept."""

from __future__ import annotations

from ...formula.derive import Backward
from ...formula.expr import ONE, Num, Sub, Symbol, total_of
from ...formula.marks import Mark
from ...names import Name, Role
from ...solution import Block, Column, Says, Section, Step, Table

ANEW, KEPT, SAVED = (Name(Role.COUNT, "multiplications", way) for way in ("anew", "kept", "saved"))
NAMES = (ANEW, KEPT, SAVED)
MARKS = {ANEW: Mark("anew"), KEPT: Mark("kept"), SAVED: Mark("saved")}


class Counts:
    """Counts on the graph of a backward pass; a factor that is 1 whatever the numbers are costs nothing.

    A path is a way from the target down to a name; its factors are the local derivatives along it, and n of them take
    n − 1 multiplications. When derivatives are kept, each name's ∂target/∂name is found once, from those above it, at
    one multiplication a path that leaves it (the saving by which backpropagation is linear in the number of edges:
    Goodfellow, Bengio, Courville, Deep Learning, section 6.5.3).
    """

    def __init__(self, backward: Backward):
        self.backward = backward
        self._paths: dict[Name, tuple[int, int, int]] = {}
        self.made: dict[Name, int] = {}
        self.used: dict[Name, int] = {}

    def anew(self, name: Name) -> tuple[int, int]:
        """The number of paths to ``name``, and of multiplications when each is multiplied out by itself."""
        paths, factors, bare = self._sums(name)
        return paths, factors - (paths - bare)

    def _sums(self, name: Name) -> tuple[int, int, int]:
        """Number of paths, of factors on all of them together, and of paths without any factor."""
        if name not in self._paths:
            paths = factors = bare = 0
            for user, one in self._edges(name):
                above = (1, 0, 1) if self._first(user) else self._sums(user)
                paths, factors = paths + above[0], factors + above[1] + (0 if one else above[0])
                bare += above[2] if one else 0
            self._paths[name] = paths, factors, bare
        return self._paths[name]

    def kept(self, name: Name) -> int:
        """The multiplications for ∂target/∂name, with all that was found for earlier names at hand."""
        if name not in self.made:
            count = 0
            for user, one in self._edges(name):
                if not self._first(user):
                    self.used[user] = self.used.get(user, 0) + 1
                    count += self.kept(user) + (0 if one else 1)
            self.made[name] = count
            return count
        return 0

    def _edges(self, name: Name) -> list[tuple[Name, bool]]:
        """The steps through which ``name`` reaches the target, and whether the factor there is always 1."""
        return [(user, self.backward.slope(user, name) is ONE) for user in self.backward.paths(name)]

    def _first(self, user: Name) -> bool:
        """Whether the factor at ``user`` is the first of its path: the target itself, or a term of it."""
        return self.backward.weight(user) is not None


def memoisation_section(backward: Backward, parameters: list[Name], samples: int = 1) -> Section:
    """The table by parameter, the derivatives that are used again, and what is saved."""
    counts = Counts(backward)
    rows: list[list] = []
    anew, kept = [], []
    for name in parameters:
        paths, fresh = counts.anew(name)
        anew.append(fresh)
        kept.append(counts.kept(name))
        rows.append([Says("page_name", name=name), paths, anew[-1], kept[-1]])
    rows.append([Says("training_memo_total"), sum(row[1] for row in rows), sum(anew), sum(kept)])
    table = Table(
        [
            Column("name", "page_column_name"),
            Column("memo_paths", "training_column_memo_paths"),
            Column("memo_anew", "training_column_memo_anew"),
            Column("memo_kept", "training_column_memo_kept"),
        ],
        rows,
    )
    again = [
        [Says("page_name", name=backward.gradient_name(name)), count]
        for name, count in counts.used.items()
        if count > 1
    ]
    blocks = [Block(None, [], Says("training_memo_intro"), table=table)]
    if again:
        blocks.append(
            Block(
                None,
                [],
                Says("training_memo_again"),
                table=Table(
                    [
                        Column("memo_derivative", "training_column_memo_derivative"),
                        Column("memo_used", "training_column_memo_used"),
                    ],
                    again,
                ),
            )
        )
    steps = [
        Step(ANEW, total_of([Num(str(count)) for count in anew]), Says("training_memo_by_path")),
        Step(KEPT, total_of([Num(str(count)) for count in kept]), Says("training_memo_by_name")),
        Step(SAVED, Sub(Symbol(ANEW), Symbol(KEPT))),
    ]
    title = Says("training_memo_title" if samples == 1 else "training_memo_title_sample")
    return Section(title, [*blocks, Block(None, steps)])
