"""The losses of a problem file, read by the table and checked against the data."""

from __future__ import annotations

from itertools import count

from ...errors import counted, here, listing, nearest
from ...formula.expr import Expr
from ...formula.losses import LOSSES, SEVERAL, Loss, over_data, proper
from ...formula.marks import Mark, written
from ...formula.parse import ParseError
from ...reading.activation import canonical, named
from ...reading.schema import bracketed_number, constant
from ...reading.yamlfile import Faults, Node, complete
from .data import Grid, check_domain, labels, pairs

MOST_LOSSES = 12
# How terms are put together, and what stands in front of a loss that says it.
_PUT = {"mean": "mean", "sum": "sum of"}
MOST_FACTORS = 12


class Chosen:
    """A loss of a problem: its entry with parameters, its stem, and how its terms are put together."""

    def __init__(self, entry: Loss, parameters: tuple[Expr, ...], way: str, node: Node, written: str):
        self.name, self.entry, self.parameters, self.way, self.node = entry.name, entry, parameters, way, node
        self.shown = proper(written)
        self.stem, self.label = entry.stem, entry.shown
        self.put = entry.put
        self.named = bool(entry.put)  # whether the name says how terms are put together


def read_losses(node: Node, reduction: str, faults: Faults) -> list[Chosen] | None:
    """One loss or a list of them; terms are put together by ``reduction`` where the name does not say how."""
    items = [node] if node.items is None else node.items
    if not 1 <= len(items) <= MOST_LOSSES:
        return faults.add(node, f"expected 1 to {MOST_LOSSES} losses", "")
    found = [_read(item, faults) for item in items]
    chosen = complete(found)
    if chosen is None:
        return None
    _number_copies(chosen)
    for loss in chosen:
        loss.put = loss.put or reduction
    return chosen


def _number_copies(losses: list[Chosen]):
    """Numbers losses of one stem; no number makes the name of another loss: hinge1, hinge3 beside hinge2."""
    stems = {loss.stem for loss in losses}
    for stem in stems:
        copies = [loss for loss in losses if loss.stem == stem]
        if len(copies) > 1:
            _number_alike(copies, stem, stems)


def _number_alike(copies: list[Chosen], stem: str, taken: set[str]) -> None:
    """Numbers losses of one stem by the first numbers that make no name that is taken."""
    numbers = count(1)
    for loss in copies:
        number = next(each for each in numbers if f"{stem}{each}" not in taken)
        loss.stem, loss.label = f"{stem}{number}", written(Mark(loss.label, str(number)))


def _read(node: Node, faults: Faults) -> Chosen | None:
    if node.text is None:
        return faults.add(node, f"expected a loss, such as mean squared error, not {node.shown}", "")
    word, written = named(node.text)
    name, put = _known(word)
    if not name:
        return faults.add(node, _unknown(word, node.text))
    chosen = _chosen(LOSSES[name], node, _in_brackets(written or ""), faults)
    if chosen is not None and put:
        chosen.put, chosen.named, chosen.shown = put, True, f"{_PUT[put]} {chosen.shown}"
    return chosen


def _in_brackets(written: str) -> list[str]:
    """What stands in the brackets of a loss, piece by piece."""
    return [part.strip() for part in written.split(",")] if written.strip() else []


def _chosen(entry: Loss, node: Node, given: list[str], faults: Faults) -> Chosen | None:
    """A loss of the table with what is given in its brackets."""
    if entry.ways:
        return _one_way(entry, node, given, faults)
    parameters = _parameters(entry, node, given, faults)
    if parameters is None:
        return None
    shown = f"{entry.name}({', '.join(map(repr, parameters))})" if given else entry.name
    return Chosen(entry, parameters, "", node, shown)


def _known(word: str) -> tuple[str, str]:
    """The name of the table that a word means, '' where it means none, and how its terms are put together."""
    table = over_data()
    name = canonical(word, table, LOSSES.spellings)
    if name in table:
        return name, ""
    plain = word.strip().lower()
    for put, start in _PUT.items():
        name = canonical(plain.removeprefix(f"{start} "), table, LOSSES.spellings)
        if name in table and not table[name].put:  # mean hinge, mean binary cross-entropy
            return name, put
    return "", ""


def _unknown(word: str, text: str) -> str:
    """What to say of a loss that is not in the table, for which ``text`` is written."""
    if text.count("(") != text.count(")"):
        return "a comma in brackets ends an entry of a list; put the loss in quotation marks: 'focal(2, 0.25)'"
    plain = " ".join(word.lower().replace("_", " ").split())
    if plain in SEVERAL:
        return f"books mean several formulas by this; write {SEVERAL[plain]}"
    table = over_data()
    return f"no such loss; known: {listing(table, 40)}.{nearest(plain, (*table, *LOSSES.spellings, *SEVERAL))}"


def _one_way(entry: Loss, node: Node, given: list[str], faults: Faults) -> Chosen | None:
    """A loss with its sign, on which books differ: the mean bias error."""
    written = given[0].replace("−", "-").replace("y", "t").replace("ŷ", "o") if len(given) == 1 else ""
    way = " - ".join(written.replace(" ", "").split("-"))
    if way not in entry.ways:
        ways = [f"{entry.name}({each})" for each in entry.ways]
        means = list(entry.ways.values())
        return faults.add(node, f"write {ways[0]}, {means[0]}, or {ways[1]}; books differ")
    return Chosen(entry, (), way, node, f"{entry.name}, {entry.ways[way]}")


