"""What books and libraries call the results of a softmax."""

from __future__ import annotations

from ...names import Name
from .batch import Batch
from .row import TOTAL, Row

# Before a class: softmax_cat, of several rows softmax_2_cat.
_OF_CLASSES = {"softmax": "p", "prob": "p", "log_softmax": "logp", "lnp": "logp", "logit": "z"}
_OF_ROWS = {"logsumexp": "lse", "log-sum-exp": "lse", "max": "m"}
_LOSSES = ("loss", "E", "cross_entropy", "cross-entropy")


def synonyms(batch: Batch) -> dict[str, Name]:
    """The words of every row and class; a class is called by its own name, whatever else that says."""
    found = dict.fromkeys(_LOSSES, TOTAL)
    for row in batch.rows:
        at = _at(row)
        found |= {f"{word}{at}": row.name(stem) for word, stem in _OF_ROWS.items()}
        found |= {f"{word}{at}": row.name("L") for word in _LOSSES}
    for row in batch.rows:
        found |= _of_classes(row, batch.loss_of(row))
    return found


def _at(row: Row) -> str:
    """What stands behind a word where there are several rows."""
    return f"_{row.number}" if row.number else ""


def _of_classes(row: Row, loss: Name) -> dict[str, Name]:
    found: dict[str, Name] = {}
    at = _at(row)
    for k, name in enumerate(row.classes):
        found |= {f"{word}{at}_{name}": row.name(stem, k) for word, stem in _OF_CLASSES.items()}
        slopes = (f"d{row.name('z', k)}", f"grad{at}_{name}", f"dL/dz{at}{name}")
        found |= dict.fromkeys(slopes, row.slope(loss, k))
        if not name.isdigit():
            found[f"{name}{at}"] = row.name("p", k)
    return found
