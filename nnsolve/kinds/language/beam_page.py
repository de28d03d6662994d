"""The page of a beam search: every candidate of every step, who stays, and what the other searches find."""

from __future__ import annotations

from ...formula.expr import Div, Expr, Mul, Symbol, product_of, total_of, whole
from ...formula.functions import ln
from ...formula.marks import Mark
from ...names import At, Name, Role, entry
from ...solution import Column, Ref, Says, Table
from ...subjects.cells import Cells
from ...working import Working
from .beam import MOST_CANDIDATES, Beam
from .beam_search import Candidate, Chances, Level, Words, beam_search, exhaustive_search, greedy_search
from .sequence import ALPHA, penalty_of

BEST, GREEDY, EXHAUSTIVE = (Name(Role.RESULT, word) for word in ("best", "greedy", "exhaustive"))
CANDIDATES, SEQUENCES = Name(Role.COUNT, "candidates"), Name(Role.COUNT, "sequences")


def cell(word: str, step: int, place: int) -> Name:
    """The name of a cell: p@2[3] is the probability of the third candidate of step 2."""
    return entry(Name(Role.RESULT, word, at=At(time=step)), place)


class Search:
    """A beam search while it is written."""

    def __init__(self, page: Working, task: Beam):
        self.page, self.task = page, task
        self.cells = Cells(page)
        self.levels = beam_search(task.model, task.width, task.steps)
        self.penalised = task.length_penalty is not None

    def write_steps(self) -> None:
        """The table of all candidates, a row each."""
        rows: list[list] = []
        for step in range(1, len(self.levels) + 1):
            rows += self._rows(step)
        columns = [
            Column("step", "language_column_step"),
            Column("candidate", "language_column_sequence"),
            Column("before", "language_column_before"),
            Column("word", "language_column_next"),
            Column("p", "language_column_p"),
            Column("log", "language_column_plain_ln"),
            *([Column("score", "language_column_score")] if self.penalised else []),
            Column("stays", "language_column_stays"),
        ]
        self.cells.write(
            Says("language_section_beam"), [Table(columns, rows, longest=MOST_CANDIDATES)], Says("language_rule_beam")
        )

    def _rows(self, step: int) -> list[list]:
        level, rows = self.levels[step - 1], []
        for place, candidate in enumerate(level.candidates):
            first = step if place == 0 else ""
            rows.append([first, _text(candidate.words), *self._cells(step, place), self._verdict(step, place)])
        for rank, place in enumerate(level.kept, 1):
            name = cell("beam", step, rank)
            words = level.candidates[place].words
            self.page.marks[name] = Mark(f"beam@{step}[{rank}]")
            self.cells.step(name, Symbol(cell("p", step, place + 1)), _text(words))
            if step < len(self.levels):
                self.page.answers.append(name)
        return rows

    def _cells(self, step: int, place: int) -> list:
        """The probability of a candidate and its logarithm, from the step before."""
        candidate = self.levels[step - 1].candidates[place]
        p, log, score = (cell(word, step, place + 1) for word in ("p", "log", "score"))
        text = " ".join(candidate.words)
        self.page.marks |= {p: Mark(f"p({text})"), log: Mark(f"ln p({text})"), score: Mark(f"score({text})")}
        self.page.synonyms |= {f"p({text})": p, f"ln p({text})": log, f"score({text})": score}
        factor = candidate.factors[-1]
        if step == 1:
            before: Ref | str = ""
            value = self.cells.step(p, factor)
        else:
            before = Ref(cell("p", step - 1, candidate.parent + 1))
            value = self.cells.step(p, Mul((Symbol(before.name), factor)))
        found = [before, factor, value, self.cells.step(log, ln(Symbol(p)))]
        if self.penalised:
            divisor = penalty_of(self.task.penalty, step, Symbol(ALPHA))
            found.append(self.cells.step(score, Div(Symbol(log), divisor)))
        return found

    def _verdict(self, step: int, place: int) -> Says:
        level = self.levels[step - 1]
        if step == len(self.levels):
            return Says("language_best" if place == level.ranked[0] else "language_not_best")
        return Says("language_stays" if place in level.kept else "language_out")

    @property
    def best(self) -> tuple[Candidate, Name]:
        """The winner of the last step, and the name of its probability."""
        last = self.levels[-1]
        place = last.ranked[0]
        return last.candidates[place], cell("p", len(self.levels), place + 1)

    def write_results(self) -> None:
        """The winner, what the other searches find, and what each costs."""
        page, steps = self.page, self.task.steps
        page.section(Says("language_section_found"))
        page.block()
        winner, name = self.best
        page.answer(BEST, Symbol(name), Says("language_beam_finds", text=" ".join(winner.words)))
        greedy = greedy_search(self.task.model, steps)
        if greedy is not None:
            page.answer(GREEDY, product_of(greedy.factors), Says("language_greedy_finds", text=" ".join(greedy.words)))
        found = exhaustive_search(self.task.model, steps)
        if found is not None:
            self._write_exhaustive(*found)
        page.answer(CANDIDATES, self._count(), Says("language_candidates"))
        if found is None:
            page.note(Says("language_note_not_exhaustive"))

    def _write_exhaustive(self, best: Candidate, number: int) -> None:
        page, text = self.page, " ".join(best.words)
        page.answer(EXHAUSTIVE, product_of(best.factors), Says("language_exhaustive_finds", text=text))
        page.answer(SEQUENCES, whole(number), Says("language_sequences"))
        for step, level in enumerate(self.levels, 1):
            kept = [level.candidates[place].words for place in level.kept]
            if best.words[:step] not in kept and best.p > self.best[0].p:
                page.note(Says("language_note_lost", text=text, words=" ".join(best.words[:step]), n=step))
                return

    def _count(self) -> Expr:
        return total_of([whole(len(level.candidates)) for level in self.levels])


def write_beam(page: Working, task: Beam) -> None:
    """The probabilities, the candidates of every step, and what is found."""
    if task.length_penalty is not None:
        page.row({ALPHA: task.length_penalty})
        page.marks[ALPHA] = "α"
        page.note(Says(_SCORES[task.penalty]))
    page.section(Says("language_section_model"), whole=True)
    page.block(table=_given(task))
    search = Search(page, task)
    search.write_steps()
    search.write_results()
    _write_notes(page, search.levels)
    page.synonyms |= {"best.p": BEST, "beam": BEST}
    find = Says("language_statement_find_beam", width=task.width, n=task.steps)
    page.statement += [Says("language_statement_beam"), _given(task), find]


_SCORES = {"length": "language_note_score_length", "wu": "language_note_score_wu"}


def _write_notes(page: Working, levels: list[Level]) -> None:
    if any(level.tied for level in levels[:-1]):
        page.note(Says("language_note_tied"))
    if Level(levels[-1].candidates, 1).tied:
        page.note(Says("language_note_best_tied"))
    page.note(Says("language_note_no_end"))


def _given(task: Beam) -> Table:
    """A row a beginning, a column a word."""
    rows: list[tuple[Says, Chances]] = [(Says("language_start"), task.start)]
    for name, follows in (task.next or task.after or {}).items():
        rows.append((Says("language_after", text=name), follows))
    words: dict[str, None] = {}
    for _, chances in rows:
        words.update(dict.fromkeys(chances))
    columns = [Column("after", "language_column_role"), *[Says("language_text", text=word) for word in words]]
    lines = []
    for head, chances in rows:
        lines.append([head, *[chances.get(word, "") for word in words]])
    return Table(columns, lines)


def _text(words: Words) -> Says:
    return Says("language_text", text=" ".join(words))
