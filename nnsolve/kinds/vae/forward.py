"""From z to x̂ through the decoder, the reconstruction error E of x̂, and the loss E + β·KL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.arrays import Array, Entry
from ...formula.expr import Add, Call, Div, Expr, Mul, Neg, Sub, Symbol, product_of, total_of, whole
from ...formula.marks import Mark
from ...names import Name, Role
from ...solution import Says
from ...working import Working
from .decoder import Layer
from .names import BETA, ELBO, KL, E, L, dimensions

if TYPE_CHECKING:
    from . import Problem


class Forward:
    """What is made of the code: ``outputs`` are x̂, ``nets`` the net inputs.

    The ``stations`` have gradients of their own, the last layer's first: net inputs, and outputs that have none.
    """

    def __init__(self, page: Working, problem: Problem):
        self.page, self.problem = page, problem
        self.nets: list[Name] = []
        self.stations: list[Name] = []
        self.outputs: list[Symbol] = []
        self.short: dict[Name, Expr] = {}

    def write(self) -> None:
        """Decoder, error and loss, as far as the problem goes."""
        problem = self.problem
        if problem.inputs is not None:
            self._give("x", Role.TARGET, "x", problem.inputs)
        if problem.decoder is not None:
            self._write_decoder()
        elif problem.reconstruction is not None:
            self._give("xhat", Role.INPUT, "x̂", problem.reconstruction)
            self.outputs = [Symbol(name) for name in self._names("xhat", Role.INPUT, len(problem.reconstruction))]
        if problem.reconstruction_loss is not None:
            self.page.row({E: problem.reconstruction_loss})
        if problem.has_error:
            self._write_loss()

    def _give(self, word: str, role: Role, mark: str, numbers: list[Expr]) -> None:
        names = self._names(word, role, len(numbers))
        self.page.row(dict(zip(names, numbers, strict=True)))
        self._tell(names, mark)

    def _names(self, word: str, role: Role, count: int) -> list[Name]:
        return [Name(role, word, dimension.item) for dimension in dimensions(count)]

    def _tell(self, names: list[Name], mark: str) -> None:
        """How outputs and inputs are printed and called."""
        for name in names:
            self.page.marks[name] = Mark(mark, name.by)
            if mark == "x̂":
                item = f"_{name.by}" if name.by else ""
                self.page.synonyms |= {f"x_hat{item}": name, f"x'{item}": name, f"xrec{item}": name}

    def _write_decoder(self) -> None:
        """Every layer: given weights, then its net inputs and outputs."""
        page, layers = self.page, self.problem.layers or []
        page.section(Says("vae_section_decoder"))
        before: list[Expr] = [dimension.symbol("z") for dimension in dimensions(len(self.problem.means))]
        for number, layer in enumerate(layers, 1):
            place = f"^{number}" if len(layers) > 1 else ""
            page.block(Says("vae_layer", n=number) if len(layers) > 1 else None)
            last = number == len(layers)
            before = self._write_layer(layer, before, place, last)

    def _write_layer(self, layer: Layer, before: list[Expr], place: str, last: bool) -> list[Expr]:
        """The outputs of a layer of what comes before it."""
        weights, bias = self._parameters(layer, place)
        names = self._unit_names(layer.outputs, place, last)
        known = len(self.nets)
        found: list[Expr] = []
        for row, name in enumerate(names):
            terms = [product_of([weight, value]) for weight, value in zip(weights[row], before, strict=True)]
            net = total_of([*terms, bias[row]] if bias else terms)
            found.append(self._write_unit(layer, name, net))
        self.stations = [*(names if layer.plain else self.nets[known:]), *self.stations]
        if last:
            self.outputs = [Symbol(name) for name in names]
        return found

    def _write_unit(self, layer: Layer, name: Name, net: Expr) -> Expr:
        """A unit: its net input, and its output where that is another number."""
        page = self.page
        if layer.plain:
            return page.step(name, net)
        own = Name(Role.NET, "net", f"{name.of}{name.by}", indices=name.indices)
        page.marks[own] = Mark("net", name.by, name.indices[1:])
        self.nets.append(own)
        page.step(own, net)
        activated = Call(layer.function, Symbol(own), *layer.activation.args)
        return page.step(name, activated)

    def _unit_names(self, count: int, place: str, last: bool) -> list[Name]:
        """The outputs of a layer: x̂ of the last, h of those before it."""
        word, mark, indices = ("xhat", "x̂", "") if last else ("h", "h", place)
        names = [Name(Role.RESULT, word, dimension.item, indices=indices) for dimension in dimensions(count)]
        if last:
            self._tell(names, mark)
        for name in names:
            self.page.marks[name] = Mark(mark, name.by, name.indices[1:])
        return names

    def _parameters(self, layer: Layer, place: str) -> tuple[list[list[Expr]], list[Expr]]:
        """The weights, a row an output, and the bias, by their names; both are given."""
        page, turned = self.page, self.problem.vectors == "rows"
        matrix, vector = (Name(Role.PARAMETER, letter, indices=place) for letter in ("W", "b"))
        grid = [list(column) for column in zip(*layer.weights, strict=True)] if turned else layer.weights
        given: dict[Name, Expr] = {matrix: Array(grid)}
        if layer.bias is not None:
            given[vector] = Array([layer.bias])
        page.row(given)
        weights: list[list[Expr]] = []
        for row in range(layer.outputs):
            weights.append([self._weight(matrix, row, column, turned, place) for column in range(layer.inputs)])
        return weights, [self._bias(vector, row, place) for row in range(layer.outputs)] if layer.bias else []

    def _weight(self, matrix: Name, row: int, column: int, turned: bool, place: str) -> Entry:
        """The weight of an output, by its row and column as they are written."""
        one, other = (column, row) if turned else (row, column)
        entry = Entry(matrix, one, other, indices=f"[{one + 1},{other + 1}]")
        apart = "," if max(one, other) > 8 else ""
        self.page.marks[entry.name] = Mark("w", f"{one + 1}{apart}{other + 1}", place[1:])
        return entry

    def _bias(self, vector: Name, row: int, place: str) -> Entry:
        entry = Entry(vector, 0, row, True, f"[{row + 1}]")
        self.page.marks[entry.name] = Mark("b", str(row + 1), place[1:])
        return entry

    # The error and the loss

    def _write_loss(self) -> None:
        """E, L and the evidence lower bound."""
        page, problem = self.page, self.problem
        page.row({BETA: problem.beta})
        page.marks[BETA] = Mark("β")
        page.section(Says("vae_section_loss"))
        page.block()
        if problem.loss is not None:
            page.answer(E, self._error(), Says("network_loss_is", name=problem.loss.shown))
        page.answer(L, Add((Symbol(E), Mul((Symbol(BETA), Symbol(KL))))), Says("vae_total"))
        if problem.objective == "elbo":
            page.answer(ELBO, Neg(Symbol(L)), Says("vae_elbo"))
        page.synonyms |= {"loss": L, "total": L, "total loss": L, "reconstruction": E, "reconstruction loss": E}
        page.synonyms |= {"β": BETA, "elbo": ELBO} if problem.objective == "elbo" else {"β": BETA}

    def _error(self) -> Expr:
        """The reconstruction error, a term an output."""
        loss = self.problem.loss
        assert loss is not None and self.problem.inputs is not None, "an error compares x̂ with x"
        wanted = [Symbol(name) for name in self._names("x", Role.TARGET, len(self.problem.inputs))]
        terms = [Call(loss.function, x, out, *loss.args) for x, out in zip(wanted, self.outputs, strict=True)]
        self.short = self._collapsed(wanted)
        count = {"sum": 1, "mean": len(terms), "half mean": 2 * len(terms)}[loss.entry.mean]
        return Div(total_of(terms), whole(count)) if count > 1 else total_of(terms)

    def _collapsed(self, wanted: list[Symbol]) -> dict[Name, Expr]:
        """∂E/∂net = x̂ − x where loss and activation fit each other."""
        loss, layers = self.problem.loss, self.problem.layers
        if loss is None or not layers or loss.entry.collapses != layers[-1].activation.name or loss.entry.mean != "sum":
            return {}
        nets = self.nets[-len(wanted) :]
        gaps = (Sub(out, x) for out, x in zip(self.outputs, wanted, strict=True))
        return dict(zip(nets, gaps, strict=True))
