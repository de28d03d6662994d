"""Batches and updates: how often the weights change in an epoch and in the whole training."""

from __future__ import annotations

from ...formula.expr import ONE, Expr, Num, Symbol
from ...names import Name, Role
from ...reading.schema import Field, Flag, ListOf, Record, Type, Whole
from ...reading.yamlfile import Faults, Node
from ...solution import Block, Ref, Says, Section, Step, Table
from .part import Part, ceil, floor

MOST_SAMPLES = 10**12
MOST_SIZES = 50
WORDS = ("per-sample", "batch")
SAMPLES, EPOCHS = Name(Role.COUNT, "samples"), Name(Role.COUNT, "epochs")


class BatchSize(Type):
    """A whole number, ``per-sample`` for 1, or ``batch`` for all samples at once."""

    whole = Whole(1, MOST_SAMPLES)

    def read(self, node: Node, faults: Faults):
        if node.text in WORDS:
            return node.text
        if not (node.text or "").removeprefix("-").isdecimal():
            return faults.add(node, "expected a number of samples, per-sample (1) or batch (all of them)")
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


def batches_part(plan: Batches) -> Part:
    """Updates an epoch, and in all epochs, for every batch size."""
    part, sizes = Part(), plan.sizes()
    samples = part.give(SAMPLES, plan.samples, "N")
    if plan.epochs:
        part.give(EPOCHS, plan.epochs, "E")
    part.rows = [list(part.given)]
    blocks, rows = [], []
    for size in sizes:
        item = str(size) if len(sizes) > 1 else ""
        batch = part.give(Name(Role.COUNT, "batch_size", item), size, "B")
        block = Block(_title(size, plan.samples) if item else None, [])
        quotient = samples / batch
        rest = plan.samples % size
        whole = (floor if plan.drop_last else ceil)(quotient) if rest else quotient
        updates = Name(Role.COUNT, "updates", item)
        counted = [updates]
        reason = ("batches_dropped" if plan.drop_last else "batches_smaller") if rest else "batches_even"
        block.steps.append(part.answer(updates, _whole(whole), Says(reason)))
        if rest:
            block.steps.append(_rest(part, updates, plan, samples, batch))
        if plan.epochs:
            total = Name(Role.COUNT, "total_updates", item)
            block.steps.append(part.answer(total, Symbol(EPOCHS) * Symbol(updates), Says("batches_total")))
            counted.append(total)
        rows.append([_kind(size, plan.samples), size, *map(Ref, counted)])
        blocks.append(block)
    if len(sizes) == 1:
        part.rows[0].append(batch.name)
    else:
        columns = ["batches_kind", "batch_size", "updates", *(["total_updates"] if plan.epochs else [])]
        blocks.append(Block(None, [], None, None, Table(columns, rows)))
    part.marks |= {name: name.of.replace("_", " ") for name in part.answers}
    part.sections = [Section(Says("batches_title"), blocks)]
    part.statement = _statement(plan, sizes)
    part.wanted = [Says("statement_find_updates_all" if plan.epochs else "statement_find_updates")]
    part.synonyms = dict.fromkeys(("batches", "iterations"), Name(Role.COUNT, "updates"))
    return part


def _statement(plan: Batches, sizes: list[int]) -> list[Says]:
    """The data set, the batches, and what becomes of samples that fill no batch."""
    said = [Says("statement_samples_of", names=[SAMPLES])]
    if len(sizes) == 1:
        said.append(Says("statement_batch", names=[Name(Role.COUNT, "batch_size")]))
    else:
        said.append(Says("statement_batch_sizes", text=", ".join(map(str, sizes))))
    if plan.drop_last is not None and any(plan.samples % size for size in sizes):
        said.append(Says("statement_dropped" if plan.drop_last else "statement_smaller"))
    return said


def _whole(formula: Expr) -> Expr:
    """A quotient of whole numbers that is whole, as a whole number."""
    return formula if hasattr(formula, "function") else floor(formula)


def _rest(part: Part, updates: Name, plan: Batches, samples: Symbol, batch: Symbol) -> Step:
    """How many samples the last batch holds, or how many are left out."""
    if plan.drop_last:
        left_out = Name(Role.COUNT, "left_out", updates.by)
        return part.answer(left_out, samples - Symbol(updates) * batch, Says("batches_left_out"))
    full = Symbol(updates) - ONE if plan.samples > batch_size(part, batch) else Num("0")
    return part.answer(Name(Role.COUNT, "last_batch", updates.by), samples - full * batch, Says("batches_last"))


def batch_size(part: Part, batch: Symbol) -> int:
    """The number behind a batch size's name."""
    return part.given[batch.name].value


def _kind(size: int, samples: int) -> Says:
    return Says("batches_per_sample" if size == 1 else "batches_all" if size == samples else "batches_mini")


def _title(size: int, samples: int) -> Says:
    return Says(f"{_kind(size, samples).key}_of", n=size)
