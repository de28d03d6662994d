"""Beam search: every candidate of every step, who stays, and what greedy and exhaustive search find.

Source: Zhang et al., Dive into Deep Learning, section on beam search. All candidates of a step compete, wherever they
come from.
"""

from __future__ import annotations

from ...errors import counted, here
from ...reading.literals import exact_constant
from ...reading.schema import Field, MapOf, Number, Whole
from ...reading.yamlfile import Faults, Node
from .beam_search import Chances, Missing, Model, beam_search
from .sequence import Penalised
from .tokens import LONGEST_TOKEN

MOST_STEPS, WIDEST, MOST_WORDS, MOST_CANDIDATES = 20, 50, 50, 400
LEAST = 1e-9
_CHANCES = MapOf(Number(least=LEAST, most=1))


class Beam(Penalised):
    """``beam:`` the width, the steps, and the probabilities of words after words."""

    width = Field(Whole(1, WIDEST), "how many candidates stay after each step")
    steps = Field(Whole(1, MOST_STEPS), "how many words are found")
    start = Field(_CHANCES, "the probability of each first word")
    next = Field(MapOf(_CHANCES), "the probability of each next word after the last word", default=None)
    after = Field(
        MapOf(_CHANCES),
        "instead of next: the probability of each next word after whole beginnings, such as {A B: {A: 0.3, B: 0.7}}",
        default=None,
        excludes="next",
    )

    def check(self, faults: Faults) -> None:
        """Probabilities that add up to no more than 1, candidates that can go on, and not too many of them."""
        super().check(faults)
        if not self.has("width", "steps", "start"):
            return
        if self.steps > 1 and not {"next", "after"} & self.places.keys():
            text = "what comes after the first word? Write next: {A: {A: 0.55, B: 0.45}, B: {A: 0.9, B: 0.1}}"
            faults.add(self.places["steps"], text)
        self._check_maps(faults)
        if not faults.found:
            self._check_search(faults)

    def _check_maps(self, faults: Faults) -> None:
        check_chances(self.start, self.places["start"], faults)
        for key in ("next", "after"):
            for name, chances in (getattr(self, key) or {}).items():
                check_word(name, self.places[key].keys[name], faults, len(name.split()) if key == "after" else 1)
                check_chances(chances, self.places[key].mapped[name], faults)

    def _check_search(self, faults: Faults) -> None:
        most = len(self.start) + (self.steps - 1) * self.width * self._most_next()
        if most > MOST_CANDIDATES:
            text = f"a page holds at most {MOST_CANDIDATES} candidates; here there may be {most}"
            faults.add(self.places["steps"], text, "")
            return
        try:
            beam_search(self.model, self.width, self.steps)
        except Missing as missing:
            key = "after" if self.after is not None else "next"
            said = " ".join(missing.words if self.after is not None else missing.words[-1:])
            text = f"{' '.join(missing.words)} stays, and {key}: does not say what comes after {said}"
            faults.add(self.places[key], text, "")

    def _most_next(self) -> int:
        found = [len(chances) for chances in (self.next or self.after or {}).values()]
        return max(found, default=0)

    @property
    def model(self) -> Model:
        """The probabilities as the searches ask for them."""
        if self.after is None:
            return Model(self.start, self.next, None)
        return Model(self.start, None, {tuple(name.split()): chances for name, chances in self.after.items()})


def check_word(name: str, place: Node, faults: Faults, words: int = 1) -> None:
    """Notes what is no word, or no beginning of so many words."""
    if words < 1 or len(name.split()) != words or len(name) > LONGEST_TOKEN * words or not name.isprintable():
        faults.add(
            place, f"expected a word without spaces, of at most {LONGEST_TOKEN} characters", name[:LONGEST_TOKEN]
        )


def check_chances(chances: Chances, place: Node, faults: Faults) -> None:
    """Notes words that are none, and probabilities that add up to more than 1."""
    if not 1 <= len(chances) <= MOST_WORDS:
        faults.add(place, f"expected 1 to {counted(MOST_WORDS, 'words')}; {here(len(chances))}", "")
        return
    for name in chances:
        check_word(name, place.keys[name], faults)
    total = sum(exact_constant(p) for p in chances.values())
    if total > 1:
        faults.add(place, f"the probabilities add up to {float(total):g}, which is more than 1", "")
