"""The probability of a sequence by the chain rule, its logarithm, and the score of a decoder.

Sources: the length penalty T^α is that of Zhang et al., Dive into Deep Learning, and of Ng's course; ((5 + T)/6)^α that
of Wu et al., Google's neural machine translation system (2016).
"""

from __future__ import annotations

import math

from ...formula.expr import Div, Expr, Pow, Symbol, product_of, sum_of, whole
from ...formula.marks import Mark
from ...names import Name, Role
from ...reading.schema import Choice, Field, Number, Record, constant
from ...reading.yamlfile import Faults
from ...solution import Column, Says, Solution, Table
from ...subjects.cells import Cells
from ...working import Working
from .perplexity import CLOSE
from .tokens import Chances, columns_of, give_chances, logged, told

P, LOG_P, SCORE = Name(Role.RESULT, "P"), Name(Role.RESULT, "logP"), Name(Role.RESULT, "score")
ALPHA, LENGTH = Name(Role.OPTION, "alpha"), Name(Role.RESULT, "length_penalty")
COLUMNS = {"e": "language_column_plain_ln", "2": "language_column_plain_log2", "10": "language_column_plain_log10"}
LABELS = {"e": "ln P", "2": "log₂ P", "10": "log₁₀ P"}
CALLED = {"e": "language_ln", "2": "language_log2", "10": "language_log10"}
# A product below this has no double.
SMALLEST = 1e-300


class Penalised(Record):
    """A score that is divided by a power of the length."""

    length_penalty = Field(
        Number(least=0, most=10), "the power α of the length by which a score is divided", default=None
    )
    penalty = Field(
        Choice("length", "wu"),
        "what the score is divided by: length (T^α) or wu (((5 + T)/6)^α)",
        default="",
        needs="length_penalty",
    )

    def check(self, faults: Faults) -> None:
        """The power of which number is a convention."""
        super().check(faults)
        if "length_penalty" in self.places and "penalty" not in self.places:
            text = "the power of what? Write penalty: length (T^α) or penalty: wu (((5 + T)/6)^α)"
            faults.add(self.places["length_penalty"], text)


class Sequence(Chances, Penalised):
    """``sequence:`` the conditional probabilities of the tokens, and the length penalty of a score."""


def penalty_of(kind: str, length: int, alpha: Expr) -> Expr:
    """What the score of a sequence is divided by."""
    base = whole(length) if kind == "length" else Div(whole(5) + whole(length), whole(6))
    return Pow(base, alpha)


def logarithm_of(k: int) -> Name:
    """The logarithm of the probability of token ``k``."""
    return Name(Role.TERM, "log", str(k))


def write_sequence(page: Working, task: Sequence) -> None:
    """The table of logarithms, the product, the sum, and the score."""
    cells = Cells(page)
    chances = give_chances(page, cells, task)
    names = [logarithm_of(k) for k in range(1, len(chances) + 1)]
    values = [cells.step(name, logged(task.base, p)) for name, p in zip(names, chances, strict=True)]
    columns = columns_of(task, chances, [task.label(k) for k in range(1, len(chances) + 1)])
    columns[Column("log", COLUMNS[task.base])] = values
    cells.write(Says("language_section_tokens"), [Table.of(columns)])
    page.marks |= {name: Mark(LABELS[task.base].replace("P", f"p{_low(name.by)}")) for name in names}
    page.marks |= {LOG_P: Mark(LABELS[task.base]), LENGTH: Mark("lp"), ALPHA: "α"}
    page.section(Says("language_section_chain"))
    page.block()
    if _product(task) > SMALLEST:
        page.answer(P, product_of(chances), Says("language_chain_rule"))
        page.check(lambda solution: _check(solution, task))
    else:
        page.note(Says("language_note_tiny"))
    page.answer(LOG_P, sum_of(names), Says("language_sum_of_logarithms"))
    if task.length_penalty is not None:
        write_score(page, task, len(chances))
    page.synonyms |= {
        "log P": LOG_P,
        "ln P": LOG_P,
        "lnP": LOG_P,
        "log_probability": LOG_P,
        "probability": P,
        "lp": LENGTH,
    }
    page.note(Says("language_note_logarithm", text=Says(CALLED[task.base])))
    page.statement += _statement(task)


def write_score(page: Working, task: Sequence, length: int) -> None:
    """The sum of logarithms over the length penalty."""
    assert task.length_penalty is not None, "there is a length penalty"
    page.row({ALPHA: task.length_penalty})
    page.block(intro=Says("language_score_intro"))
    divisor = page.step(
        LENGTH, penalty_of(task.penalty, length, Symbol(ALPHA)), Says(PENALTIES[task.penalty], n=length)
    )
    page.answer(SCORE, Div(Symbol(LOG_P), divisor), Says("language_score"))


PENALTIES = {"length": "language_penalty_length", "wu": "language_penalty_wu"}


def _product(task: Sequence) -> float:
    if task.counts:
        return math.prod(both / context for both, context in task.counts)
    return math.prod(constant(p) for p in task.probabilities or [])


def _low(digits: str) -> str:
    return digits.translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def _check(solution: Solution, task: Sequence) -> Says | None:
    """The sum of logarithms against the logarithm of the product."""
    if solution.rounding.carry:
        return None
    one = float(solution.values[LOG_P])
    other = {"e": math.log, "2": math.log2, "10": math.log10}[task.base](float(solution.values[P]))
    if abs(one - other) > CLOSE * max(1, abs(one)):
        return Says("language_differs")
    return Says("language_checked_sequence")


def _statement(task: Sequence) -> list[Says | Table]:
    said = told(task)
    said.append(Says("language_statement_find_sequence", text=Says(CALLED[task.base])))
    if task.length_penalty is not None:
        said.append(Says(_FIND[task.penalty]))
    return said


_FIND = {"length": "language_statement_find_score", "wu": "language_statement_find_score_wu"}
