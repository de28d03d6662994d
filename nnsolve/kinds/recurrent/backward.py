"""Back through time: error terms from the last step back, a share for every use of a parameter, updates."""

from __future__ import annotations

from ...array_differences import check_array_gradients
from ...formula.arrays import Hadamard, Total
from ...formula.derive import Backward
from ...formula.expr import Expr, Symbol, replaced
from ...formula.marks import Mark, Partial, lettered
from ...names import Name, Role, change, new
from ...solution import Says, Solution
from ...subjects.network.model import ERROR, RATE
from ...subjects.network.update import clip_marks, clipped, square, step_down
from ...subjects.recurrent import Direction
from .forward import Forward, given_sizes


class BackThroughTime:
    """The backward pass: error terms of every step, shares and gradients of every parameter, new values.

    ``target`` is what is differentiated, the error or an output; ``short`` are short forms of gradients.
    """

    def __init__(self, forward: Forward, target: Name, short: dict[Name, Expr]):
        self.forward, self.page, self.problem = forward, forward.page, forward.problem
        self.before = list(self.page.steps)
        self._open_at: tuple[Direction | None, int] | None = None
        named = [*self.page.given, *self.page.letters]
        self.parameters = [name for name in named if name.role is Role.PARAMETER]
        self.target = target
        self._open(short)

    def _open(self, short: dict[Name, Expr]) -> None:
        """Everything before the first gradient: what has an error term, and where gradients are cut off."""
        nets = [name for name in self.forward.formulas if name.role is Role.NET]
        stations = [name for name in self.forward.formulas if self._is_station(name, short)]
        alias = {net: Name(Role.ERROR_TERM, net, at=net.at) for net in nets}
        marks = self.page.marks
        for net, delta in alias.items():
            mark = marks[net]
            assert isinstance(mark, Mark), "net inputs have a letter"
            marks[delta] = Mark("δ", mark.sub.removeprefix("_"), mark.sup)
        self.cuts = self._cuts()
        sizes = None if self.forward.form.numbers else self._sizes()
        self.chain = self.page.backward = Backward(
            list(self._cut_off().items()),
            self.target,
            self._write,
            stations=stations,
            shares=self.parameters,
            alias=alias,
            collapse=short,
            inline=True,
            sizes=sizes,
        )

    def _is_station(self, name: Name, short: dict[Name, Expr]) -> bool:
        """Whether a value has an error term: net inputs, cells, and states that receive from two sides.

        An output that goes back has none where the short form of its net input takes its place.
        """
        if name.of == "yhat" and Name(Role.NET, "net", "y", name.at) in short:
            return False
        return name.role in (Role.NET, Role.CELL) or self._state(name)

    def _write(self, name: Name, formula: Expr, role: str, of: tuple[Name, ...]) -> None:
        """A step of the backward pass with its reason."""
        whole = replaced(formula, {cut: Symbol(name) for name, cut in self.cuts.items()}) if self.cuts else formula
        self.page.step(name, whole, self._reason(role, of))

    def _cuts(self) -> dict[Name, Name]:
        """The states behind which no gradient goes back, each with a name by which it is no result of earlier steps."""
        problem = self.problem
        steps = problem.net.steps
        if problem.truncate is not None:
            assert problem.net.targets is not None, "there is one target"
            times = [max(problem.net.targets.steps) - problem.truncate]
        else:
            times = list(range(problem.segments, steps, problem.segments)) if problem.segments else []
        found: dict[Name, Name] = {}
        for name in self.forward.formulas:
            if self._goes_on(name) and _time(name) in times:
                found[name] = Name(Role.STATE, "held", name.of, name.at, name.indices)
        return found

    def _goes_on(self, name: Name) -> bool:
        """Whether it is what goes back to the next step."""
        return name.of in self.problem.net.goes_on and name.role in (Role.OUT, Role.CELL)

    def _cut_off(self) -> dict[Name, Expr]:
        """The formulas of all steps; those of later steps do not lead to a state that is cut off."""
        if not self.cuts:
            return self.forward.formulas
        exchange: dict[Name, Expr] = {name: Symbol(cut) for name, cut in self.cuts.items()}
        found: dict[Name, Expr] = {}
        for name, formula in self.forward.formulas.items():
            before = {cut: held for cut, held in exchange.items() if _time(cut) < _time(name)}
            found[name] = replaced(formula, before) if before else formula
        return found

    def _reason(self, role: str, of: tuple[Name, ...]) -> Says | None:
        """Where the gradient of a state comes from; that the shares of a parameter are added."""
        loss = self.problem.loss
        if role == "collapse" and loss is not None:
            return Says("network_collapse", loss=loss.name, activation=loss.entry.collapses)
        if role == "shares":
            return Says("recurrent_shares")
        return self._source(of[0], of[1:]) if self._state(of[0]) else None

    def _source(self, state: Name, users: tuple[Name, ...]) -> Says:
        """Whether a state receives its gradient from the output, from the next step, or from both."""
        direction = self.forward.within.get(state)
        step = -1 if direction is not None and direction.way == "bw" else 1
        later = [user for user in users if _time(user) == _time(state) + step]
        if not later:
            return Says("recurrent_from_output")
        return Says("recurrent_from_future" if len(later) == len(users) else "recurrent_from_both")

    def _sizes(self) -> dict[Name, tuple[int, ...]]:
        """Rows and columns of what is given, and of states that are cut off."""
        every = self.forward.sizes() if self.cuts else {}
        return given_sizes(self.page.given) | {cut: every[name] for name, cut in self.cuts.items()}

    def _state(self, name: Name) -> bool:
        """Whether it may receive a gradient from the output and from the next step."""
        return name.role is Role.OUT and name.of in self.problem.net.goes_on

    def write(self, shown: bool) -> None:
        """Error terms from the last step back, then every parameter; not ``shown`` only where it is asked for."""
        if self._one:
            self.chain.stations.sort(key=lambda name: -_time(name))
        self.chain.write_stations(lambda station: self._begin(station, shown))
        self.page.section(Says("recurrent_gradients"), shown=shown)
        gradients: dict[Name, Name] = {}
        for name in self.parameters:
            self.page.block(None, None, longest=4 if self.forward.shortened else None)
            gradients[name] = self.page.gradient(name).name
        self._mark_shares()
        if self.cuts:
            self.page.note(Says("recurrent_cut"))
        elif shown and not self.problem.net.symbolic:
            self.page.check(lambda solution: self._check(solution, gradients))
        if self.problem.learning_rate is not None:
            self._update(gradients)

    def _begin(self, station: Name, shown: bool) -> None:
        """Begins a section where error terms of another step, layer or direction follow."""
        direction = None if self._one else self.forward.within.get(station)
        time = _time(station)
        between = self.forward.between(time)
        place = direction, 0 if between else time
        if self._open_at != place:
            self._open_at = place
            self.page.section(Says("recurrent_between") if between else _title(direction, time), shown=shown)
            self.page.block(None, None, longest=2 if between else None)

    @property
    def _one(self) -> bool:
        """Whether there is one layer in one direction: then all of a step stands together."""
        layers = self.forward.net.layers
        return len(layers) == len(layers[0].directions) == 1

    def _check(self, solution: Solution, gradients: dict[Name, Name]) -> Says | None:
        """The gradients against central differences of the same steps."""
        return check_array_gradients(self.before, self.page.given, ERROR, gradients, solution.values)

    def _mark_shares(self) -> None:
        """A share is printed with its step above the parameter."""
        for step in self.page.steps:
            name = step.name
            if name.role is Role.SHARE:
                mark = lettered(self.page.names.mark(name.by))
                sup = ",".join(filter(None, (mark.sup, str(name.at.time))))
                self.page.marks[name] = Partial(self.page.names.mark(self.target), Mark(mark.base, mark.sub, sup))

    def _update(self, gradients: dict[Name, Name]) -> None:
        page, problem = self.page, self.problem
        assert problem.learning_rate is not None, "what is updated has a rate"
        page.row({RATE: problem.learning_rate})
        squared = square if self.forward.form.numbers else squares
        steps, used = clipped(gradients, problem.clip, squared=squared)
        if steps:
            page.section(Says("recurrent_clip"))
            page.block(None, None, steps)
            page.marks |= clip_marks(used, page.names)
        page.section(Says("recurrent_update"))
        for name in self.parameters:
            page.block()
            for step in step_down(Symbol(name), used[name], change(name), new(name)):
                page.step(step.name, step.formula, step.reason)
            page.answers.append(new(name))


def _title(direction: Direction | None, time: int) -> Says:
    """The heading of what a step gets back; ``direction`` tells of which of several."""
    if direction is None:
        return Says("recurrent_back_step", n=time)
    key = {"": "recurrent_back_step", "fw": "recurrent_back_step_forwards", "bw": "recurrent_back_step_backwards"}
    title = Says(key[direction.way], n=time)
    return Says("recurrent_in_layer", what=title, n=int(direction.index[1:])) if direction.index else title


def _time(name: Name) -> int:
    """The step of a name."""
    return int(name.at.time or 0)


def squares(gradient: Expr) -> Expr:
    """The sum of the squares of all entries."""
    return Total(Hadamard(gradient, gradient))
