"""The backward pass of a batch with normalised layers: the first sample in full, the others in a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.derive import Backward
from ...formula.expr import ZERO, Div, Expr, Num, replaced
from ...formula.marks import AnyMark, Mark, Partial, lettered
from ...names import NOW, Name, Role, d, gradient, named
from ...solution import Block, Says, Step
from .backward import Writer
from .batch_graph import BatchGraph, bare
from .batch_norm import SHARED, step_name
from .model import Unit

if TYPE_CHECKING:
    from .batch_norm import BatchNorm
    from .learning import LearningProblem


# What is said of ∂upper/∂lower in a normalisation, by the stems of both; lower "" stands for any.
_SLOPES = {
    ("mean", ""): "batch_norm_slope_mean",
    ("var", ""): "batch_norm_slope_var",
    ("std", ""): "batch_norm_slope_std",
    ("hat", "std"): "batch_norm_slope_hat",
}


class BatchWriter(Writer):
    """Writes ∂Ē/∂w of every parameter in ``learned`` into ``sections``; ``gradients``: parameter → step.

    Where a step belongs to one sample, the chain rule of the first sample is written factor by factor and those of
    the others with the factors put in.
    """

    def __init__(self, graph: BatchGraph, learned: list[Name], problem: LearningProblem):
        self.graph, self.network, self.problem = graph, graph.network, problem
        self.method, self.loss = problem.method, problem.error
        self.learned, self.told, self.sections = learned, False, []
        self.units = {unit.net: unit for unit in self.network.units} | {unit.out: unit for unit in self.network.units}
        self.terms = len(graph.samples)
        self.stems = {name for norm in self.network.norms.values() for name in norm.kept_names()}
        self.joined = False  # whether the next gradient goes on in the open block
        self.marks: dict[Name, AnyMark] = {}
        self.gradients = {name: gradient(name, graph.batch) for name in learned}
        self.backward = Backward(
            [(step.name, step.formula) for step in graph.steps],
            graph.target,
            self.write,
            self.begin,
            alias=self._alias(),
            collapse=self._collapse(),
            named=self.named,
        )
        for layer in reversed(range(len(self.network.layers))):
            self._layer(layer)

    def _alias(self) -> dict[Name, Name]:
        """Gradients with a name of their own: of parameters, of net inputs, and of what a normalisation writes."""
        alias = {self.graph.current[name]: slope for name, slope in self.gradients.items()}
        for visit in self.graph.samples:
            for unit in self.network.units:
                alias[unit.net.moved(visit)] = unit.delta.moved(visit)
        for norm in self.network.norms.values():
            for name in norm.kept_names():
                slope, places = d(self.letter, name), [self.graph.batch] if name.of in SHARED else self.graph.samples
                alias |= {name.moved(at): slope.moved(at) for at in places}
        return alias

    @property
    def letter(self) -> Name:
        """E, or C with a regularisation."""
        return self.graph.target.by_name

    def _collapse(self) -> dict[Name, Expr]:
        """out − t where loss and activation fit, for every sample; of a mean, its share."""
        count, mean = Num(str(len(self.graph.samples))), self.problem.reduction == "mean"
        found = {}
        for net, short in self.loss.collapse(self.network).items():
            for visit, exchange in self.graph.exchange.items():
                own = replaced(short, exchange)
                found[net.moved(visit)] = Div(own, count) if mean else own
        return found

    def named(self, upper: Name, lower: Name) -> Name:
        """``2.dnet_h1/dw1``: the sample (or batch) in front, then the bare names."""
        total = upper == self.graph.target
        own = NOW if lower.role is Role.NEW else lower.at
        joins = own != NOW and (total or upper.of in SHARED)  # what the batch has once changes with one sample
        return d(self.letter if total else bare(upper), bare(lower), own if joins else upper.at)

    # The order of writing

    def _layer(self, layer: int):
        """Error terms of every neuron of a layer, through its normalisation, then its parameters."""
        norm = self.network.norms.get(layer)
        before = norm is not None and norm.before
        own = self._learned_of(layer)
        below = any(map(self._learned_of, range(layer)))
        through = below or any(name not in self._scaling_of(layer) for name in own)  # to the net inputs
        for unit in self.network.layers[layer]:
            if norm and (own or below):
                self._normalised(unit, norm, through)
            if through:
                self._error_term(unit, before)
        for name in own:
            self._parameter(name, before)

    def _scaling_of(self, layer: int) -> list[Name]:
        """The parameters γ and β of a layer that is normalised."""
        norm = self.network.norms.get(layer)
        return norm.parameters if norm else []

    def _learned_of(self, layer: int) -> list[Name]:
        """The parameters of a layer whose gradients are wanted."""
        return [name for name in self.network.parameters_of(layer) if name in self.learned]

    def _parameter(self, name: Name, normalised: bool):
        """∂Ē/∂w of one parameter, of a layer that is normalised before its activation or not."""
        self.section(Says("page_backward", name=name))
        if normalised and self._taken_away(name):
            self.add([Step(self.gradients[name], ZERO, Says("batch_norm_bias", name=name))])
            self._mark(self.gradients[name], self.graph.current[name])
        else:
            self._inline(self.graph.current[name])

    def _taken_away(self, name: Name) -> bool:
        """Whether a parameter of a layer that is normalised before its activation goes out with the mean: a bias."""
        return name in self.network.biases and not self._penalised(name)

    def _penalised(self, name: Name) -> bool:
        penalty = self.problem.regularization
        return penalty is not None and name in penalty.counted(self.network)

    def _normalised(self, unit: Unit, norm: BatchNorm, through: bool):
        """∂Ē by what the normalisation of a neuron writes, from its result to what it is applied to."""
        self.section(Says("batch_norm_backward", name=named(unit.name)))
        self._in_full_once(self._each(unit.normal))
        if not through:
            return
        self._rest(self._each(step_name("hat", unit)))
        mean, variance, root = (step_name(stem, unit, self.graph.batch) for stem in SHARED)
        for name in (root, variance, mean):
            self._full(name)
        self.sections[-1].blocks[-1].intro = Says("batch_norm_mean_paths", mean=[mean], var=[variance])
        if not norm.before:
            self._in_full_once(self._each(unit.out))

    def _error_term(self, unit: Unit, go_on: bool):
        """∂Ē/∂net of every sample."""
        if not go_on:
            self.section(Says("page_backward", name=unit.net))
        self._in_full_once(self._each(unit.net))

    def _each(self, name: Name) -> list[Name]:
        """A name in every sample."""
        return [name.moved(visit) for visit in self.graph.samples]

    def _in_full_once(self, names: list[Name]):
        """The first of these gradients factor by factor, the others with the factors put in."""
        self._full(names[0])
        self._rest(names[1:])

    def _full(self, name: Name):
        self.backward.inline = self.method == "delta"
        self.backward.gradient(name)

    def _inline(self, name: Name):
        self.backward.inline = True
        self.backward.gradient(name)

    def _rest(self, names: list[Name]):
        """Gradients with the factors put in, in one block."""
        self.sections[-1].blocks.append(Block())
        self.joined = True
        for name in names:
            self._inline(name)
        self.joined = False

    # What Backward writes

    def begin(self, name: Name, chains: list):
        """Opens a block, but for a gradient that joins the block of the one before."""
        if not self.joined:
            super().begin(name, chains)

    def write(self, name: Name, formula: Expr, role: str, of: tuple[Name, ...]):
        """Adds one step to the open block; the chain rule is stated above its factors."""
        if name.role is Role.CHAIN:
            name = Name(Role.CHAIN, of[0].bare, at=of[0].at)
        if role == "local":
            self.marks[name] = Partial(self.graph.mark(of[0]), self.graph.mark(of[1]))
        else:
            self._mark(name, of[0])
        block = self.sections[-1].blocks[-1]
        block.steps.append(Step(name, formula, self._reason(formula, role, of)))
        if role in ("chain", "paths") and not self.backward.inline:
            block.goal = name

    def _mark(self, name: Name, lower: Name):
        """How a gradient of the batch's error is printed."""
        mark = self.graph.mark(lower)
        if self.graph.names.error_terms and lower.role is Role.NET:
            net = lettered(mark)
            self.marks[name] = Mark(self.graph.names.stems.get("delta", "δ"), net.sub, net.sup)
        else:
            self.marks[name] = Partial(self.graph.mark(self.graph.target), mark)

    def _reason(self, formula: Expr, role: str, of: tuple[Name, ...]) -> Says | None:
        if role != "local":
            return super()._reason(formula, role, of)
        upper, lower = of
        if upper == self.graph.target:
            return super()._reason(formula, role, of)
        top, bottom = map(bare, of)
        if top not in self.stems:
            return super()._reason(formula, role, (top, bottom))
        if top.of == "norm":
            return Says("network_slope_sum", name=lower) if bottom.of == "hat" else None
        key = _SLOPES.get((top.of, "")) or _SLOPES.get((top.of, bottom.of))
        return Says(key) if key else None
