"""The page of one or several activations: its sections, its table, its conventions and its checks."""

from __future__ import annotations

from functools import reduce
from itertools import chain, product
from typing import TYPE_CHECKING

from ...formula.expr import Expr, Num
from ...names import Name
from ...reading.schema import constant
from ...solution import Block, Ref, Says, Section, Solution, Step, Table, evaluate
from ...words import spoken
from .check import checked
from .curve import Curve, point
from .facts import THRESHOLD, sentences
from .jacobian import MARKS, Softmax
from .sampled import Sampled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...formula.numbers import Value
    from ...working import Late, Working
    from . import Problem


DEFAULT_THRESHOLD = Num("0.01")
_SHOWN_ROWS = 3


def subtitle(problem: Problem) -> str:
    """The activation, or how many there are."""
    shown = [curve.written for curve in problem.curves.curves] + ["softmax"] * bool(problem.curves.softmax)
    return shown[0] if len(shown) == 1 else spoken(Says("curve_subtitle", n=len(shown)), str)


def write_curves(page: Working, problem: Problem, curves: list[Curve], threshold: Expr) -> list[Step]:
    """Each curve as a person writes it, and what stands below; all steps, written out or not."""
    level = constant(threshold)
    sampled = [Sampled(curve, problem.points, level, problem.wants("identities")) for curve in curves]
    values: list[Step] = []
    sides: list[Step] = []
    borders: list[Step] = []
    for each in sampled:
        values += each.steps
        sides += chain.from_iterable(each.sides)
        borders += each.border.steps
        page.brief(_sections(problem, each))
        page.marks |= each.marks | each.lines.marks
        page.heads |= each.heads | each.lines.heads
    others = dict(problem.curves.learned)
    for curve in curves:
        others |= curve.entry.given
    if borders:
        others[THRESHOLD] = threshold
    page.row(others)
    page.answers += [step.name for step in values]
    if sampled:
        page.table(lambda solution: _table(problem, sampled, threshold, solution))
        _write_notes(page, problem, sampled, threshold)
    if problem.wants("identities"):
        page.note(lambda solution: _apart(sampled, evaluate(values + sides, given=page.given)), always=False)
    return values + sides + borders


def _write_notes(page: Working, problem: Problem, sampled: list[Sampled], threshold: Expr):
    """The threshold, what is taken at corners, and that lines of derivations and sides of identities agree."""
    key = "curve_threshold" if problem.saturation else "curve_threshold_default"
    page.note(Says(key, text=repr(threshold)), always=False)
    if not problem.wants("derivation"):
        page.note(lambda solution: _kinks(problem, sampled), always=False)
    else:
        for each in sampled:
            page.note(_agreement(each, problem), always=False)
    if any(curve.at_kink(at) for curve in problem.curves.curves for at in problem.points):
        page.note(Says("page_note_sign"))


def _agreement(sampled: Sampled, problem: Problem) -> Late:
    """The sentence that the lines of a derivation agree, made of the finished solution."""
    return lambda solution: sampled.lines.agreement(problem.points)


def write_softmax(page: Working, problem: Problem, softmax: Softmax) -> list[Step]:
    """The outputs and their derivatives; all steps, written out or not."""
    if problem.wants("derivation"):
        page.brief([softmax.derivation(page.heads)])
    page.brief(softmax.sections(_SHOWN_ROWS))
    page.marks |= MARKS
    page.note(Says("curve_softmax_rows"), always=False)
    slopes = list(chain.from_iterable(softmax.slopes))
    page.answers += [step.name for step in (*softmax.values, *slopes)]
    return [*softmax.values, softmax.total, *slopes]


def write_all(page: Working, steps: list[Step]):
    """What may be asked for; the values of what is not written out stand in tables."""
    page.add([Section(Says("curve_values"), [Block(None, steps)])], shown=False)
    values = evaluate(steps, page.rounding, page.given)
    page.results = {step.name: values[step.name] for step in steps}


