"""Columns scaled by their own statistics: standardised to mean 0 and deviation 1, or to a range by least and greatest.

Source: Han, Kamber and Pei, Data Mining: Concepts and Techniques (2012), section 3.5.2. With the variance of the
population standardising is scikit-learn's ``StandardScaler``, the other is its ``MinMaxScaler``.
"""

from __future__ import annotations

from ...formula.expr import ONE, ZERO, Expr, Symbol
from ...names import Name, Role
from ...reading.schema import constant
from ...solution import Block, Ref, Says, Section, Step, Table
from ...subjects.batch_statistics import normalised, statistics
from ...working import Working
from .columns import Columns, entry, exact, free

LOW, HIGH = (Name(Role.OPTION, word) for word in ("low", "high"))


def standardised(page: Working, data: Columns, new: Columns | None, known: dict[str, dict[str, Expr]], less_one: bool):
    """μ, σ² and σ of every column, then (x − μ)/σ of every entry; ``known`` gives mean and deviation instead."""
    _give(page, data, new)
    letter = free("z", "score", data)
    for c in data.names:
        mean, variance, deviation = (data.named(word, c) for word in ("mean", "variance", "sigma"))
        page.marks |= {name: data.mark(s, c) for name, s in ((mean, "μ"), (variance, "σ²"), (deviation, "σ"))}
        steps: list[Step] = []
        if known:
            page.give(mean, known[c]["mean"])
            page.give(deviation, known[c]["deviation"])
            page.rows.append([mean, deviation])
        else:
            steps = statistics(data.column(c), mean, variance, deviation, None, less_one)
            steps[0].reason = Says("norm_mean", n=data.count)
            key = "norm_variance_sample" if less_one else "norm_variance"
            steps[1].reason = Says(key, n=data.count - less_one)
            steps[2].reason = Says("norm_deviation")
        for columns in filter(None, (data, new)):
            for i in columns.rows():
                out = columns.name(c, i, "z")
                step = normalised(columns.name(c, i), mean, Symbol(deviation), out)
                step.reason = Says("norm_standard") if i == 1 and columns is data else None
                steps.append(step)
                page.marks[out] = columns.result(letter, c, i)
                page.answers.append(out)
        page.sections.append(_section(c, data, steps))
        if data.single:
            page.synonyms |= {"mu": mean, "std": deviation, "deviation": deviation}
            page.synonyms |= {"var": variance, "sigma2": variance}
    _short(page, data, new, "z")
    page.table(_table(data, new, "z", letter))
    if not known:
        page.note(Says("norm_note_sample" if less_one else "norm_note_population"))


def ranged(
    page: Working,
    data: Columns,
    new: Columns | None,
    known: dict[str, dict[str, Expr]],
    low: Expr,
    high: Expr,
    named: bool,
):
    """(x − min)/(max − min) of every entry, stretched to the range from ``low`` to ``high``."""
    _give(page, data, new)
    unit = constant(low) == 0 and constant(high) == 1
    if not unit:
        page.give(LOW, low, "a")
        page.give(HIGH, high, "b")
        page.rows.append([LOW, HIGH])
    for c in data.names:
        least, greatest = (data.named(word, c) for word in ("min", "max"))
        page.marks |= {least: data.mark("min", c), greatest: data.mark("max", c)}
        steps: list[Step] = []
        if known:
            page.give(least, known[c]["min"])
            page.give(greatest, known[c]["max"])
            page.rows.append([least, greatest])
        else:
            order = sorted(data.rows(), key=lambda i, c=c: exact(data.entries[c][i - 1]))
            steps = [
                Step(least, entry(data, c, order[0]), Says("norm_least")),
                Step(greatest, entry(data, c, order[-1]), Says("norm_greatest")),
            ]
        for columns in filter(None, (data, new)):
            for i in columns.rows():
                out = columns.name(c, i, "scaled")
                x, lower, upper = entry(columns, c, i), Symbol(least), Symbol(greatest)
                share = (x - lower) / (upper - lower)
                formula = share if unit else Symbol(LOW) + (Symbol(HIGH) - Symbol(LOW)) * share
                first = i == 1 and columns is data
                reason = Says("norm_share" if unit else "norm_stretched") if first else None
                steps.append(Step(out, formula, reason))
                page.marks[out] = columns.entry(c, i, "", True)
                page.answers.append(out)
        page.sections.append(_section(c, data, steps))
    _short(page, data, new, "scaled")
    page.table(_table(data, new, "scaled", ""))
    shown = [str(getattr(number, "text", "")) or f"{constant(number):g}" for number in (low, high)]
    key = "norm_note_range" if named else "norm_note_range_default"
    page.note(Says(key, low=shown[0].replace("-", "−"), high=shown[1].replace("-", "−")))


def _give(page: Working, data: Columns, new: Columns | None):
    for columns in filter(None, (data, new)):
        columns.give(page)


def _section(column: str, data: Columns, steps: list[Step]) -> Section:
    title = Says("norm_the_column") if data.single else Says("norm_column", text=column)
    return Section(title, [Block(None, steps)])


def _short(page: Working, data: Columns, new: Columns | None, stem: str):
    """z[2] for z_x[2] where there is one column."""
    if not data.single:
        return
    (c,) = data.names
    for columns in filter(None, (data, new)):
        head = f"{stem}_new" if columns.new else stem
        page.synonyms |= {f"{head}[{i}]": columns.name(c, i, stem) for i in columns.rows()}


def _table(data: Columns, new: Columns | None, stem: str, letter: str) -> Table:
    """Every row before and after."""
    heads: list = ["norm_row", *[Says("norm_text", text=c) for c in data.names]]
    heads += [Says("norm_text", text=data.named(letter, c) if letter else f"{c}′") for c in data.names]
    rows: list[list] = []
    for columns in filter(None, (data, new)):
        for i in columns.rows():
            row: list = [columns.sub(i)] if columns.new else [i]
            row += [Ref(columns.name(c, i)) for c in data.names]
            rows.append(row + [Ref(columns.name(c, i, stem)) for c in data.names])
    return Table(heads, rows, title=Says("table_rows"))


UNIT = (ZERO, ONE)
