"""The page of BERT: the table of its input, the counts of masking, and the loss of the masked positions."""

from __future__ import annotations

from collections.abc import Callable

from ...formula.expr import Add, Div, Expr, Mul, Num, Sub, Symbol, sum_of, whole
from ...formula.functions import FUNCTIONS, exp
from ...formula.marks import Mark
from ...names import Name, Role, entry
from ...solution import Column, Ref, Says, Table
from ...subjects.cells import Cells
from ...working import Working
from .bert import PAD, Bert
from .tokens import chance, information, surprise

TOKENS, PADDING, LENGTH = Name(Role.COUNT, "tokens"), Name(Role.COUNT, "padding"), Name(Role.COUNT, "length")
POSITION, SEGMENT, MASK = (Name(Role.COUNT, word) for word in ("position", "segment", "mask"))
MASKABLE, CHOSEN = Name(Role.COUNT, "n"), Name(Role.COUNT, "chosen")
MASKED, RANDOM, KEPT = (Name(Role.COUNT, word) for word in ("masked", "random", "kept"))
TOTAL, LOSS, PERPLEXITY = Name(Role.TERM, "total"), Name(Role.LOSS, "L"), Name(Role.RESULT, "PP")
SHARE, TO_MASK, TO_RANDOM = Num("0.15"), Num("0.8"), Num("0.1")
floor = FUNCTIONS["floor"]

ROUNDINGS: dict[str, Callable[[Expr], Expr]] = {
    "": lambda count: count,
    "nearest": lambda count: floor(Add((count, Num("0.5")))),
    "down": floor,
}
_ROUNDED = {
    "": "language_note_counts_whole",
    "nearest": "language_note_counts_nearest",
    "down": "language_note_counts_down",
}


def write_bert(page: Working, task: Bert) -> None:
    """What the problem has of the three parts."""
    if task.first is not None:
        _write_input(page, task)
    if task.maskable is not None:
        _write_masking(page, task, task.maskable)
    if task.probabilities is not None:
        _write_loss(page, task, task.probabilities)


def _write_input(page: Working, task: Bert) -> None:
    """A row a token: its position, its segment, and whether it is seen."""
    cells, rows = Cells(page), []
    for place, token in enumerate([*task.tokens, *[PAD] * task.padding]):
        there = place < len(task.tokens)
        second = there and place >= task.of_first
        row: list = [Says("language_text", text=token)]
        for name, number in ((POSITION, place), (SEGMENT, int(second)), (MASK, int(there))):
            cell = entry(name, place)
            page.marks[cell] = Mark(name.of, str(place))
            row.append(cells.step(cell, whole(number), Says("language_text", text=token)))
            page.answers.append(cell)
        rows.append(row)
    columns = [
        Column("token", "language_column_token"),
        Column("position", "language_column_position"),
        Column("segment", "language_column_segment"),
        Column("mask", "language_column_mask"),
    ]
    cells.write(Says("language_section_input"), [Table(columns, rows, longest=len(rows))], Says("language_rule_input"))
    _write_lengths(page, task)
    page.note(Says("language_note_input"))
    page.statement += _told(task)


def _write_lengths(page: Working, task: Bert) -> None:
    """How many tokens there are, and how many of padding."""
    page.section(Says("language_section_length"))
    page.block()
    ends = 3 if task.second else 2
    own = [whole(len(text)) for text in (task.first, task.second) if text]
    page.answer(TOKENS, Add((*own, whole(ends))), Says(_ENDS[ends]))
    if task.length is not None:
        page.give(LENGTH, whole(task.length))
        page.rows.append([LENGTH])
        page.answer(PADDING, Sub(Symbol(LENGTH), Symbol(TOKENS)), Says("language_padding"))


def _told(task: Bert) -> list[Says]:
    """What an exam would print of the input."""
    said = [Says("language_statement_first", text=" ".join(task.first or []))]
    if task.second:
        said.append(Says("language_statement_second", text=" ".join(task.second)))
    if task.length is not None:
        said.append(Says("language_statement_padded", n=task.length))
    return [*said, Says("language_statement_find_input"), Says("language_note_input")]


_ENDS = {2: "language_ends_of_one", 3: "language_ends_of_two"}


def _write_masking(page: Working, task: Bert, tokens: int) -> None:
    """15 % are chosen; 80 %, 10 % and the rest of them."""
    page.row({MASKABLE: whole(tokens)})
    page.section(Says("language_section_masking"))
    page.block()
    rounded = ROUNDINGS[task.rounding_of_counts]
    page.answer(CHOSEN, rounded(Mul((SHARE, Symbol(MASKABLE)))), Says("language_chosen"))
    page.answer(MASKED, rounded(Mul((TO_MASK, Symbol(CHOSEN)))), Says("language_masked"))
    page.answer(RANDOM, rounded(Mul((TO_RANDOM, Symbol(CHOSEN)))), Says("language_random"))
    page.answer(KEPT, Sub(Sub(Symbol(CHOSEN), Symbol(MASKED)), Symbol(RANDOM)), Says("language_kept"))
    page.synonyms |= {"MASK": MASKED, "[MASK]": MASKED, "unchanged": KEPT}
    page.note(Says(_ROUNDED[task.rounding_of_counts]))
    page.statement += [Says("language_statement_masking", n=tokens), Says(_ROUNDED[task.rounding_of_counts])]


def _write_loss(page: Working, task: Bert, chances: list[Expr]) -> None:
    """−ln p of every chosen position, their sum or mean, and the perplexity."""
    cells, count = Cells(page), len(chances)
    names = [chance(k) for k in range(1, count + 1)]
    page.marks |= {name: Mark("p", name.by) for name in names}
    page.row(dict(zip(names, chances, strict=True)))
    terms = [information(k) for k in range(1, count + 1)]
    page.marks |= {name: Mark("ℓ", name.by) for name in terms}
    rows = []
    for k, (p, term) in enumerate(zip(names, terms, strict=True), 1):
        rows.append([k, Ref(p), cells.step(term, surprise("e", Symbol(p)))])
    cells.write(Says("language_section_masked"), [_chances(rows)], Says("language_rule_masked"))
    page.section(Says("page_loss"))
    page.block()
    page.step(TOTAL, sum_of(terms), Says("language_total"))
    mean = Div(Symbol(TOTAL), whole(count))
    page.answer(LOSS, mean if task.reduction == "mean" else Symbol(TOTAL), Says(_REDUCED[task.reduction], n=count))
    page.answer(PERPLEXITY, exp(mean), Says("language_masked_perplexity"))
    page.synonyms |= {"loss": LOSS, "perplexity": PERPLEXITY, "E": LOSS, "J": LOSS}
    page.note(Says("language_note_masked_only"))
    page.statement += [Says("language_statement_masked"), Says(_FIND[task.reduction])]


def _chances(rows: list[list]) -> Table:
    columns = [
        Column("position", "language_column_position"),
        Column("p", "language_column_p"),
        Column("information", "language_column_ln"),
    ]
    return Table(columns, rows)


_REDUCED = {"mean": "language_masked_mean", "sum": "language_masked_sum"}
_FIND = {"mean": "language_statement_find_masked_mean", "sum": "language_statement_find_masked_sum"}
