"""The names of a GAN: what D says of samples, the terms of the losses, and the losses."""

from __future__ import annotations

from collections.abc import Iterable

from ...formula.marks import Mark
from ...names import Name, Role

D_LOSS = Name(Role.LOSS, "D_loss")
MINIMAX, NON_SATURATING = "minimax", "non-saturating"
# The loss of G by its form.
G_LOSSES = {
    MINIMAX: Name(Role.LOSS, "G_loss", "minimax"),
    NON_SATURATING: Name(Role.LOSS, "G_loss", "non_saturating"),
}
G_LOSS = Name(Role.LOSS, "G_loss")
VALUE = Name(Role.RESULT, "V")
BATCH_VALUE = Name(Role.RESULT, "V_batch")


def real(k: int) -> str:
    """What stands below a letter of the k-th real sample."""
    return f"r{k}"


def fake(k: int) -> str:
    """What stands below a letter of the k-th generated sample."""
    return f"f{k}"


def again(k: int) -> str:
    """What stands below a letter where G learns from its k-th sample."""
    return f"g{k}"


def out(sample: str) -> Name:
    """What D says of a sample."""
    return Name(Role.OUT, "D", sample)


def term(sample: str) -> Name:
    """The term of a sample in the loss of D."""
    return Name(Role.TERM, "L", sample)


def term_of_g(form: str, k: int) -> Name:
    """The term of the k-th generated sample in a loss of G."""
    return Name(Role.TERM, _WORDS[form], str(k))


_WORDS = {MINIMAX: "minimax", NON_SATURATING: "nonsat"}


def marks_of_losses(forms: Iterable[str]) -> dict[Name, Mark]:
    """How the losses are printed: L_D, and L_G with its form where there are two."""
    chosen = list(forms)
    marks = {D_LOSS: Mark("L", "D"), G_LOSS: Mark("L", "G")}
    for form in chosen:
        marks[G_LOSSES[form]] = Mark("L", _WORDS[form] if len(chosen) > 1 else "G")
    return marks


def called(forms: Iterable[str]) -> dict[str, Name]:
    """What the losses are called besides."""
    chosen = list(forms)
    found = {"L_D": D_LOSS, "LD": D_LOSS, "L(D)": D_LOSS}
    if len(chosen) == 1:
        found |= dict.fromkeys(("G_loss", "L_G", "LG", "L(G)"), G_LOSSES[chosen[0]])
    return found
