"""The forward pass of several samples, and the table of what every unit gives: the truth table of a gate."""

from __future__ import annotations

from ..errors import AskedError, listing, nearest, quote
from ..formula.expr import Expr, Symbol
from ..problem import rounding_note
from ..schema import constant
from ..solution import Block, Ref, Says, Section, Solution, Table, needed
from .copies import copied, sample_title
from .forward import forward_section, loss_section

MOST_SAMPLES = 200


def truth_solution(problem) -> Solution:
    """Every sample through the network, then the table."""
    if len(problem.data) > MOST_SAMPLES:
        raise AskedError(f"the forward pass is written for at most {MOST_SAMPLES} samples; here are {len(problem.data)}")
    return _Truth(problem).solution()


class _Truth:
    def __init__(self, problem):
        self.problem, self.network, self.loss = problem, problem.net, problem.error
        self.given: dict[str, Expr] = self.network.parameters | self.network.masks(1)
        self.sections: list[Section] = []
        self.rows: list[list] = []

    def sample(self, number: int, sample):
        """Adds the steps of one sample and its row."""
        prefix, exchange = f"{number}.", {}
        for name, value in sample.inputs.items():
            self.given[prefix + name] = value
            exchange[name] = Symbol(prefix + name)
        template = [forward_section(self.network)]
        if self.loss:
            template.append(loss_section(self.network, self.loss))
            for unit, value in sample.targets.items():
                name = self.loss.target_names[unit]
                self.given[prefix + name] = value
                exchange[name] = Symbol(prefix + name)
        self.sections += copied(template, prefix, exchange, sample_title(number))
        row = [Ref(prefix + name) for name in sample.inputs] + [Ref(prefix + unit.out) for unit in self.network.units]
        self.rows.append(row + [value for value in sample.targets.values()])

    def solution(self) -> Solution:
        problem = self.problem
        for number, sample in enumerate(problem.data, 1):
            self.sample(number, sample)
        units = [Says("name", name=unit.out) for unit in self.network.units]
        inputs = [Says("name", name=name) for name in problem.data[0].inputs]
        targets = [Says("target_of", name=unit.out) for unit in self.network.outputs if problem.data[0].targets]
        table = Table([*inputs, *units, *targets], self.rows, note=self._note())
        asked = [self._asked(text) for text in problem.asked or ()]
        names = problem.names()
        sections = needed(self.sections, asked) if asked else self.sections
        given_rows = [self.network.parameters_of(k) for k in range(len(self.network.layers))]
        given_rows += [list(self.network.masks(1))] if self.network.dropouts else []
        return Solution(
            kind="forward",
            title=problem.title,
            subtitle=self.loss.shown if self.loss else "",
            source=problem.source,
            given=self.given,
            given_rows=given_rows,
            sections=[*sections, Section(Says("truth_table"), [Block(table=table)])],
            names=names,
            rounding=problem.digits,
            asked=asked,
            answers=[f"{k}.{unit.out}" for k in range(1, len(problem.data) + 1) for unit in self.network.outputs],
            notes=[*problem.dropout_notes(), rounding_note(problem.digits)],
            detail=problem.detail,
        )

    def _asked(self, text: str) -> str:
        known = [step.name for section in self.sections for step in section.steps]
        if text in known:
            return text
        raise AskedError(f"{quote(text)} is not a result of this problem.{nearest(text, known) or listing(known)}")

    def _note(self) -> Says | None:
        """Whether every output equals its target; only for units that give whole values."""
        stepped = all(unit.function.exact and not unit.function.slopes for unit in self.network.outputs)
        if not stepped or not self.problem.data[0].targets:
            return None
        from ..solution import evaluate

        steps = [step for section in self.sections for step in section.steps]
        values = evaluate(steps, self.problem.digits, self.given)
        wrong = [
            number
            for number, sample in enumerate(self.problem.data, 1)
            if any(values[f"{number}.out_{name}"] != constant(target) for name, target in sample.targets.items())
        ]
        return Says("truth_wrong", n=len(wrong), of=", ".join(map(str, wrong[:10]))) if wrong else Says("truth_right")
