"""What is known of a loss, all in one entry: its term in a network and over data, what it takes, how terms are put."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..expr import Expr
from ..functions import Function


class Corner:
    """The key of the sentence about a corner, and whether a target and a prediction lie at one."""

    __slots__ = ("at", "says")

    def __init__(self, says: str, at: Callable[[float, float], bool]):
        self.says, self.at = says, at


class Loss:
    """An entry of the table.

    ``name`` and ``spellings`` are what problem files call it; ``people`` are the words of its names that are written
    as names are. ``put`` says how terms become the loss: sum, mean, half mean, root mean, product, or nothing where
    a problem decides and a network takes the sum.

    ``term`` is the function of (t, o, *parameters) of one output, with which networks learn; None keeps the loss out of
    networks. ``stem`` is its name among the results of losses over data, ``shown`` its print; '' keeps it from there.
    ``written(t, o, *parameters, logs=…)`` is its formula over data, where that is not the term: of lists (targets,
    outputs), or of the right class and the outputs, where ``rows`` is True. ``logs`` says that it holds a logarithm
    whose base can be chosen.

    ``targets`` and ``outputs`` name what numbers it takes. ``logits`` is the activation that leads from net inputs to
    outputs; ``short`` says that the chain through it shortens to p − y. ``absent`` are outputs whose logarithm has no
    value, which is left out where its weight is 0.

    ``parameters`` names the numbers in brackets, of which the first ``needed`` must be there; ``example`` shows some,
    ``holds(*numbers)`` tells whether they fit, and ``wanted`` says what does. ``ways`` are the words that stand in the
    brackets instead, each with what it means. ``worst`` asks for the wrong class with the highest score.

    ``says`` is the key of a convention, ``corner`` tells of its corner; ``piece_says(t, o, *parameters)`` is the key of
    the piece that counts.
    """

    def __init__(
        self,
        name: str,
        term: Function | None = None,
        put: str = "",
        *,
        spellings: tuple[str, ...] = (),
        people: tuple[str, ...] = (),
        stem: str = "",
        shown: str = "",
        written: Callable[..., Expr] | None = None,
        rows: bool = False,
        logs: bool = False,
        targets: str = "any",
        outputs: str = "any",
        logits: str = "",
        short: bool = False,
        absent: tuple[float, ...] = (),
        parameters: tuple[str, ...] = (),
        needed: int | None = None,
        example: str = "",
        holds: Callable[..., bool] | None = None,
        wanted: str = "",
        ways: Mapping[str, str] | None = None,
        worst: bool = False,
        says: str = "",
        corner: Corner | None = None,
        piece_says: Callable[..., str] | None = None,
    ):
        self.name, self.term, self.put, self.spellings, self.people = name, term, put, spellings, people
        self.stem, self.shown, self._written, self.rows, self.logs = stem, shown or stem, written, rows, logs
        self.targets, self.outputs = targets, outputs
        self.logits, self.short, self.absent = logits, short, absent
        self.parameters, self.needed = parameters, len(parameters) if needed is None else needed
        self.example, self.holds, self.wanted = example, holds, wanted
        self.ways, self.worst = ways or {}, worst
        self.says, self.corner, self.piece_says = says, corner, piece_says

    @property
    def mean(self) -> str:
        """How a network puts terms together: 'sum' for their sum, 'mean' for it over n, 'half mean' over 2n."""
        return self.put or "sum"

    @property
    def collapses(self) -> str:
        """The output activation with which the chain shortens to p − y; '' for none."""
        return self.logits if self.short else ""

    @property
    def distribution(self) -> bool:
        """Whether targets are the probabilities of several classes."""
        return self.rows and self.targets == "probability"

    def written(self, *args: object, **how: object) -> Expr:
        """The formula over data: see the class."""
        if self._written is not None:
            return self._written(*args, **how)
        assert self.term is not None, "a loss has a formula"
        how.pop("logs")
        return self.term(*[arg for arg in args if isinstance(arg, Expr)], **how)

    def fits(self, *numbers: float) -> bool:
        """Whether these numbers may stand in its brackets."""
        return self.holds is None or self.holds(*numbers)
