"""What n layers leave of a gradient: the product of derivatives, its bound, the verdict."""

from __future__ import annotations

from ...differences import check_gradients
from ...errors import counted, here
from ...formula.marks import Names
from ...names import Name, d, new
from ...reading.problem import CommonProblem, rounding_note
from ...reading.schema import Field, ListOf, Nested, Number, Raw, Record, Whole
from ...reading.yamlfile import Faults
from ...resolver import Resolver
from ...solution import Given, Says, Solution, Step, evaluate, needed
from .chain import FACTOR, INPUT, Chain, out, slope, weight
from .pieces import (
    BOUND,
    GIVEN_GRADIENT,
    PRODUCT,
    RATE,
    WEIGHT,
    bound_section,
    derivative,
    moved,
    product_section,
    update_section,
    verdict,
)
from .statement import statement
from .units import MOST_LAYERS, read_units

TOPIC = "Networks by hand"

_NUMBERS = ListOf(Number(), MOST_LAYERS)


class Update(Record):
    """``update:`` a weight, the learning rate, and the gradient where it is not the product above."""

    weight = Field(Number(), "the weight before the update")
    learning_rate = Field(Number(above=0), "the learning rate η")
    gradient = Field(Number(), "its gradient; the product of the derivatives unless told", default=None)


