"""How the numbers of a regression are called: coefficients, outputs by row and class, iterations behind an @."""

from __future__ import annotations

from ...names import NOW, At, Name, Role, d, new

RATE = Name(Role.RATE, "η")
LOSS = Name(Role.LOSS, "L")
COUNT = Name(Role.COUNT, "n")
SS_RES, SS_TOT = (Name(Role.RESULT, "SS", what) for what in ("res", "tot"))
R2, MSE, RMSE, ACCURACY = (Name(Role.RESULT, word) for word in ("R2", "MSE", "RMSE", "accuracy"))
ERROR = "error"
# Before the first iteration; iteration t leaves state t.
START = At(time=0)


def coefficient(k: int, output: str = "") -> Name:
    """The coefficient of column ``k`` from 1, of the ones with 0: b1, or b1_a of the class a."""
    return Name(Role.PARAMETER, f"b{k}", output)


def standing(name: Name, at: At) -> Name:
    """A coefficient as it stands in an iteration: given at the start, b1@0, then renewed, b1@1."""
    return new(name, at) if at.time else name.moved(at)


def slope(name: Name, at: At) -> Name:
    """The gradient of the loss by a coefficient in an iteration: dL@0/db1@0."""
    return d(LOSS.moved(at), standing(name, at))


def score(i: int, output: str = "", at: At = NOW) -> Name:
    """The score of row ``i``, or that of one class: score_1, score_1_a."""
    return Name(Role.NET, "score", _item(i, output), at)


def predicted(i: int, output: str = "", at: At = NOW) -> Name:
    """What is predicted of row ``i``: a number, or the probability of a class."""
    return Name(Role.OUT, "predicted", _item(i, output), at)


def error(i: int, output: str = "", at: At = NOW) -> Name:
    """The error of row ``i`` with its sign."""
    return Name(Role.RESULT, ERROR, _item(i, output), at)


def sample_loss(i: int, at: At = NOW) -> Name:
    """The loss of row ``i``."""
    return Name(Role.TERM, "loss", str(i), at)


def residual(i: int) -> Name:
    """What the fit leaves of row ``i``."""
    return Name(Role.RESULT, "residual", str(i))


def new_score(k: int, output: str = "") -> Name:
    """The score of the new point ``k``."""
    return Name(Role.NET, "new_score", _item(k, output))


def prediction(k: int, output: str = "") -> Name:
    """What is predicted of the new point ``k``."""
    return Name(Role.OUT, "prediction", _item(k, output))


def _item(i: int, output: str) -> str:
    """A row, or a class of it."""
    return f"{i}_{output}" if output else str(i)
