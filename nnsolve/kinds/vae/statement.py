"""What an exam would print of a variational autoencoder, and the conventions below its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...solution import Says

if TYPE_CHECKING:
    from . import Problem
    from .gaussians import Gaussians


def statement(problem: Problem) -> Iterator[Says]:
    """What the encoder gives, what is made of it, and what is to be found."""
    yield Says(problem.spread.told, n=len(problem.means))
    if problem.epsilon is not None:
        yield Says("vae_statement_epsilon")
    if problem.layers is not None:
        yield from _decoder(problem)
    if problem.loss is not None:
        yield Says("vae_statement_loss", text=problem.loss.shown)
    if problem.has_error:
        yield Says("vae_statement_total")
    if not problem.asked:
        yield from _wanted(problem)


def _decoder(problem: Problem) -> Iterator[Says]:
    """The layers with their activations."""
    names = ", ".join(layer.activation.name for layer in problem.layers or [])
    yield Says("vae_statement_rows" if problem.vectors == "rows" else "vae_statement_columns", text=names)


def _wanted(problem: Problem) -> Iterator[Says]:
    """What is to be found, from the code to the gradients."""
    yield Says("vae_statement_find_z" if problem.epsilon is not None else "vae_statement_find_kl")
    if problem.unit == "bits":
        yield Says("vae_statement_bits")
    if problem.has_error:
        yield Says("vae_statement_find_elbo" if problem.objective == "elbo" else "vae_statement_find_loss")
    if problem.shows_gradients:
        whole = problem.layers is not None and problem.loss is not None
        yield Says("vae_statement_find_gradients" if whole else "vae_statement_find_slopes")


def statement_of_gaussians(task: Gaussians, unit: str) -> Iterator[Says]:
    """Two Gaussians and what is to be found of them."""
    yield Says("vae_statement_gaussians")
    yield from (Says(_FOUND[each]) for each in dict.fromkeys(task.find))
    if unit == "bits":
        yield Says("vae_statement_bits")


_FOUND = {
    "kl": "vae_statement_find_direct",
    "reverse": "vae_statement_find_reverse",
    "w2": "vae_statement_find_wasserstein",
}


def conventions(problem: Problem) -> Iterator[Says]:
    """The direction of KL, its sum, and how the loss is related to the evidence lower bound."""
    yield Says("vae_note_direction")
    if len(problem.means) > 1:
        yield Says("vae_note_sum")
    if problem.vectors == "rows":
        yield Says("vae_note_rows")
    if problem.has_error:
        yield Says("vae_note_objective")
    if problem.loss is not None:
        yield Says(_LIKELIHOODS.get(problem.loss.entry.name, "vae_note_likelihood_other"))


# Of which likelihood a reconstruction error is the negative logarithm.
_LIKELIHOODS = {
    "binary cross-entropy": "vae_note_likelihood_binary",
    "half squared error": "vae_note_likelihood_gaussian",
    "squared error": "vae_note_likelihood_squared",
}