class Problem(CommonProblem):
    """A chain of single units, or the derivatives themselves, or only a number of layers."""

    numbers_in = ("input", "net", "derivatives", "weights", "layers")

    activation = Field(
        Raw({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
        "the activation of every layer, or a list with one a layer",
        default=None,
        example="sigmoid",
    )
    weights = Field(
        _NUMBERS, "one weight a layer, the first layer first", default=None, example="[0.8, -0.5, 1.2, 0.6]"
    )
    biases = Field(_NUMBERS, "one bias a layer; none unless told", default=None)
    input = Field(Number(), "the input x of the chain; net inputs are computed from it", default=None, example="0.5")
    net = Field(_NUMBERS, "one net input a layer, where they are given instead of the input", default=None)
    derivatives = Field(_NUMBERS, "the derivatives to be multiplied, where they are given themselves", default=None)
    layers = Field(Whole(1, MOST_LAYERS), "the number of layers, where only the bound is asked for", default=None)
    update = Field(Nested(Update), "a weight that the gradient changes: {weight: 1, learning_rate: 0.01}", default=None)

    units = None

    def check(self, faults: Faults):
        """Which keys stand together, and that their lists are of one length."""
        self._check_apart(faults)
        self._check_needs(faults)
        self._check_lists(faults)
        if self.written("activation"):
            self.units = read_units(self.places["activation"], self.count, faults)
            if self.count is None and self.places["activation"].items is None:
                faults.add(self.beginning, "how many layers are there? Write weights:, derivatives: or layers:", "")
        elif self.written("layers"):
            faults.add(self.beginning, "the key activation: is missing, such as activation: sigmoid", "")
        self._check_update(faults)

    def _check_apart(self, faults: Faults):
        """Notes keys that say the same in two ways, and chains that lack their input or activation."""
        for key, others in _APART.items():
            for other in others:
                if self.written(key) and self.written(other):
                    faults.add(self.places[other], f"{other}: cannot stand beside {key}:, which says it already", "")
        if not self.written("weights"):
            return
        if not self.written("input") and not self.written("net"):
            faults.add(self.beginning, "the key input: is missing (or net:, one net input a layer)", "")
        if not self.written("activation"):
            faults.add(self.beginning, "the key activation: is missing, such as activation: sigmoid", "")

    def _check_needs(self, faults: Faults):
        """Notes lists that are not as long as the weights, and what has no weights to go with."""
        for key in ("net", "biases"):
            if self.has("weights", key) and len(getattr(self, key)) != len(self.weights):
                text = f"expected {len(self.weights)} numbers, one a layer; {here(len(getattr(self, key)))}"
                faults.add(self.places[key], text, "")
        if self.written("weights") or self.written("derivatives"):
            return
        for key in filter(self.written, ("input", "net", "biases")):
            faults.add(self.places[key], f"{key}: needs weights:, one a layer", "")

    def _check_lists(self, faults: Faults):
        """Notes lists that are empty."""
        for key in ("weights", "net", "derivatives"):
            if self.has(key) and not getattr(self, key):
                faults.add(self.places[key], "expected at least one number", "")

    def _check_update(self, faults: Faults):
        known = self.written("weights") or self.written("derivatives")
        if self.written("update"):
            if self.has("update") and self.update.gradient is None and not known:
                faults.add(self.places["update"], "the key gradient: is missing (there is no product to take)", "")
        elif not known and not self.written("activation"):
            faults.add(
                self.beginning,
                "nothing to compute: write weights: with input:, derivatives:, or activation: with layers:",
                "",
            )

    def written(self, key: str) -> bool:
        """Whether a key stands in the file, read or not."""
        return key in self.places

    @property
    def count(self) -> int | None:
        """The number of layers, where a list or ``layers:`` says it."""
        for key in ("weights", "derivatives"):
            if self.has(key):
                return len(getattr(self, key))
        return self.layers

    @property
    def product(self) -> Name | None:
        """The name of the whole product; None where there is none."""
        if self.weights:
            return d(out(self.count), INPUT)
        return PRODUCT if self.derivatives else None


_APART = {
    "derivatives": ("weights", "net", "input", "biases", "layers"),
    "weights": ("layers",),
    "net": ("input", "biases"),
}


def solve(problem: Problem) -> Solution:
    """The chain or the given derivatives, their product, its bound, and what it changes a weight by."""
    return _Solver(problem).solution()


class _Solver:
    def __init__(self, problem: Problem):
        self.problem, self.chain, self.sections = problem, None, []
        self.given, self.rows = Given(), []
        slopes: list[Name] = []
        if problem.weights:
            self.chain = Chain(problem.weights, problem.units, problem.biases, problem.net)
            self.given = Given({INPUT: problem.input} if problem.input is not None else {}) | self.chain.given
            self.sections = list(self.chain.sections)
            slopes = [slope(k) for k in range(1, self.chain.count + 1)]
            self.rows = [[INPUT] if problem.input is not None else [], *self.chain.rows]
        elif problem.derivatives:
            self.given = Given({derivative(k): number for k, number in enumerate(problem.derivatives, 1)})
            self.sections = [product_section(len(problem.derivatives))]
            self.rows = [list(self.given)]
        bound = bound_section(problem.units, slopes) if problem.units else None
        if bound:
            self.sections.append(bound)
        if problem.update:
            self.update()

    def update(self):
        """The section in which a weight is changed."""
        update = self.problem.update
        changed = {WEIGHT: update.weight, RATE: update.learning_rate}
        if update.gradient is not None:
            changed[GIVEN_GRADIENT] = update.gradient
        self.given |= changed
        self.rows.append(list(changed))
        self.sections.append(update_section(self.problem.product if update.gradient is None else GIVEN_GRADIENT))

    def solution(self) -> Solution:
        """The page."""
        problem = self.problem
        notation, synonyms = problem.notation, self.synonyms()
        names = Names(stems=notation.stems, exact=notation.exact) if notation else Names()
        results = [step.name for section in self.sections for step in section.steps]
        resolver = Resolver(results, self.given, names, synonyms)
        asked = list(dict.fromkeys(map(resolver.asked, problem.asked or ())))
        sections = needed(self.sections, asked) if asked else self.sections
        steps = [step for section in sections for step in section.steps]
        kept = {step.name for step in steps}
        return Solution(
            kind="gradient-flow",
            title=problem.title,
            subtitle=counted(problem.count, "layers") if problem.count else "",
            source=problem.source,
            given=self.given,
            given_rows=self.rows,
            sections=sections,
            names=names,
            rounding=problem.precision,
            asked=asked,
            answers=[name for name in (problem.product, BOUND, new(WEIGHT)) if name in kept],
            table=self.chain.table(kept) if self.chain else None,
            notes=self.notes(steps, kept),
            check=self.check(asked),
            detail=problem.detail,
            statement=statement(problem),
            synonyms=synonyms,
        )

    def notes(self, steps: list[Step], kept: set[Name]) -> list[Says]:
        """What becomes of the gradient and of the weight, and the digits."""
        problem, notes = self.problem, []
        values = evaluate(steps, problem.precision, self.given)
        if problem.product in kept and FACTOR in kept:
            notes.append(verdict(values, problem.product, problem.count, problem.precision))
        if new(WEIGHT) in kept:
            notes.append(moved(values, problem.precision))
        return [*notes, rounding_note(problem.precision)]

    def synonyms(self) -> dict[str, Name]:
        """Other names that a problem may ask for."""
        product, count = self.problem.product, self.problem.count or 0
        found = dict.fromkeys(("gradient", "product"), product) if product else {}
        for k in range(1, count + 1):
            words = (f"d{weight(k)}", f"grad {weight(k)}", f"gradient of {weight(k)}")
            found |= dict.fromkeys(words, d(out(count), weight(k)))
        return found

    def check(self, asked: list[Name]) -> Says | None:
        """Central differences against the gradients at full precision."""
        if not self.chain or asked or not self.chain.gradients():
            return None
        chain = self.chain
        steps = [step for section in chain.sections for step in section.steps]
        values = evaluate(steps, given=self.given)
        return check_gradients(chain.forward, self.given, chain.target, chain.gradients(), values)
