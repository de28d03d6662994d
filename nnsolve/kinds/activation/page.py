"""The page of one or several activations: its sections, its table, its conventions and its checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.activations import sigmoid
from ...formula.expr import ONE, TWO, Expr, Num, Symbol
from ...formula.functions import Function, exp
from ...formula.marks import Applied, Mark, Names, Partial
from ...names import Name, Role, d
from ...reading.schema import constant
from ...resolver import Resolver
from ...solution import Block, Given, Ref, Says, Section, Step, Table, evaluate, needed
from .check import checked
from .curve import Curve, low, point
from .facts import THRESHOLD, saturation, sentences
from .jacobian import MARKS, Softmax
from .lines import Lines
from .pieces import SELU_GIVEN

if TYPE_CHECKING:
    from . import Problem


DEFAULT_THRESHOLD = Num("0.01")
_SHOWN_ROWS = 3

# σ(−x) as it is written; its value never overflows.
mirrored = Function("σ(−x)", lambda x: sigmoid.value(-x), definition=lambda x: ONE / (ONE + exp(x)))


class Page:
    """Everything that stands on the page of one problem."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.curves: list[Curve] = problem.curves.curves
        self.points = problem.points
        self.count = len(self.points)
        self.softmax = Softmax(self.count) if problem.curves.softmax else None
        self.given = Given({point(k): number for k, number in enumerate(problem.at, 1)}) | problem.curves.learned
        if any(curve.name == "selu" for curve in self.curves):
            self.given |= SELU_GIVEN
        self.threshold = problem.saturation or DEFAULT_THRESHOLD
        self.heads: dict[Name, str | Mark | Partial] = {}
        self.marks: dict = {}
        self.lines = [Lines(curve) for curve in self.curves]
        self.written: dict[str, list[Step]] = {}  # by curve: the steps of all points
        self.identities: dict[str, list[Step]] = {}
        for curve in self.curves:
            numbers = range(1, self.count + 1)
            self.written[curve.stem] = [step for k in numbers for step in self.at(curve, k)]
            self.identities[curve.stem] = [step for k in numbers for step in self.identity_at(curve, k)]
        self.borders = {curve.stem: saturation(curve, self._threshold()) for curve in self.curves}
        if any(block.steps for block in self.borders.values()):
            self.given[THRESHOLD] = self.threshold
        self.answers = [step.name for steps in self.written.values() for step in steps]
        if self.softmax:
            self.answers += [step.name for row in [self.softmax.values, *self.softmax.slopes] for step in row]

    def _threshold(self) -> float:
        return constant(self.threshold)

    def subtitle(self) -> str:
        """The activations, where they are few."""
        shown = [curve.written for curve in self.curves] + ["softmax"] * bool(self.softmax)
        return shown[0] if len(shown) == 1 else f"{len(shown)} activations"

    def rows(self) -> list[list[Name]]:
        """The rows of given names."""
        points = [name for name in self.given if name.role is Role.INPUT]
        others = [name for name in self.given if name.role is not Role.INPUT]
        return [row for row in (points, others) if row]

    # Steps

    def at(self, curve: Curve, k: int) -> list[Step]:
        """Value and slope of a curve at point ``k``."""
        x, out, slope, at = Symbol(point(k)), Symbol(curve.of(k)), curve.slope_of(k), self.points[k - 1]
        self.marks[out.name] = curve.applied(Mark("x", str(k)))
        self.marks[slope] = curve.applied(Mark("x", str(k)), True)
        steps = [Step(out.name, *curve.value(x, at)), Step(slope, *curve.slope(x, out, at))]
        if curve.learned:
            name = d(out.name, curve.learned)
            self.marks[name] = Partial(self.marks[out.name], Mark(curve.learned))
            formula = curve.function.slope(1, (x, *curve.args), out)
            steps.append(Step(name, formula, Says("curve_by_learned")))
        return steps

    def identity_at(self, curve: Curve, k: int) -> list[Step]:
        """The other side of the identity of a curve at point ``k``."""
        x, out, at = Symbol(point(k)), Symbol(curve.of(k)), f"x{low(k)}"
        if curve.name == "sigmoid":
            minus, less = curve.side("minus", k), curve.side("complement", k)
            self.marks |= dict.fromkeys((minus, less), Applied(Mark("σ"), Mark("x", str(k)), True))
            self.heads[less] = ""
            return [Step(minus, mirrored(x), Says("curve_directly")), Step(less, ONE - out, Says("curve_by_identity"))]
        if curve.name == "tanh":
            name = curve.side("by_sigmoid", k)
            self.marks[name] = Mark(f"2σ(2{at}) − 1")
            return [Step(name, TWO * sigmoid(TWO * x) - ONE)]
        return []

    def steps(self) -> list[Step]:
        """All steps with numbers, written out or not."""
        found = [step for steps in self.written.values() for step in steps]
        if self.problem.wants("identities"):
            found += [step for steps in self.identities.values() for step in steps]
        found += [step for block in self.borders.values() for step in block.steps]
        if self.softmax:
            found += [*self.softmax.values, self.softmax.total, *[step for row in self.softmax.slopes for step in row]]
        return found

    def values(self) -> dict:
        """The values of all steps under the rounding of the problem."""
        return evaluate(self.steps(), self.problem.precision, self.given)

    def results(self, values: dict, sections: list[Section]) -> dict:
        """The values of the steps that are not written out."""
        shown = {step.name for section in sections for step in section.steps}
        return {step.name: values[step.name] for step in self.steps() if step.name not in shown}

    # Names

    def synonyms(self) -> dict[str, Name]:
        """Values and slopes by the names of their curves, at points and at numbers: sigmoid(x1), σ′(0.5)."""
        found: dict[str, Name] = {}
        if self.softmax:
            found |= {f"softmax_{k}": step.name for k, step in enumerate(self.softmax.values, 1)}
        for curve in self.curves:
            called = [curve.stem, curve.label]
            if curve.name != "f":  # leaky relu(0.1)
                called.append(curve.written)
            for k, number in enumerate(self.problem.at, 1):
                value, slope = curve.of(k), curve.slope_of(k)
                for at in (point(k), getattr(number, "text", "")):
                    for name in called:
                        found.setdefault(f"{name}({at})", value)
                        found.setdefault(f"{name}'({at})", slope)
        return found

    def asked(self, synonyms: dict[str, Name]) -> list[Name]:
        """The canonical names of what is asked for."""
        if not self.problem.asked:
            return []
        resolver = Resolver([step.name for step in self.steps()], self.given, self.names(), synonyms)
        return list(dict.fromkeys(map(resolver.asked, self.problem.asked)))

    def names(self) -> Names:
        """How everything is printed."""
        notation = self.problem.notation
        marks = dict(self.marks)
        for lines in self.lines:
            self.heads |= lines.heads
            marks |= lines.marks
        if self.softmax:
            marks |= MARKS
        for curve in self.curves:
            marks[curve.edge] = Mark("x", "edge")
        stems = notation.stems if notation else None
        return Names(stems=stems, exact=marks | (notation.exact if notation else {}), heads=self.heads)

    # Sections

    def sections(self, asked: list[Name]) -> list[Section]:
        """The sections; of what is asked only what leads there."""
        if asked:
            every = Section(Says("curve_values"), [Block(None, self.steps())])
            return needed([every], asked)
        found: list[Section] = []
        for curve, lines in zip(self.curves, self.lines, strict=True):
            found += self.curve_sections(curve, lines)
        if self.softmax:
            if self.problem.wants("derivation"):
                found.append(self.softmax.derivation(self.heads))
            found += self.softmax.sections(_SHOWN_ROWS)
        return found

    def curve_sections(self, curve: Curve, lines: Lines) -> list[Section]:
        """The derivation, the points, the identity, range and saturation of one curve."""
        found: list[Section] = []
        blocks: list[Block] = []
        if self.problem.wants("derivation"):
            found.append(Section(Says("curve_slope_of", text=curve.written), lines.derivation()))
        each = len(self.written[curve.stem]) // self.count
        for k in range(min(self.problem.shown, self.count)):
            blocks.append(Block(None, self.written[curve.stem][k * each : (k + 1) * each]))
        border = self.borders[curve.stem]
        border.intro = paragraph([*sentences(curve), border.intro])
        if len(self.problem.all) > 1:
            blocks.append(border)
        if blocks:
            found.append(Section(Says("curve_points_of", text=curve.written), blocks))
        if self.problem.wants("identities"):
            found += self.identity_section(curve, lines)
        if len(self.problem.all) == 1:
            found.append(Section(Says("curve_facts_of", text=curve.written), [border]))
        return found

    def identity_section(self, curve: Curve, lines: Lines) -> list[Section]:
        """The identity in symbols, then both sides at the points."""
        stated = lines.identity()
        if stated is None:
            return []
        steps = self.identities[curve.stem]
        each = len(steps) // self.count
        shown = steps[: each * min(self.problem.shown, self.count)]
        blocks = [stated, *([Block(Says("curve_identity_points"), shown)] if shown else [])]
        return [Section(Says("curve_identity"), blocks)]

    # The end

    def table(self, values: dict) -> Table | None:
        """A row a point: value and slope of every curve, and where a single curve is saturated."""
        if not self.curves:
            return None
        columns: list = [Says("curve_x")]
        for curve in self.curves:
            columns += [Says("curve_name", text=curve.mark("x")), Says("curve_name", text=curve.mark("x", "′"))]
        single = len(self.curves) == 1
        if single:
            columns.append(Says("curve_saturated", text=_shown(self.threshold)))
        rows = []
        for k in range(1, self.count + 1):
            row: list = [Ref(point(k))]
            for curve in self.curves:
                row += [Ref(curve.of(k)), Ref(curve.slope_of(k))]
            if single:
                flat = abs(float(values[self.curves[0].slope_of(k)])) < self._threshold()
                row.append(Says("curve_yes" if flat else "curve_no"))
            rows.append(row)
        return Table(columns, rows, title=Says("table_curve"))

    def notes(self, values: dict) -> list[Says]:
        """Conventions, and that the lines of derivations and both sides of identities agree."""
        found: list[Says] = []
        if self.curves:
            key = "curve_threshold" if self.problem.saturation else "curve_threshold_default"
            found.append(Says(key, text=_shown(self.threshold)))
        if self.problem.wants("derivation"):
            found += [lines.agreement(self.points) for lines in self.lines]
        else:
            found += self.kinks()
        if self.problem.wants("identities"):
            found.append(self.sides())
        if self.softmax:
            found.append(Says("curve_softmax_rows"))
        return [says for says in found if says]

    def kinks(self) -> list[Says]:
        """What is taken as the slope where a point lies at a corner or jump; alike curves together."""
        alike: dict[tuple, tuple[Says, list[str]]] = {}
        for curve, lines in zip(self.curves, self.lines, strict=True):
            if any(curve.pieces and curve.piece(at).at_edge(at, curve.numbers()) for at in self.points):
                says = lines.kink()
                alike.setdefault((says.key, *says.args.values()), (says, []))[1].append(curve.written)
        return [Says("curve_kink_of", text=", ".join(names), what=says) for says, names in alike.values()]

    def sides(self) -> Says | None:
        """How far both sides of the identities are apart."""
        worst, pairs = 0.0, 0
        values = evaluate(self.steps(), given=self.given)
        for curve in self.curves:
            for k in range(1, self.count + 1):
                names = [step.name for step in self.identities[curve.stem]][(k - 1) * (1 + (curve.name == "sigmoid")) :]
                if curve.name == "sigmoid":
                    pair = values[names[0]], values[names[1]]
                elif curve.name == "tanh":
                    pair = values[names[0]], values[curve.of(k)]
                else:
                    continue
                pairs += 1
                worst = max(worst, abs(pair[0] - pair[1]))
        return Says("curve_sides_agree", worst=f"{worst:.0e}") if pairs else None

    def check(self) -> Says | None:
        """Every slope against central differences."""
        return checked(self.curves, self.softmax, self.points, self.given, evaluate(self.steps(), given=self.given))


def paragraph(sentences: list[Says]) -> Says:
    """Several sentences as one."""
    return Says(f"curve_text_{len(sentences)}", **{f"s{k}": says for k, says in enumerate(sentences, 1)})


def _shown(number: Expr) -> str:
    return repr(number)
