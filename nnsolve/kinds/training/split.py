"""A data set split by shares into training, validation and test sets.

Where a share is no whole number of samples, books and libraries round differently; scikit-learn's ``train_test_split``
takes ⌈N·share⌉ for the test set and the rest for training, and is called again for a validation set. (It computes in
doubles, where a whole number may come out a little larger and be rounded up by one; here shares are exact decimals.)
"""

from __future__ import annotations

from fractions import Fraction

from ...formula.exact import exact_value, to_fraction
from ...formula.expr import ONE, Expr, Num, Symbol, total_of
from ...names import Name, Role
from ...reading.schema import Choice, Field, Number, Record, Whole, constant
from ...reading.yamlfile import Faults
from ...solution import Block, Ref, Says, Section, Step, Table
from .part import Part, ceil, floor, nearest

PARTS = ("train", "validation", "test")
SIZES = {name: Name(Role.COUNT, name) for name in PARTS}
SAMPLES, TOTAL = Name(Role.SIZE, "split", "samples"), Name(Role.COUNT, "split_total")
ROUNDINGS = {"floor": floor, "ceil": ceil, "nearest": nearest, "sklearn": ceil}


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
        held_out = [name for name in PARTS[1:] if name in shares]
        trained = "train" in shares
        if total == 1 and not trained:
            text = "nothing is left for training: the shares add up to 1 without train:"
            faults.add(self.places[held_out[0]], text, "")
        elif total > 1 or (total != 1 and trained and len(held_out) == 2):
            faults.add(self.places[next(iter(shares))], f"the shares add up to {float(total):g}, not to 1", "")
        elif trained and len(held_out) == 1 and total != 1:
            missing = next(name for name in PARTS[1:] if name not in shares)
            setattr(self, missing, _share_text(1 - total))
        elif not held_out:
            self.test = _share_text(1 - total)

    def _check_whole(self, faults: Faults):
        """Notes the first share that is no whole number of samples."""
        for name in PARTS[1:]:
            share = getattr(self, name)
            if share is None:
                continue
            size = exact_share(share) * self.samples
            if size.denominator != 1:
                text = f"{float(size):g} is no whole number of samples; say rounding: {', '.join(ROUNDINGS)}"
                faults.add(self.places.get(name), text, name)
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
    return [Says(f"split_a_{name}") for name in ("training", *held_out[::-1])]


def split_part(plan: Split) -> Part:
    """The parts that are held out, then what is left for training."""
    part = Part()
    samples = part.give(SAMPLES, plan.samples, "N")
    rounded = ROUNDINGS.get(plan.rounding, floor)
    steps: list[Step] = []
    held_out = [name for name in ("test", "validation") if getattr(plan, name) is not None]
    shares = {name: part.give(Name(Role.SIZE, "share", name), getattr(plan, name), "share", name) for name in held_out}
    for name in held_out:
        formula = samples * shares[name]
        reason = Says("split_exact")
        if plan.rounding == "sklearn" and name == "validation" and len(held_out) == 2:
            formula = (samples - Symbol(SIZES["test"])) * shares[name] / (ONE - shares["test"])
            reason = Says("split_second")
        exact = plan.rounding is None
        steps.append(
            part.answer(
                SIZES[name],
                rounded(formula),
                reason if exact or reason.key == "split_second" else Says(f"split_{plan.rounding}"),
            )
        )
    rest = samples
    for name in held_out:
        rest = rest - Symbol(SIZES[name])
    steps.append(part.answer(SIZES["train"], rest, Says("split_rest")))
    whole = [SIZES[name] for name in ("train", *held_out[::-1])]
    table = Table(["split_part", "split_size"], [[Says(f"split_{size}_set"), Ref(size)] for size in whole])
    part.rows = [list(part.given)]
    part.sections = [Section(Says("split_title"), [Block(None, steps, None, None, table)])]
    total = total_of([Symbol(size) for size in whole])
    part.sections.append(Section(Says("split_check"), [Block(None, [Step(TOTAL, total)])]))
    part.marks[TOTAL] = "N"
    part.statement = [Says("statement_split", names=[SAMPLES], parts=_parts(held_out))]
    if plan.rounding is not None:
        part.statement.append(Says(f"statement_split_{plan.rounding}"))
    part.wanted = [Says("statement_find_split")]
    synonyms = {"training": "train", "val": "validation", "train_size": "train", "test_size": "test"}
    part.synonyms = {word: SIZES[name] for word, name in synonyms.items()}
    return part
