"""What is known of an activation: its function and the facts that books tell of it, all in one entry.

Sentences stand in the table of words; an entry names them by their keys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ...names import Name, Role
from ..expr import Expr, Num, Symbol
from ..functions import Function
from ..marks import AnyMark

# In derivations: the variable, the function's own value there, and the sigmoid there and at −x.
X = Symbol(Name(Role.INPUT, "x"))
OWN_VALUE = Symbol(Name(Role.OUT, "f", indices="(x)"))
SIGMA = Symbol(Name(Role.OUT, "sigma", indices="(x)"))
MINUS_SIGMA = Symbol(Name(Role.OUT, "sigma", indices="(-x)"))

# Formulas that are equal to each other, each with the key of its reason, '' for none.
Lines = Sequence[tuple[Expr, str]]


class Sentence:
    """The key of a sentence, and the text that is filled in, if any."""

    __slots__ = ("key", "text")

    def __init__(self, key: str, text: str = ""):
        self.key, self.text = key, text


# Whether outputs lie around 0.
CENTRED, NEARLY_CENTRED, NOT_CENTRED = "curve_centred_yes", "curve_centred_nearly", "curve_centred_no"


def at(point: str) -> Sentence:
    """Where something is reached: at x = 0."""
    return Sentence("curve_at", point)


class Facts:
    """What a book says of an activation.

    ``low`` and ``high`` are the ends of its range as they are printed, ``ends`` the brackets: a round one where the
    end is not reached, {} around the only two outputs of a step. ``centred`` is the key of a sentence. ``steepest`` is
    the greatest slope, reached ``at`` a point; None there says that it is neared far to the right.
    """

    __slots__ = ("at", "centred", "ends", "high", "low", "steepest")

    def __init__(self, low: str, high: str, ends: str, centred: str, steepest: str = "", at: Sentence | None = None):
        self.low, self.high, self.ends, self.centred = low, high, ends, centred
        self.steepest, self.at = steepest, at

    @property
    def probability(self) -> bool:
        """Whether outputs lie between 0 and 1."""
        return (self.low, self.high) == ("0", "1")


class Bound:
    """The greatest slope, exactly, and the key of the sentence that says why; it ``holds`` for these parameters."""

    __slots__ = ("holds", "most", "says")

    def __init__(self, most: str, says: str, holds: Callable[..., bool] = lambda *parameters: True):
        self.most, self.says, self.holds = most, says, holds


class Piece:
    """A formula of x and the parameters, from ``low`` to ``high`` (functions of the parameters; None is no bound).

    ``says`` is the key of the sentence about where it counts; ``closed`` that its lower end belongs to it.
    """

    __slots__ = ("closed", "formula", "high", "low", "says")

    def __init__(
        self,
        says: str,
        formula: Callable[..., Expr],
        low: Callable[..., float] | None = None,
        high: Callable[..., float] | None = None,
        closed: bool = False,
    ):
        self.says, self.formula, self.low, self.high, self.closed = says, formula, low, high, closed

    def holds(self, x: float, parameters: Sequence[float]) -> bool:
        """Whether the piece counts at ``x``."""
        if self.high is not None and x > self.high(*parameters):
            return False
        if self.low is None:
            return True
        low = self.low(*parameters)
        return x > low or (x == low and self.closed)

    def ends(self, parameters: Sequence[float]) -> list[float]:
        """The numbers where it begins and ends, as far as it does."""
        return [end(*parameters) for end in (self.low, self.high) if end is not None]

    def at_edge(self, x: float, parameters: Sequence[float]) -> bool:
        """Whether the piece ends at ``x``, so that the function may have a kink or jump there."""
        return x in self.ends(parameters)


def piece_at(pieces: Sequence[Piece], x: float, parameters: Sequence[float]) -> Piece:
    """The piece that counts at ``x``; at an edge the one below it, unless the one above is closed."""
    return next(piece for piece in pieces if piece.holds(x, parameters))


def from_zero_on(*parameters: float) -> float:
    """0, where the pieces of most functions meet."""
    return 0.0


def halves(above: Callable[..., Expr], below: Callable[..., Expr]) -> list[Piece]:
    """One formula above 0 and another from 0 down."""
    return [Piece("curve_above", above, low=from_zero_on), Piece("curve_below", below, high=from_zero_on)]


def same(x: Expr, *parameters: Expr) -> Expr:
    """The piece on which a function is x itself."""
    return x


def constantly(number: Expr) -> Callable[..., Expr]:
    """The piece on which a function is one number."""
    return lambda x, *parameters: number


class Corner:
    """What is taken as the slope where two pieces meet with different ones.

    ``says`` is the key of the sentence, and ``gap`` the gap in it that ``text(*parameters)`` fills. ``slope`` gives
    what is taken, where it is not the slope of the piece that counts.
    """

    __slots__ = ("gap", "says", "slope", "text")

    def __init__(
        self,
        says: str,
        gap: str = "",
        text: Callable[..., str] | None = None,
        slope: Callable[..., Expr] | None = None,
    ):
        self.says, self.gap, self.text, self.slope = says, gap, text, slope


class Saturation:
    """Where the slope is below a threshold τ.

    ``says`` is the key of a sentence, or gives it for (τ, *parameters) as numbers. Where there is a closed form
    ``edge(τ, *parameters)`` is the formula of the border, for τ below the greatest slope ``most(*parameters)``.
    """

    __slots__ = ("edge", "most", "says")

    def __init__(
        self,
        says: str | Callable[..., str],
        edge: Callable[..., Expr] | None = None,
        most: Callable[..., float] | None = None,
    ):
        self.says, self.edge, self.most = says, edge, most


class Derivation:
    """The function and its derivative line by line, as lecture notes write them.

    A line is a formula of :data:`X`, of :data:`OWN_VALUE` for the function itself and :data:`SIGMA` for the sigmoid.
    """

    __slots__ = ("slope", "value")

    def __init__(self, value: Lines, slope: Lines):
        self.value, self.slope = value, slope


class Side:
    """One side of an identity at a point.

    ``word`` tells its name, ``formula(x, value)`` writes it, ``mark`` prints it for a number of the point, ``says`` is
    the key of its reason. A side that ``continues`` stands behind the equals sign of the one before.
    """

    __slots__ = ("continues", "formula", "mark", "says", "word")

    def __init__(
        self,
        word: str,
        formula: Callable[[Expr, Expr], Expr],
        mark: Callable[[str], AnyMark],
        says: str = "",
        continues: bool = False,
    ):
        self.word, self.formula, self.mark, self.says, self.continues = word, formula, mark, says, continues


class Identity:
    """An identity: the key of its heading, its left side and the lines that are equal to it, its sides at a point."""

    __slots__ = ("head", "lines", "says", "sides")

    def __init__(self, says: str, head: str, lines: Lines, sides: Sequence[Side]):
        self.says, self.head, self.lines, self.sides = says, head, lines, sides


class Activation:
    """An entry of the table.

    ``name`` and ``spellings`` are what problem files call it, ``letter`` how it is written before its bracket,
    ``torch`` what PyTorch calls it, with {0} for a parameter. ``hidden`` keeps it out of listings: files write it by
    another name.

    ``parameters`` names the numbers that stand in brackets behind the name, ``example`` shows some; they are greater
    than 0 where they are ``positive``. ``learned`` marks a parameter that is trained (PReLU). ``flat`` says that no
    gradient passes.

    ``facts``, or a function of the parameters that gives them, and ``bound`` tell of range and slope. ``pieces`` are
    the formulas of a function that has several, ``corner`` what is taken where they meet, and ``given`` the numbers
    that they name. ``derivation`` and ``identity`` are made when a page first needs them; without a derivation the
    definition is differentiated symbolically.
    """

    def __init__(
        self,
        name: str,
        function: Function,
        letter: str = "",
        *,
        spellings: tuple[str, ...] = (),
        torch: str = "",
        hidden: bool = False,
        parameters: tuple[str, ...] = (),
        example: str = "",
        positive: bool = False,
        learned: bool = False,
        flat: bool = False,
        facts: Facts | Callable[..., Facts | None] | None = None,
        bound: Bound | None = None,
        pieces: Sequence[Piece] = (),
        corner: Corner | None = None,
        given: Mapping[Name, Num] | None = None,
        saturation: Saturation | None = None,
        derivation: Callable[[], Derivation] | None = None,
        identity: Callable[[], Identity] | None = None,
    ):
        self.name, self.function, self.letter = name, function, letter or function.name
        self.spellings, self.torch, self.hidden = spellings, torch, hidden
        self.parameters, self.example, self.positive = parameters, example, positive
        self.learned, self.flat = learned, flat
        self._facts, self.bound = facts, bound
        self.pieces, self.corner, self.given = pieces, corner, given or {}
        self.saturation = saturation
        self.derivation, self.identity = derivation, identity

    def facts(self, *parameters: Expr) -> Facts | None:
        """What is known of its range with these parameters."""
        return self._facts(*parameters) if callable(self._facts) else self._facts

    @property
    def probability(self) -> bool:
        """Whether its outputs lie between 0 and 1 whatever its parameters are."""
        return isinstance(self._facts, Facts) and self._facts.probability
