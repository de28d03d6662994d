"""Training on several samples: per sample, in mini-batches or all at once, over epochs.

The forward and backward pass of one sample is written once, as for a single problem. Every visit of a sample is a copy
of those steps under the visit's number (``2.net_h1``), every update a new name of the parameter (``1.w5``). What is
not written out runs through the same steps, compiled.
"""

from __future__ import annotations

import random

from ..differences import check_gradients
from ..errors import AskedError, EvaluationError, listing, nearest, quote
from ..formula.compiled import compiled
from ..formula.expr import Div, Expr, Num, Symbol, replaced, total_of
from ..formula.names import Mark, Partial
from ..formula.rounding import Rounding
from ..problem import rounding_note
from ..schema import constant
from ..solution import Block, Says, Section, Solution, Step, Table, evaluate, needed
from .backward import Writer
from .copies import copied, sample_title
from .forward import forward_section, loss_section
from .update import clip_marks, clipped, step_down

# The first epoch is written out in full for up to so many samples; of more, the first update is.
MOST_WRITTEN = 12
MOST_VISITS = 3_000_000
MOST_CARRIED = 3_000


class Training:
    """The training of a network on samples; ``problem`` is a backprop problem with samples."""

    def __init__(self, problem):
        self.problem, self.network, self.loss = problem, problem.net, problem.error
        self.forward = [forward_section(self.network), loss_section(self.network, self.loss)]
        self.steps = [step for section in self.forward for step in section.steps]
        self.learned = [name for name in self.network.parameters if name not in problem.freeze]
        self.backward, self.gradients = self._backward()
        self.current: dict[str, str] = {name: name for name in self.learned}
        self.given: dict[str, Expr] = dict(self.network.parameters)
        if problem.learning_rate is not None:
            self.given["η"] = problem.learning_rate
        self.sections: list[Section] = []
        self.sample_rows: list[list[str]] = []
        self.names = problem.names()
        self.names.error_terms = problem.method == "delta"
        self.heads: dict[str, object] = {}
        self.marks: dict[str, object] = {}
        self.results: dict[str, float] = {}

    def _backward(self) -> tuple[list[Section], dict[str, str]]:
        """The gradients of one sample, section by section."""
        writer = Writer(self.network, self.steps, self.loss, self.problem.method)
        gradients = {}
        for layer in reversed(range(len(self.network.layers))):
            for name in self.network.parameters_of(layer):
                if name in self.learned:
                    writer.section(Says("backward", name=name))
                    gradients[name] = writer.backward.gradient(name)
        return writer.sections, gradients

    # What is written out

    def batches(self, epoch: int) -> list[list[int]]:
        """The samples of every update of an epoch (from 1), in the order of visiting."""
        order = list(range(len(self.problem.data)))
        if self.problem.shuffle is not None:
            random.Random(self.problem.shuffle * 1_000_003 + epoch).shuffle(order)  # noqa: S311
        size = self.problem.batch_size
        return [order[k : k + size] for k in range(0, len(order), size)]

    def write(self):
        """The first epoch in steps, or its first update where there are many samples."""
        batches = self.batches(1)
        written = batches if len(self.problem.data) <= MOST_WRITTEN else batches[:1]
        visit = 0
        for number, batch in enumerate(written, 1):
            visits = []
            for sample in batch:
                visit += 1
                visits.append(f"{visit}.")
                self._visit(f"{visit}.", sample)
            self._update(number, visits)

    def _visit(self, prefix: str, sample: int):
        """Forward and backward pass of one sample under the parameters of the moment."""
        data = self.problem.data[sample]
        exchange: dict[str, Expr] = {name: Symbol(now) for name, now in self.current.items()}
        for name, value in data.inputs.items():
            self.given[prefix + name] = value
            exchange[name] = Symbol(prefix + name)
        for unit, value in data.targets.items():
            name = self.loss.target_names[unit]
            self.given[prefix + name] = value
            exchange[name] = Symbol(prefix + name)
        self.sections += copied([*self.forward, *self.backward], prefix, exchange, sample_title(sample + 1))
        targets = [self.loss.target_names[unit] for unit in data.targets]
        self.sample_rows.append([prefix + name for name in (*data.inputs, *targets)])

    def _update(self, number: int, visits: list[str]):
        """The mean (or sum) of the gradients of a batch, and the new parameters."""
        steps, used = [], {}
        for name, gradient in self.gradients.items():
            terms = [Symbol(visit + gradient) for visit in visits]
            if len(terms) == 1:
                used[name] = terms[0].name
                continue
            for sample, term in enumerate(terms, 1):
                self.heads[term.name] = self.names.mark(gradient)
                self.marks[term.name] = Partial(Mark("E", "", str(sample)), self.names.mark(name))
            used[name] = f"{number}.g_{name}"
            over = "Ē" if self.problem.reduction == "mean" else "ΣE"
            self.marks[used[name]] = Partial(Mark(over), self.names.mark(name))
            steps.append(Step(used[name], self._joined(terms), Says(f"batch_{self.problem.reduction}", n=len(terms))))
        section = Section(Says("update_number", n=number))
        if steps:
            section.blocks.append(Block(None, steps))
        more, used = clipped(used, self.problem.clip, f"{number}.")
        self.marks |= clip_marks(used, self.names, f"{number}.") if more else {}
        if more:
            section.blocks.append(Block(None, more))
        updates = []
        for name, gradient in used.items():
            new = f"{number}.{name}"
            updates += step_down(
                Symbol(self.current[name]), gradient, f"{number}.change_{name}", new, self.problem.weight_decay
            )
            self.current[name] = new
            mark = self.names.mark(name)
            self.heads[new] = Mark(mark.base, mark.sub, mark.sup, True)
        section.blocks.append(Block(None, updates))
        self.sections.append(section)

    def _joined(self, terms: list[Expr]) -> Expr:
        total = total_of(terms)
        return Div(total, Num(str(len(terms)))) if self.problem.reduction == "mean" else total

    # What runs

    def run(self) -> list[list]:
        """All epochs in numbers; rows of (epoch, average loss, parameters after it)."""
        problem = self.problem
        if problem.epochs * len(problem.data) > MOST_VISITS:
            raise AskedError(f"epochs × samples may be at most {MOST_VISITS:,} visits".replace(",", " "))
        if problem.digits.carry and problem.epochs * len(problem.data) > MOST_CARRIED:
            raise AskedError(f"with rounding carried, epochs × samples may be at most {MOST_CARRIED} visits")
        visit, update = self._compiled(problem.digits)
        samples = [self._numbers(sample) for sample in problem.data]
        parameters = [constant(self.network.parameters[name]) for name in self.learned]
        rows = []
        for epoch in range(1, problem.epochs + 1):
            total = 0.0
            for batch in self.batches(epoch):
                sums = None
                for index in batch:
                    try:
                        loss, *gradients = visit(*parameters, *samples[index])
                    except (ArithmeticError, ValueError) as error:
                        raise EvaluationError(f"epoch {epoch}, sample {index + 1}: no value: {error}") from None
                    total += loss
                    sums = gradients if sums is None else [a + b for a, b in zip(sums, gradients, strict=True)]
                if problem.reduction == "mean" and len(batch) > 1:
                    sums = [value / len(batch) for value in sums]
                parameters = update(*parameters, *sums)
            rows.append([epoch, total / len(samples), *parameters])
        return rows

    def _numbers(self, sample) -> list[float]:
        return [constant(value) for value in (*sample.inputs.values(), *sample.targets.values())]

    def _compiled(self, rounding: Rounding):
        """Two functions: loss and gradients of a sample, and new parameters from gradients."""
        frozen = {name: Num(repr(constant(v)), constant(v)) for name, v in self.network.parameters.items()}
        fixed = {name: value for name, value in frozen.items() if name not in self.learned}
        if self.problem.learning_rate is not None:
            fixed["η"] = Num("η", constant(self.problem.learning_rate))
        backward = [step for section in self.backward for step in section.steps]
        sample = [(step.name, replaced(step.formula, fixed)) for step in (*self.steps, *backward)]
        first = self.problem.data[0]
        names = [*first.inputs, *(self.loss.target_names[unit] for unit in first.targets)]
        order = [self.gradients[name] for name in self.learned]
        used = {name: f"g_{name}" for name in self.learned}
        steps, used_now = clipped(used, self.problem.clip)
        for name in self.learned:
            steps += step_down(
                Symbol(name), used_now[name], f"change_{name}", f"new_{name}", self.problem.weight_decay
            )
        updates = [(step.name, replaced(step.formula, fixed)) for step in steps]
        results = [f"new_{name}" for name in self.learned]
        if rounding.carry:
            return _carried(sample, [*self.learned, *names], ["E", *order], rounding), _carried(
                updates, [*self.learned, *used.values()], results, rounding
            )
        return (
            compiled(sample, [*self.learned, *names], ["E", *order]),
            compiled(updates, [*self.learned, *used.values()], results),
        )

    # The whole

    def solution(self) -> Solution:
        """The first epoch in steps, all epochs in a table."""
        problem, sections = self.problem, self.sections
        self.write()
        rows = self.run() if problem.learning_rate is not None else []
        for name, value in zip(["average_E", *(f"new_{n}" for n in self.learned)], rows[-1][1:] if rows else [], strict=False):
            self.results[name] = value
        asked = [self._asked(text) for text in problem.asked or ()]
        if asked:
            wanted = [self.current.get(name.removeprefix("new_"), name) for name in asked]
            sections = needed(sections, wanted) or sections
        names = self.names
        names.heads = self.heads
        names.exact |= self.marks | {"average_E": "average E"}
        return Solution(
            kind="backprop",
            title=problem.title,
            subtitle=self.loss.shown,
            source=problem.source,
            given=self.given,
            given_rows=[row for row in self._given_rows() if row],
            sections=[*sections, Section(Says("epochs"), [Block(table=self._table(rows))])] if rows else sections,
            names=names,
            rounding=problem.digits,
            asked=asked,
            answers=list(self.results),
            results=self.results,
            notes=self._notes(),
            check=self._check(),
            detail=problem.detail,
        )

    def _given_rows(self) -> list[list[str]]:
        rows = [self.network.parameters_of(k) for k in range(len(self.network.layers))]
        return [*rows, ["η"] if "η" in self.given else [], *self.sample_rows]

    def _asked(self, text: str) -> str:
        bare = text.strip().removeprefix("new_").removesuffix("'").removesuffix("′")
        known = [step.name for section in self.sections for step in section.steps]
        if bare in self.learned and self.results:
            return f"new_{bare}"
        if text in self.results or text in known:
            return text
        choices = [*self.learned, *self.results, *known[:500]]
        hint = nearest(text, choices) or f" Results: {listing(choices)}."
        raise AskedError(f"{quote(text)} is not a result of this problem.{hint}")

    def _table(self, rows: list[list]) -> Table:
        shown = len(self.learned) <= 12
        columns = ["epoch", "average_loss", *([Says("name", name=name) for name in self.learned] if shown else [])]
        return Table(columns, [row if shown else row[:2] for row in rows], longest=20)

    def _notes(self) -> list[Says]:
        problem, count = self.problem, len(self.batches(1))
        size = {1: "per_sample", len(problem.data): "batch"}.get(problem.batch_size, "mini_batch")
        notes = [
            Says(f"note_{size}", samples=len(problem.data), size=problem.batch_size, updates=count),
            Says("note_average_loss"),
            rounding_note(problem.digits),
        ]
        return notes

    def _check(self) -> Says | None:
        """The gradients of the first sample against central differences."""
        backward = [step for section in self.backward for step in section.steps]
        given = self.problem.given()
        values = evaluate(self.steps + backward, given=given)
        return check_gradients(self.steps, given, "E", self.gradients, values)


def _carried(steps, inputs, outputs, rounding: Rounding):
    """The same function with every step rounded, as a person who computes with the printed digits."""
    listed = [Step(name, formula) for name, formula in steps]

    def run(*numbers):
        values = evaluate(listed, rounding, dict(zip(inputs, numbers, strict=True)))
        return tuple(values[name] for name in outputs)

    return run
