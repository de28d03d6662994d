"""One-hot vectors of labels: a 1 at the place of the class, 0 elsewhere."""

from __future__ import annotations

from ...formula.arrays import Array
from ...formula.expr import ONE, ZERO
from ...formula.marks import Mark
from ...solution import Block, Says, Section, Step, Table
from .part import Part


def one_hot(labels: list[str], classes: list[str], listed: bool) -> Part:
    """A row vector for every label, the classes in the order given."""
    part = Part()
    steps, rows = [], []
    for i, label in enumerate(labels, 1):
        ones = [ONE if label == name else ZERO for name in classes]
        steps.append(Step(f"onehot[{i}]", Array([ones]), Says("norm_label", text=label)))
        part.marks[f"onehot[{i}]"] = Mark("e", str(i))
        part.answers.append(f"onehot[{i}]")
        rows.append([i, Says("norm_text", text=label), *[int(label == name) for name in classes]])
    heads = ["norm_row", "norm_label", *[Says("norm_text", text=name) for name in classes]]
    order = Says("norm_classes_order", text=", ".join(classes))
    part.sections = [Section(Says("norm_one_hot"), [Block(None, steps, order)])]
    part.table = Table(heads, rows, title=Says("table_rows"))
    part.notes.append(Says("norm_note_classes" if listed else "norm_note_classes_sorted"))
    part.synonyms = {f"e[{i}]": f"onehot[{i}]" for i in range(1, len(labels) + 1)}
    return part
