"""What an entry of the table of optimisers is made of: options, presets, and the function that writes its update."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...reading.schema import Choice

# Whose conventions there are, and the keys of what a page says of them.
PRESET_SAYS = {
    "paper": "opt_preset_paper",
    "pytorch": "opt_preset_pytorch",
    "keras": "opt_preset_keras",
    "notes": "opt_preset_notes",
}
PRESETS = tuple(PRESET_SAYS)


class Preset(Choice):
    """Whose conventions are meant: one of :data:`PRESETS`."""

    def __init__(self):
        super().__init__(*PRESETS)


class Option:
    """One option of an optimiser: a number with the letter it is printed with, or a choice of words.

    Words may come with the keys of what a page ``says`` where one is chosen. ``least`` and ``below`` bound a number:
    from ``least`` up, and smaller than ``below``.
    """

    __slots__ = ("below", "doc", "least", "letter", "says", "words")

    def __init__(
        self,
        doc: str,
        letter: str = "",
        words: Mapping[str, str] | tuple[str, ...] = (),
        below: float | None = None,
        least: float = 0.0,
    ):
        self.doc, self.letter, self.below, self.least = doc, letter, below, least
        self.words = tuple(words)
        self.says = dict(words) if isinstance(words, Mapping) else {}


def coefficient(letter: str, doc: str) -> Option:
    """A decay rate from 0 up and below 1."""
    return Option(doc, letter, below=1.0)


LEARNING_RATE = Option("the learning rate of this optimiser alone", "α")
# Decoupled: Loshchilov & Hutter, Decoupled Weight Decay Regularization (2019); coupled is L2 regularisation.
WEIGHT_DECAY = Option("weight decay, 0 for none", "λ")
DECAY = Option(
    "where the decay stands: coupled (in the gradient), decoupled (in the update, times the learning rate: PyTorch's "
    "AdamW and all of Keras), unscaled (in the update, not times the rate, as the paper of AdamW writes it)",
    words={
        "coupled": "opt_decay_coupled",
        "decoupled": "opt_decay_decoupled",
        "unscaled": "opt_decay_unscaled",
    },
)
COMMON = {"learning_rate": LEARNING_RATE, "weight_decay": WEIGHT_DECAY, "decay": DECAY}


class Optimiser:
    """An entry of the table.

    ``write(update)`` writes the steps of one parameter in one round; its docstring names every convention with its
    source. ``states`` are what it keeps from round to round, each with the number or the option it begins with.
    ``presets`` hold option texts by preset; an option that is in no preset must be written in the problem. ``look``
    writes the point where the gradient is taken, where that is not the parameter itself. ``marks`` prints a state by
    another letter, ``letters`` the letters of a preset that writes it differently. ``says`` are the options whose words
    are conventions that the page names. ``spellings`` are other names that people use for it.
    """

    __slots__ = (
        *("letters", "look", "marks", "name", "options", "presets"),
        *("says", "spellings", "states", "title", "write"),
    )

    def __init__(
        self,
        name: str,
        title: str,
        write: Callable,
        options: Mapping[str, Option],
        states: Mapping[str, str],
        presets: Mapping[str, Mapping[str, str]],
        look: Callable | None = None,
        marks: Mapping[str, str] | None = None,
        letters: Mapping[str, Mapping[str, str]] | None = None,
        says: tuple[str, ...] = (),
        spellings: tuple[str, ...] = (),
    ):
        self.name, self.title, self.write, self.look = name, title, write, look
        self.spellings = spellings
        self.options, self.states = {**COMMON, **options}, dict(states)
        decay = {"pytorch": "coupled", "keras": "decoupled"}
        self.presets = {
            preset: {"weight_decay": "0", "decay": decay.get(preset, "coupled"), **texts}
            for preset, texts in presets.items()
        }
        self.marks, self.letters, self.says = dict(marks or {}), dict(letters or {}), says
