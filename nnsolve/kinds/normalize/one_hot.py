"""One-hot vectors of labels: a 1 at the place of the class, 0 elsewhere."""

from __future__ import annotations

from ...formula.arrays import Array
from ...formula.expr import ONE, ZERO
from ...formula.marks import Mark
from ...names import Name, Role, entry
from ...solution import Column, Says, Table
from ...working import Working

ONE_HOT = Name(Role.RESULT, "onehot")


def one_hot(page: Working, labels: list[str], classes: list[str], listed: bool) -> None:
    """A row vector for every label, the classes in the order given."""
    rows: list[list] = []
    page.section(Says("norm_one_hot"))
    page.block(intro=Says("norm_classes_order", text=", ".join(classes)))
    for i, label in enumerate(labels, 1):
        bits = [int(label == name) for name in classes]
        vector = entry(ONE_HOT, i)
        page.answer(vector, Array([[ONE if bit else ZERO for bit in bits]]), Says("norm_label", text=label))
        page.marks[vector] = Mark("e", str(i))
        page.synonyms[f"e[{i}]"] = vector
        rows.append([i, Says("norm_text", text=label), *bits])
    heads = [Says("norm_text", text=name) for name in classes]
    page.table(
        Table(
            [Column("norm_row", "norm_column_row"), Column("norm_label", "norm_column_label"), *heads],
            rows,
            title=Says("page_table_rows"),
        )
    )
    page.note(Says("norm_note_classes" if listed else "norm_note_classes_sorted"))
