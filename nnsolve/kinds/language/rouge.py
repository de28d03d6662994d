"""ROUGE of one candidate: what it shares with a reference, in runs of n words and in the longest common subsequence.

Source: Lin, ROUGE: a package for automatic evaluation of summaries (2004). F weighs recall β² times as much as
precision: 1 in most programs, a large number in the evaluations that the paper was written for.
"""

from __future__ import annotations

from ...errors import counted
from ...formula.expr import ONE, Div, Expr, Mul, Pow, Symbol, sum_of, whole
from ...formula.functions import greatest, minimum
from ...formula.marks import Mark
from ...names import Name, Role, entry
from ...reading.schema import Field, Flag, Number, Record, Whole
from ...reading.yamlfile import Faults
from ...solution import Column, Ref, Says, Table
from ...subjects.cells import Cells
from ...working import Working
from .ngrams import grams
from .tokens import Words

LARGEST_N, MOST_CELLS = 8, 400
BETA = Name(Role.OPTION, "beta")
COMMON = Name(Role.COUNT, "L")
LONGEST = "L"


class Rouge(Record):
    """``rouge:`` the reference, the candidate, up to which n, and the weight of recall in F."""

    reference = Field(Words(), "the right text, cut at its spaces")
    candidate = Field(Words(), "the text that is measured")
    n = Field(Whole(1, LARGEST_N), "the longest run of words that is counted, for ROUGE-1 to ROUGE-n", default=None)
    longest = Field(Flag(), "true for ROUGE-L, the longest common subsequence with its table", default=False)
    beta = Field(Number(above=0), "the weight of recall in F: 1 weighs recall and precision alike")

    def check(self, faults: Faults) -> None:
        """Something to count, runs that both texts have, and a table that a page holds."""
        if not self.has("reference", "candidate"):
            return
        if self.n is None and not self.longest:
            faults.add(self.beginning, "what is counted? Write n: 2 for runs of words, longest: true for ROUGE-L", "")
        shorter = min(len(self.reference), len(self.candidate))
        if self.n is not None and self.n > shorter:
            text = (
                f"the shorter text has {counted(shorter, 'words')} and no run of {self.n}; write n: {shorter} or less"
            )
            faults.add(self.places["n"], text, "")
        rows, columns = len(self.reference) + 1, len(self.candidate) + 1
        if self.longest and rows * columns > MOST_CELLS:
            text = f"a table of {rows} × {columns} is too large for a page; at most {MOST_CELLS} cells"
            faults.add(self.places["longest"], text, "")


def measure(word: str, item: str) -> Name:
    """The name of a measure: recall_1, precision_L."""
    return Name(Role.RESULT, word, item)


def of(word: str, n: int) -> Name:
    """A count of runs of ``n`` words."""
    return Name(Role.COUNT, word, str(n))


def write_rouge(page: Working, task: Rouge) -> None:
    """Tables of counts, then recall, precision and F of each."""
    page.row({BETA: task.beta})
    page.marks[BETA] = "β"
    cells, numbers = Cells(page), range(1, (task.n or 0) + 1)
    for n in numbers:
        _write_counts(page, cells, task, n)
    if task.longest:
        _write_table(page, cells, task)
    page.section(Says("language_section_rouge"))
    for n in numbers:
        shared, right, own = (Symbol(of(word, n)) for word in ("matched", "reference", "candidate"))
        nothing = not grams(task.reference, n) & grams(task.candidate, n)
        _write_measures(page, str(n), shared, right, own, nothing)
    if task.longest:
        nothing = set(task.reference).isdisjoint(task.candidate)
        corner = Symbol(common(len(task.reference), len(task.candidate)))
        _write_measures(page, LONGEST, corner, whole(len(task.reference)), whole(len(task.candidate)), nothing)
    page.note(Says("language_note_as_written"))
    page.statement += _statement(task)


def _write_measures(page: Working, item: str, shared: Expr, reference: Expr, candidate: Expr, nothing: bool) -> None:
    """Recall, precision and F of what both texts have."""
    recall, precision, score = (measure(word, item) for word in ("recall", "precision", "F"))
    page.block(Says("language_rouge", text=item))
    r = page.answer(recall, Div(shared, reference), Says("language_of_reference"))
    p = page.answer(precision, Div(shared, candidate), Says("language_of_candidate"))
    page.marks |= {recall: Mark("R", item), precision: Mark("P", item), score: Mark("F", item)}
    page.synonyms |= {f"ROUGE-{item}": score, f"R{item}": recall, f"P{item}": precision, f"F{item}": score}
    if nothing:
        page.answer(score, whole(0), Says("language_f_nothing"))
    else:
        page.answer(score, _weighed(r, p), Says("language_f"))


