"""All rows of a problem: the sections of the page, its table, and its checks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from ...differences import check_gradients, together
from ...formula.expr import Div, Num, sum_of
from ...names import Name
from ...solution import Block, Column, Says, Section, Table, evaluate, refs, steps_of
from ...working import Working
from .row import TOTAL, Row

# Titles of sections as there are several rows, and of columns.
_OF_A_ROW = {
    "softmax_title": "softmax_title_row",
    "softmax_log": "softmax_log_row",
    "softmax_jacobian": "softmax_jacobian_row",
}
_COLUMNS = {"z": "softmax_column_z", "u": "softmax_column_u", "e": "softmax_column_e", "p": "softmax_column_p"}


class Batch:
    """The rows of a problem on its page, and what is made of their losses: 'none', 'mean' or 'sum'."""

    def __init__(self, page: Working, rows: list[Row], reduction: str):
        self.page, self.rows, self.reduction = page, rows, reduction
        self.several = len(rows) > 1
        self.total = self.several and reduction != "none"
        self.forward: list[Section] = []  # what the derivatives are of
        self.backward: list[Section] = []

    def softmax(self) -> None:
        """The softmax of every row."""
        self.forward += self._sections("softmax_title", lambda row: row.softmax(self.page))

    def logarithms(self, shown: bool) -> None:
        """The logarithms of every row's probabilities."""
        self._sections("softmax_log", lambda row: row.logarithms(self.page), shown)

    def losses(self) -> None:
        """The cross-entropy of every row, and what the rows have together."""
        self.forward.append(self.page.section(Says("softmax_cross_entropy")))
        self.page.block()
        for row in self.rows:
            row.loss(self.page)
        if self.total:
            self.page.block()
            self._total()

    def _total(self) -> None:
        losses = sum_of([row.name("L") for row in self.rows])
        if self.reduction == "mean":
            self.page.step(TOTAL, Div(losses, Num(str(len(self.rows)))), Says("softmax_mean"))
        else:
            self.page.step(TOTAL, losses, Says("softmax_total"))

    def gradients(self, shown: bool) -> None:
        """The gradient by every logit; what it is made of is said once."""
        share = len(self.rows) if self.total and self.reduction == "mean" else 1
        section = self.page.section(Says("softmax_gradient"), shown=shown)
        for row in self.rows:
            row.gradient(self.page, self.loss_of(row), share)
        _leave_unsaid(section.blocks[1:])
        self.backward.append(section)

    def jacobians(self, shown: bool) -> None:
        """The derivatives of every probability by every logit of its row."""
        self.backward += self._sections("softmax_jacobian", lambda row: row.jacobian(self.page), shown)

    def loss_of(self, row: Row) -> Name:
        """The loss that a row's gradient belongs to."""
        return TOTAL if self.total else row.name("L")

    def _sections(self, key: str, write: Callable[[Row], None], shown: bool = True) -> list[Section]:
        """A section a row; what holds for every row is said in the first."""
        sections = []
        for k, row in enumerate(self.rows, 1):
            title = Says(_OF_A_ROW[key], n=k) if self.several else Says(key)
            sections.append(self.page.section(title, shown=shown))
            write(row)
        for section in sections[1:]:
            _leave_unsaid(section.blocks)
        return sections

    def table(self, loss: bool, gradient: bool) -> Table:
        """A line a class; of several rows a line a row, with its probabilities."""
        if self.several:
            return self._rows_table(loss)
        (row,) = self.rows
        columns: dict[Says, Sequence] = {Column("softmax_class", "softmax_column_class"): row.classes}
        for stem in ("z", "u", "e", "p") if row.scaled else ("z", "e", "p"):
            columns[Column(stem, _COLUMNS[stem])] = refs(row.all(stem))
        if loss:
            columns[Column("y", "softmax_column_y")] = row.right.numbers
        if gradient:
            columns[Column("gradient", "softmax_column_gradient")] = refs(row.slopes(TOTAL))
        return Table.of(columns, title=Says("page_table_classes"))

    def _rows_table(self, loss: bool) -> Table:
        """A line a row with its probabilities, and its loss."""
        columns: dict[Says, Sequence] = {Column("softmax_row", "softmax_column_row"): range(1, len(self.rows) + 1)}
        for k, name in enumerate(self.rows[0].classes):
            columns[Says("softmax_share", text=name)] = refs(row.name("p", k) for row in self.rows)
        if loss:
            columns[Says("softmax_row_loss")] = refs(row.name("L") for row in self.rows)
        return Table.of(columns, title=Says("page_table_rows"))

    # Checks

    def checked_gradients(self) -> Says | None:
        """The gradients against central differences."""
        slopes: dict[Name, dict[Name, Name]] = {}
        for row in self.rows:
            loss = self.loss_of(row)
            slopes.setdefault(loss, {}).update(zip(row.all("z"), row.slopes(loss), strict=True))
        return self._compared(slopes)

    def checked_jacobians(self) -> Says | None:
        """The derivatives of all probabilities against central differences."""
        slopes: dict[Name, dict[Name, Name]] = {}
        for row in self.rows:
            for p in row.all("p"):
                slopes[p] = dict(zip(row.all("z"), row.slopes(p), strict=True))
        return self._compared(slopes)

    def _compared(self, slopes: dict[Name, dict[Name, Name]]) -> Says | None:
        """Derivatives of several targets, by what they are taken of, against central differences."""
        given, steps = self.page.given, steps_of(self.forward)
        values = evaluate([*steps, *steps_of(self.backward)], given=given)
        return together([check_gradients(steps, given, top, of, values) for top, of in slopes.items()])

    def checked_shares(self) -> Says | None:
        """The probabilities against 1/Σ e^(z_j − z_i), which needs no largest logit; None where that is too large."""
        values = evaluate(steps_of(self.forward), given=self.page.given)
        worst = 0.0
        for row in self.rows:
            if max(row.sizes) - min(row.sizes) > 700:
                return None
            for size, p in zip(row.sizes, row.all("p"), strict=True):
                other = 1 / math.fsum(math.exp(each - size) for each in row.sizes)
                worst = max(worst, abs(other - float(values[p])))
        return Says("softmax_checked", worst=f"{worst:.0e}")


def _leave_unsaid(blocks: list[Block]) -> None:
    """Takes the sentences above these blocks away: they stand above others already."""
    for block in blocks:
        block.intro = None
