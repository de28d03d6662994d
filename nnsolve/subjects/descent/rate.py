"""The learning rate: one number, one for each step, or a schedule that makes it smaller as the steps go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...errors import listing, nearest
from ...formula.expr import ONE, Expr, Mul, Neg, Num, Pow, Symbol
from ...formula.functions import FUNCTIONS, exp
from ...names import Name, Role
from ...reading.schema import Type, constant, read_number
from ...reading.yamlfile import Faults, Node, complete, complete_values
from ...runs.rounds import Round
from ...solution import Says, Step

RATE, START_RATE = Name(Role.RATE, "α"), Name(Role.RATE, "α0")
_FACTOR, _EVERY, _DECAY = (Name(Role.OPTION, letter) for letter in ("γ", "s", "κ"))
MOST_LISTED = 1000
_FLOOR = FUNCTIONS["floor"]


class Schedule:
    """A named schedule: the numbers it needs with their letters, and its formula over them and the steps so far."""

    __slots__ = ("formula", "letters")

    def __init__(self, letters: dict[str, Name], formula: Callable[..., Expr]):
        self.letters, self.formula = letters, formula


# k below is the number of steps already made: the first step uses the rate of the start.
# Sources: Goodfellow, Bengio, Courville, Deep Learning, section 8.3; StepLR and ExponentialLR of PyTorch;
# ExponentialDecay and InverseTimeDecay of Keras (with decay_steps 1).
SCHEDULES: dict[str, Schedule] = {
    "step decay": Schedule(
        {"start": START_RATE, "factor": _FACTOR, "every": _EVERY},
        lambda k, start, factor, every: start * Pow(factor, _FLOOR(k / every)),
    ),
    "exponential": Schedule({"start": START_RATE, "factor": _FACTOR}, lambda k, start, factor: start * Pow(factor, k)),
    "exponential decay": Schedule(
        {"start": START_RATE, "decay": _DECAY}, lambda k, start, decay: start * exp(Neg(Mul((decay, k))))
    ),
    "inverse time": Schedule(
        {"start": START_RATE, "decay": _DECAY}, lambda k, start, decay: start / (ONE + Mul((decay, k)))
    ),
}
_NAMES = ["constant", *SCHEDULES]
RESERVED = {RATE, START_RATE, _FACTOR, _EVERY, _DECAY}


class Rate:
    """A learning rate that was read: ``schedule`` is 'constant', 'list' or a name of the table."""

    def __init__(self, schedule: str, numbers: dict[str, Expr], listed: list[Expr] | None = None):
        self.schedule, self.numbers, self.listed = schedule, numbers, listed or []

    @property
    def changes(self) -> bool:
        """Whether every step has a rate of its own."""
        return self.schedule != "constant"

    @property
    def letters(self) -> dict[str, Name]:
        """The names of the numbers on the page."""
        if not self.changes:
            return {"start": RATE}
        return {} if self.listed else SCHEDULES[self.schedule].letters

    def given(self, names: Round) -> dict[Name, Expr]:
        """The numbers that the page gives."""
        return {names.fixed(letter): self.numbers[key] for key, letter in self.letters.items()}

    def steps(self, names: Round, k: int) -> list[Step]:
        """The line that gives the rate of the step after ``k`` steps; none where the rate is constant."""
        if not self.changes:
            return []
        if self.listed:
            formula: Expr = self.listed[min(k, len(self.listed) - 1)]
            reason = Says("gd_rate_list" if k < len(self.listed) else "gd_rate_last")
        else:
            letters = [Symbol(names.fixed(letter)) for letter in self.letters.values()]
            formula = SCHEDULES[self.schedule].formula(names.done, *letters)
            reason = Says("gd_rate_schedule", text=self.schedule, count=k)
        return [Step(names.new(RATE), formula, reason)]

    def symbol(self, names: Round) -> Symbol:
        """The rate as it stands in the update."""
        return Symbol(names.new(RATE) if self.changes else names.fixed(RATE))


class RateType(Type):
    """A number, a list of numbers (the last one stays), or ``{schedule: step decay, start: 0.1, …}``."""

    def read(self, node: Node, faults: Faults):
        if node.entries is not None:
            return self._schedule(node, faults)
        if node.items is not None:
            if not 0 < len(node.items) <= MOST_LISTED:
                return faults.add(node, f"expected 1 to {MOST_LISTED} rates, one a step", "")
            listed = complete(_above_zero(item, faults) for item in node.items)
            return None if listed is None else Rate("list", {}, listed)
        value = _above_zero(node, faults)
        return value and Rate("constant", {"start": value})

    def _schedule(self, node: Node, faults: Faults):
        named = node.mapped.get("schedule")
        if named is None:
            return faults.add(node, f"expected schedule: with one of {listing(_NAMES)}.", "")
        if named.text not in _NAMES:
            hint = nearest(named.word, _NAMES)
            return faults.add(named, f"expected schedule: with one of {listing(_NAMES)}.{hint}")
        letters = {"start": RATE} if named.text == "constant" else SCHEDULES[named.text].letters
        numbers = self._numbers(node, named.text, letters, faults)
        missing = [key for key in letters if key not in node.mapped]
        if missing:
            faults.add(named, f"this schedule needs {listing(missing)} as well")
        in_order = complete_values({key: numbers.get(key) for key in letters})
        return None if in_order is None else Rate(named.text, in_order)

    def _numbers(self, node: Node, schedule: str, letters: Mapping[str, Name], faults: Faults) -> dict[str, Expr]:
        """The numbers that a schedule takes, as far as they were written."""
        numbers: dict[str, Expr] = {}
        for where, key, value in node.pairs:
            if key == "schedule":
                continue
            if key not in letters:
                expected = f"{schedule} has no such number; it takes {listing(letters)}.{nearest(key, tuple(letters))}"
                faults.add(where, expected)
                continue
            number = _above_zero(value, faults)
            if number is not None:
                numbers[key] = number
        return numbers

    def schema(self):
        number = {"type": ["number", "string"]}
        keys = {key for entry in SCHEDULES.values() for key in entry.letters}
        schedule = {
            "type": "object",
            "properties": {"schedule": {"enum": _NAMES}} | dict.fromkeys(sorted(keys), number),
            "required": ["schedule"],
            "additionalProperties": False,
        }
        return {"anyOf": [number, {"type": "array", "items": number, "minItems": 1}, schedule]}


def _above_zero(node: Node, faults: Faults) -> Expr | None:
    value = read_number(node, faults)
    if value is not None and not constant(value) > 0:
        return faults.add(node, "expected a number greater than 0")
    return Num(value.text.removeprefix("+")) if isinstance(value, Num) else value
