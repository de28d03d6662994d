"""The gradients of attention: by every matrix of the forward pass from the output back, then by all that is given."""

from __future__ import annotations

from ...array_differences import check_array_gradients
from ...formula.arrays import Array, Hadamard, Total
from ...formula.chains import Chain
from ...formula.derive import Backward
from ...formula.expr import Call, Div, Expr, Num, Symbol
from ...names import Name, Role, d
from ...solution import Says, Solution, Step, evaluate
from ...subjects.network.model import ERROR
from .forward import Forward
from .model import ROLES
from .names import D_K, EPSILON, LOGITS, PROBABILITIES, SCALE

# What is said beside the gradient of a matrix, by the letter of the matrix that uses it.
_SAYS = {"O": "attention_back_output", "H": "attention_back_output"}


class Gradients:
    """The loss of the output, or the gradient that is given there, and the way back."""

    def __init__(self, forward: Forward):
        self.forward, self.page, self.problem = forward, forward.page, forward.problem
        self.made: dict[Name, Name] = {}
        self.last = forward.last
        self.above = d(ERROR, forward.last)
        self.short = forward.head.short() if forward.head is not None else {}

    def write(self) -> None:
        """The loss, then every gradient."""
        model = self.forward.model
        if model.above is not None:
            self.page.row({self.above: Array(model.above.grid)})
            self.forward.sizes[self.above] = len(model.above.grid), len(model.above.grid[0])
            self.forward.formulas[ERROR] = Total(Hadamard(Symbol(self.above), Symbol(self.last)))
        elif self.forward.head is None:
            self._loss()
        shown = self.problem.shows_gradients
        self.page.section(Says("attention_gradients"), shown=shown)
        self.page.backward = self._chain()
        self._gradients(self.page.backward)
        if shown:
            self.page.check(self.checked)

    def _gradients(self, chain: Backward) -> None:
        """Those of the forward pass from its end on, then those of what is given."""
        for name in reversed(list(self.forward.formulas)):
            if chain.gradient_name(name) not in self._skipped:
                self.page.gradient(name)
        for name in self.forward.sizes:
            if name.role in (Role.INPUT, Role.PARAMETER) and name in chain.uses:
                self.made[name] = self.page.gradient(name).name

    @property
    def _skipped(self) -> list[Name]:
        """What needs no step: the gradient that is given, and those between the loss and a short form."""
        given = [self.above] if self.problem.above is not None else []
        return [d(ERROR, ERROR), *given, *([d(ERROR, PROBABILITIES)] if self.short else [])]

    def _loss(self) -> None:
        """The loss of all entries of the output."""
        targets, loss = self.forward.model.targets, self.problem.loss
        assert targets is not None and loss is not None, "a loss has targets"
        self.page.section(Says("page_loss"))
        self.page.block()
        term: Expr = Total(Call(loss.function, self.forward.give(targets), Symbol(self.last), *loss.args))
        count = len(targets.grid) * len(targets.grid[0])
        share = {"sum": 1, "mean": count, "half mean": 2 * count}[loss.entry.mean]
        formula = Div(term, Num(str(share))) if share > 1 else term
        self.forward.step(ERROR, formula, Says("network_loss_is", name=loss.shown))
        self.page.answers.append(ERROR)

    def _chain(self) -> Backward:
        numbers: dict[Name, tuple[int, ...]] = {name: () for name in (D_K, SCALE, EPSILON) if name in self.page.given}
        return Backward(
            list(self.forward.formulas.items()),
            ERROR,
            self._step,
            self._begin,
            collapse=self._side_by_side() | self.short,
            inline=True,
            sizes=self.forward.sizes | numbers,
        )

    def _begin(self, name: Name, chains: list[Chain]) -> None:
        """Each gradient stands in a block of its own; that of the output may be given."""
        if name != self.last or self.problem.above is None:
            self.page.block()

    def _side_by_side(self) -> dict[Name, Expr]:
        """Of what the heads share, the gradients of their shares, side by side."""
        found: dict[Name, Expr] = {}
        for layer in self.forward.layers:
            if layer.layer.shared is None or len(layer.heads) == 1:
                continue
            for role in ROLES:
                shares = [Symbol(d(ERROR, head.matrix(role))) for head in layer.heads]
                found[layer.whole.matrix(role)] = self.forward.form.side_by_side(shares)
        return found

    def _step(self, name: Name, formula: Expr, role: str, of: tuple[Name, ...]) -> None:
        if role == "collapse":
            self.page.step(name, formula, Says("attention_back_words" if of[0] == LOGITS else "attention_back_heads"))
            return
        users = self.page.backward.uses.get(of[0], ()) if self.page.backward else ()
        key = self._says(str(users[0].of)) if users else ""
        self.page.step(name, formula, Says(key) if key else None)

    def _says(self, user: str) -> str:
        """The key of what is said beside the gradient of a matrix that ``user`` uses."""
        if user != "A":
            return _SAYS.get(user, "")
        model = self.forward.model
        if model.queries == 1:
            return "attention_back_softmax"
        return "attention_back_softmax_rows" if model.form.rows else "attention_back_softmax_columns"

    def checked(self, solution: Solution) -> Says | None:
        """The gradients by all that is given, against central differences."""
        steps = [Step(name, formula) for name, formula in self.forward.formulas.items()]
        exact = solution.rounding.carry or not solution.values.keys() >= set(self.made.values())
        values = evaluate(self.page.steps, given=self.page.given) if exact else solution.values
        return check_array_gradients(steps, self.page.given, ERROR, self.made, values)
