"""Normalisation layers over a table of activations: batch norm by columns, layer norm by rows.

Sources: Ioffe and Szegedy, Batch normalization, 2015; Ba, Kiros and Hinton, Layer normalization, 2016. The gradient is
derived from the steps of the forward pass, through μ and σ² as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from ...differences import check_gradients
from ...formula.derive import Backward
from ...formula.expr import Div, Expr, Mul, Sub, Symbol, dot_of, sum_of, whole
from ...formula.marks import Mark, Partial, lettered
from ...names import NOW, At, Name, Role, d
from ...solution import Column, Says, Step, Table, evaluate, refs
from ...subjects.batch_statistics import deviation, mean_of, shifted, standardised, variance_of
from ...working import Working
from .columns import HAT, Columns, free, hat

AGREE = 1e-8
LOSS = Name(Role.LOSS, "L")
EPSILON = Name(Role.OPTION, "epsilon")
LETTERS = {"gamma": "γ", "beta": "β"}


# The titles of groups within a sentence, and what stands above the gradients of what is found of them.
_LOW = {
    "norm_the_column": "norm_the_column_low",
    "norm_the_column_column": "norm_the_column_column_low",
    "norm_batch": "norm_batch_low",
    "norm_batch_column": "norm_batch_column_low",
    "norm_the_row": "norm_the_row_low",
    "norm_row_number": "norm_row_number_low",
}
_TO = {"root": "norm_to_root", "variance": "norm_to_variance", "mean": "norm_to_mean"}


class Group:
    """Entries (column, row) that are normalised together, and the names of their mean, variance and root.

    ``column`` and ``at``, the batch or the row, tell these names from those of other groups.
    """

    def __init__(
        self,
        title: Says,
        entries: list[tuple[Name, int]],
        marks: tuple[str, str] = ("", ""),
        column: str = "",
        at: At = NOW,
    ):
        self.title, self.entries, self.column, self.at = title, entries, column, at
        self.mean, self.variance, self.root = map(self.named, ("mean", "variance", "root"))
        self.sub, self.sup = marks

    def named(self, word: str) -> Name:
        """The name of a number of this group."""
        return Name(Role.RESULT, word, self.column, self.at)

    @property
    def low(self) -> Says:
        """The title within a sentence."""
        return Says(_LOW[self.title.key], **self.title.args)


class Layer:
    """The forward pass of a normalisation layer, and on request its backward pass, written on a page.

    ``numbers`` are those of γ and β, by letter and column.
    """

    def __init__(
        self, page: Working, data: Columns, groups: list[Group], numbers: dict[str, dict[str, Expr]], epsilon: Expr
    ):
        self.page, self.data, self.groups = page, data, groups
        self.known = False
        data.give(page)
        rows = []
        for word, letter in LETTERS.items():
            for c in data.names:
                page.give(self.parameter(word, c), numbers[word][c], data.mark(letter, c))
            rows.append([self.parameter(word, c) for c in data.names])
        page.give(EPSILON, epsilon, "ε")
        rows.append([EPSILON])
        page.rows += [list(chain(*rows))] if data.single else rows

    def parameter(self, word: str, column: Name) -> Name:
        """The name of γ or β of a column."""
        return self.data.named(word, column, Role.PARAMETER)

    def forward(self, known: dict[str, dict[str, Expr]]) -> None:
        """Statistics, x̂ and y of every group; mean and variance are ``known`` by column for inference."""
        data, page = self.data, self.page
        self.known = bool(known)
        for group in self.groups:
            page.section(group.title)
            page.block()
            if known:
                numbers = known[group.entries[0][0]]
                page.row({group.mean: numbers["mean"], group.variance: numbers["variance"]})
            self._write_statistics(group)
            self._write_entries(group)
        page.answers += data.every("y")
        if data.single:
            (c,) = data.names
            for stem, shown in (("hat", "hat"), ("hat", "x_hat"), ("y", "y")):
                page.synonyms |= {f"{shown}[{i}]": data.name(c, i, stem) for i in data.rows()}
        if len(self.groups) == 1:
            mean, variance = self.groups[0].mean, self.groups[0].variance
            page.synonyms |= {"mu": mean, "var": variance, "sigma2": variance}

    def _write_statistics(self, group: Group) -> None:
        """The mean and the variance of a group, where they are not known, and the root."""
        page, names = self.page, self._names(group)
        if not self.known:
            page.step(group.mean, mean_of(names), Says("norm_mean", n=len(names)))
            page.step(group.variance, variance_of(names, group.mean), Says("norm_variance", n=len(names)))
        page.step(group.root, deviation(group.variance, Symbol(EPSILON)), Says("norm_root"))
        letters = free("μ", "mean", self.data), "σ²", free("s", "root", self.data)
        for name, letter in zip((group.mean, group.variance, group.root), letters, strict=True):
            page.marks[name] = Mark(letter, group.sub, group.sup)

    def _write_entries(self, group: Group) -> None:
        """x̂ of every entry of a group, then y."""
        data, page = self.data, self.page
        hats, outs = [], []
        for (c, i), name, hat_name in zip(group.entries, self._names(group), self._names(group, "hat"), strict=True):
            gamma, beta = (Symbol(self.parameter(word, c)) for word in LETTERS)
            hats.append((hat_name, standardised(name, group.mean, Symbol(group.root))))
            outs.append((data.name(c, i, "y"), shifted(hat_name, gamma, beta)))
            page.marks[hat_name] = data.entry(c, i, HAT)
            page.marks[data.name(c, i, "y")] = data.result(self._out, c, i)
        page.block()
        page.alike(hats, Says("batch_norm_hat"))
        page.block()
        page.alike(outs, Says("norm_scale_shift"))

    @property
    def _out(self) -> str:
        """The letter of what goes out."""
        return free("y", "out", self.data)

    def _names(self, group: Group, stem: str = "") -> list[Name]:
        """The names of a group's entries, or with a stem of what becomes of them."""
        return [self.data.name(c, i, stem) for c, i in group.entries]

    def table(self) -> Table:
        """Every row before and after."""
        data = self.data
        columns: dict[Says, Sequence] = {Column("norm_row", "norm_column_row"): data.rows()}
        for c in data.names:
            columns[Says("norm_text", text=str(c))] = refs(data.column(c))
        for c in data.names:
            columns[Says("norm_text", text=str(hat(c)))] = refs(data.column(c, "hat"))
        for c in data.names:
            columns[Says("norm_text", text=str(data.named(self._out, c)))] = refs(data.column(c, "y"))
        return Table.of(columns, title=Says("page_table_rows"))

    # Backward

    def backward(self, upstream: Columns) -> None:
        """The gradients of γ, β and every x from the given ∂L/∂y."""
        data, page = self.data, self.page
        above = {out: d(LOSS, out) for out in data.every("y")}
        for c in data.names:
            slopes = [above[out] for out in data.column(c, "y")]
            page.row(dict(zip(slopes, upstream.entries[c], strict=True)))
        self.checked = [*page.steps, Step(LOSS, dot_of(above.values(), above))]
        graph = self._graph()
        page.section(Says("norm_backward_parameters"))
        self._gradients(graph, "norm_to_parameters", self._parameters())
        for group in self.groups:
            self._backward_of(graph, group)
        page.answers += [d(LOSS, name) for name in (*self._parameters(), *data.given())]

    def _graph(self) -> Backward:
        """The chain rule from L back; what it finds is written into the open block, but not ∂L/∂y, which is given."""
        inner = self.data.every("y") + self.data.every("hat")
        for group in self.groups:
            inner += [group.mean, group.variance, group.root]
        forward = [(step.name, step.formula) for step in self.checked]
        alias = {name: d(LOSS, name) for name in inner}

        def write(name: Name, formula: Expr, role: str, of: tuple[Name, ...]) -> None:
            if name not in self.page.given:
                self.page.step(name, formula)

        return Backward(forward, LOSS, write, alias=alias, inline=True)

    def _backward_of(self, graph: Backward, group: Group) -> None:
        """The gradients of what is normalised together; statistics that are known have none."""
        page = self.page
        page.section(Says("norm_backward_group", title=group.low))
        self._gradients(graph, "norm_to_hat", self._names(group, "hat"))
        if self.known:
            self._gradients(graph, "norm_to_x_fixed", self._names(group))
            return
        for key, name in group_names(group):
            self._gradients(graph, _TO[key], [name])
        self._gradients(graph, "norm_to_x", self._names(group))
        page.section(Says("norm_closed"))
        page.block(intro=Says("norm_closed_intro"))
        self._write_closed(group)

    def _gradients(self, graph: Backward, key: str, names: list[Name]) -> None:
        self.page.block(intro=Says(key))
        for name in names:
            graph.gradient(name)

    def _parameters(self) -> list[Name]:
        return [self.parameter(word, c) for word in LETTERS for c in self.data.names]

    def _write_closed(self, group: Group) -> None:
        """∂L/∂x = (m·d − A − x̂·B)/(m·s) with d = ∂L/∂x̂, A = Σd and B = Σd·x̂: the same in one formula."""
        data, page = self.data, self.page
        names, hats = self._names(group), self._names(group, "hat")
        slopes = [d(LOSS, name) for name in hats]
        m = whole(len(hats))
        plain = page.step(group.named("sum"), sum_of(slopes))
        weighted = page.step(group.named("weighted"), dot_of(slopes, hats))
        page.marks[plain.name] = Mark(free("A", "A′", data), group.sub)
        page.marks[weighted.name] = Mark(free("B", "B′", data), group.sub)
        for name, hat_name, slope in zip(names, hats, slopes, strict=True):
            above = Sub(Sub(Mul((m, Symbol(slope))), plain), Symbol(hat_name) * weighted)
            closed = _closed_form(name)
            page.marks[closed] = Mark("closed", name)
            page.step(closed, Div(above, Mul((m, Symbol(group.root)))))

    def name_closed(self) -> None:
        """The closed form stands behind ∂L/∂x as well."""
        marks = self.page.marks
        for name in self.data.given():
            closed = _closed_form(name)
            if closed in marks:
                self.page.heads[closed] = Partial(Mark("L"), lettered(marks[name]))

    def check(self) -> Says | None:
        """What central differences say of the gradients."""
        values = evaluate(self.page.steps, given=self.page.given)
        wanted = [*self._parameters(), *self.data.given()]
        gradients = {name: d(LOSS, name) for name in wanted if d(LOSS, name) in values}
        return check_gradients(self.checked, self.page.given, LOSS, gradients, values)

    def check_closed(self) -> Says | None:
        """Whether the closed form gives the same gradients; None where there is none."""
        values = evaluate(self.page.steps, given=self.page.given)
        pairs = []
        for name in self.data.given():
            closed = _closed_form(name)
            if closed in values:
                pairs.append((values[closed], values[d(LOSS, name)]))
        if not pairs:
            return None
        size = max(abs(number) for pair in pairs for number in pair) or 1.0
        worst = max(abs(a - b) for a, b in pairs) / max(size, 1e-12)
        return Says("norm_closed_same" if worst < AGREE or size < AGREE else "norm_closed_differs")


def _closed_form(name: Name) -> Name:
    """∂L/∂x in one formula, beside the one by its paths."""
    return Name(Role.RESULT, "closed", name)


def group_names(group: Group) -> list[tuple[str, Name]]:
    """The statistics of a group in the order in which the gradient reaches them."""
    return [("root", group.root), ("variance", group.variance), ("mean", group.mean)]