def _weighed(recall: Symbol, precision: Symbol) -> Expr:
    """(1 + β²)·R·P/(R + β²·P)."""
    square = Pow(Symbol(BETA), whole(2))
    return Div(Mul((ONE + square, recall, precision)), recall + Mul((square, precision)))


def _write_counts(page: Working, cells: Cells, task: Rouge, n: int) -> None:
    """The runs of n words of both texts: how often each has them, and how often both."""
    right, own = grams(task.reference, n), grams(task.candidate, n)
    rows: list[list] = []
    names: dict[str, list[Name]] = {word: [] for word in _HEADS}
    for k, run in enumerate(dict.fromkeys([*right, *own]), 1):
        places = {word: entry(of(word, n), k) for word in names}
        row = [
            cells.step(places["reference"], whole(right[run])),
            cells.step(places["candidate"], whole(own[run])),
            cells.step(places["shared"], minimum(Symbol(places["reference"]), Symbol(places["candidate"]))),
        ]
        rows.append([Says("language_text", text=" ".join(run)), *row])
        page.synonyms[f"shared({' '.join(run)})"] = places["shared"]
        for word, name in places.items():
            names[word].append(name)
    sums = {"reference": "reference", "candidate": "candidate", "shared": "matched"}
    rows.append([Says("language_sum"), *(cells.step(of(sums[word], n), sum_of(names[word])) for word in names)])
    columns = [
        Column("run", "language_column_word" if n == 1 else "language_column_run"),
        *(Column(word, key) for word, key in _HEADS.items()),
    ]
    title = Says("language_section_words") if n == 1 else Says("language_section_runs", n=n)
    cells.write(title, [Table(columns, rows)])


_HEADS = {
    "reference": "language_column_reference",
    "candidate": "language_column_candidate",
    "shared": "language_column_shared",
}


def common(i: int, j: int) -> Name:
    """The longest common subsequence of the first ``i`` words of the reference and ``j`` of the candidate."""
    return entry(COMMON, i, j)


def _write_table(page: Working, cells: Cells, task: Rouge) -> None:
    """The table of longest common subsequences."""
    height, width = len(task.reference), len(task.candidate)
    page.marks |= {common(i, j): Mark(f"L[{i},{j}]") for i in range(height + 1) for j in range(width + 1)}
    rows = [["", *_row(cells, task, 0)]]
    for i, word in enumerate(task.reference, 1):
        rows.append([Says("language_text", text=word), *_row(cells, task, i)])
    columns = [Column("reference", "language_column_role"), Column("empty", "language_column_role")]
    columns += [Column(f"candidate_{j}", "language_text", text=word) for j, word in enumerate(task.candidate, 1)]
    cells.write(Says("language_section_common"), [Table(columns, rows)], Says("language_rule_common"))


def _row(cells: Cells, task: Rouge, i: int) -> list[Ref]:
    """One row of the table."""
    found = [cells.step(common(i, 0), whole(0))]
    for j in range(1, len(task.candidate) + 1):
        found.append(cells.step(common(i, j), _longest(task, i, j)))
    return found


def _longest(task: Rouge, i: int, j: int) -> Expr:
    """One more than along the diagonal where the words are the same, else the greater of above and left."""
    if not i:
        return whole(0)
    if task.reference[i - 1] == task.candidate[j - 1]:
        return Symbol(common(i - 1, j - 1)) + ONE
    return greatest(2)(Symbol(common(i - 1, j)), Symbol(common(i, j - 1)))


def _statement(task: Rouge) -> list[Says | Table]:
    rows = [
        [Says("language_reference"), Says("language_text", text=" ".join(task.reference))],
        [Says("language_candidate"), Says("language_text", text=" ".join(task.candidate))],
    ]
    columns = [Column("role", "language_column_role"), Column("text", "language_column_text")]
    said: list[Says | Table] = [Says("language_statement_rouge"), Table(columns, rows)]
    if task.n is not None:
        said.append(Says("language_statement_find_rouge", n=task.n))
    if task.longest:
        said.append(Says("language_statement_find_longest"))
    return said