def _parameters(entry: Loss, node: Node, given: list[str], faults: Faults) -> tuple[Expr, ...] | None:
    """The numbers in the brackets, as many as the loss takes and within its bounds."""
    if not entry.needed <= len(given) <= len(entry.parameters):
        return faults.add(node, _how_to_write(entry))
    try:
        parameters = tuple(bracketed_number(text) for text in given)
    except ParseError as error:
        return faults.add(node, f"expected a number in the brackets: {error}")
    if not entry.fits(*map(constant, parameters)):
        return faults.add(node, entry.wanted)
    return parameters


def _how_to_write(entry: Loss) -> str:
    """What stands in the brackets of a loss."""
    if not entry.parameters:
        return f"write {entry.name}; it takes no numbers"
    return f"write {entry.name}({', '.join(entry.parameters)}), for example {entry.example}"


def check_loss(loss: Chosen, targets: Grid, predictions: Grid, logits: bool, first: int | None, faults: Faults):
    """Notes where a loss and the data do not belong together; returns the right classes where there are any."""
    entry, before = loss.entry, len(faults.found)
    if logits and not entry.logits:
        return faults.add(loss.node, "this loss takes no logits; leave predictions_are: out")
    if entry.targets == "class":
        return _check_labels(loss, targets, predictions, logits, first, faults)
    if targets.width != predictions.width:
        wanted = counted(predictions.width, "targets")
        text = f"expected {wanted} for each sample, as there are predictions; {here(targets.width)}"
        return faults.add(targets.nodes[0][0], text + _sparse(targets, entry), "")
    check_domain(targets, entry.targets, "target", loss.name, "", faults)
    if not logits:
        check_domain(predictions, entry.outputs, "prediction", loss.name, _HINTS.get(entry.outputs, ""), faults)
    if len(faults.found) == before:
        _check_numbers(loss, targets, None if logits else predictions, faults)
    return None


def _check_numbers(loss: Chosen, targets: Grid, predictions: Grid | None, faults: Faults) -> None:
    """Notes distributions that are none, logarithms without value and too many factors; of logits targets alone."""
    entry = loss.entry
    if entry.rows:
        _check_distribution(loss, targets, "targets", faults)
    if predictions is not None and entry.rows:
        _check_distribution(loss, predictions, "predictions", faults)
    if predictions is not None and entry.outputs == "probability" and entry.logs:
        _check_logs(entry, targets, predictions, faults)
    if entry.put == "product" and targets.count * targets.width > MOST_FACTORS:
        text = f"the likelihood is a product of at most {MOST_FACTORS} factors here; take log-likelihood for more"
        faults.add(loss.node, text)


def _check_labels(
    loss: Chosen, targets: Grid, predictions: Grid, logits: bool, first: int | None, faults: Faults
) -> list[int] | None:
    """The right classes of a loss that takes labels."""
    if first is None:
        text = "this loss takes labels; write labels_from: 0 or labels_from: 1, the number of the first class"
        return faults.add(loss.node, text)
    if predictions.width < 2:
        return faults.add(loss.node, "this loss needs a row of predictions for each sample, one number a class")
    found = labels(targets, first, predictions.width, faults)
    if found is None or logits:
        return found
    outputs = loss.entry.outputs
    check_domain(predictions, outputs, "prediction", loss.name, _HINTS.get(outputs, ""), faults)
    if outputs == "probability":
        _check_right(found, predictions, faults)
    return found


def _check_right(right: list[int], predictions: Grid, faults: Faults) -> None:
    """Notes predictions of the right class whose logarithm has no value."""
    for j, row, nodes in zip(right, predictions.rows, predictions.nodes, strict=True):
        if constant(row[j]) == 0:
            faults.add(nodes[j], _LOG_OF_0)


_OF_LOGITS = "; of logits write predictions_are: logits"
_HINTS = {"probability": _OF_LOGITS, "inside": _OF_LOGITS}
_SUMMED = {"targets": " (one right class, or a distribution)", "predictions": _OF_LOGITS}
_LOG_OF_0 = (
    "this prediction is 0 where the target is not, so its logarithm has no value and the loss is infinite; "
    "programs put a small number such as 1e-7 there"
)
_LOG_OF_1 = (
    "this prediction is 1 where the target is not, so ln(1 − 1) has no value and the loss is infinite; "
    "programs put a number such as 0.9999999 there"
)


def _sparse(targets: Grid, entry: Loss) -> str:
    if entry.rows and targets.width == 1:
        return "; for labels take sparse categorical cross-entropy"
    return ""


def _check_distribution(loss: Chosen, grid: Grid, what: str, faults: Faults):
    """Notes rows of probabilities that do not sum to 1."""
    if grid.width == 1:
        faults.add(loss.node, "this loss compares several classes; for one output take binary cross-entropy")
        return
    for numbers, nodes in zip(grid.rows, grid.nodes, strict=True):
        total = sum(map(constant, numbers))
        if abs(total - 1) > 0.02:
            text = f"the {what} of a sample must sum to 1 for {loss.name}; here they sum to {total:g}{_SUMMED[what]}"
            faults.add(nodes[0], text, "")
            return


def _check_logs(entry: Loss, targets: Grid, predictions: Grid, faults: Faults):
    """Notes predictions of which a logarithm is taken that has no value."""
    for (t, o), (_, node) in zip(pairs(targets, predictions), predictions.entries(), strict=True):
        if t == o:
            continue
        if o == 0:
            faults.add(node, _LOG_OF_0)
        elif o == 1 and not entry.rows:
            faults.add(node, _LOG_OF_1)
