"""Edit distance by its table, one alignment, and the word error rate.

Sources: Levenshtein (1966), every change costs 1; Jurafsky and Martin, Speech and Language Processing, minimum edit
distance, where a substitution costs 2. The word error rate is that of speech recognition, (S + D + I)/N.
"""

from __future__ import annotations

from typing import NamedTuple

from ...formula.expr import Div, Expr, Symbol, whole
from ...formula.functions import minimum
from ...formula.marks import Mark
from ...names import Name, Role, entry
from ...reading.schema import Choice, Field, Record
from ...reading.yamlfile import Faults
from ...solution import Column, Ref, Says, Table
from ...subjects.cells import Cells
from ...working import Working
from .tokens import Base, Words

MOST_CELLS = 400
TABLE = Name(Role.RESULT, "D")
DISTANCE, RATE = Name(Role.RESULT, "distance"), Name(Role.RESULT, "WER")
CHANGES = {word: Name(Role.COUNT, word) for word in ("substitutions", "deletions", "insertions")}
LENGTH = Name(Role.COUNT, "N")


class Distance(Record):
    """``distance:`` the right text, the one that is compared, and what a substitution costs."""

    reference = Field(Words(), "the right text: words, or letters with units: letters")
    hypothesis = Field(Words(), "the text that is compared with it")
    units = Field(Choice("words", "letters"), "what is compared", default="words")
    substitution = Field(Base("1", "2"), "the cost of a substitution: 1 (Levenshtein) or 2 (Jurafsky and Martin)")

    def check(self, faults: Faults) -> None:
        """No more cells than a page holds."""
        if not self.has("reference", "hypothesis"):
            return
        rows, columns = len(self.right) + 1, len(self.other) + 1
        if rows * columns > MOST_CELLS:
            text = f"a table of {rows} × {columns} is too large for a page; at most {MOST_CELLS} cells"
            faults.add(self.places["hypothesis"], text, "")

    @property
    def right(self) -> list[str]:
        """The units of the reference."""
        return self.cut(self.reference)

    @property
    def other(self) -> list[str]:
        """The units of the hypothesis."""
        return self.cut(self.hypothesis)

    def cut(self, words: list[str]) -> list[str]:
        """Words, or the letters of a text."""
        return list(" ".join(words)) if self.units == "letters" else words


class Change(NamedTuple):
    """One place of an alignment: what is done, with what of each text."""

    key: str
    right: str
    other: str


def at(i: int, j: int) -> Name:
    """The distance of the first ``i`` units of the reference and the first ``j`` of the hypothesis."""
    return entry(TABLE, i, j)


