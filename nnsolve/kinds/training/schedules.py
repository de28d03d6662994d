"""Learning-rate schedules: the rate η(t) as a formula in the epoch (or step) t. A new schedule is one entry here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...formula.expr import HALF, ONE, Expr, Mul, Neg, Num, Pow, Symbol
from ...formula.functions import PI, cos, exp, minimum, sqrt
from ...formula.marks import Mark
from ...names import At, Name, Role
from ...reading.schema import Choice, Field, ListOf, Number, Record, Whole, constant
from ...reading.yamlfile import Faults
from ...solution import Block, Column, Ref, Says, Section, Statement, Step, Table, evaluate
from ...working import Working
from .whole import floor

MOST_POINTS = 10_000
WRITTEN = 3
ALL_WRITTEN = 8
LATEST = 10**9


class Schedule:
    """``keys`` are needed, ``formula(t, keys)`` writes η(t); ``ends`` says that t must not pass ``total``; ``source``
    is the key of where the form is from."""

    __slots__ = ("ends", "formula", "keys", "least", "source")

    def __init__(self, keys: tuple[str, ...], formula: Callable, source: str, ends: bool = False, least: int = 0):
        self.keys, self.formula, self.source, self.ends, self.least = keys, formula, source, ends, least


def _step(t: Expr, k: Mapping[str, Symbol]) -> Expr:
    return k["rate"] * Pow(k["gamma"], floor(t / k["every"]))


def _cosine(t: Expr, k: Mapping[str, Symbol]) -> Expr:
    return k["end"] + Mul((HALF, k["rate"] - k["end"], ONE + cos(Mul((PI, t)) / k["total"])))


def _polynomial(t: Expr, k: Mapping[str, Symbol]) -> Expr:
    return (k["rate"] - k["end"]) * Pow(ONE - t / k["total"], k["power"]) + k["end"]


def _noam(t: Expr, k: Mapping[str, Symbol]) -> Expr:
    half, ramp = Num("-0.5"), Num("-1.5")
    return Pow(k["width"], half) * minimum(Pow(t, half), t * Pow(k["warmup"], ramp))


SCHEDULES: dict[str, Schedule] = {
    "constant": Schedule(("rate",), lambda t, k: k["rate"], "schedule_form_constant"),
    "step": Schedule(("rate", "gamma", "every"), _step, "schedule_form_step"),
    "exponential": Schedule(
        ("rate", "gamma"), lambda t, k: k["rate"] * Pow(k["gamma"], t), "schedule_form_exponential"
    ),
    "exponential-e": Schedule(
        ("rate", "decay"),
        lambda t, k: k["rate"] * exp(Neg(k["decay"] * t)),
        "schedule_form_exponential_e",
    ),
    "inverse-time": Schedule(
        ("rate", "decay"),
        lambda t, k: k["rate"] / (ONE + k["decay"] * t),
        "schedule_form_inverse_time",
    ),
    "inverse-square-root": Schedule(
        ("rate", "decay"),
        lambda t, k: k["decay"] / sqrt(t) * k["rate"],
        "schedule_form_inverse_square_root",
        least=1,
    ),
    "cosine": Schedule(
        ("rate", "end", "total"),
        _cosine,
        "schedule_form_cosine",
        ends=True,
    ),
    "polynomial": Schedule(
        ("rate", "end", "total", "power"),
        _polynomial,
        "schedule_form_polynomial",
        ends=True,
    ),
    "warm-up": Schedule(
        ("rate", "warmup"),
        lambda t, k: k["rate"] * minimum(ONE, t / k["warmup"]),
        "schedule_form_warm_up",
    ),
    "noam": Schedule(("width", "warmup"), _noam, "schedule_form_noam", least=1),
}

TIME = Name(Role.COUNT, "t")
LETTERS = {
    "rate": ("η", "0"),
    "gamma": ("γ", ""),
    "every": ("s", ""),
    "decay": ("k", ""),
    "end": ("η", "end"),
    "total": ("T", ""),
    "power": ("p", ""),
    "warmup": ("W", ""),
    "width": ("d", ""),
}


def _forms(key: str) -> str:
    """The forms that have a number, as its key needs them."""
    return f"name: {', '.join(name for name, form in SCHEDULES.items() if key in form.keys)}"


class LearningRates(Record):
    """``schedule:`` the form of the schedule, its numbers, and the times t at which the rate is wanted."""

    name = Field(Choice(*SCHEDULES), f"the form: {', '.join(SCHEDULES)}")
    rate = Field(Number(above=0), "the first learning rate η₀", default=None, needs=_forms("rate"))
    gamma = Field(Number(above=0), "the factor γ of step and exponential", default=None, needs=_forms("gamma"))
    every = Field(Number(0), "the number of epochs between two steps", default=None, needs=_forms("every"))
    decay = Field(
        Number(least=0),
        "the constant k of exponential-e, inverse-time and inverse-square-root",
        default=None,
        needs=_forms("decay"),
    )
    end = Field(Number(least=0), "the last rate of cosine and polynomial", default=None, needs=_forms("end"))
    total = Field(Number(0), "the time T at which cosine and polynomial end", default=None, needs=_forms("total"))
    power = Field(Number(above=0), "the power of polynomial", default=None, needs=_forms("power"))
    warmup = Field(Number(0), "the time W at which warm-up ends", default=None, needs=_forms("warmup"))
    width = Field(Number(0), "the width of the model, d_model, of noam", default=None, needs=_forms("width"))
    at = Field(ListOf(Whole(0, LATEST), MOST_POINTS), "the times t, such as [0, 10, 20]", default=None)
    epochs = Field(Whole(1, MOST_POINTS), "instead of at: t = 0, 1, … up to this one less", default=None, excludes="at")

    def check(self, faults: Faults):
        """Every form needs its own numbers and no others, and times at which it has a value."""
        if not self.has("name"):
            return
        form = SCHEDULES[self.name]
        for key in form.keys:
            if key not in self.places:
                faults.add(self.places["name"], f"the key {key}: is missing ({self.fields()[key].doc})")
        if "at" not in self.places and "epochs" not in self.places:
            faults.add(self.places["name"], "at which times? Write at: [0, 10, 20] or epochs: 20", "")
        if self.has("at") and not self.at:
            faults.add(self.places["at"], "expected at least one time", "")
        if not faults.found:
            self._check_times(form, faults)

    def _check_times(self, form: Schedule, faults: Faults):
        """Notes times before the form begins, and the first one behind its end."""
        place = self.places.get("at") or self.places["epochs"]
        end = self.total if form.ends else None
        for t in self.times():
            if t < form.least and "at" in self.places:
                faults.add(place, f"{self.name} begins at t = {form.least}", str(t))
            elif end is not None and t > constant(end):
                faults.add(place, f"{self.name} ends at T = {constant(end):g}; t = {t} lies behind", str(t))
                break

    def times(self) -> list[int]:
        """The times t."""
        if self.at is not None:
            return list(dict.fromkeys(self.at))
        least = SCHEDULES[self.name].least
        return list(range(least, (self.epochs or 0) + least))


def rate(t: int | str) -> Name:
    """The learning rate at a time."""
    return Name(Role.RATE, "rate", at=At(time=t))


def write_schedule(page: Working, plan: LearningRates) -> Says:
    """The first times in full (all where they are few), then the table of all; what an exam would ask for."""
    form, times = SCHEDULES[plan.name], plan.times()
    keys = {key: page.give(_given(key), getattr(plan, key), Mark(*LETTERS[key])) for key in form.keys}
    page.rows.append([key.name for key in keys.values()])
    few = len(times) <= ALL_WRITTEN
    steps = [Step(rate(t), form.formula(Num(str(t), t), keys)) for t in times]
    written = steps if few else steps[:WRITTEN]
    page.marks |= {step.name: f"η({t})" for t, step in zip(times, steps, strict=True)}
    page.answers += [step.name for step in written]
    stated = Statement(rate("t"), form.formula(Symbol(TIME), keys))
    page.marks[stated.name] = "η(t)"
    title, source = Says("schedule_title", text=plan.name), Says("schedule_form", text=Says(form.source))
    blocks = [Block(None, [stated, *written], source)]
    if len(times) > 1:
        rows = list(map(list, zip(times, _rates(page, steps, len(written)), strict=True)))
        blocks.append(
            Block(
                table=Table(
                    [Column("schedule_t", "schedule_column_t"), Column("schedule_rate", "schedule_column_rate")],
                    rows,
                    longest=40,
                )
            )
        )
    page.brief([Section(title, blocks)])
    page.add([Section(title, [Block(None, steps, source)])], shown=False)
    shown = Table([Says("page_name", name=stated.name)], [[stated.formula]])
    page.statement += [Says("schedule_statement", text=plan.name, form=Says(form.source)), shown]
    return Says(
        "schedule_statement_find_rates", text=", ".join(map(str, times)) if few else f"{times[0]} … {times[-1]}"
    )


def _rates(page: Working, steps: list[Step], written: int) -> list[Ref | object]:
    """The cells of all times: the numbers of the lines that are ``written``, the values of the others."""
    values = evaluate(steps[written:], page.rounding, page.given)
    return [Ref(step.name) if k < written else values[step.name] for k, step in enumerate(steps)]


def _given(key: str) -> Name:
    return Name(Role.RATE if key in ("rate", "end") else Role.OPTION, key)
