"""Columns scaled by their own statistics: standardised to mean 0 and deviation 1, or to a range by least and greatest.

Source: Han, Kamber and Pei, Data Mining: Concepts and Techniques (2012), section 3.5.2. With the variance of the
population standardising is scikit-learn's ``StandardScaler``, the other is its ``MinMaxScaler``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ...formula.expr import ONE, ZERO, Expr, Symbol
from ...names import Name, Role
from ...reading.literals import constant, exact_constant, written
from ...solution import Column, Says, Table, refs
from ...subjects.batch_statistics import deviation, mean_of, standardised, variance_of
from ...working import Working
from .columns import Columns, entry, free

LOW, HIGH = (Name(Role.OPTION, word) for word in ("low", "high"))
UNIT = (ZERO, ONE)


def write_standardised(page: Working, tables: list[Columns], known: dict[str, dict[str, Expr]], less_one: bool) -> None:
    """μ, σ² and σ of every column, then (x − μ)/σ of every entry; ``known`` gives mean and deviation instead.

    The first of the ``tables`` is the one that the statistics are of.
    """
    data = _give(page, tables)
    letter = free("z", "score", data)
    for c in data.names:
        mean, sigma = data.named("mean", c), data.named("sigma", c)
        page.marks |= {mean: data.mark("μ", c), sigma: data.mark("σ", c)}
        if data.single:
            page.synonyms |= {"mu": mean, "std": sigma, "deviation": sigma}
        _open(page, data, c)
        if known:
            page.row({mean: known[c]["mean"], sigma: known[c]["deviation"]})
        else:
            _write_statistics(page, data, c, less_one)
        score = partial(standardised, mean=mean, divisor=Symbol(sigma))
        _write_results(page, tables, c, "z", score, Says("norm_standard"))
        for columns in tables:
            page.marks |= {columns.name(c, i, "z"): columns.result(letter, c, i) for i in columns.rows()}
    _finish(page, tables, "z", [data.named(letter, c) for c in data.names])
    if not known:
        page.note(Says("norm_note_sample" if less_one else "norm_note_population"))


def _write_statistics(page: Working, data: Columns, column: Name, less_one: bool) -> None:
    """The mean, the variance and the deviation of a column."""
    mean, variance, sigma = (data.named(word, column) for word in ("mean", "variance", "sigma"))
    values = data.column(column)
    key = "norm_variance_sample" if less_one else "norm_variance"
    page.step(mean, mean_of(values), Says("norm_mean", n=data.count))
    page.step(variance, variance_of(values, mean, less_one), Says(key, n=data.count - less_one))
    page.step(sigma, deviation(variance), Says("norm_deviation"))
    page.marks[variance] = data.mark("σ²", column)
    if data.single:
        page.synonyms |= {"var": variance, "sigma2": variance}


def write_ranged(
    page: Working, tables: list[Columns], known: dict[str, dict[str, Expr]], bounds: tuple[Expr, Expr], named: bool
) -> None:
    """(x − min)/(max − min) of every entry, stretched to the range between ``bounds``, which the problem ``named``."""
    data = _give(page, tables)
    low, high = bounds
    unit = constant(low) == 0 and constant(high) == 1
    if not unit:
        page.row({LOW: low, HIGH: high})
        page.marks |= {LOW: "a", HIGH: "b"}
    for c in data.names:
        least, greatest = data.named("min", c), data.named("max", c)
        page.marks |= {least: data.mark("min", c), greatest: data.mark("max", c)}
        _open(page, data, c)
        if known:
            page.row({least: known[c]["min"], greatest: known[c]["max"]})
        else:
            _write_extremes(page, data, c)
        share = partial(_share, least=least, greatest=greatest, unit=unit)
        _write_results(page, tables, c, "scaled", share, Says("norm_share" if unit else "norm_stretched"))
        for columns in tables:
            page.marks |= {columns.name(c, i, "scaled"): columns.entry(c, i, "", True) for i in columns.rows()}
    _finish(page, tables, "scaled", [f"{c}′" for c in data.names])
    key = "norm_note_range" if named else "norm_note_range_default"
    page.note(Says(key, low=written(low).replace("-", "−"), high=written(high).replace("-", "−")))


def _write_results(
    page: Working, tables: list[Columns], column: Name, stem: str, formula: Callable[[Name], Expr], reason: Says
) -> None:
    """What becomes of every entry of a column, in all tables."""
    results = _column(tables, column, stem)
    formulas = map(formula, _column(tables, column))
    page.alike(zip(results, formulas, strict=True), reason)
    page.answers += results


def _share(name: Name, least: Name, greatest: Name, unit: bool) -> Expr:
    """(x − min)/(max − min), from ``LOW`` to ``HIGH`` unless that is from 0 to 1."""
    share = (Symbol(name) - Symbol(least)) / (Symbol(greatest) - Symbol(least))
    return share if unit else Symbol(LOW) + (Symbol(HIGH) - Symbol(LOW)) * share


def _write_extremes(page: Working, data: Columns, column: Name) -> None:
    """The least and the greatest number of a column."""
    numbers = dict(zip(data.rows(), map(exact_constant, data.entries[column]), strict=True))
    order = sorted(numbers, key=numbers.__getitem__)
    page.step(data.named("min", column), entry(data, column, order[0]), Says("norm_least"))
    page.step(data.named("max", column), entry(data, column, order[-1]), Says("norm_greatest"))


def _give(page: Working, tables: list[Columns]) -> Columns:
    """Puts the numbers of all tables on the page; returns the one that is fitted."""
    for columns in tables:
        columns.give(page)
    return tables[0]


def _column(tables: list[Columns], column: Name, stem: str = "") -> list[Name]:
    """The names of a column's entries in all tables, or with a stem of what becomes of them."""
    names: list[Name] = []
    for columns in tables:
        names += columns.column(column, stem)
    return names


def _open(page: Working, data: Columns, column: Name) -> None:
    """Begins the section of a column."""
    page.section(Says("norm_the_column") if data.single else Says("norm_column", text=str(column)))
    page.block()


def _finish(page: Working, tables: list[Columns], stem: str, heads: list[str]) -> None:
    """The table, and z[2] for z_x[2] where there is one column."""
    page.table(_table(tables, stem, heads))
    if not tables[0].single:
        return
    (c,) = tables[0].names
    for columns in tables:
        head = f"{stem}_new" if columns.new else stem
        page.synonyms |= {f"{head}[{i}]": columns.name(c, i, stem) for i in columns.rows()}


def _table(tables: list[Columns], stem: str, heads: list[str]) -> Table:
    """Every row before and, under these ``heads``, after."""
    names = tables[0].names
    titles = [Says("norm_text", text=str(text)) for text in (*names, *heads)]
    rows: list[list] = []
    for columns in tables:
        for i in columns.rows():
            before = refs(columns.name(c, i) for c in names)
            after = refs(columns.name(c, i, stem) for c in names)
            rows.append([columns.sub(i) if columns.new else i, *before, *after])
    return Table([Column("norm_row", "norm_column_row"), *titles], rows, title=Says("page_table_rows"))
