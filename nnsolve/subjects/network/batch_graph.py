"""A batch as one graph: the forward pass of all its samples, with the statistics they share, and the batch's error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.activations import softmax_unit
from ...formula.expr import Call, Div, Expr, Mul, Num, Symbol, replaced, total_of
from ...formula.marks import AnyMark, Names
from ...given import Given
from ...names import At, Name, Role, named
from ...solution import Block, Says, Section, Step, steps_of
from .copies import copied, sample_mark, sample_number, sample_title
from .forward import layer_blocks, loss_section, neuron
from .model import BEFORE, COST, ERROR
from .update import REDUCED, over

if TYPE_CHECKING:
    from .learning import LearningProblem
    from .problem import NetworkProblem


def bare(name: Name) -> Name:
    """What a name of the graph is, of whichever sample: a parameter, whatever update has made it, or a step."""
    if name.of == BEFORE:
        return name.by_name
    return name.of_name if name.role is Role.NEW else name.bare


class BatchGraph:
    """The steps of a batch whose layers are normalised.

    ``visits``: visit → sample (from 1); the steps of a visit have its numbers in front (``2.net_h1``), what the
    batch shares has those of the ``batch`` (``1.mean_h1``, ``1.batch_E``). ``epoch`` is that of the batch.
    ``current``: parameter → the name of its
    value now. After construction: ``sections`` and ``steps``; ``given`` and ``rows``, the numbers of the samples;
    ``target``, the name of what is derived; ``marks``, how names are printed, the sample's number above. Where no
    gradients are wanted (no ``learner``) the errors are not added up.
    """

    target: Name

    def __init__(
        self,
        problem: NetworkProblem,
        batch: At,
        visits: dict[At, int],
        current: dict[Name, Name],
        names: Names,
        learner: LearningProblem | None = None,
        epoch: int = 1,
    ):
        self.problem, self.network, self.loss, self.names = problem, problem.net, problem.error, names
        self.batch, self.samples, self.current, self.epoch = batch, visits, current, epoch
        self.now: dict[Name, Expr] = {name: Symbol(now) for name, now in current.items()}
        self.exchange = {visit: dict(self.now) for visit in self.samples}
        self.marks: dict[Name, AnyMark] = {}
        self.given = Given()
        self.rows: list[list[Name]] = []
        self.sections: list[Section] = []
        self.mixed = {unit.out: unit for unit in self.network.units if unit.activation == "softmax"}
        self._give()
        self._forward()
        if learner is not None:
            self.target = self._error(learner)

    @property
    def steps(self) -> list[Step]:
        """All steps, in order."""
        return steps_of(self.sections)

    def mark(self, name: Name) -> AnyMark:
        """How a name of the graph is printed."""
        return self.marks.get(name) or self.names.mark(name.by_name if name.of == BEFORE else name)

    def _give(self):
        """The inputs, targets and masks of every sample under their names."""
        for visit, sample in self.samples.items():
            number = (self.epoch - 1) * len(self.problem.data) + visit.rounds[-1]
            data = self.problem.data[sample - 1]
            targets = {self.loss.target_names[unit]: v for unit, v in data.targets.items()} if self.loss else {}
            numbers = data.inputs | targets | self.network.masks(number)
            row = [name.moved(visit) for name in numbers]
            self.given |= dict(zip(row, numbers.values(), strict=True))
            self.rows.append(row)
            for name in row:
                self._of_sample(name)

    def _of_sample(self, name: Name):
        """Notes a name of one sample: it is printed with the sample's number above."""
        plain = name.bare
        number = sample_number(self.epoch, self.samples[name.at])
        self.marks[name] = sample_mark(self.names, plain, number, self.network.parameters)
        self.exchange[name.at][plain] = Symbol(name)

    # Forward

    def _forward(self):
        """Sample by sample as far as the next normalisation, then this, then on."""
        title, blocks = Says("page_forward_pass"), []
        for index, layer in enumerate(self.network.layers):
            norm = self.network.norms.get(index)
            if norm is None:
                blocks += layer_blocks(self.network, layer)
                continue
            later = []
            for heading, net, out, drop in (neuron(self.network, unit) for unit in layer):
                blocks.append(Block(heading, [net] if norm.before else [net, out]))
                later.append(Block(heading, [out, *drop] if norm.before else drop))
            self._each([Section(title, blocks)])
            self._normalise(index)
            title, blocks = Says("batch_norm_forward_on"), [block for block in later if block.steps]
        last = [Section(title, blocks)]
        if self.loss:
            last.append(loss_section(self.network, self.loss))
        self._each(last)

    def _each(self, template: list[Section]):
        """The sections for one sample after another."""
        for place, (visit, sample) in enumerate(self.samples.items()):
            for section in template:
                brief = place > 0 and not self.problem.asked
                (made,) = copied([section], visit, self.exchange[visit], sample_title(sample), brief)
                self.sections.append(made)
                for step in made.steps:
                    self._of_sample(step.name)
                    step.formula = self._softmax(step)

    def _softmax(self, step: Step) -> Expr:
        """The formula of a step; the slopes of a softmax are written with the outputs of the same sample."""
        unit, formula = self.mixed.get(step.name.bare), step.formula
        if unit is None or not isinstance(formula, Call):
            return formula
        layer = [other for other in self.network.layers[unit.layer] if other.activation == "softmax"]
        outputs = [Symbol(other.out.moved(step.name.at)) for other in layer]
        return Call(softmax_unit(layer.index(unit), outputs), *formula.args)

    def _normalise(self, index: int):
        """The statistics of every neuron of a layer, and what becomes of each sample."""
        norm, section = self.network.norms[index], Section(Says("batch_norm_title", n=index + 1))
        section.blocks.append(Block(None, [], Says("batch_norm_intro", n=len(self.samples))))
        for unit in norm.units:
            shared = norm.shared(unit, self.batch, self.samples)
            own: list[Step] = []
            for visit in self.samples:
                steps = norm.own(unit, self.batch, visit, self.now)
                for step in steps:
                    self._of_sample(step.name)
                own += steps if not own else [Step(step.name, step.formula) for step in steps]
            section.blocks += [Block(Says("page_hidden_neuron", name=named(unit.name)), shared), Block(None, own)]
        self.sections.append(section)

    # The error

    def _error(self, learner: LearningProblem) -> Name:
        """The mean (or sum) of the samples' errors, and the cost with a regularisation; the name of the last."""
        count, mean = Num(str(len(self.samples))), learner.reduction == "mean"
        total = total_of([Symbol(ERROR.moved(visit)) for visit in self.samples])
        error = Step(self._total(ERROR, learner.reduction), Div(total, count) if mean else total)
        error.reason = Says(REDUCED[learner.reduction], n=len(self.samples))
        steps, exchange = [error], self.now | {ERROR: Symbol(error.name)}
        penalty: list[Step] = learner.regularization.steps(self.network) if learner.regularization else []
        for step in penalty:
            name = self._total(COST, learner.reduction) if step.name == COST else step.name.moved(self.batch)
            steps.append(Step(name, replaced(step.formula, exchange), step.reason))
            exchange[step.name] = Symbol(name) if mean else Mul((count, Symbol(name)))
        self.sections.append(Section(Says("batch_norm_batch_error"), [Block(None, steps)]))
        return steps[-1].name

    def _total(self, letter: Name, reduction: str) -> Name:
        """The name of the batch's error or cost, printed Ē, ΣE, C̄ or ΣC."""
        name = Name(Role.LOSS, "batch", letter, self.batch)
        self.marks[name] = over(letter, reduction)
        return name
