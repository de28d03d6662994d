"""The forward pass of several samples, and the table of what every unit gives: the truth table of a gate."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

from ...errors import listing
from ...formula.expr import Div, Expr, Num, Symbol, total_of
from ...formula.marks import AnyMark, Mark, lettered
from ...names import At, Name, Role
from ...reading.schema import constant
from ...solution import Block, Column, Ref, Says, Section, Step, Table, evaluate, steps_of
from ...working import Working
from .copies import copied, sample_mark, sample_title
from .forward import forward_section, loss_section
from .model import ERROR
from .page import opened

if TYPE_CHECKING:
    from .problem import NetworkProblem
    from .samples import Sample


_AVERAGE = Name(Role.LOSS, "average", ERROR)


def truth_solution(problem: NetworkProblem) -> Working:
    """Every sample through the network, then the table."""
    return _Truth(problem).solution()


class _Truth:
    def __init__(self, problem: NetworkProblem):
        self.problem, self.network, self.loss = problem, problem.net, problem.error
        self.page = opened(problem)
        self.names = self.page.names  # what is of no sample
        self.rows: list[list] = []
        self.places = [At((number,)) for number in range(1, len(problem.data) + 1)]

    def joined(self):
        """Writes all samples as one batch, over which layers are normalised."""
        from .batch_graph import BatchGraph

        page, norms = self.page, self.network.norms.values()
        visits = {at: number for number, at in enumerate(self.places, 1)}
        graph = BatchGraph(self.problem, At((1,)), visits, {}, self.names)
        page.given |= graph.given
        for norm in norms:
            page.given |= norm.given()
            page.synonyms |= norm.shared_names(self.places[0])
        page.rows.append(list(dict.fromkeys(name for norm in norms for name in norm.given())))
        page.marks |= graph.marks
        page.add(graph.sections)
        for number, sample in enumerate(self.problem.data, 1):
            self.row(At((number,)), sample)

    def apart(self):
        """Writes the samples one after the other."""
        masks = self.network.masks(1)
        self.page.given |= masks
        self.page.rows.append(list(masks))
        for number, sample in enumerate(self.problem.data, 1):
            self.sample(number, sample)

    def numbered(self) -> dict[Name, AnyMark | str]:
        """Every name printed with the number of its sample above, so that what is asked can be told apart."""
        names = [*self.page.given, *(step.name for step in self.page.steps)]
        return {
            name: sample_mark(self.names, name.bare, name.at.rounds[0], self.network.parameters)
            for name in names
            if name.at.rounds
        }

    def row(self, at: At, sample: Sample):
        """The row of a sample in the table."""
        names = [*sample.inputs, *(unit.out for unit in self.network.units)]
        self.rows.append([*(Ref(name.moved(at)) for name in names), *sample.targets.values()])

    def sample(self, number: int, sample: Sample):
        """Adds the steps of one sample and its row."""
        at, numbers, template = At((number,)), dict(sample.inputs), [forward_section(self.network)]
        if self.loss:
            template.append(loss_section(self.network, self.loss))
            numbers |= {self.loss.target_names[unit]: value for unit, value in sample.targets.items()}
        exchange: dict[Name, Expr] = {name: Symbol(name.moved(at)) for name in numbers}
        self.page.given |= {name.moved(at): value for name, value in numbers.items()}
        brief = number > 1 and not self.problem.asked
        self.page.add(copied(template, at, exchange, sample_title(number), brief))
        self.row(at, sample)

    def empirical(self):
        """Writes the empirical loss, the mean of the samples' errors."""
        errors = [ERROR.moved(at) for at in self.places] if self.loss else []
        if len(errors) < 2:
            return
        page, names = self.page, self.page.names
        for number, name in enumerate(errors, 1):
            mark = names.mark(name)
            page.marks[name], page.heads[name] = Mark(lettered(mark).base, str(number)), mark
        page.marks[_AVERAGE] = Mark(f"average {lettered(names.mark(ERROR)).base}")
        mean = Div(total_of([Symbol(name) for name in errors]), Num(str(len(errors))))
        step = Step(_AVERAGE, mean, Says("network_empirical_mean", n=len(errors)))
        page.section(Says("network_empirical_loss"), Block(None, [step]))

    def solution(self) -> Working:
        page, network = self.page, self.network
        page.given |= network.parameters
        page.rows = [network.parameters_of(k) for k in range(len(network.layers))]
        if network.norms:
            self.joined()
        else:
            self.apart()
        self.empirical()
        if self.problem.asked and not network.norms:
            page.apart = self.numbered()
        page.close = self._close
        page.answers = [unit.out.moved(at) for at in self.places for unit in network.outputs]
        page.note(*self.problem.conventions())
        return page

    def _close(self, sections: list[Section]):
        """The table of what the page holds stands at its end."""
        table = self._table({step.name for step in steps_of(sections)})
        if table:
            sections.append(Section(Says("training_truth_table"), [Block(table=table)]))

    def _table(self, left: set[Name]) -> Table | None:
        """The samples and units of which the page holds steps (``left``); None where it holds no whole column."""
        outs = {unit.out for unit in self.network.units}
        shown = self._shown(outs, left)
        gone = {out for out in outs if not left.issuperset(map(out.moved, shown))}
        if not shown or gone == outs:
            return None
        note = None if gone or len(shown) < len(self.rows) else self._note()
        titles = self._titles()
        kept = [title.args["name"] not in gone for title in titles]
        rows = [list(compress(row, kept)) for row in shown.values()]
        return Table(list(compress(titles, kept)), rows, note=note)

    def _shown(self, outs: set[Name], left: set[Name]) -> dict[At, list[Ref | Expr]]:
        """The rows of the samples of which an activation is left on the page."""
        return {at: row for at, row in zip(self.places, self.rows, strict=True) if _outs(outs, at) & left}

    def _titles(self) -> list[Says]:
        """What stands above the columns: inputs, what every unit gives, targets."""
        first = self.problem.data[0]
        titles = [Says("page_name", name=name) for name in first.inputs]
        titles += [Says("page_name", name=unit.out) for unit in self.network.units]
        if first.targets:
            titles += [
                Column(f"target_of_{unit.out}", "training_target_of", name=unit.out) for unit in self.network.outputs
            ]
        return titles

    def _note(self) -> Says | None:
        """Whether every output equals its target; only for units that give whole values."""
        stepped = all(unit.function.exact and not unit.function.slopes for unit in self.network.outputs)
        if not stepped or not self.problem.data[0].targets:
            return None
        wrong = self._wrong()
        if not wrong:
            return Says("training_truth_right")
        return Says("training_truth_wrong" if len(wrong) == 1 else "training_truth_wrong_several", of=listing(wrong))

    def _wrong(self) -> list[str]:
        """The numbers of the samples with an output that is not its target."""
        values = evaluate(self.page.steps, self.problem.precision, self.page.given)
        wrong = []
        for number, sample in enumerate(self.problem.data, 1):
            given = [values[unit.out.moved(At((number,)))] for unit in self.network.outputs]
            if given != [constant(sample.targets[unit.name]) for unit in self.network.outputs]:
                wrong.append(str(number))
        return wrong


def _outs(outs: set[Name], at: At) -> set[Name]:
    """Activations in one sample."""
    return {out.moved(at) for out in outs}
