"""Batches and updates: how often the weights change in an epoch and in the whole training."""

from __future__ import annotations

from ...formula.expr import ONE, Num, Symbol
from ...formula.marks import Mark
from ...names import Name, Role
from ...reading.schema import Field, Flag, ListOf, Record, Type, Whole
from ...reading.yamlfile import Faults, Node
from ...solution import Column, Ref, Says, Table
from ...working import Working
from .whole import ceil, floor

MOST_SAMPLES = 10**12
MOST_SIZES = 50
WORDS = ("per-sample", "batch")
SAMPLES, EPOCHS, BATCH_SIZE = (Name(Role.COUNT, word) for word in ("samples", "epochs", "batch_size"))


class BatchSize(Type):
    """A whole number, ``per-sample`` for 1, or ``batch`` for all samples at once."""

    whole = Whole(1, MOST_SAMPLES)

    def read(self, node: Node, faults: Faults):
        if node.text in WORDS:
            return node.text
        if not node.word.removeprefix("-").isdecimal():
            return faults.add(node, "expected a whole number of samples, per-sample (1) or batch (all of them)")
        return self.whole.read(node, faults)

    def schema(self):
        return {"anyOf": [{"enum": list(WORDS)}, self.whole.schema()]}


class Batches(Record):
    """``batches:`` the data set and the size of a batch, or several sizes to compare."""

    samples = Field(Whole(1, MOST_SAMPLES), "the number of samples")
    batch_size = Field(
        ListOf(BatchSize(), MOST_SIZES), "samples a batch; or a list; per-sample and batch are 1 and all"
    )
    epochs = Field(Whole(1, 10**9), "the number of epochs", default=None)
    drop_last = Field(
        Flag(),
        "leave out the samples that fill no batch (true), or let the last batch be smaller (false)",
        default=None,
    )

    def check(self, faults: Faults):
        """What is left over needs a convention, and a batch cannot be larger than the data."""
        if not self.has("samples", "batch_size"):
            return
        if not self.batch_size:
            faults.add(self.places["batch_size"], "expected a number of samples", "")
        for size in self.sizes():
            rest = self.samples % size
            if size > self.samples:
                text = f"a batch of {size} is larger than the data set of {self.samples}"
                faults.add(self.places["batch_size"], text, str(size))
            elif rest and self.drop_last is None:
                text = (
                    f"{self.samples} samples in batches of {size} leave {rest} over; say drop_last: true (left out) or "
                )
                faults.add(self.places["batch_size"], text + "drop_last: false (a smaller last batch)", str(size))
            if faults.found:
                break

    def sizes(self) -> list[int]:
        """The batch sizes as numbers."""
        known = {"per-sample": 1, "batch": self.samples}
        return list(dict.fromkeys(known.get(size, size) for size in self.batch_size))


def write_batches(page: Working, plan: Batches) -> Says:
    """Updates an epoch, and in all epochs, for every batch size; what an exam would ask for."""
    sizes, start = plan.sizes(), len(page.answers)
    page.give(SAMPLES, plan.samples, Mark("N"))
    page.rows.append([SAMPLES])
    if plan.epochs:
        page.give(EPOCHS, plan.epochs, Mark("E"))
        page.rows[-1].append(EPOCHS)
    page.section(Says("batches_title"))
    if len(sizes) == 1:
        page.block()
        _write_size(page, plan, sizes[0], "")
        page.rows[-1].append(BATCH_SIZE)
    else:
        rows = []
        for size in sizes:
            page.block(_title(size, plan.samples))
            counted = _write_size(page, plan, size, str(size))
            rows.append([_kind(size, plan.samples), size, *map(Ref, counted)])
        columns = [
            Column("batches_kind", "batches_column_kind"),
            Column("batch_size", "batches_column_size"),
            Column("updates", "batches_column_updates"),
            *([Column("total_updates", "batches_column_total_updates")] if plan.epochs else []),
        ]
        page.block(table=Table(columns, rows))
    page.marks |= {name: name.of.replace("_", " ") for name in page.answers[start:]}
    page.statement += _statement(plan, sizes)
    page.synonyms |= dict.fromkeys(("batches", "iterations"), Name(Role.COUNT, "updates"))
    return Says("batches_statement_find_updates_all" if plan.epochs else "batches_statement_find_updates")


def _write_size(page: Working, plan: Batches, size: int, item: str) -> list[Name]:
    """The updates in batches of one size, ``item`` in their names; the counts that a table shows."""
    samples, batch = Symbol(SAMPLES), page.give(Name(Role.COUNT, "batch_size", item), size, Mark("B"))
    quotient, rest = samples / batch, plan.samples % size
    updates = Name(Role.COUNT, "updates", item)
    if not rest:
        page.answer(updates, floor(quotient), Says("batches_even"))
    elif plan.drop_last:
        left_out = Name(Role.COUNT, "left_out", item)
        page.answer(updates, floor(quotient), Says("batches_dropped"))
        page.answer(left_out, samples - Symbol(updates) * batch, Says("batches_left_out"))
    else:
        full = Symbol(updates) - ONE if plan.samples > size else Num("0")
        page.answer(updates, ceil(quotient), Says("batches_smaller"))
        page.answer(Name(Role.COUNT, "last_batch", item), samples - full * batch, Says("batches_last"))
    if not plan.epochs:
        return [updates]
    total = Name(Role.COUNT, "total_updates", item)
    page.answer(total, Symbol(EPOCHS) * Symbol(updates), Says("batches_total"))
    return [updates, total]


def _statement(plan: Batches, sizes: list[int]) -> list[Says]:
    """The data set, the batches, and what becomes of samples that fill no batch."""
    said = [Says("batches_statement_samples", names=[SAMPLES])]
    if len(sizes) == 1:
        said.append(Says("batches_statement_batch", names=[BATCH_SIZE]))
    else:
        said.append(Says("batches_statement_batch_sizes", text=", ".join(map(str, sizes))))
    if plan.drop_last is None or not any(plan.samples % size for size in sizes):
        return said
    said.append(Says("batches_statement_dropped" if plan.drop_last else "batches_statement_smaller"))
    return said


def _kind(size: int, samples: int) -> Says:
    """What batches of a size are called."""
    if size == 1:
        return Says("batches_per_sample")
    return Says("batches_all" if size == samples else "batches_mini")


def _title(size: int, samples: int) -> Says:
    if size == 1:
        return Says("batches_per_sample_of")
    return Says("batches_all_of" if size == samples else "batches_mini_of", n=size)
