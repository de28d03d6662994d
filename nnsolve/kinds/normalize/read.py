"""What a problem of normalising says beside its data, checked for sense before anything is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from ...errors import here
from ...formula.expr import Expr
from ...names import NOW, At, Name
from ...reading.literals import constant, exact_constant, read_number
from ...reading.yamlfile import Faults, Node, complete_values
from ...solution import Says
from .columns import MOST_GRADIENTS, Columns, by_columns, read_columns
from .layer import Group

if TYPE_CHECKING:
    from . import Problem


KNOWN = {"standardize": ("mean", "deviation"), "min-max": ("min", "max"), "batch norm": ("mean", "variance")}
MOST_CLASSES = 20
LONGEST = 20
# Beyond this size the squares of a column leave the range of doubles.
LARGEST = 1e100


# The title of a group: whether it is one of several batches, and of the only column.
_TITLES = {
    (False, True): "norm_the_column",
    (False, False): "norm_the_column_column",
    (True, True): "norm_batch",
    (True, False): "norm_batch_column",
}


class OneHot:
    """The labels of one-hot vectors, and the classes in their order."""

    def __init__(self, labels: list[str], classes: list[str]):
        self.labels, self.classes = labels, classes


def read_labels(problem: Problem, faults: Faults) -> OneHot:
    """The labels of one-hot vectors, and the order of the classes."""
    place = problem.places["labels"]
    labels = _names(place, problem.labels or [], faults)
    if not labels:
        faults.add(place, "expected at least one label", "")
    order = _order(problem, labels, faults)
    if len(order) > MOST_CLASSES:
        faults.add(place, f"expected at most {MOST_CLASSES} classes; here are {len(order)}", "")
    return OneHot(labels, order)


def _order(problem: Problem, labels: list[str], faults: Faults) -> list[str]:
    """The classes as they are listed, else numbers by their size and words by the alphabet."""
    if "classes" not in problem.places:
        return sorted(set(labels), key=_sorting(labels))
    place = problem.places["classes"]
    order = _names(place, problem.classes or [], faults)
    if len(set(order)) < len(order):
        faults.add(place, "every class can be listed once only", "")
    strange = [index for index, label in enumerate(labels) if label not in order]
    if strange and problem.classes is not None:
        text = f"this is none of the classes {', '.join(order)}"
        faults.add(problem.places["labels"].at(strange[0]), text)
    return order


def _sorting(names: list[str]) -> type[float] | type[str]:
    """Numbers in their order, else the alphabet."""
    try:
        _ = [float(name) for name in names]
    except ValueError:
        return str
    return float


def _names(place: Node, names: list[str], faults: Faults) -> list[str]:
    cleaned = [name.strip() for name in names]
    for index, name in enumerate(cleaned):
        if not name or len(name) > LONGEST or not name.isprintable():
            text = f"expected a word of at most {LONGEST} characters"
            faults.add(place.at(index), text, None if name else "")
    return cleaned


def check_scaling(problem: Problem, faults: Faults) -> None:
    """Standardising and min-max: statistics that are given or can be computed."""
    _check_size(problem, faults)
    if "statistics" not in problem.places:
        _check_computed(problem, faults)
    if problem.range is not None:
        place = problem.places["range"]
        if len(problem.range) != 2 or constant(problem.range[0]) >= constant(problem.range[1]):
            faults.add(place, "expected the least and the greatest result, such as [0, 1] or [-1, 1]", "")


def _check_computed(problem: Problem, faults: Faults) -> None:
    """Notes what keeps the statistics from being computed."""
    data, standard = problem.columns, problem.method == "standardize"
    if standard and "variance" not in problem.places:
        text = "the key variance: is missing: population (divided by m) or sample (by m − 1)"
        faults.add(problem.beginning, text, "")
    if standard and problem.variance == "sample" and data.count < 2:
        faults.add(problem.places["data"], "the variance of a sample needs at least 2 values", "")
    what = "σ is 0" if standard else "max − min is 0"
    for name in data.names:
        if _constant(data, name, data.rows()):
            text = f"all values of {name} are equal, so {what}: nothing to divide by"
            faults.add(_place(problem, name), text, "")


def _place(problem: Problem, column: str) -> Node:
    node = problem.places["data"]
    return node.entries[column] if node.entries else node


def _constant(data: Columns, column: Name, rows: Iterable[int]) -> bool:
    return len({exact_constant(data.entries[column][i - 1]) for i in rows}) == 1


def _check_size(problem: Problem, faults: Faults) -> None:
    """Numbers whose squares no double holds are told before they are squared."""
    tables: list[Columns | None] = [getattr(problem, key) for key in ("columns", "added", "above") if problem.has(key)]
    for columns in filter(None, tables):
        if any(abs(constant(number)) > LARGEST for number in chain.from_iterable(columns.entries.values())):
            faults.add(problem.places["data"], f"expected numbers of size up to {LARGEST:g}", "")


def read_statistics(problem: Problem, faults: Faults) -> dict[str, dict[str, Expr]]:
    """Mean and deviation (or what the method has) by column."""
    node, data, keys = problem.places["statistics"], problem.columns, KNOWN[problem.method]
    example = "{" + ", ".join(f"{key}: …" for key in keys) + "}"
    if node.entries is None:
        faults.add(node, f"expected {example}")
        return {}
    places: Mapping[str, Node]
    if data.single and data.names[0] not in node.entries:
        places = {data.names[0]: node}
    else:
        faults.unknown(node, data.names, f"expected the columns {', '.join(data.names)}")
        places = node.entries
    found: dict[str, dict[str, Expr]] = {}
    for name in data.names:
        place = places.get(name)
        if place is None or place.entries is None:
            faults.add(place or node, f"expected {example} for the column {name}", "")
            continue
        faults.unknown(place, keys, f"expected {' and '.join(keys)}")
        faults.missing(place, keys, f"expected {example}")
        if place.entries.keys() >= set(keys):
            found[name] = _checked(place, keys, faults)
    return found


def _checked(place: Node, keys: tuple[str, str], faults: Faults) -> dict[str, Expr]:
    read = complete_values({key: read_number(place.mapped[key], faults) for key in keys})
    if read is None:
        return {}
    first, second = (constant(read[key]) for key in keys)
    if keys[0] == "min" and not second > first:
        faults.add(place.mapped["max"], "expected a number greater than min")
    elif keys[1] == "deviation" and not second > 0:
        faults.add(place.mapped["deviation"], "expected a number greater than 0")
    elif keys[1] == "variance" and second < 0:
        faults.add(place.mapped["variance"], "expected a number from 0: the variance, not the deviation")
    return read


def check_layer(problem: Problem, faults: Faults) -> None:
    """Batch norm and layer norm: ε, γ, β, the statistics, the batches and the upstream gradient."""
    if "epsilon" not in problem.places:
        text = "the key epsilon: is missing, such as epsilon: 1e-5 (PyTorch), 1e-3 (Keras) or 0"
        faults.add(problem.beginning, text, "")
    if problem.method == "layer norm" and len(problem.columns.names) < 2:
        text = "layer norm takes the mean over the numbers of a sample, so it needs two or more: [3, 4]"
        faults.add(problem.places["data"], text, "")
    _check_size(problem, faults)
    if problem.mode == "inference":
        _check_inference(problem, faults)
    else:
        _check_training(problem, faults)


def read_upstream(problem: Problem, faults: Faults) -> Columns | None:
    """The upstream gradient, one number an entry of the data."""
    data = problem.columns
    node: Node | None = problem.places["upstream"]
    if problem.method == "layer norm":
        node = by_columns(problem.places["upstream"], faults, data)
    above = read_columns(node, faults, data) if node else None
    if above and above.count != data.count:
        text = f"expected {data.count} rows like data:; {here(above.count)}"
        faults.add(problem.places["upstream"], text, "")
    if data.count * len(data.names) > MOST_GRADIENTS:
        text = f"with upstream: expected at most {MOST_GRADIENTS} values in all, as every gradient is written out"
        faults.add(problem.places["data"], text, "")
    return above


def _check_training(problem: Problem, faults: Faults) -> None:
    """In training the statistics are those of the batch, which must be large enough to have some."""
    _check_batches(problem, problem.batch_size or problem.columns.count, faults)
    if problem.epsilon is not None and constant(problem.epsilon) == 0 and not faults.found:
        _check_spread(problem, faults)


def _check_batches(problem: Problem, size: int, faults: Faults) -> None:
    """Notes batches larger than the data, those of one row, and several of them where there is a backward pass."""
    data = problem.columns
    if size > data.count:
        text = f"expected at most {data.count}, the rows of data:"
        faults.add(problem.places["batch_size"], text)
    if problem.method == "batch norm" and (data.count < 2 or data.count % size == 1):
        text = "a batch of one row has no variance; every batch needs at least 2 rows"
        faults.add(problem.places.get("batch_size") or problem.places["data"], text, "")
    if "upstream" in problem.places and size < data.count:
        faults.add(problem.places["upstream"], "the backward pass is written for one batch; leave batch_size: out", "")


def _check_inference(problem: Problem, faults: Faults) -> None:
    if "statistics" not in problem.places:
        text = "the key statistics: is missing; inference needs the running ones, such as {mean: 5, variance: 4}"
        faults.add(problem.beginning, text, "")
        return
    for name, numbers in problem.known.items():
        zero = numbers and constant(numbers["variance"]) == 0
        if zero and problem.epsilon is not None and constant(problem.epsilon) == 0:
            faults.add(problem.places["statistics"], f"variance and ε of {name} are 0: nothing to divide by", "")


def _check_spread(problem: Problem, faults: Faults) -> None:
    """Without ε every group needs values that differ."""
    data = problem.columns
    for group in groups_of(problem):
        if len({exact_constant(data.entries[c][i - 1]) for c, i in group.entries}) == 1:
            text = "with ε = 0 the values of a group must differ; here σ² is 0 and there is nothing to divide by"
            faults.add(problem.places["epsilon"], text)
            return


def read_by_column(problem: Problem, key: str, default: Expr, faults: Faults) -> dict[str, Expr] | None:
    """γ or β of every column: one number for all, a mapping by column, or a list in the order of the columns."""
    names = problem.columns.names
    node = problem.places.get(key)
    if node is None:
        return dict.fromkeys(names, default)
    if node.entries is not None:
        nodes = node.entries
        if set(nodes) != set(names):
            return faults.add(node, f"expected a number for each of the columns {', '.join(names)}", "")
    elif node.items is not None:
        if len(node.items) != len(names):
            text = f"expected a number for each column, that is {len(names)}; {here(len(node.items))}"
            return faults.add(node, text, "")
        nodes = dict(zip(names, node.items, strict=True))
    else:
        number = read_number(node, faults)
        return None if number is None else dict.fromkeys(names, number)
    return complete_values({name: read_number(nodes[name], faults) for name in names})


def groups_of(problem: Problem) -> list[Group]:
    """What is normalised together: a column (of a batch), or a row."""
    data = problem.columns
    if problem.method == "layer norm":
        return [_row_group(data, i) for i in data.rows()]
    size = data.count if problem.mode == "inference" else problem.batch_size or data.count
    starts = list(range(1, data.count + 1, size))
    groups = []
    for k, start in enumerate(starts, 1):
        rows = range(start, min(start + size, data.count + 1))
        groups += [_column_group(data, c, rows, k if len(starts) > 1 else None) for c in data.names]
    return groups


def _row_group(data: Columns, i: int) -> Group:
    """The i-th row."""
    entries = [(c, i) for c in data.names]
    if data.count == 1:
        return Group(Says("norm_the_row", number=i), entries, ("", ""), at=NOW)
    return Group(Says("norm_row_number", number=i), entries, (str(i), ""), at=At(time=i))


def _column_group(data: Columns, column: Name, rows: range, batch: int | None) -> Group:
    """The rows of a column that are one batch; ``batch`` is its number where there are several."""
    key = _TITLES[batch is not None, data.single]
    sub = "" if data.single else column
    sup, at = ("", NOW) if batch is None else (str(batch), At(time=batch))
    entries = [(column, i) for i in rows]
    return Group(Says(key, number=batch or 1, text=str(column)), entries, (sub, sup), sub, at)
