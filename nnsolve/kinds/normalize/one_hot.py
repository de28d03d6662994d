"""One-hot vectors of labels: a 1 at the place of the class, 0 elsewhere."""

from __future__ import annotations

from ...formula.arrays import Array
from ...formula.expr import ONE, ZERO
from ...formula.marks import Mark
from ...names import Name, Role, entry
from ...solution import Block, Says, Section, Step, Table
from .part import Part

ONE_HOT = Name(Role.RESULT, "onehot")


def one_hot(labels: list[str], classes: list[str], listed: bool) -> Part:
    """A row vector for every label, the classes in the order given."""
    part = Part()
    steps, rows = [], []
    for i, label in enumerate(labels, 1):
        ones = [ONE if label == name else ZERO for name in classes]
        vector = entry(ONE_HOT, i)
        steps.append(Step(vector, Array([ones]), Says("norm_label", text=label)))
        part.marks[vector] = Mark("e", str(i))
        part.answers.append(vector)
        rows.append([i, Says("norm_text", text=label), *[int(label == name) for name in classes]])
    heads = ["norm_row", "norm_label", *[Says("norm_text", text=name) for name in classes]]
    order = Says("norm_classes_order", text=", ".join(classes))
    part.sections = [Section(Says("norm_one_hot"), [Block(None, steps, order)])]
    part.table = Table(heads, rows, title=Says("table_rows"))
    part.notes.append(Says("norm_note_classes" if listed else "norm_note_classes_sorted"))
    part.synonyms = {f"e[{i}]": vector for i, vector in enumerate(part.answers, 1)}
    return part
