"""Solves a case and holds it against its values by hand: what was decided wrongly, what is printed noise."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from mpmath import mpf

import nnsolve

from .arithmetic import NOTHING, real
from .case import Case, Value

RELATIVE = Fraction(1, 10**9)
# A value that is farther off than this is another value, not the right one with noise.
ANOTHER = Fraction(1, 10**6)
TINY = 1e-12
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
POWER_OF_TEN = re.compile(r"(\d+(?:\.\d+)?)(?:×10|e)([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|[-−]\d+)")
MINUS_ZERO = re.compile(r"= −0(\.0+)?(\s\s|\s*$)", re.MULTILINE)
DECIMAL = re.compile(r"[-−]?\d+(\.\d+)?")
# The size of the deviation of a check belongs on the page.
OF_A_CHECK = re.compile(r"(relative (difference|deviation)|deviation|difference) (of )?\S+")


@dataclass
class Verdict:
    """What came out of cases of one kind."""

    problems: int = 0
    compared: int = 0
    borders: int = 0
    wrong: list[str] = field(default_factory=list)
    noise: list[str] = field(default_factory=list)

    def add(self, other: Verdict):
        """Counts another verdict in."""
        self.problems += other.problems
        self.compared += other.compared
        self.borders += other.borders
        self.wrong += other.wrong
        self.noise += other.noise

    def compare(self, name: str, exact: Value, found: object):
        """One value, or each entry of rows of them."""
        if isinstance(exact, (list, tuple)):
            self._compare_rows(name, exact, found)
            return
        self.compared += 1
        if isinstance(exact, str) or isinstance(found, (str, list)):
            if exact != found:
                self.wrong.append(f"{name}: {exact!r} expected, {found!r} found")
            return
        exact = simple(exact)
        off = abs(real(number_of(found)) - real(exact))
        size = abs(real(exact))
        if (number_of(found) != 0) if exact == 0 else (off > real(RELATIVE) * size):
            far = off > (real(RELATIVE) if exact == 0 else real(ANOTHER) * size)
            (self.wrong if far else self.noise).append(f"{name}: {shown(exact)} expected, {found!r} found")

    def _compare_rows(self, name: str, exact: Value, found: object):
        if hasattr(found, "tolist"):
            found = found.tolist()
        if not isinstance(found, list) or len(found) != len(exact):
            self.wrong.append(f"{name}: {len(exact)} entries expected, {found!r} found")
            return
        for k, (part, other) in enumerate(zip(exact, found, strict=True)):
            self.compare(f"{name}[{k}]", part, other)


def judged(case: Case) -> Verdict:
    """The verdict on one case."""
    verdict = Verdict(problems=1, borders=case.at_border)
    try:
        (problem,) = nnsolve.loads(json.dumps(case.problem), "case.yaml")
        solution = nnsolve.solve(problem)
        values = values_of(solution)
    except nnsolve.NnsolveError as error:
        if not case.refused or case.refused not in str(error):
            verdict.wrong.append(f"refused: {error}")
        return verdict
    if case.refused:
        verdict.wrong.append(f"solved, though it has no solution: {case.refused}")
    for name, exact in case.expected.items():
        if name in values:
            verdict.compare(name, exact, values[name])
        else:
            verdict.wrong.append(f"{name}: not among the values")
    for name in case.where_written.keys() & values.keys():
        verdict.compare(name, case.where_written[name], values[name])
    smallest = min(map(abs, numbers_in([*case.expected.values(), *case.where_written.values()])), default=1)
    _judge_page(case, nnsolve.render(solution, "text"), float(smallest), verdict)
    written = json.loads(nnsolve.render(solution, "json"))
    _judge_json(written, float(smallest), verdict)
    _judge_digits(written, case.where_written | case.expected, verdict)
    return verdict


def values_of(solution: nnsolve.Solution) -> dict[str, object]:
    """The values by name; of a paper those of its questions, ``2: net_o1``."""
    if not solution.parts:
        return solution.values
    return {
        f"{k}: {name}": value
        for k, part in enumerate(solution.parts, 1)
        for name, value in part.solution.values.items()
    }


def _judge_page(case: Case, page: str, smallest: float, verdict: Verdict):
    """The sentences of a page, and numbers on it that are nothing but noise."""
    words = " ".join(page.split())
    verdict.compared += len(case.says) + len(case.denies)
    verdict.wrong += [f"the page does not say: {sentence}" for sentence in case.says if sentence not in words]
    verdict.wrong += [f"the page says: {sentence}" for sentence in case.denies if sentence in words]
    for digits, power in POWER_OF_TEN.findall(OF_A_CHECK.sub("", words)):
        if float(f"{digits}e{power.translate(SUPERSCRIPTS)}") < min(TINY, smallest / 100):
            verdict.noise.append(f"on the page: {digits}×10^{power.translate(SUPERSCRIPTS)}")
    verdict.noise += ["on the page: = −0"] * len(MINUS_ZERO.findall(page))


def _judge_json(written: dict, smallest: float, verdict: Verdict):
    """Minus zeros and noise among the numbers of the JSON page."""
    minus_zeros = []
    for place, number in floats_in(written, ""):
        if number == 0 and math.copysign(1, number) < 0:
            minus_zeros.append(place)
        elif 0 < abs(number) < min(TINY, smallest / 100):
            verdict.noise.append(f"in JSON: {number} at {place}")
    if minus_zeros:
        verdict.noise.append(f"in JSON: {len(minus_zeros)} times -0.0, first at {minus_zeros[0]}")


def _judge_digits(written: dict, exact: dict[str, Value], verdict: Verdict):
    """The digits of each step: those of the exact value, rounded half up."""
    for section in written.get("sections", []):
        for step in section["steps"]:
            value = exact.get(step["name"])
            if isinstance(value, int | Fraction) and DECIMAL.fullmatch(step["printed"]):
                verdict.compared += 1
                printed = Decimal(step["printed"].translate(SUPERSCRIPTS))
                if printed != half_up(Fraction(value), printed):
                    verdict.noise.append(f"in digits: {step['name']} = {shown(value)} is printed as {printed}")


def half_up(value: Fraction, printed: Decimal) -> Decimal:
    """A number with as many decimals as are printed; ties go away from 0."""
    places = max(0, -int(printed.as_tuple().exponent))
    size = math.floor(abs(value) * 10**places + Fraction(1, 2))
    return Decimal(size if value >= 0 else -size).scaleb(-places)


def simple(exact: Value) -> Value:
    """An exact number; 0 where 50 digits left nothing."""
    return Fraction(0) if isinstance(exact, mpf) and abs(exact) < NOTHING else exact


def number_of(found: float | Decimal | Fraction) -> Fraction:
    """A value of a solution without any rounding."""
    return Fraction(Decimal(found)) if isinstance(found, Decimal) else Fraction(found)


def shown(exact: Value) -> str:
    """An exact number as a person reads it."""
    return str(exact) if isinstance(exact, int | Fraction) else str(float(exact))


def numbers_in(tree: object) -> Iterator[mpf]:
    """The numbers of a tree that are not 0."""
    if isinstance(tree, (list, tuple)):
        for part in tree:
            yield from numbers_in(part)
    elif not isinstance(tree, str) and simple(tree) != 0:
        yield real(tree)


def floats_in(tree: object, place: str) -> Iterator[tuple[str, float]]:
    """The floating-point numbers of a tree, each with the keys that lead to it."""
    if isinstance(tree, float):
        yield place, tree
    elif isinstance(tree, dict):
        name = tree.get("name", "")
        for key, part in tree.items():
            yield from floats_in(part, f"{place} {name or ''} {key}".strip())
    elif isinstance(tree, list):
        for part in tree:
            yield from floats_in(part, place)
