"""The forward pass of several samples, and the table of what every unit gives: the truth table of a gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import listing
from ...formula.expr import Div, Expr, Num, Symbol, total_of
from ...formula.marks import Mark
from ...names import At, Name, Role
from ...reading.schema import constant
from ...solution import Block, Given, Ref, Says, Section, Solution, Step, Table, needed
from .asked import both_ways, resolved
from .copies import copied, sample_mark, sample_title
from .forward import forward_section, loss_section
from .model import ERROR

if TYPE_CHECKING:
    from .problem import NetworkProblem
    from .samples import Sample


_AVERAGE = Name(Role.LOSS, "average", ERROR)


def truth_solution(problem: NetworkProblem) -> Solution:
    """Every sample through the network, then the table."""
    return _Truth(problem).solution()


class _Truth:
    def __init__(self, problem: NetworkProblem):
        self.problem, self.network, self.loss = problem, problem.net, problem.error
        self.given = Given(self.network.parameters) | self.network.masks(1)
        self.sections: list[Section] = []
        self.rows: list[list] = []
        self.names = problem.names()
        self.places = [At((number,)) for number in range(1, len(problem.data) + 1)]

    def joined(self):
        """Adds all samples as one batch, over which layers are normalised."""
        from .batch_graph import BatchGraph

        visits = {number: number for number in range(1, len(self.problem.data) + 1)}
        graph = BatchGraph(self.problem, 1, visits, {}, self.names, derived=False)
        self.given = Given(self.network.parameters) | graph.given
        for norm in self.network.norms.values():
            self.given |= norm.given()
        self.names.exact |= graph.marks
        self.sections = graph.sections
        for number, sample in enumerate(self.problem.data, 1):
            self.row(At((number,)), sample)

    def numbered(self) -> dict[Name, object]:
        """Every name printed with the number of its sample above, so that what is asked can be told apart."""
        names = [*self.given, *(step.name for section in self.sections for step in section.steps)]
        return {
            name: sample_mark(self.names, name.bare, *name.at.rounds, self.network.parameters)
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
        self.given |= {exchange[name].name: value for name, value in numbers.items()}
        brief = number > 1 and not self.problem.asked
        self.sections += copied(template, at, exchange, sample_title(number), brief)
        self.row(at, sample)

    def empirical(self):
        """Adds the empirical loss, the mean of the samples' errors."""
        errors = [ERROR.moved(at) for at in self.places] if self.loss else []
        if len(errors) > 1:
            for number, name in enumerate(errors, 1):
                mark = self.names.mark(name)
                self.names.exact[name], self.names.heads[name] = Mark(mark.base, str(number)), mark
            self.names.exact[_AVERAGE] = Mark(f"average {self.names.mark(ERROR).base}")
            mean = Div(total_of([Symbol(name) for name in errors]), Num(str(len(errors))))
            step = Step(_AVERAGE, mean, Says("empirical_mean", n=len(errors)))
            self.sections.append(Section(Says("empirical_loss"), [Block(None, [step])]))

    def solution(self) -> Solution:
        problem = self.problem
        if self.network.norms:
            self.joined()
        else:
            for number, sample in enumerate(problem.data, 1):
                self.sample(number, sample)
        self.empirical()
        asked = self._asked()
        if asked and not self.network.norms:
            self.names.exact |= self.numbered()
        sections = needed(self.sections, asked) if asked else self.sections
        table = self._table({step.name for section in sections for step in section.steps})
        if table:
            sections = [*sections, Section(Says("truth_table"), [Block(table=table)])]
        given_rows = [self.network.parameters_of(k) for k in range(len(self.network.layers))]
        given_rows.append(list(dict.fromkeys(name for norm in self.network.norms.values() for name in norm.given())))
        given_rows += [list(self.network.masks(1))] if self.network.dropouts and not self.network.norms else []
        return Solution(
            kind="forward",
            title=problem.title,
            subtitle=self.loss.shown if self.loss else "",
            source=problem.source,
            given=self.given,
            given_rows=given_rows,
            sections=sections,
            names=self.names,
            rounding=problem.precision,
            asked=asked,
            answers=[unit.out.moved(at) for at in self.places for unit in self.network.outputs],
            notes=[*problem.conventions()],
            detail=problem.detail,
        )

    def _table(self, left: set[Name]) -> Table | None:
        """The samples and units of which the page holds steps (``left``); None where it holds no whole column."""
        outs = {unit.out for unit in self.network.units}
        shown = [(at, row) for at, row in zip(self.places, self.rows, strict=True) if _outs(outs, at) & left]
        gone = {out for out in outs if any(out.moved(at) not in left for at, _ in shown)}
        if not shown or gone == outs:
            return None
        titles = self._titles()
        kept = [place for place, title in enumerate(titles) if title.args["name"] not in gone]
        rows = [[row[place] for place in kept] for _, row in shown]
        whole = len(rows) == len(self.rows) and not gone
        return Table([titles[place] for place in kept], rows, note=self._note() if whole else None)

    def _titles(self) -> list[Says]:
        """What stands above the columns: inputs, what every unit gives, targets."""
        first = self.problem.data[0]
        titles = [Says("name", name=name) for name in first.inputs]
        titles += [Says("name", name=unit.out) for unit in self.network.units]
        if first.targets:
            titles += [Says("target_of", name=unit.out) for unit in self.network.outputs]
        return titles

    def _asked(self) -> list[Name]:
        """What is asked for; of a batch what it shares is asked for without the number of the batch."""
        results = [step.name for section in self.sections for step in section.steps]
        if self.network.norms:
            shared: dict[str, Name] = {}
            for norm in self.network.norms.values():
                shared |= norm.shared_names(self.places[0])
            return resolved(self.problem.asked or (), results, self.given, self.names, shared)
        printed = both_ways(self.names, self.numbered() if self.problem.asked else {})
        return resolved(self.problem.asked or (), results, self.given, printed)

    def _note(self) -> Says | None:
        """Whether every output equals its target; only for units that give whole values."""
        stepped = all(unit.function.exact and not unit.function.slopes for unit in self.network.outputs)
        if not stepped or not self.problem.data[0].targets:
            return None
        from ...solution import evaluate

        steps = [step for section in self.sections for step in section.steps]
        values = evaluate(steps, self.problem.precision, self.given)
        wrong = []
        for number, sample in enumerate(self.problem.data, 1):
            given = [values[unit.out.moved(At((number,)))] for unit in self.network.outputs]
            if given != [constant(sample.targets[unit.name]) for unit in self.network.outputs]:
                wrong.append(str(number))
        if not wrong:
            return Says("truth_right")
        return Says("truth_wrong" if len(wrong) == 1 else "truth_wrong_several", of=listing(wrong))


def _outs(outs: set[Name], at: At) -> set[Name]:
    """Activations in one sample."""
    return {out.moved(at) for out in outs}
