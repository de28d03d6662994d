"""Gradient descent on a regression: the gradient derived on one sample, the first iterations in full, then a table."""

from __future__ import annotations

from ...differences import check_gradients
from ...formula.derive import Backward
from ...formula.expr import Expr, Num, Symbol
from ...formula.marks import Mark, Partial
from ...formula.numbers import exactly
from ...formula.repeated import Repeated
from ...formula.rounding import Rounding
from ...solution import Block, Given, Says, Section, Step, Table, evaluate
from .models import Model

MOST_ITERATIONS = 10_000
MOST_WORK = 300_000
MOST_SLOPES = 3
WIDEST_TWICE = 12
WIDEST_WRITTEN = 40


class Descent:
    """The iterations of one model from its start; state t is what iteration t leaves, state 0 the start."""

    def __init__(
        self, model: Model, start: dict[str, Expr], rate: Expr, iterations: int, shown: int, rounding: Rounding
    ):
        self.model, self.iterations, self.rounding = model, iterations, rounding
        lines = model.data.count * len(model.outputs)
        self.shown = min(iterations, shown, 0 if lines > WIDEST_WRITTEN else 1 if lines > WIDEST_TWICE else shown)
        self.names = list(model.coefficients())
        self.given = Given(model.data.given()) | {f"{name}@0": start[name] for name in self.names} | {"η": rate}
        self.marks = model.marks
        self.history: list[dict] = []
        self.diverged = 0
        self._run()

    def iteration(self, t: int) -> list[list[Step]]:
        """The steps of iteration ``t`` from 1: outputs and errors, loss, gradients, new values."""
        model, ending = self.model, f"@{t - 1}"
        model.print_names(ending, ending)
        gradients, news = [], []
        for name, (column, output) in model.coefficients().items():
            slope = f"dL/d{name}{ending}"
            self.marks[slope] = Partial(Mark("L"), model.mark(name))
            self.marks[f"{name}@{t}"] = model.mark(name, f"@{t}")
            gradients.append(Step(slope, model.gradient(column, output, ending)))
            news.append(Step(f"{name}@{t}", Symbol(name + ending) - Symbol("η") * Symbol(slope)))
        loss = Step(f"L{ending}", model.loss_formula(ending), Says(f"regression_loss_{model.loss.replace(' ', '_')}"))
        return [model.forward(ending, ending), [loss], gradients, news]

    def _run(self):
        """The same steps, evaluated once an iteration from the state before; ends where a number is too large."""
        steps = [step for part in self.iteration(1) for step in part]
        base = evaluate([], self.rounding, self.given)
        state = {name: base[f"{name}@0"] for name in self.names}
        repeated = Repeated([(step.name, step.formula) for step in steps], self.rounding)
        with exactly():
            for t in range(self.iterations + 1):
                values = base | {f"{name}@0": number for name, number in state.items()}
                try:
                    repeated.run(values)
                except (ArithmeticError, ValueError):
                    if not t:
                        evaluate(steps, self.rounding, self.given)  # tells why the start has no value
                    self.diverged = t
                    return
                entry = state | {"L": values["L@0"]}
                self.history.append(entry | {f"d{name}": values[f"dL/d{name}@0"] for name in self.names})
                state = {name: values[f"{name}@1"] for name in self.names}

    @property
    def last(self) -> int:
        """The number of the last state that has values."""
        return len(self.history) - 1

    # What is printed

    def sections(self) -> list[Section]:
        """The derivation, the iterations in full, the table."""
        written = [self._iteration_section(t) for t in range(1, self.shown + 1) if t <= self.last]
        derivation = self._derivation()
        outputs = written[0].blocks[:-3] if written else [Block(None, self._first_row())]
        outputs[0].intro = Says("regression_outputs")
        derivation.blocks[:0] = outputs
        if written:
            written[0].blocks = written[0].blocks[-3:]
        sections = [derivation, *written]
        sections.append(Section(Says("regression_trace"), [Block(None, [], table=self._table())]))
        return sections

    def _first_row(self) -> list[Step]:
        """What the derivation stands on where no iteration is written out."""
        self.model.print_names("@0", "@0")
        per_row = len(self.model.forward("@0", "@0")) // self.model.data.count
        return self.model.forward("@0", "@0")[:per_row]

    def _iteration_section(self, t: int) -> Section:
        _, loss, gradients, news = self.iteration(t)
        outputs = self.model.blocks(f"@{t - 1}", f"@{t - 1}")
        return Section(
            Says("regression_iteration", n=t), [*outputs, *[Block(None, part) for part in (loss, gradients, news)]]
        )

    def _derivation(self) -> Section:
        """∂ℓ/∂b for one row by the chain rule, with what cancels; then the sum over the rows in words."""
        model, blocks = self.model, []
        formula, inner, short, reason = model.sample("@0")
        forward = model.forward("@0", "@0")
        loss = "loss_1@0"
        own = [Step(loss, formula, Says("regression_sample_loss"))] if formula else []
        if own:
            blocks.append(Block(None, own, Says("regression_sample")))

        def begin(name: str, chains: list):
            blocks.append(Block(None, [], None if blocks else Says("regression_sample")))

        def write(name: str, formula: Expr, role: str, of: tuple[str, ...]):
            blocks[-1].steps.append(Step(name, formula))
            if role in ("chain", "paths"):
                blocks[-1].goal = name

        steps = [(step.name, step.formula) for step in forward] + [(step.name, step.formula) for step in own]
        backward = Backward(steps, loss, write, begin)
        top = backward.gradient(inner)
        if short is not None:
            self.marks["cancelled"] = Partial(Mark("ℓ", "1"), model.marks[inner])
            blocks.append(Block(None, [Step("cancelled", short, reason)], Says("regression_cancelled")))
            top = "cancelled"
        output = next((k for k in model.outputs if k and inner.endswith(f"_{k}@0")), "")
        ends = []
        for column in model.columns:
            name = model.coefficient(column, output)
            slope = Symbol(top) * model.data.x(column, 1) if column else Symbol(top)
            self.marks[f"d{loss}/d{name}@0"] = Partial(Mark("ℓ", "1"), model.mark(name))
            ends.append(Step(f"d{loss}/d{name}@0", slope, None if column else Says("regression_slope_one")))
        blocks.append(Block(None, ends))
        key = f"regression_all_{'linear' if model.sign else 'entropy'}_{model.loss.replace(' ', '_')}"
        blocks.append(Block(None, [], Says(key)))
        return Section(Says("regression_derivation"), blocks)

    def _table(self) -> Table:
        """One row a state: coefficients, loss, gradient."""
        rows = []
        for t, entry in enumerate(self.history):
            slopes = [entry[f"d{name}"] for name in self.names] if len(self.names) <= MOST_SLOPES else []
            rows.append([t, *[entry[name] for name in self.names], entry["L"], *slopes])
        heads = [Says("name", name=name) for name in self.names]
        slopes = [Says("name", name=f"dL/d{name}") for name in self.names] if len(self.names) <= MOST_SLOPES else []
        for name in self.names:
            self.marks[f"dL/d{name}"] = Partial(Mark("L"), self.model.mark(name))
            self.marks[name] = self.model.mark(name)
        return Table(["regression_state", *heads, "regression_loss", *slopes], rows, longest=30)

    def final(self) -> Section:
        """The coefficients that the last iteration leaves: its last line, out of the table where it is not written."""
        t, steps = self.last, []
        for name in self.names:
            if t == 0 or t <= self.shown:
                steps.append(Step(name, Symbol(f"{name}@{t}")))
                continue
            before = f"@{t - 1}"
            for known, mark in ((name + before, self.model.mark(name, before)), (f"dL/d{name}{before}", None)):
                self.marks[known] = mark or Partial(Mark("L"), self.model.mark(name))
            entry = self.history[t - 1]
            if t - 1 > self.shown:  # else the last iteration that is written out ends with it
                self.given[name + before] = _given(entry[name])
            self.given[f"dL/d{name}{before}"] = _given(entry[f"d{name}"])
            steps.append(Step(name, Symbol(name + before) - Symbol("η") * Symbol(f"dL/d{name}{before}")))
        return Section(Says("regression_after", n=t), [Block(None, steps)])

    def check(self) -> Says | None:
        """The gradients at the start against central differences."""
        forward, loss, gradients, _ = self.iteration(1)
        values = evaluate([*forward, *loss, *gradients], given=self.given)
        names = {f"{name}@0": f"dL/d{name}@0" for name in self.names}
        return check_gradients([*forward, *loss], self.given, "L@0", names, values)


def _given(value: object):
    """A number of the table as a given one; a formula would be taken for its author's own text."""
    return value if not isinstance(value, Num) else value.value
