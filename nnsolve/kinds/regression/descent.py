"""Gradient descent on a regression: the gradient derived on one sample, the first iterations in full, then a table."""

from __future__ import annotations

from ...differences import check_gradients
from ...errors import AskedError
from ...formula.derive import Backward
from ...formula.expr import Expr, Num, Symbol
from ...formula.marks import Mark, Partial
from ...formula.numbers import exactly
from ...formula.repeated import Repeated
from ...formula.rounding import Rounding
from ...formula.twin import Twin
from ...names import At, Name, Role, d, read
from ...solution import Block, Given, Says, Section, Step, Table, evaluate
from ...working import Working
from .called import LOSS, RATE, START, sample_loss, slope, standing
from .models import Model, above

MOST_ITERATIONS = 10_000
MOST_WORK = 300_000
MOST_SLOPES = 3
WIDEST_TWICE = 12
WIDEST_WRITTEN = 40
MOST_LINES = 5000
MOST_LISTED = 2000
AFTER = "regression_after"
CANCELLED = Name(Role.RESULT, "cancelled")


class Descent:
    """The iterations of one model from its start; state t is what iteration t leaves, state 0 the start."""

    def __init__(
        self, model: Model, start: dict[Name, Expr], rate: Expr, iterations: int, shown: int, rounding: Rounding
    ):
        self.model, self.iterations, self.rounding = model, iterations, rounding
        lines = model.data.count * len(model.outputs)
        self.shown = min(iterations, shown, 0 if lines > WIDEST_WRITTEN else 1 if lines > WIDEST_TWICE else shown)
        self.names = list(model.coefficients)
        self.given = Given(model.data.given()) | {standing(name, START): start[name] for name in self.names}
        self.given[RATE] = rate
        self.marks = model.marks
        self.history: list[dict] = []
        self.diverged = 0
        self._lines: dict[int, dict[str, Name]] = {}
        self._run()

    def iteration(self, t: int) -> list[list[Step]]:
        """The steps of iteration ``t`` from 1: outputs and errors, loss, gradients, new values."""
        model, before, after = self.model, At(time=t - 1), At(time=t)
        model.print_names(before)
        gradients, news = [], []
        for name, (column, output) in model.coefficients.items():
            gradient, renewed = slope(name, before), standing(name, after)
            self.marks[gradient] = self._slope_mark(name)
            self.marks[renewed] = model.mark(name, after)
            gradients.append(Step(gradient, model.gradient(column, output, before)))
            news.append(Step(renewed, self._renewed(name, before)))
        reason = Says(f"regression_loss_{model.loss.replace(' ', '_')}")
        return [model.forward(before), [Step(LOSS.moved(before), model.loss_formula(before), reason)], gradients, news]

    def _slope_mark(self, name: Name) -> Partial:
        """∂L/∂b."""
        return Partial(Mark("L"), self.model.mark(name))

    def _renewed(self, name: Name, before: At) -> Expr:
        """b − η·∂L/∂b."""
        return Symbol(standing(name, before)) - Symbol(RATE) * Symbol(slope(name, before))

    def _run(self):
        """The same steps, evaluated once an iteration from the state before; ends where a number is too large."""
        steps = [step for part in self.iteration(1) for step in part]
        base = evaluate([], self.rounding, self.given)
        starts = {name: standing(name, START) for name in self.names}
        slopes = {d(LOSS, name): slope(name, START) for name in self.names}
        ends = {name: standing(name, At(time=1)) for name in self.names}
        loss = LOSS.moved(START)
        state = {name: base[start] for name, start in starts.items()}
        repeated = Repeated([(step.name, step.formula) for step in steps], self.rounding)
        twin = Twin(self.given, self.rounding)
        renewed = [(starts[name], Symbol(ends[name])) for name in self.names]
        with exactly():
            for t in range(self.iterations + 1):
                values = base | {starts[name]: number for name, number in state.items()}
                try:
                    repeated.run(values, twin)
                except (ArithmeticError, ValueError):
                    if not t:
                        evaluate(steps, self.rounding, self.given)  # tells why the start has no value
                    self.diverged = t
                    return
                self.history.append(state | {LOSS: values[loss]} | {by: values[at] for by, at in slopes.items()})
                state = {name: values[end] for name, end in ends.items()}
                twin.row()
                twin.ran(renewed)
            self._know(twin, starts | {LOSS: loss} | slopes)

    def _know(self, twin: Twin, names: dict[Name, Name]):
        """Tells the history what its numbers are exactly, where doubles could not tell everything."""
        if not twin.wanted or twin.caught_up() is None:
            return
        for k, row in enumerate(self.history):
            known = twin.known(k, {names[name]: value for name, value in row.items()})
            self.history[k] = {name: known[names[name]] for name in row}

    @property
    def last(self) -> int:
        """The number of the last state that has values."""
        return len(self.history) - 1

    def begin(self, page: Working):
        """Writes the iterations, what the last one leaves, and what of them may be asked for."""
        page.add([*self.sections(), self.final()])
        page.further, page.offered = self.listed(), self.offered
        page.write = lambda asked: self.write(asked, page)
        page.given |= self.given
        page.tabled = set(filter(self.offered, self.given))
        page.marks |= self.model.data.marks()
        page.marks |= self.marks
        page.rows += [*self.model.data.given_rows(), [*[standing(name, START) for name in self.names], RATE]]
        page.check(lambda solution: self.check())

    # What is written where it is asked for

    def offered(self, text: str) -> Name | None:
        """The name of a line of an iteration that is not written out, by its spelling."""
        name = read(text)
        time = str(name.of_name.at.time if name.role is Role.PARTIAL else name.at.time)
        if not time.isdecimal() or len(time) > len(str(MOST_ITERATIONS)):
            return None
        # A coefficient is what an iteration leaves, all else what the next begins with.
        numbers = [t for t in (int(time), int(time) + 1) if self.shown < t <= self.last]
        return next((self._names_of(t)[text] for t in numbers if text in self._names_of(t)), None)

    def listed(self) -> list[Name]:
        """The coefficients and losses of the iterations that are not written out; none where they are too many."""
        left = range(self.shown + 1, self.last + 1)
        if len(left) * len(self.names) > MOST_LISTED:
            return []
        names = []
        for before, after in ((At(time=t - 1), At(time=t)) for t in left):
            self.marks[LOSS.moved(before)] = Mark("L", "", above(before))
            self.marks |= {standing(name, after): self.model.mark(name, after) for name in self.names}
            names += [LOSS.moved(before), *(standing(name, after) for name in self.names)]
        return names

    def _names_of(self, t: int) -> dict[str, Name]:
        """The names of the lines of iteration ``t``."""
        if t not in self._lines:
            self._lines[t] = {step.name: step.name for part in self.iteration(t) for step in part}
        return self._lines[t]

    def write(self, asked: list[Name], page: Working):
        """Puts the iterations that are asked for before what the last one leaves.

        Each begins with the numbers of the table. Raises AskedError where these would be too many lines.
        """
        taken = {step.name for step in page.steps}
        numbers = sorted({_number(name) for name in asked if name not in taken} - {0})
        if sum(len(self._names_of(t)) for t in numbers) > MOST_LINES:
            raise AskedError(f"the iterations that are asked for have more than {MOST_LINES} lines; ask for fewer")
        place = next(k for k, section in enumerate(page.sections) if section.title.key == AFTER)
        for t in numbers:
            page.given |= self._begins(t, {*taken, *page.given})
            section = self._iteration_section(t)
            for block in section.blocks:
                block.steps = [step for step in block.steps if step.name not in taken]
            taken.update(step.name for step in section.steps)
            page.sections.insert(place, section)
            place += 1
        for name in taken & set(page.given):  # what an iteration leaves is taken out of the table no longer
            del page.given[name]
        page.marks |= self.marks

    def _begins(self, t: int, known: set[Name]) -> dict[Name, Expr]:
        """The coefficients that iteration ``t`` begins with, out of the table."""
        before = {standing(name, At(time=t - 1)): self.history[t - 1][name] for name in self.names}
        return {name: _given(number) for name, number in before.items() if name not in known}

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
        self.model.print_names(START)
        steps = self.model.forward(START)
        return steps[: len(steps) // self.model.data.count]

    def _iteration_section(self, t: int) -> Section:
        forward, loss, gradients, news = self.iteration(t)
        outputs = self.model.blocks(forward)
        return Section(
            Says("regression_iteration", n=t), [*outputs, *[Block(None, part) for part in (loss, gradients, news)]]
        )

    def _derivation(self) -> Section:
        """∂ℓ/∂b for one row by the chain rule, with what cancels; then the sum over the rows in words."""
        model, blocks = self.model, []
        formula, inner, short, reason = model.sample(START)
        forward = model.forward(START)
        loss = sample_loss(1, START)
        own = [Step(loss, formula, Says("regression_sample_loss"))] if formula else []
        if own:
            blocks.append(Block(None, own, Says("regression_sample")))

        def begin(name: Name, chains: list):
            blocks.append(Block(None, [], None if blocks else Says("regression_sample")))

        def write(name: Name, formula: Expr, role: str, of: tuple[str, ...]):
            blocks[-1].steps.append(Step(name, formula))
            if role in ("chain", "paths"):
                blocks[-1].goal = name

        steps = [(step.name, step.formula) for step in forward] + [(step.name, step.formula) for step in own]
        backward = Backward(steps, loss, write, begin)
        top = backward.gradient(inner)
        if short is not None:
            self.marks[CANCELLED] = Partial(Mark("ℓ", "1"), model.marks[inner])
            blocks.append(Block(None, [Step(CANCELLED, short, reason)], Says("regression_cancelled")))
            top = CANCELLED
        ends = []
        for column in model.columns:
            name = model.coefficient(column, model.outputs[0])
            end = d(loss, standing(name, START))
            formula = Symbol(top) * model.data.x(column, 1) if column else Symbol(top)
            self.marks[end] = Partial(Mark("ℓ", "1"), model.mark(name))
            ends.append(Step(end, formula, None if column else Says("regression_slope_one")))
        blocks.append(Block(None, ends))
        key = f"regression_all_{'linear' if model.sign else 'entropy'}_{model.loss.replace(' ', '_')}"
        blocks.append(Block(None, [], Says(key)))
        return Section(Says("regression_derivation"), blocks)

    def _table(self) -> Table:
        """One row a state: coefficients, loss, gradient."""
        slopes = [d(LOSS, name) for name in self.names] if len(self.names) <= MOST_SLOPES else []
        keys = [*self.names, LOSS, *slopes]
        rows = [[t, *[entry[key] for key in keys]] for t, entry in enumerate(self.history)]
        for name in self.names:
            self.marks[d(LOSS, name)] = self._slope_mark(name)
            self.marks[name] = self.model.mark(name)
        heads: list[Says | str] = [Says("name", name=name) for name in self.names]
        heads += ["regression_loss", *[Says("name", name=name) for name in slopes]]
        return Table(["regression_state", *heads], rows, longest=30)

    def final(self) -> Section:
        """The coefficients that the last iteration leaves: its last line, out of the table where it is not written."""
        t, steps = self.last, []
        for name in self.names:
            if t == 0 or t <= self.shown:
                steps.append(Step(name, Symbol(standing(name, At(time=t)))))
                continue
            before, entry = At(time=t - 1), self.history[t - 1]
            old, gradient = standing(name, before), slope(name, before)
            self.marks[old] = self.model.mark(name, before)
            self.marks[gradient] = self._slope_mark(name)
            if t - 1 > self.shown:  # else the last iteration that is written out ends with it
                self.given[old] = _given(entry[name])
            self.given[gradient] = _given(entry[d(LOSS, name)])
            steps.append(Step(name, self._renewed(name, before)))
        return Section(Says(AFTER, n=t), [Block(None, steps)])

    def check(self) -> Says | None:
        """The gradients at the start against central differences."""
        forward, loss, gradients, _ = self.iteration(1)
        values = evaluate([*forward, *loss, *gradients], given=self.given)
        names = {standing(name, START): slope(name, START) for name in self.names}
        return check_gradients([*forward, *loss], self.given, LOSS.moved(START), names, values)


def _number(name: Name) -> int:
    """The iteration that writes a line, 0 where none does: a coefficient is what it leaves, all else begins it."""
    time = name.of_name.at.time if name.role is Role.PARTIAL else name.at.time
    if not isinstance(time, int):
        return 0
    return time if name.role is Role.NEW else time + 1


def _given(value: object):
    """A number of the table as a given one; a formula would be taken for its author's own text."""
    return value if not isinstance(value, Num) else value.value