def distances(right: list[str], other: list[str], cost: int) -> list[list[int]]:
    """The table as numbers."""
    table = [list(range(len(other) + 1))]
    for i, unit in enumerate(right, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            diagonal = table[-1][j - 1] + (0 if unit == against else cost)
            row.append(min(table[-1][j] + 1, row[-1] + 1, diagonal))
        table.append(row)
    return table


def alignment(right: list[str], other: list[str], cost: int) -> list[Change]:
    """One cheapest way, from the end back: along the diagonal where that is as cheap, else up, else left."""
    table = distances(right, other, cost)
    i, j, found = len(right), len(other), []
    while i or j:
        same = bool(i and j) and right[i - 1] == other[j - 1]
        if i and j and table[i][j] == table[i - 1][j - 1] + (0 if same else cost):
            found.append(Change("same" if same else "substitutions", right[i - 1], other[j - 1]))
            i, j = i - 1, j - 1
        elif i and table[i][j] == table[i - 1][j] + 1:
            found.append(Change("deletions", right[i - 1], ""))
            i -= 1
        else:
            found.append(Change("insertions", "", other[j - 1]))
            j -= 1
    return found[::-1]


Counts = tuple[int, int, int]


def counts_of_all(right: list[str], other: list[str], cost: int) -> set[Counts]:
    """How many substitutions, deletions and insertions the cheapest ways have: of several ways perhaps several."""
    table = distances(right, other, cost)
    above: list[set[Counts]] = [{(0, 0, j)} for j in range(len(other) + 1)]
    for i, unit in enumerate(right, 1):
        row: list[set[Counts]] = [{(0, i, 0)}]
        for j, against in enumerate(other, 1):
            best, same = table[i][j], unit == against
            ways: set[Counts] = set()
            if best == table[i - 1][j - 1] + (0 if same else cost):
                ways |= _more(above[j - 1], (0 if same else 1, 0, 0))
            if best == table[i - 1][j] + 1:
                ways |= _more(above[j], (0, 1, 0))
            if best == table[i][j - 1] + 1:
                ways |= _more(row[j - 1], (0, 0, 1))
            row.append(ways)
        above = row
    return above[-1]


def _more(ways: set[Counts], added: Counts) -> set[Counts]:
    """The counts with one change more."""
    return {(s + added[0], d + added[1], i + added[2]) for s, d, i in ways}


def write_distance(page: Working, task: Distance) -> None:
    """The table cell by cell, an alignment, and the error rate."""
    right, other, cost = task.right, task.other, int(task.substitution)
    cells = Cells(page)
    page.marks |= {at(i, j): Mark(f"D[{i},{j}]") for i in range(len(right) + 1) for j in range(len(other) + 1)}
    rows = [["", *_row(cells, right, other, cost, 0)]]
    for i, unit in enumerate(right, 1):
        rows.append([Says("language_text", text=unit), *_row(cells, right, other, cost, i)])
    columns = [Column("reference", "language_column_role"), Column("empty", "language_column_role")]
    columns += [Column(f"hypothesis_{j}", "language_text", text=unit) for j, unit in enumerate(other, 1)]
    cells.write(Says("language_section_distance"), [Table(columns, rows)], Says("language_rule_distance", n=cost))
    page.section(Says("language_section_alignment"))
    changes = alignment(right, other, cost)
    page.block(intro=Says("language_alignment"), table=_aligned(changes))
    page.block()
    page.answer(DISTANCE, Symbol(at(len(right), len(other))), Says("language_corner"))
    if len(counts_of_all(right, other, cost)) == 1:
        for word, name in CHANGES.items():
            page.answer(name, whole(sum(change.key == word for change in changes)))
        page.note(Says("language_note_alignment"))
    else:
        page.note(Says("language_note_alignments"))
    page.synonyms |= {"S": CHANGES["substitutions"], "I": CHANGES["insertions"]}
    page.synonyms |= dict.fromkeys(("edit_distance", "levenshtein"), DISTANCE)
    if cost == 1:
        _write_rate(page, task, len(right))
    page.statement += _statement(task)


def _write_rate(page: Working, task: Distance, length: int) -> None:
    """(S + D + I)/N, where the distance is S + D + I."""
    count = page.step(LENGTH, whole(length), Says("language_length_of_reference"))
    page.answer(RATE, Div(Symbol(DISTANCE), count), Says(_RATES[task.units]))
    if task.units == "letters":
        page.marks[RATE] = Mark("CER")
        page.synonyms["CER"] = RATE


_RATES = {"words": "language_word_error_rate", "letters": "language_letter_error_rate"}


def _row(cells: Cells, right: list[str], other: list[str], cost: int, i: int) -> list[Ref]:
    """One row of the table: distances of the first ``i`` units of the reference."""
    found = [cells.step(at(i, 0), whole(i))]
    for j, unit in enumerate(other, 1):
        if not i:
            found.append(cells.step(at(i, j), whole(j)))
            continue
        exchange = 0 if right[i - 1] == unit else cost
        found.append(cells.step(at(i, j), _cheapest(i, j, exchange)))
    return found


def _cheapest(i: int, j: int, cost: int) -> Expr:
    """From above, from the left, or along the diagonal."""
    diagonal: Expr = Symbol(at(i - 1, j - 1))
    if cost:
        diagonal = diagonal + whole(cost)
    return minimum(Symbol(at(i - 1, j)) + whole(1), Symbol(at(i, j - 1)) + whole(1), diagonal)


_CHANGED = {
    "same": "language_same",
    "substitutions": "language_substitution",
    "deletions": "language_deletion",
    "insertions": "language_insertion",
}


def _aligned(changes: list[Change]) -> Table:
    columns = [
        Column("reference", "language_column_reference"),
        Column("hypothesis", "language_column_hypothesis"),
        Column("change", "language_column_change"),
    ]
    rows = []
    for change in changes:
        texts = [Says("language_text", text=text) for text in (change.right, change.other)]
        rows.append([*texts, Says(_CHANGED[change.key])])
    return Table(columns, rows)


def _statement(task: Distance) -> list[Says | Table]:
    rows = [
        [Says("language_reference"), Says("language_text", text=" ".join(task.reference))],
        [Says("language_hypothesis"), Says("language_text", text=" ".join(task.hypothesis))],
    ]
    columns = [Column("role", "language_column_role"), Column("text", "language_column_text")]
    find = Says(_FIND[task.units], n=int(task.substitution))
    return [Says("language_statement_distance"), Table(columns, rows), find]


_FIND = {"words": "language_statement_find_distance", "letters": "language_statement_find_letters"}
