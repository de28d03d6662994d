"""Perplexity: e (or 2, or 10) to the mean of −log p over the tokens.

Source: Jurafsky and Martin, Speech and Language Processing, chapter on N-gram language models; in bits as there, in
nats as frameworks compute it. The perplexity is the same in every unit, the cross-entropy is not.
"""

from __future__ import annotations

import math

from ...formula.expr import Div, Expr, Num, Pow, Symbol, sum_of, whole
from ...formula.functions import exp, ln
from ...formula.marks import Mark
from ...names import Name, Role
from ...reading.schema import Choice, Field, Number
from ...reading.yamlfile import Faults
from ...solution import Column, Says, Solution, Table
from ...subjects.cells import Cells
from ...working import Working
from .tokens import LOGARITHMS, Chances, chance, columns_of, give_chances, information, surprise, told

CROSS_ENTROPY, PERPLEXITY = Name(Role.LOSS, "H"), Name(Role.RESULT, "PP")
NATS, BITS = Name(Role.RESULT, "nats"), Name(Role.RESULT, "bits")
UNITS = {"e": "language_nats", "2": "language_bits", "10": "language_tens"}
COLUMNS = {"e": "language_column_ln", "2": "language_column_log2", "10": "language_column_log10"}
CLOSE = 1e-9
END = "</s>"


class Perplexity(Chances):
    """``perplexity:`` the probabilities of the tokens, or their mean cross-entropy."""

    cross_entropy = Field(
        Number(least=0, most=700),
        "instead of probabilities: the mean cross-entropy of the tokens, in the unit of base:",
        default=None,
        excludes=("probabilities", "counts", "tokens"),
    )
    end_token = Field(
        Number(above=0, most=1), "the probability of the end of the text behind the last token", default=None
    )
    end = Field(
        Choice("counted", "left-out"),
        "whether the end of the text counts as one of the tokens",
        default="",
        needs="end_token",
    )

    def check(self, faults: Faults) -> None:
        """An end token counts or not, which books answer differently."""
        super().check(faults)
        if "end_token" in self.places and "end" not in self.places:
            text = "does the end of the text count as a token? Write end: counted or end: left-out"
            faults.add(self.places["end_token"], text)

    def note_missing(self, faults: Faults) -> None:
        if "cross_entropy" not in self.places:
            super().note_missing(faults)


def write_perplexity(page: Working, task: Perplexity) -> None:
    """The table of −log p, the mean, and the perplexity."""
    page.marks |= {PERPLEXITY: Mark("PP"), CROSS_ENTROPY: Mark("H")}
    page.synonyms |= dict.fromkeys(("perplexity", "ppl", "PPL", "Perplexity"), PERPLEXITY)
    page.synonyms |= dict.fromkeys(
        ("cross-entropy", "cross_entropy", "nll", "NLL", "CE", "mean", "loss"), CROSS_ENTROPY
    )
    if task.cross_entropy is None:
        _write_tokens(page, task)
    else:
        page.row({CROSS_ENTROPY: task.cross_entropy})
        page.section(Says("language_section_perplexity"))
    page.block()
    h = Symbol(CROSS_ENTROPY)
    page.answer(PERPLEXITY, _power(task.base, h), Says("language_perplexity"))
    page.block(intro=Says("language_other_unit"))
    if task.base != "e":
        page.answer(NATS, h * ln(Num(task.base)), Says("language_nats"))
    if task.base != "2":
        page.answer(BITS, _in_bits(task.base, h), Says("language_bits"))
    page.note(Says("language_note_unit", unit=Says(UNITS[task.base])))
    page.statement += _statement(task)


def _power(base: str, h: Expr) -> Expr:
    return exp(h) if base == "e" else Pow(Num(base), h)


def _in_bits(base: str, h: Expr) -> Expr:
    if base == "e":
        return Div(h, ln(Num("2")))
    return Div(h, LOGARITHMS["10"](Num("2")))


def _write_tokens(page: Working, task: Perplexity) -> None:
    """A row a token, and the mean of the last column."""
    cells = Cells(page)
    chances = give_chances(page, cells, task)
    labels: list[Says | int] = [task.label(k) for k in range(1, task.count + 1)]
    if task.end_token is not None and task.end == "counted":
        last = chance(task.count + 1)
        chances.append(page.give(last, task.end_token, Mark("p", last.by)))
        page.rows.append([last])
        labels.append(Says("language_text", text=END))
    names = [information(k) for k in range(1, len(chances) + 1)]
    page.marks |= {name: Mark("ℓ", name.by) for name in names}
    values = [cells.step(name, surprise(task.base, p)) for name, p in zip(names, chances, strict=True)]
    columns = columns_of(task, chances, labels)
    columns[Column("information", COLUMNS[task.base])] = values
    cells.write(Says("language_section_tokens"), [Table.of(columns)], Says("language_information"))
    page.section(Says("language_section_perplexity"))
    page.block()
    page.answer(CROSS_ENTROPY, Div(sum_of(names), whole(len(names))), Says("language_mean", n=len(names)))
    if task.end:
        page.note(Says(_ENDS[task.end], text=END))
    page.check(lambda solution: _check(solution, [p.name for p in chances]))


_ENDS = {"counted": "language_note_end_counted", "left-out": "language_note_end_left_out"}


def _check(solution: Solution, names: list[Name]) -> Says | None:
    """The same perplexity as the inverse of the geometric mean of the probabilities."""
    chances = [float(solution.values[name]) for name in names]
    product = math.prod(chances)
    if solution.rounding.carry or not product:
        return None
    other = product ** (-1 / len(chances))
    if abs(other - float(solution.values[PERPLEXITY])) > CLOSE * other:
        return Says("language_differs")
    return Says("language_checked_perplexity", n=len(chances))


def _statement(task: Perplexity) -> list[Says | Table]:
    if task.cross_entropy is None:
        said = told(task)
    else:
        said = [Says("language_statement_cross_entropy", unit=Says(UNITS[task.base]))]
    if task.end:
        said.append(Says(_ENDS[task.end], text=END))
    return [*said, Says("language_statement_find_perplexity", unit=Says(UNITS[task.base]))]
