"""Normalisation layers over a table of activations: batch norm by columns, layer norm by rows.

Sources: Ioffe and Szegedy, Batch normalization, 2015; Ba, Kiros and Hinton, Layer normalization, 2016. The gradient is
derived from the steps of the forward pass, through μ and σ² as well.
"""

from __future__ import annotations

from ...differences import check_gradients
from ...formula.derive import Backward
from ...formula.expr import Div, Expr, Mul, Sub, Symbol, total_of
from ...formula.marks import Mark, Partial, lettered
from ...names import NOW, At, Name, Role, d
from ...solution import Block, Ref, Says, Section, Step, Table, evaluate
from ...subjects.batch_statistics import normalised, scaled, statistics
from ...working import Working
from .columns import HAT, Columns, free, hat, whole

AGREE = 1e-8
LOSS = Name(Role.LOSS, "L")
EPSILON = Name(Role.OPTION, "epsilon")


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
        return Says(f"{self.title.key}_low", **self.title.args)


class Layer:
    """The forward pass of a normalisation layer, and on request its backward pass.

    ``gamma`` and ``beta`` are given by column; ``known`` holds mean and variance by column for inference. It is written
    on ``page``.
    """

    def __init__(
        self,
        data: Columns,
        groups: list[Group],
        gamma: dict[str, Expr],
        beta: dict[str, Expr],
        epsilon: Expr,
        known: dict[str, dict[str, Expr]],
        page: Working,
    ):
        self.data, self.groups, self.known = data, groups, known
        self.page = page
        data.give(page)
        self.out = free("y", "out", data)
        for letter, numbers in (("gamma", gamma), ("beta", beta)):
            for c in data.names:
                page.give(self.parameter(letter, c), numbers[c], data.mark({"gamma": "γ", "beta": "β"}[letter], c))
        page.give(EPSILON, epsilon, "ε")
        if data.single:
            page.rows.append([*self._parameters(), EPSILON])
        else:
            page.rows += [[self.parameter(letter, c) for c in data.names] for letter in ("gamma", "beta")]
            page.rows.append([EPSILON])
        self.letters = free("μ", "mean", data), "σ²", free("s", "root", data)
        self.forward()

    def parameter(self, letter: str, column: Name) -> Name:
        """The name of γ or β of a column."""
        return self.data.named(letter, column, Role.PARAMETER)

    def forward(self):
        """Statistics, x̂ and y of every group."""
        data, page = self.data, self.page
        for group in self.groups:
            names = [data.name(c, i) for c, i in group.entries]
            for name, letter in zip((group.mean, group.variance, group.root), self.letters, strict=True):
                page.marks[name] = Mark(letter, group.sub, group.sup)
            steps = statistics(names, group.mean, group.variance, group.root, Symbol(EPSILON))
            steps[0].reason = Says("norm_mean", n=len(names))
            steps[1].reason = Says("norm_variance", n=len(names))
            steps[2].reason = Says("norm_root")
            if self.known:
                column = group.entries[0][0]
                page.give(group.mean, self.known[column]["mean"])
                page.give(group.variance, self.known[column]["variance"])
                page.rows.append([group.mean, group.variance])
                steps = steps[2:]
            hats, outs = [], []
            for c, i in group.entries:
                hats.append(normalised(data.name(c, i), group.mean, Symbol(group.root), data.name(c, i, "hat")))
                gamma, beta = (Symbol(self.parameter(letter, c)) for letter in ("gamma", "beta"))
                outs.append(scaled(data.name(c, i, "hat"), data.name(c, i, "y"), gamma, beta))
                page.marks[data.name(c, i, "hat")] = data.entry(c, i, HAT)
                page.marks[data.name(c, i, "y")] = data.result(self.out, c, i)
            for step in hats[1:]:
                step.reason = None
            outs[0].reason = Says("norm_scale_shift")
            for step in outs[1:]:
                step.reason = None
            page.sections.append(Section(group.title, [Block(None, steps), Block(None, hats), Block(None, outs)]))
        page.answers += data.every("y")
        if data.single:
            (c,) = data.names
            for stem, shown in (("hat", "hat"), ("hat", "x_hat"), ("y", "y")):
                page.synonyms |= {f"{shown}[{i}]": data.name(c, i, stem) for i in data.rows()}
        if len(self.groups) == 1:
            mean, variance = self.groups[0].mean, self.groups[0].variance
            page.synonyms |= {"mu": mean, "var": variance, "sigma2": variance}

    def table(self) -> Table:
        """Every row before and after."""
        data = self.data
        heads: list = ["norm_row", *[Says("norm_text", text=c) for c in data.names]]
        heads += [Says("norm_text", text=hat(c)) for c in data.names]
        heads += [Says("norm_text", text=data.named(self.out, c)) for c in data.names]
        rows = [[i, *[Ref(data.name(c, i, s)) for s in ("", "hat", "y") for c in data.names]] for i in data.rows()]
        return Table(heads, rows, title=Says("table_rows"))

    # Backward

    def backward(self, upstream: Columns):
        """The gradients of γ, β and every x from the given ∂L/∂y."""
        data, page = self.data, self.page
        above = {out: d(LOSS, out) for out in data.every("y")}
        for c in data.names:
            slopes = [above[out] for out in data.column(c, "y")]
            page.given |= dict(zip(slopes, upstream.entries[c], strict=True))
            page.rows.append(slopes)
        forward = page.steps
        self.loss = Step(LOSS, total_of([Symbol(name) * Symbol(out) for out, name in above.items()]))
        self.checked = [*forward, self.loss]
        inner = data.every("y") + data.every("hat")
        for group in self.groups:
            inner += [group.mean, group.variance, group.root]
        self.found: list[Step] = []
        alias = {name: d(LOSS, name) for name in inner}
        graph = Backward(
            [(step.name, step.formula) for step in self.checked], LOSS, self._write, alias=alias, inline=True
        )
        blocks = [self._block(graph, "norm_to_parameters", self._parameters())]
        page.sections.append(Section(Says("norm_backward_parameters"), blocks))
        for group in self.groups:
            page.sections += self._backward_of(graph, group)
        page.answers += [d(LOSS, name) for name in (*self._parameters(), *data.given())]

    def _backward_of(self, graph: Backward, group: Group) -> list[Section]:
        """The gradients of what is normalised together; statistics that are known have none."""
        data = self.data
        blocks = [self._block(graph, "norm_to_hat", [data.name(c, i, "hat") for c, i in group.entries])]
        if not self.known:
            blocks += [self._block(graph, f"norm_to_{key}", [name]) for key, name in group_names(group)]
        key = "norm_to_x_fixed" if self.known else "norm_to_x"
        blocks.append(self._block(graph, key, [data.name(c, i) for c, i in group.entries]))
        sections = [Section(Says("norm_backward_group", title=group.low), blocks)]
        if not self.known:
            sections.append(Section(Says("norm_closed"), [self._closed(group)]))
        return sections

    def _parameters(self) -> list[Name]:
        return [self.parameter(letter, c) for letter in ("gamma", "beta") for c in self.data.names]

    def _write(self, name: Name, formula: Expr, role: str, of: tuple[str, ...]):
        """Takes a step of the backward pass; ∂L/∂y is given and not written."""
        if name not in self.page.given:
            self.found.append(Step(name, formula))

    def _block(self, graph: Backward, key: str, names: list[Name]) -> Block:
        self.found = []
        for name in names:
            graph.gradient(name)
        return Block(None, self.found, Says(key))

    def _closed(self, group: Group) -> Block:
        """∂L/∂x = (m·d − A − x̂·B)/(m·s) with d = ∂L/∂x̂, A = Σd and B = Σd·x̂: the same in one formula."""
        data, page = self.data, self.page
        hats = [data.name(c, i, "hat") for c, i in group.entries]
        slopes = [Symbol(d(LOSS, name)) for name in hats]
        plain, weighted = group.named("sum"), group.named("weighted")
        page.marks |= {plain: Mark(free("A", "A′", data), group.sub), weighted: Mark(free("B", "B′", data), group.sub)}
        m = whole(len(hats))
        steps = [
            Step(plain, total_of(slopes)),
            Step(weighted, total_of([slope * Symbol(name) for slope, name in zip(slopes, hats, strict=True)])),
        ]
        for (c, i), name, slope in zip(group.entries, hats, slopes, strict=True):
            above = Sub(Sub(Mul((m, slope)), Symbol(plain)), Symbol(name) * Symbol(weighted))
            closed = _closed_form(data.name(c, i))
            page.marks[closed] = Mark("closed", data.name(c, i))
            steps.append(Step(closed, Div(above, Mul((m, Symbol(group.root))))))
        return Block(None, steps, Says("norm_closed_intro"))

    def name_closed(self):
        """The closed form stands behind ∂L/∂x as well."""
        marks = self.page.marks
        closed = {name: _closed_form(name) for name in self.data.given()}
        self.page.heads |= {
            short: Partial(Mark("L"), lettered(marks[name])) for name, short in closed.items() if short in marks
        }

    def check(self) -> Says | None:
        """What central differences say of the gradients."""
        values = evaluate(self.page.steps, given=self.page.given)
        wanted = [*self._parameters(), *self.data.given()]
        gradients = {name: d(LOSS, name) for name in wanted if d(LOSS, name) in values}
        return check_gradients(self.checked, self.page.given, LOSS, gradients, values)

    def check_closed(self) -> Says | None:
        """Whether the closed form gives the same gradients; None where there is none."""
        values = evaluate(self.page.steps, given=self.page.given)
        closed = {name: _closed_form(name) for name in self.data.given()}
        pairs = [(values[short], values[d(LOSS, name)]) for name, short in closed.items() if short in values]
        if not pairs:
            return None
        size = max(max(abs(a), abs(b)) for a, b in pairs) or 1.0
        worst = max(abs(a - b) for a, b in pairs) / max(size, 1e-12)
        return Says("norm_closed_same" if worst < AGREE or size < AGREE else "norm_closed_differs")


def _closed_form(name: Name) -> Name:
    """∂L/∂x in one formula, beside the one by its paths."""
    return Name(Role.RESULT, "closed", name)


def group_names(group: Group) -> list[tuple[str, Name]]:
    """The statistics of a group in the order in which the gradient reaches them."""
    return [("root", group.root), ("variance", group.variance), ("mean", group.mean)]