def _sections(problem: Problem, sampled: Sampled) -> list[Section]:
    """The derivation, the points, the identity, range and saturation of one curve."""
    curve, found = sampled.curve, []
    if problem.wants("derivation"):
        found.append(Section(Says("curve_slope_of", text=curve.written), sampled.lines.derivation()))
    blocks = [Block(None, steps) for steps in sampled.values[: problem.shown]]
    border = sampled.border
    border.intro = paragraph([*sentences(curve), *filter(None, [border.intro])])
    if not problem.single:
        blocks.append(border)
    if blocks:
        found.append(Section(Says("curve_points_of", text=curve.written), blocks))
    stated = sampled.lines.identity() if problem.wants("identities") else None
    if stated:
        found.append(Section(Says("curve_identity"), [stated, *_identity_points(problem, sampled)]))
    if problem.single:
        found.append(Section(Says("curve_facts_of", text=curve.written), [border]))
    return found


def _identity_points(problem: Problem, sampled: Sampled) -> list[Block]:
    """Both sides of the identity at the points that are written out."""
    shown = list(chain.from_iterable(sampled.sides[: problem.shown]))
    return [Block(Says("curve_identity_points"), shown)] if shown else []


# The end


def _table(problem: Problem, sampled: list[Sampled], threshold: Expr, solution: Solution) -> Table:
    """A row a point: value and slope of every curve, and where a single curve is saturated."""
    curves = [each.curve for each in sampled]
    points = range(1, len(problem.points) + 1)
    columns: list = [Says("curve_x")]
    rows: list[list] = [[Ref(point(k))] for k in points]
    for curve in curves:
        columns += [Says("curve_name", text=curve.mark("x")), Says("curve_name", text=curve.mark("x", "′"))]
        for k, row in zip(points, rows, strict=True):
            row += [Ref(curve.of(k)), Ref(curve.slope_of(k))]
    if len(curves) == 1:
        columns.append(Says("curve_saturated", text=repr(threshold)))
        for k, row in enumerate(rows, 1):
            flat = abs(float(solution.values[curves[0].slope_of(k)])) < constant(threshold)
            row.append(Says("curve_yes" if flat else "curve_no"))
    return Table(columns, rows, title=Says("page_table_curve"))


def _kinks(problem: Problem, sampled: list[Sampled]) -> list[Says]:
    """What is taken as the slope where a point lies at a corner or jump; alike curves together."""
    alike: dict[tuple, tuple[Says, list[str]]] = {}
    for each in sampled:
        curve = each.curve
        if any(map(curve.at_edge, problem.points)):
            says = each.lines.kink()
            alike.setdefault((says.key, *says.args.values()), (says, []))[1].append(curve.written)
    return [Says("curve_kink_of", text=", ".join(names), what=says) for says, names in alike.values()]


def _apart(sampled: list[Sampled], values: Mapping[Name, Value]) -> Says | None:
    """How far both sides of the identities are apart."""
    gaps = []
    for each in sampled:
        for k, steps in enumerate(each.sides, 1):
            names = [*(step.name for step in steps), each.curve.of(k)]
            if steps:  # two sides, or one and the value itself
                gaps.append(abs(values[names[0]] - values[names[1]]))
    return Says("curve_sides_agree", worst=f"{max(gaps):.0e}") if gaps else None


def check(page: Working, steps: list[Step], problem: Problem, softmax: Softmax | None) -> Says | None:
    """Every slope against central differences."""
    values = evaluate(steps, given=page.given)
    return checked(problem.curves.curves, softmax, problem.points, page.given, values)


def synonyms(problem: Problem, softmax: Softmax | None) -> dict[str, Name]:
    """Values and slopes by the names of their curves, at points and at numbers: sigmoid(x1), σ′(0.5)."""
    found: dict[str, Name] = {}
    if softmax:
        found |= {f"softmax_{k}": step.name for k, step in enumerate(softmax.values, 1)}
    for curve in problem.curves.curves:
        called = [curve.stem, curve.label]
        if curve.name != "f":  # leaky relu(0.1)
            called.append(curve.written)
        for k, number in enumerate(problem.at, 1):
            for at, name in product((point(k), getattr(number, "text", "")), called):
                found.setdefault(f"{name}({at})", curve.of(k))
                found.setdefault(f"{name}'({at})", curve.slope_of(k))
    return found


def paragraph(sentences: list[Says]) -> Says:
    """Several sentences as one."""
    return reduce(lambda first, more: Says("curve_text", first=first, more=more), sentences)
