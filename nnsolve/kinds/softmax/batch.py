"""All rows of a problem: the sections of the page, its table, and its checks."""

from __future__ import annotations

import math

from ...differences import check_gradients, together
from ...formula.expr import Div, Num, Symbol, total_of
from ...names import Name
from ...reading.schema import constant
from ...solution import Block, Ref, Says, Section, Step, Table, evaluate, steps_of
from .row import TOTAL, Row


class Batch:
    """The rows of a problem, and what is made of their losses: 'none', 'mean' or 'sum'."""

    def __init__(self, rows: list[Row], reduction: str):
        self.rows, self.reduction = rows, reduction
        self.several = len(rows) > 1
        self.total = self.several and reduction != "none"

    def softmax(self) -> list[Section]:
        """The softmax of every row."""
        return self._sections("softmax_title", [row.softmax() for row in self.rows])

    def logarithms(self) -> list[Section]:
        """The logarithms of every row's probabilities."""
        return self._sections("softmax_log", [[row.logarithms()] for row in self.rows])

    def losses(self) -> Section:
        """The cross-entropy of every row, and what the rows have together."""
        blocks = [Block(None, [step for row in self.rows for step in row.loss().steps])]
        if self.total:
            losses = total_of([Symbol(row.name("L")) for row in self.rows])
            mean = self.reduction == "mean"
            formula = Div(losses, Num(str(len(self.rows)))) if mean else losses
            blocks.append(Block(None, [Step(TOTAL, formula, Says("softmax_mean" if mean else "softmax_total"))]))
        return Section(Says("softmax_cross_entropy"), blocks)

    def gradients(self) -> Section:
        """The gradient by every logit; what it is made of is said once."""
        share = len(self.rows) if self.total and self.reduction == "mean" else 1
        blocks = [row.gradient(self.loss_of(row), share) for row in self.rows]
        for block in blocks[1:]:
            block.intro = None
        return Section(Says("softmax_gradient"), blocks)

    def jacobians(self) -> list[Section]:
        """The derivatives of every probability by every logit of its row."""
        return self._sections("softmax_jacobian", [[row.jacobian()] for row in self.rows])

    def loss_of(self, row: Row) -> Name:
        """The loss that a row's gradient belongs to."""
        return TOTAL if self.total else row.name("L")

    def _sections(self, key: str, blocks: list[list[Block]]) -> list[Section]:
        """A section a row; what holds for every row is said in the first."""
        for block in (block for row in blocks[1:] for block in row):
            block.intro = None
        if not self.several:
            return [Section(Says(key), blocks[0])]
        return [Section(Says(f"{key}_row", n=k), row) for k, row in enumerate(blocks, 1)]

    def table(self, loss: bool, gradient: bool) -> Table:
        """A line a class; of several rows a line a row, with its probabilities."""
        if self.several:
            return self._rows_table(loss)
        (row,) = self.rows
        columns = ["z", "u", "e", "p"] if row.scaled else ["z", "e", "p"]
        lines: list[list] = []
        for k, name in enumerate(row.classes):
            lines.append([name, *(Ref(row.name(column, k)) for column in columns)])
        titles = [Says(f"softmax_column_{column}", name=column) for column in columns]
        if loss:
            titles.append(Says("softmax_column_y", name="y"))
            for line, number in zip(lines, row.right.numbers, strict=True):
                line.append(number)
        if gradient:
            titles.append(Says("softmax_column_gradient", name="gradient"))
            for k, line in enumerate(lines):
                line.append(Ref(row.slope(TOTAL, k)))
        return Table(["softmax_class", *titles], lines, title=Says("table_classes"))

    def _rows_table(self, loss: bool) -> Table:
        """A line a row with its probabilities, and its loss."""
        titles = [Says("softmax_share", text=name) for name in self.rows[0].classes]
        lines = [[k, *map(Ref, row.all("p"))] for k, row in enumerate(self.rows, 1)]
        if loss:
            titles.append(Says("softmax_row_loss"))
            for line, row in zip(lines, self.rows, strict=True):
                line.append(Ref(row.name("L")))
        return Table(["softmax_row", *titles], lines, title=Says("table_rows"))

    # Checks

    def checked_gradients(self, given: dict) -> Says | None:
        """The gradients against central differences."""
        steps = steps_of((*self.softmax(), self.losses()))
        values = evaluate([*steps, *self.gradients().steps], given=given)
        slopes: dict[Name, dict[Name, Name]] = {}
        for row in self.rows:
            loss = self.loss_of(row)
            slopes.setdefault(loss, {}).update({z: row.slope(loss, k) for k, z in enumerate(row.all("z"))})
        return together([check_gradients(steps, given, loss, of, values) for loss, of in slopes.items()])

    def checked_jacobians(self, given: dict) -> Says | None:
        """The derivatives of all probabilities against central differences."""
        steps = steps_of(self.softmax())
        values = evaluate([*steps, *steps_of(self.jacobians())], given=given)
        said = []
        for row in self.rows:
            for p in row.all("p"):
                slopes = {z: row.slope(p, k) for k, z in enumerate(row.all("z"))}
                said.append(check_gradients(steps, given, p, slopes, values))
        return together(said)

    def checked_shares(self, given: dict) -> Says | None:
        """The probabilities against 1/Σ e^(z_j − z_i), which needs no largest logit; None where that is too large."""
        values = evaluate(steps_of(self.softmax()), given=given)
        worst = 0.0
        for row in self.rows:
            logits = [constant(logit) / row.temperature for logit in row.logits]
            if max(logits) - min(logits) > 700:
                return None
            for logit, p in zip(logits, row.all("p"), strict=True):
                other = 1 / math.fsum(math.exp(each - logit) for each in logits)
                worst = max(worst, abs(other - float(values[p])))
        return Says("softmax_checked", worst=f"{worst:.0e}")
