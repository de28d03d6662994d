"""The names of a variational autoencoder: of one code dimension without a number, of several with one."""

from __future__ import annotations

from ...formula.expr import Symbol
from ...formula.marks import Mark
from ...names import Name, Role
from ...working import Working

E, L, KL = Name(Role.RESULT, "E"), Name(Role.LOSS, "L"), Name(Role.RESULT, "KL")
BETA, ELBO, BITS = Name(Role.OPTION, "beta"), Name(Role.RESULT, "ELBO"), Name(Role.RESULT, "KL_bits")

# How the values of a dimension are printed, by the word of their names.
MARKS = {
    "mu": "μ",
    "logvar": "log σ²",
    "var": "σ²",
    "sigma": "σ",
    "logsigma": "log σ",
    "s": "s",
    "eps": "ε",
    "z": "z",
    "KL": "KL",
}
# What else they are called.
WORDS = {
    "mu": ("mean",),
    "logvar": ("log_var", "lv", "log_variance", "log σ²", "ln σ²", "logσ²", "log_sigma2"),
    "var": ("variance", "sigma2", "sigma_sq", "σ^2"),
    "sigma": ("std", "deviation", "sd"),
    "logsigma": ("log_sigma", "ln σ", "logσ", "log_std"),
    "s": ("rho", "softplus_input"),
    "eps": ("noise",),
    "z": ("latent",),
    "KL": ("kl", "D_KL", "DKL"),
}


class Dimension:
    """The names of one dimension of the code; ``item`` is its number, '' where it is the only one."""

    def __init__(self, item: str):
        self.item = item

    def name(self, word: str) -> Name:
        """The name of its value: mu_1, logvar_1, KL_1."""
        return Name(_ROLES.get(word, Role.RESULT), word, self.item)

    def symbol(self, word: str) -> Symbol:
        """The value in a formula."""
        return Symbol(self.name(word))

    def tell(self, page: Working, words: list[str]) -> None:
        """How its values are printed and what they are called."""
        for word in words:
            name = self.name(word)
            page.marks[name] = Mark(MARKS[word], self.item)
            spelt = [word, *WORDS[word]]
            if word == "var" and self.item:
                page.synonyms |= {f"sigma_{self.item}^2": name, f"sigma{self.item}^2": name}
            for other in spelt:
                page.synonyms[f"{other}_{self.item}" if self.item else other] = name
            if not self.item:
                page.synonyms |= {f"{other}_1": name for other in spelt}


_ROLES = {"mu": Role.INPUT, "eps": Role.INPUT}


def dimensions(count: int) -> list[Dimension]:
    """Those of a code."""
    return [Dimension(str(number) if count > 1 else "") for number in range(1, count + 1)]
