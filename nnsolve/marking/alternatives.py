"""The other conventions that a problem might have been set with: loss, update, rounding, what is frozen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..formula.expr import Add, Expr, Neg, Sub, Symbol
from ..formula.losses import LOSSES, Loss, in_networks
from ..formula.marks import Names
from ..names import read
from ..reading.schema import Field, Flag, Record
from ..reading.yamlfile import Node
from ..render.text_notation import FlatNotation
from ..solution import Says

if TYPE_CHECKING:
    from ..reading.problem import CommonProblem

# Fields that change the page or the way and not the values, or that make another problem of it.
PAGE = "detail notation style method kind naming symbolic again memoisation follow_through letter by exact merge"
OTHERS = (
    "derivation gradient gradients factors jacobian identities matrix distance log form mode gate strict model "
    "schedule early_stopping cell vectors truncated backward"
)
_SKIPPED = {*PAGE.split(), *OTHERS.split(), "rounding"}
_SUMS = {"sum": "Σ", "mean": "1/n·Σ", "half mean": "1/(2n)·Σ"}


# What choices are called, by the key and the word in the file.
_NAMED = {
    ("loss", "mean"): "convention_loss_mean",
    ("loss", "half mean"): "convention_loss_half_mean",
    ("loss", "sum"): "convention_loss_sum",
    ("loss", "half sum"): "convention_loss_half_sum",
    ("reduction", "mean"): "convention_reduction_mean",
    ("reduction", "sum"): "convention_reduction_sum",
    ("update", "sequential"): "convention_update_sequential",
    ("update", "simultaneous"): "convention_update_simultaneous",
    ("bias_correction", "on"): "convention_bias_correction_on",
    ("bias_correction", "off"): "convention_bias_correction_off",
    ("epsilon_place", "inside"): "convention_epsilon_place_inside",
    ("epsilon_place", "outside"): "convention_epsilon_place_outside",
    ("epsilon_place", "none"): "convention_epsilon_place_none",
    ("preset", "notes"): "convention_preset_notes",
    ("preset", "paper"): "convention_preset_paper",
    ("preset", "pytorch"): "convention_preset_pytorch",
    ("preset", "keras"): "convention_preset_keras",
    ("operation", "convolution"): "convention_operation_convolution",
    ("operation", "cross-correlation"): "convention_operation_cross_correlation",
    ("logarithm", "ln"): "convention_logarithm_ln",
    ("logarithm", "log2"): "convention_logarithm_log2",
    ("logarithm", "log10"): "convention_logarithm_log10",
    ("variance", "sample"): "convention_variance_sample",
    ("variance", "population"): "convention_variance_population",
    ("predictions_are", "logits"): "convention_predictions_are_logits",
    ("predictions_are", "probabilities"): "convention_predictions_are_probabilities",
    ("rmse", "n"): "convention_rmse_n",
    ("rmse", "n - p"): "convention_rmse_n_p",
    ("intercept", "false"): "convention_intercept_false",
    ("intercept", "true"): "convention_intercept_true",
    ("scale", "sqrt(d_k)"): "convention_scale_root",
    ("scale", "none"): "convention_scale_none",
    ("mask", "causal"): "convention_mask_causal",
    ("mask", "none"): "convention_mask_none",
    ("hidden_score", "-inf"): "convention_hidden_score_infinite",
    ("hidden_score", "0"): "convention_hidden_score_zero",
    ("tokens_in", "rows"): "convention_tokens_in_rows",
    ("tokens_in", "columns"): "convention_tokens_in_columns",
    ("masked", "before"): "convention_masked_before",
    ("masked", "after"): "convention_masked_after",
    ("z_weighs", "new"): "convention_z_weighs_new",
    ("z_weighs", "old"): "convention_z_weighs_old",
    ("reset", "before"): "convention_reset_before",
    ("reset", "after"): "convention_reset_after",
    ("loss_over", "sum"): "convention_loss_over_sum",
    ("loss_over", "mean"): "convention_loss_over_mean",
    ("base", "e"): "convention_logarithm_ln",
    ("base", "2"): "convention_logarithm_log2",
    ("base", "10"): "convention_logarithm_log10",
    ("end", "counted"): "convention_end_counted",
    ("end", "left-out"): "convention_end_left_out",
    ("weights", "equal"): "convention_weights_equal",
    ("weights", "d2l"): "convention_weights_d2l",
    ("reference_length", "closest"): "convention_reference_length_closest",
    ("reference_length", "shortest"): "convention_reference_length_shortest",
    ("tokens", "as-written"): "convention_tokens_as_written",
    ("tokens", "lower"): "convention_tokens_lower",
    ("substitution", "1"): "convention_substitution_one",
    ("substitution", "2"): "convention_substitution_two",
    ("units", "words"): "convention_units_words",
    ("units", "letters"): "convention_units_letters",
    ("penalty", "length"): "convention_penalty_length",
    ("penalty", "wu"): "convention_penalty_wu",
    ("fan", "in"): "convention_fan_in",
    ("fan", "out"): "convention_fan_out",
    ("fan", "average"): "convention_fan_average",
    ("over", "all"): "convention_over_all",
    ("over", "each"): "convention_over_each",
    ("half", "true"): "convention_half_true",
    ("half", "false"): "convention_half_false",
    ("biases", "true"): "convention_biases_true",
    ("biases", "false"): "convention_biases_false",
    ("biases", "1"): "convention_biases_one",
    ("biases", "2"): "convention_biases_two",
    ("biases", "none"): "convention_biases_none",
}


class Convention:
    """Another choice: the sentence part that names it, and the keys of the problem that it replaces."""

    __slots__ = ("overrides", "says")

    def __init__(self, says: Says, overrides: dict[str, str]):
        self.says, self.overrides = says, overrides


def alternatives(problem: CommonProblem, decimals: int | None = None) -> Iterator[Convention]:
    """The single other choices that a problem leaves open; ``decimals``: those that most answers are written to."""
    yield from _of_loss(problem)
    yield from _frozen(problem)
    yield from _of_optimiser(problem)
    for key, field in type(problem).fields().items():
        if key not in _SKIPPED:
            yield from _of_field(key, field, getattr(problem, key))
    if decimals is not None:
        yield from _of_rounding(decimals)


def _of_loss(problem: CommonProblem) -> Iterator[Convention]:
    own = getattr(problem, "error", None)
    if own is None:
        return
    for name, loss in in_networks().items():
        if name != own.name and not loss.parameters:
            yield Convention(_loss(name), {"loss": name})


def _of_rounding(decimals: int) -> Iterator[Convention]:
    for key, cut in (("convention_rounded", "false"), ("convention_cut", "true")):
        rounding = f"{{decimals: {decimals}, carry: true, truncate: {cut}}}"
        yield Convention(Says(key, n=decimals), {"rounding": rounding})


def _said(key: str, value: str, written: str) -> Says:
    """The name of one choice; where the table of words has none, as it stands in the file."""
    known = _NAMED.get((key, value))
    if known:
        return Says(known)
    return Says("convention_key", text=f"{written}: {value}")


def _frozen(problem: CommonProblem) -> Iterator[Convention]:
    frozen = getattr(problem, "freeze", None)
    if frozen is None:
        return
    net = getattr(problem, "net", None)
    biases = list(net.biases) if net else []
    if frozen:
        yield Convention(Says("convention_freeze_nothing"), {"freeze": "[]"})
    if biases and set(frozen) != set(biases):
        yield Convention(Says("convention_freeze_biases"), {"freeze": "[" + ", ".join(biases) + "]"})


def _loss(name: str) -> Says:
    """A loss by its formula, E = Σ(t − o)², and its name."""
    term = _term(LOSSES[name])
    if term is None:
        return Says("convention_loss_named", name_=name)
    notation = FlatNotation(Names())
    text = notation.write(term).replace("1/2·", "½")
    if isinstance(term, (Add, Sub, Neg)):
        text = f"({text})"
    return Says("convention_loss", text=f"E = {_SUMS[LOSSES[name].mean]}{text}", name_=name)


def _term(loss: Loss) -> Expr | None:
    """One term of a loss, of target t and output o; None where it has no formula of the two."""
    if loss.term is None or loss.term.definition is None:
        return None
    try:
        return loss.term.definition(Symbol(read("t")), Symbol(read("o")))
    except TypeError:  # of one argument, or of several branches
        return None


def _of_field(key: str, field: Field, value: object) -> Iterator[Convention]:
    """The other words of a choice, and the other of yes and no, also one level down."""
    yield from _of_choice((key,), field, value)
    if isinstance(value, Record):
        for inner, field in type(value).fields().items():
            yield from _of_choice((key, inner), field, getattr(value, inner))


def _of_choice(path: tuple[str, ...], field: Field, value: object) -> Iterator[Convention]:
    for word in _other_words(field, value):
        yield Convention(_said(path[-1], word, ": ".join(path)), {".".join(path): word})


def _other_words(field: Field, value: object) -> list[str]:
    """What may stand in a field in place of its value."""
    if field.type.choices and value is not None:
        own = value.text if isinstance(value, Node) else value
        return [word for word in field.type.choices if word != own]
    if isinstance(field.type, Flag) and isinstance(value, bool):
        return ["false" if value else "true"]
    return []


def _of_optimiser(problem: CommonProblem) -> Iterator[Convention]:
    """The presets are fields; here are the words among the options of a single optimiser."""
    chosen = getattr(problem, "optimizer", None)
    if not chosen or len(chosen) != 1:
        return
    optimiser = chosen[0]
    numbers = {name: repr(number) for name, number in optimiser.numbers.items()}
    written = numbers | optimiser.words
    for name, option in optimiser.entry.options.items():
        for word in option.words:
            if word == optimiser.words.get(name):
                continue
            options = ", ".join(f"{key}: {value}" for key, value in {**written, name: word}.items())
            yield Convention(_said(name, word, name), {"optimizer": f"{{{optimiser.entry.name}: {{{options}}}}}"})
