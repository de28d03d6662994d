"""A data set split by shares into training, validation and test sets.

Where a share is no whole number of samples, books and libraries round differently; scikit-learn's ``train_test_split``
takes ⌈N·share⌉ for the test set and the rest for training, and is called again for a validation set. (It computes in
doubles, where a whole number may come out a little larger and be rounded up by one; here shares are exact decimals.)
"""

from __future__ import annotations

from fractions import Fraction

from ...formula.exact import exact_value, to_fraction
from ...formula.expr import ONE, Expr, Num, Symbol, total_of
from ...formula.marks import Mark
from ...names import Name, Role
from ...reading.schema import Choice, Field, Number, Record, Whole, constant
from ...reading.yamlfile import Faults
from ...solution import Block, Column, Ref, Says, Table
from ...working import Working
from .whole import ceil, floor, nearest

PARTS = ("train", "validation", "test")
SIZES = {name: Name(Role.COUNT, name) for name in PARTS}
SAMPLES, TOTAL = Name(Role.SIZE, "split", "samples"), Name(Role.COUNT, "split_total")
ROUNDINGS = {"floor": floor, "ceil": ceil, "nearest": nearest, "sklearn": ceil}


_A_SET = {"training": "split_a_training", "validation": "split_a_validation", "test": "split_a_test"}


_SETS = {"train": "split_train_set", "validation": "split_validation_set", "test": "split_test_set"}


_ROUNDED = {
    "floor": "split_statement_floor",
    "ceil": "split_statement_ceil",
    "nearest": "split_statement_nearest",
    "sklearn": "split_statement_sklearn",
}


_REASONS = {
    "exact": "split_exact",
    "floor": "split_floor",
    "ceil": "split_ceil",
    "nearest": "split_nearest",
    "sklearn": "split_sklearn",
    "second": "split_second",
    "rest": "split_rest",
}


class Split(Record):
    """``split:`` the samples and the share of each part; one share may be left out and is the rest."""

    samples = Field(Whole(1, 10**12), "the number of samples")
    train = Field(Number(), "the share of the training set, such as 0.7", default=None)
    validation = Field(Number(), "the share of the validation set", default=None)
    test = Field(Number(), "the share of the test set", default=None)
    rounding = Field(
        Choice(*ROUNDINGS),
        "how a share becomes whole: floor, ceil, nearest (the training set takes the rest), or as sklearn does",
        default=None,
    )

    def check(self, faults: Faults):
        """Shares between 0 and 1 that add up to 1, and a convention where one is needed."""
        shares = self.shares()
        if not self.has("samples") or faults.found:
            return
        for name, share in shares.items():
            if not 0 < constant(share) < 1:
                faults.add(self.places[name], "expected a share between 0 and 1; 20 per cent is 0.2")
                return
        if not shares:
            faults.add(self.beginning, "split: needs shares, such as train: 0.7, validation: 0.15, test: 0.15", "")
        else:
            self._complete(shares, faults)
        if self.rounding is None and not faults.found:
            self._check_whole(faults)

    def _complete(self, shares: dict[str, Expr], faults: Faults):
        """The one share that follows from the others, or why they do not fit."""
        total = sum(exact_share(share) for share in shares.values())
        if total == 1 and "train" not in shares:
            text = "nothing is left for training: the shares add up to 1 without train:"
            faults.add(self.places[next(iter(shares))], text, "")
        elif total > 1 or (total != 1 and len(shares) == len(PARTS)):
            faults.add(self.places[next(iter(shares))], f"the shares add up to {float(total):g}, not to 1", "")
        elif total != 1 and "train" in shares:
            self._take_rest(shares, 1 - total)

    def _take_rest(self, shares: dict[str, Expr], rest: Fraction) -> None:
        """The rest is the test set; where that has a share, the validation set."""
        setattr(self, "validation" if "test" in shares else "test", _share_text(rest))

    def _check_whole(self, faults: Faults):
        """Notes the first share that is no whole number of samples."""
        for name in PARTS[1:]:
            share = getattr(self, name)
            if share is None:
                continue
            size = exact_share(share) * self.samples
            if size.denominator != 1:
                text = f"{float(size):g} is no whole number of samples; say rounding: {', '.join(ROUNDINGS)}"
                faults.add(self.places.get(name, self.beginning), text, name)
                return

    def shares(self) -> dict[str, Expr]:
        """The shares that were written, by part."""
        return {name: getattr(self, name) for name in PARTS if getattr(self, name) is not None}


def exact_share(share: Expr):
    """A share as a fraction: 0.7 is 7/10; what has no exact value of a bounded size, by its double."""
    try:
        return exact_value(share)
    except (ValueError, ArithmeticError):
        return to_fraction(constant(share))


def _share_text(share: Fraction) -> Num:
    from ...formula.exact import fraction_text

    return Num(fraction_text(share), float(share))


def _parts(held_out: list[str]) -> list[Says]:
    """The sets in the order of use: training, validation and test."""
    return [Says(_A_SET[name]) for name in ("training", *held_out[::-1])]


def write_split(page: Working, plan: Split) -> Says:
    """The parts that are held out, then what is left for training; what an exam would ask for."""
    samples = page.give(SAMPLES, plan.samples, Mark("N"))
    held_out = [name for name in ("test", "validation") if getattr(plan, name) is not None]
    names = [Name(Role.SIZE, "share", name) for name in held_out]
    shares = {name.by: page.give(name, getattr(plan, name.by), Mark("share", name.by)) for name in names}
    page.rows.append([SAMPLES, *names])
    whole = [SIZES[name] for name in ("train", *held_out[::-1])]
    table = Table(
        [Column("split_part", "split_column_part"), Column("split_size", "split_column_size")],
        [[Says(_SETS[size]), Ref(size)] for size in whole],
    )
    page.section(Says("split_title"), Block(table=table))
    _write_sizes(page, plan, samples, shares)
    page.section(Says("split_check"), Block())
    page.step(TOTAL, total_of(list(map(Symbol, whole))))
    page.marks[TOTAL] = "N"
    page.statement.append(Says("split_statement", names=[SAMPLES], parts=_parts(held_out)))
    if plan.rounding is not None:
        page.statement.append(Says(_ROUNDED[plan.rounding]))
    synonyms = {"training": "train", "val": "validation", "train_size": "train", "test_size": "test"}
    page.synonyms |= {word: SIZES[name] for word, name in synonyms.items()}
    return Says("split_statement_find")


def _write_sizes(page: Working, plan: Split, samples: Symbol, shares: dict[str, Symbol]):
    """The parts with a share of the samples, and the rest."""
    rounded = ROUNDINGS[plan.rounding or "floor"]
    rest: Expr = samples
    for name, share in shares.items():
        formula, key = samples * share, plan.rounding or "exact"
        if plan.rounding == "sklearn" and name == "validation" and "test" in shares:
            formula = (samples - Symbol(SIZES["test"])) * share / (ONE - shares["test"])
            key = "second"
        size = page.answer(SIZES[name], rounded(formula), Says(_REASONS[key]))
        rest = rest - size
    page.answer(SIZES["train"], rest, Says("split_rest"))
