"""One-hot vectors of labels: a 1 at the place of the class, 0 elsewhere."""

from __future__ import annotations

from ...formula.arrays import Array
from ...formula.expr import ONE, ZERO
from ...formula.marks import Mark
from ...names import Name, Role, entry
from ...solution import Block, Says, Step, Table
from ...working import Working

ONE_HOT = Name(Role.RESULT, "onehot")


def one_hot(page: Working, labels: list[str], classes: list[str], listed: bool):
    """A row vector for every label, the classes in the order given."""
    steps, rows = [], []
    for i, label in enumerate(labels, 1):
        ones = [ONE if label == name else ZERO for name in classes]
        vector = entry(ONE_HOT, i)
        steps.append(Step(vector, Array([ones]), Says("norm_label", text=label)))
        page.marks[vector] = Mark("e", str(i))
        page.answers.append(vector)
        rows.append([i, Says("norm_text", text=label), *[int(label == name) for name in classes]])
    heads = ["norm_row", "norm_label", *[Says("norm_text", text=name) for name in classes]]
    order = Says("norm_classes_order", text=", ".join(classes))
    page.section(Says("norm_one_hot"), Block(None, steps, order))
    page.table(Table(heads, rows, title=Says("table_rows")))
    page.note(Says("norm_note_classes" if listed else "norm_note_classes_sorted"))
    page.synonyms = {f"e[{i}]": vector for i, vector in enumerate(page.answers, 1)}
