"""Pairs of vectors: dot products, lengths, cosines, distances, a table of all pairs, and which vector is nearest.

Source: Jurafsky and Martin, Speech and Language Processing, chapter on vector semantics.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...formula.expr import Div, Expr, Mul, Pow, Symbol, total_of, whole
from ...formula.functions import sqrt
from ...formula.marks import Mark
from ...names import Name, Role, entry_at
from ...solution import Column, Ref, Says, Solution, Table
from ...working import Working

# Two values that are nearer than this are taken for equal.
CLOSE = 1e-12


class Vectors:
    """Vectors by their names, each the numbers at its places; at a place that is left out it has 0.

    ``numbers[name]`` are formulas by their place.
    """

    def __init__(self, page: Working, numbers: dict[str, dict[int, Expr]]):
        self.page, self.numbers = page, numbers
        self.names = list(numbers)
        self.cosine = self.distance = False

    def norm(self, name: str) -> Name:
        """The length of a vector."""
        return Name(Role.RESULT, "norm", name)

    def of(self, what: str, pair: Sequence[str]) -> Name:
        """The dot product, cosine or distance of a pair: cos[a,b]."""
        return entry_at(Name(Role.RESULT, what), f"[{','.join(pair)}]")

    def write_cosines(self, pairs: Iterable[Sequence[str]]) -> None:
        """The length of every vector that is needed, then the dot product and cosine of each pair."""
        page, chosen = self.page, list(pairs)
        self.cosine = True
        page.section(Says("language_section_lengths"))
        page.block()
        needed = {name for pair in chosen for name in pair}
        for name in self.names:
            if name in needed:
                self._write_length(name)
        page.section(Says("language_section_cosines"))
        for pair in chosen:
            page.block()
            dot, cosine = self.of("dot", pair), self.of("cos", pair)
            self._call(dot, cosine, pair)
            page.step(dot, self._dot(*pair))
            page.block()
            lengths = Mul([Symbol(self.norm(name)) for name in pair])
            page.answer(cosine, Div(Symbol(dot), lengths))

    def write_unit_cosines(self, pairs: Iterable[Sequence[str]]) -> None:
        """The cosines of vectors of length 1: their dot products."""
        page = self.page
        self.cosine = True
        page.section(Says("language_section_cosines"))
        page.block(None, Says("language_rule_unit_cosine"))
        for pair in pairs:
            dot, cosine = self.of("dot", pair), self.of("cos", pair)
            self._call(dot, cosine, pair)
            page.step(dot, self._dot(*pair))
            page.answer(cosine, Symbol(dot))

    def _write_length(self, name: str) -> None:
        squares: list[Expr] = [Pow(number, whole(2)) for number in self.numbers[name].values()]
        norm = self.norm(name)
        self.page.marks[norm] = Mark(f"‖{name}‖")
        self.page.synonyms |= {f"||{name}||": norm, f"|{name}|": norm, f"norm({name})": norm}
        self.page.step(norm, sqrt(total_of(squares)))

    def _dot(self, one: str, other: str) -> Expr:
        """The products of the places that both have."""
        left, right = self.numbers[one], self.numbers[other]
        products: list[Expr] = [Mul((left[place], right[place])) for place in left if place in right]
        return total_of(products) if products else whole(0)

    def _call(self, dot: Name, cosine: Name, pair: Sequence[str]) -> None:
        page, both = self.page, ", ".join(pair)
        page.marks |= {dot: Mark("·".join(pair)), cosine: Mark(f"cos({both})")}
        for one, other in (pair, pair[::-1]):
            for spelt in (f"cos({one}, {other})", f"cosine({one}, {other})", f"sim({one}, {other})"):
                page.synonyms |= {spelt: cosine, spelt.replace(" ", ""): cosine}
            page.synonyms |= {f"{one}·{other}": dot, f"{one}.{other}": dot, f"dot({one},{other})": dot}
        if len(self.names) == 2:
            page.synonyms |= {"cos": cosine, "cosine": cosine, "dot": dot}

    def write_distances(self, pairs: Iterable[Sequence[str]]) -> None:
        """The Euclidean distance of each pair."""
        page = self.page
        self.distance = True
        page.section(Says("language_section_distances"))
        page.block()
        for pair in pairs:
            name = self.of("distance", pair)
            one, other = (self.numbers[each] for each in pair)
            squares: list[Expr] = [Pow(one[place] - other[place], whole(2)) for place in one]
            page.answer(name, sqrt(total_of(squares)))
            page.marks[name] = Mark(f"d({', '.join(pair)})")
            for first, second in (pair, pair[::-1]):
                for spelt in (f"d({first}, {second})", f"distance({first}, {second})"):
                    page.synonyms |= {spelt: name, spelt.replace(" ", ""): name}
            if len(self.names) == 2:
                page.synonyms["distance"] = name

    def table(self, pairs: Sequence[Sequence[str]]) -> Table:
        """A row a pair."""
        columns: dict[Says, list] = {
            Column("pair", "language_column_pair"): [Says("language_text", text=", ".join(pair)) for pair in pairs]
        }
        if self.cosine:
            columns[Column("dot", "language_column_dot")] = [Ref(self.of("dot", pair)) for pair in pairs]
            columns[Column("cos", "language_column_cosine")] = [Ref(self.of("cos", pair)) for pair in pairs]
        if self.distance:
            columns[Column("distance", "language_column_distance")] = [Ref(self.of("distance", pair)) for pair in pairs]
        return Table.of(columns, title=Says("language_table_pairs"))

    def nearest(self, solution: Solution, to: str, pairs: Sequence[Sequence[str]]) -> list[Says]:
        """Which vectors are nearest to one: by the largest cosine, by the least distance."""
        said = []
        if self.cosine:
            said.append(self._nearest(solution, to, "cos", -1, pairs))
        if self.distance:
            said.append(self._nearest(solution, to, "distance", 1, pairs))
        return said

    def _nearest(self, solution: Solution, to: str, what: str, sign: int, pairs: Sequence[Sequence[str]]) -> Says:
        found = {}
        for pair in pairs:
            other = pair[1] if pair[0] == to else pair[0]
            found[other] = sign * float(solution.values[self.of(what, pair)])
        least = min(found.values())
        names = [name for name, value in found.items() if value <= least + CLOSE * max(1, abs(least))]
        return Says(_NEAREST[what], name=to, text=", ".join(names))


_NEAREST = {"cos": "language_note_nearest_cosine", "distance": "language_note_nearest_distance"}
