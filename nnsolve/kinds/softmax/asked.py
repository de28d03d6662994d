"""What ``asked:`` may name, and the usual ways of writing it."""

from __future__ import annotations

from ...names import Name
from ...solution import resolve
from .row import TOTAL, Row

_SHORT = {"softmax": "p", "prob": "p", "log_softmax": "logp", "logsoftmax": "logp", "lnp": "logp", "logit": "z"}
_WORDS = {"logsumexp": "lse", "log_sum_exp": "lse", "loss": "L", "cross_entropy": "L", "E": "L", "max": "m"}
_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


class Asked:
    """The results of the rows and their synonyms."""

    def __init__(self, rows: list[Row], known: list[Name]):
        self.known = known
        self.synonyms: dict[str, Name] = {}
        for row in rows:
            at = f"_{row.number}" if row.number else ""
            for written, stem in _WORDS.items():
                self._mean(f"{written}{at}", row.name(stem))
            for k, name in enumerate(row.classes):
                self._mean(f"{name}{at}" if not name.isdigit() else "", row.name("p", k))
                for written, stem in _SHORT.items():
                    self._mean(f"{written}{at}_{name}", row.name(stem, k))
                for stem in ("p", "z", "e", "u"):
                    self._mean(f"{stem}{at}{name}", row.name(stem, k))
                slope = row.slope(TOTAL if row.slope(TOTAL, k) in known else row.name("L"), k)
                for written in (f"d{row.name('z', k)}", f"grad{at}_{name}", f"dL/dz{at}{name}"):
                    self._mean(written, slope)

    def _mean(self, written: str, name: Name):
        if name in self.known and written and written not in self.known:
            self.synonyms.setdefault(written, name)

    def understand(self, written: str) -> Name:
        """The canonical name; raises AskedError with the nearest names."""
        text = written.strip().replace("∂", "d").translate(_DIGITS).replace("ln p", "logp").replace(" ", "")
        return resolve(text if text in (*self.known, *self.synonyms) else written.strip(), self.known, self.synonyms)
