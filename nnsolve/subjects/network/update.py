"""From gradients to new parameters: clipping, weight decay and the step against the gradient, as steps."""

from __future__ import annotations

from collections.abc import Callable

from ...formula.expr import Add, Expr, Mul, Neg, Num, Pow, Symbol, total_of
from ...formula.functions import FUNCTIONS
from ...formula.marks import Mark, Names, lettered
from ...names import NOW, At, Name, Role
from ...reading.schema import Field, Number, Record
from ...reading.yamlfile import Faults
from ...solution import Column, Says, Step, Table
from .model import RATE

_OVER = {"E": "Ē", "C": "C̄"}
_NORM, _SCALE = Name(Role.RESULT, "norm"), Name(Role.RESULT, "scale")  # of all gradients, where they are clipped
SMALL = 0.1  # what stands beside a length in a divisor is at most so much
_ROOT, _MIN, _MAX = FUNCTIONS["sqrt"], FUNCTIONS["min"], FUNCTIONS["max"]


# What is said of the order in which parameters are updated, and of how the gradients of a batch are put together.
UPDATES = {"simultaneous": "page_note_simultaneous", "sequential": "page_note_sequential"}
REDUCED = {"mean": "training_batch_mean", "sum": "training_batch_sum"}


class Clip(Record):
    """``clip:`` a bound for each gradient, or for the length of all of them together."""

    value = Field(Number(above=0), "every gradient is cut to −value … value", default=None)
    norm = Field(
        Number(above=0), "all gradients are scaled so that their length is at most norm", default=None, excludes="value"
    )
    epsilon = Field(
        Number(above=0, most=SMALL),
        "what is added to the length in the divisor: 1e-6 in PyTorch; nothing unless told",
        default=None,
        needs="norm",
    )

    def check(self, faults: Faults):
        """One of the bounds is needed."""
        if not self.places:
            faults.add(self.beginning, "write either clip: {value: …} or clip: {norm: …}", "")


def square(gradient: Expr) -> Expr:
    """What a gradient that is a number adds to the square of the length of all."""
    return Pow(gradient, Num("2"))


def clipped(
    gradients: dict[Name, Name],
    clip: Clip | None,
    at: At = NOW,
    squared: Callable[[Expr], Expr] = square,
    of: str = "",
) -> tuple[list[Step], dict[Name, Name]]:
    """Steps that clip the gradients (parameter → step), and the names of what is used afterwards.

    ``squared`` gives what each adds to the square of the length of all. ``of`` says whose length it is, where there are
    several: norm_W.

    By value: g ← max(−c, min(c, g)). By norm: g ← g·min(1, c/‖g‖) (Pascanu, Mikolov, Bengio, On the difficulty of
    training recurrent neural networks, 2013).
    """
    if clip is None or not gradients:
        return [], gradients
    used = {name: Name(Role.GRADIENT, "clipped", name, at) for name in gradients}
    pairs = {used[name]: Symbol(gradient) for name, gradient in gradients.items()}
    if clip.value is not None:
        return _each_cut(pairs, clip.value), used
    assert clip.norm is not None, "a clip has one of the bounds"
    norm, scale = (Symbol(Name(Role.RESULT, what, of, at)) for what in (_NORM, _SCALE))
    divisor = norm if clip.epsilon is None else Add((norm, clip.epsilon))
    length = Step(norm.name, _ROOT(total_of(list(map(squared, pairs.values())))), Says(_LENGTH[bool(of)]))
    factor = Step(scale.name, _MIN(Num("1"), clip.norm / divisor), Says("training_clip_scale"))
    return [length, factor, *(Step(name, Mul((scale, gradient))) for name, gradient in pairs.items())], used


# What is said of a length: of all gradients, or of some that are clipped by themselves.
_LENGTH = {False: "training_clip_norm", True: "training_clip_norm_of"}


def _each_cut(gradients: dict[Name, Symbol], bound: Expr) -> list[Step]:
    """Every gradient (by the name of what it becomes) cut to −bound … bound."""
    reason = Says("training_clip_value")
    return [Step(name, _MAX(Neg(bound), _MIN(bound, gradient)), reason) for name, gradient in gradients.items()]


def clip_marks(used: dict[Name, Name], names: Names, at: At = NOW) -> dict[Name, Mark]:
    """How the steps of :func:`clipped` are printed: g for a clipped gradient, ‖∇‖ for the length of all."""
    letters = {step: lettered(names.mark(name)) for name, step in used.items()}
    marks = {step: Mark("g", mark.base + mark.sub) for step, mark in letters.items()}
    return marks | {_NORM.moved(at): Mark("‖∇E‖"), _SCALE.moved(at): Mark("s")}


def over(letter: str, reduction: str) -> Mark:
    """How the mean or the sum of E or C over a batch is printed."""
    return Mark(_OVER[letter] if reduction == "mean" else f"Σ{letter}")


def step_down(parameter: Expr, gradient: Name, change: Name, new: Name, decay: Expr | None = None) -> list[Step]:
    """Δw = −η·∂E/∂w and w′ = w + Δw; with weight decay λ, Δw = −η·∂E/∂w − η·λ·w (Loshchilov and Hutter, 2019)."""
    move: Expr = Neg(Mul((Symbol(RATE), Symbol(gradient))))
    if decay is not None:
        move = move - Mul((Symbol(RATE), decay, parameter))
    reason = Says("training_change_decay" if decay is not None else "network_change")
    return [Step(change, move, reason), Step(new, Add((parameter, Symbol(change))))]


def changes_table(rows: list[list], renewed: bool) -> Table:
    """A row a parameter: its old value, its gradient and, where they are ``renewed``, its new value."""
    columns = [
        Column("name", "page_column_name"),
        Column("old", "page_column_old"),
        Column("gradient", "page_column_gradient"),
    ]
    if not renewed:
        return Table(columns, rows, title=Says("page_table_gradients"))
    return Table([*columns, Column("new", "page_column_new")], rows, title=Says("page_table_changes"))
