"""The sizes of word2vec, and the pairs or samples that a window over a sentence gives."""

from __future__ import annotations

from ...formula.expr import Mul, Symbol, sum_of, whole
from ...formula.marks import Mark
from ...names import Name, Role, entry
from ...solution import Column, Says, Table
from ...subjects.cells import Cells
from ...working import Working
from .word2vec import Word2Vec

SIZE, DIMENSION = Name(Role.COUNT, "V"), Name(Role.COUNT, "d")
MATRIX, PARAMETERS = Name(Role.COUNT, "matrix"), Name(Role.COUNT, "parameters")
PAIRS, SAMPLES, AROUND = Name(Role.COUNT, "pairs"), Name(Role.COUNT, "samples"), Name(Role.COUNT, "around")


def write_parameters(page: Working, task: Word2Vec) -> None:
    assert task.vocabulary and task.dimension, "the sizes are there"
    page.row({SIZE: whole(task.vocabulary), DIMENSION: whole(task.dimension)})
    page.section(Says("language_section_parameters"))
    page.block()
    page.step(MATRIX, Mul((Symbol(SIZE), Symbol(DIMENSION))), Says("language_matrix"))
    page.answer(PARAMETERS, Mul((whole(2), Symbol(MATRIX))), Says("language_two_matrices"))
    page.statement.append(Says("language_statement_parameters"))


def write_pairs(page: Working, task: Word2Vec, words: list[str]) -> None:
    """A row a center: the words around it, and how many they are."""
    cells, rows, counts = Cells(page), [], []
    for place, center in enumerate(words):
        before, after = words[max(0, place - task.reach) : place], words[place + 1 : place + 1 + task.reach]
        around = entry(AROUND, place + 1)
        count = cells.step(around, whole(len(before)) + whole(len(after)), _text([center]))
        page.marks[around] = Mark("around", str(place + 1))
        rows.append([_text([center]), *_window(task, center, before + after), count])
        counts.append(around)
    skip = task.model == "skip-gram"
    columns = [
        Column("center", "language_column_center"),
        Column("pairs", "language_column_pairs") if skip else Column("around", "language_column_around"),
        Column("count", "language_column_how_many"),
    ]
    rule = "language_rule_skip_gram" if skip else "language_rule_cbow"
    cells.write(Says("language_section_window"), [Table(columns, rows, longest=len(rows))], Says(rule, n=task.reach))
    page.section(Says("language_section_samples"))
    page.block()
    if skip:
        page.answer(PAIRS, sum_of(counts), Says("language_pairs"))
    else:
        page.answer(SAMPLES, whole(len(words)), Says("language_samples"))
    page.note(Says(_WINDOWS[task.window_counts], n=task.window, m=task.reach))
    find = "language_statement_pairs" if skip else "language_statement_samples"
    page.statement += [
        Says(find, text=" ".join(words)),
        Says(_WINDOWS[task.window_counts], n=task.window, m=task.reach),
    ]


_WINDOWS = {"each-side": "language_note_window_side", "whole": "language_note_window_whole"}


def _window(task: Word2Vec, center: str, around: list[str]) -> list[Says]:
    if task.model == "cbow":
        return [_text(around)]
    return [_text([f"({center}, {word})" for word in around])]


def _text(words: list[str]) -> Says:
    return Says("language_text", text=" ".join(words))
