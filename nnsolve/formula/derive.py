"""The chain rule: from the steps of a forward pass to the steps of its backward pass.

:class:`Backward` walks the graph of the steps and writes the gradient of a target as further steps of the same kind.
Between numbers it writes each local derivative, the product along a path, the sum over paths; between arrays, what each
use of an array receives from the gradient above it. The rules of single formulas stand in :mod:`.partials`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from ..names import At, Name, Role, d, named
from .chains import Chain, Factor, Local, Received, inlined, weighted
from .expr import ONE, ZERO, Expr, Symbol, product_of, replaced, symbols, total_of
from .partials import TARGET, Above, differentiable, differentiated, leaves, no_rule

if TYPE_CHECKING:
    from .sizes import Size


class Backward:
    """The gradients of ``target`` by the names below it, made on demand, each shared piece once.

    ``steps``: (name, formula) of the forward pass in order. ``write(name, formula, role, of)`` is called for every
    step that is needed, in the order of writing; ``role`` says what it is ('local', 'chain', 'paths', 'collapse'),
    ``of`` the names it is about. ``begin(name, chains)`` is called before the steps that lead to the gradient of
    ``name``, with its paths as lists of Local edges (and of the Symbol of a gradient that already has a name).
    ``alias`` names gradients differently (``net_o1`` → ``delta_o1``); ``collapse`` gives short forms of a gradient,
    shown beside the full chain; ``inline`` puts local derivatives into the product instead of making steps of them.
    With ``closed`` as well the product of formulas begins at the target's end, as a closed form is written.
    ``updated`` maps names to formulas that stand for them in the backward pass (weights that are already new).
    ``named(upper, lower)`` is the name of the step that holds ∂upper/∂lower.
    ``stations`` have an error term of their own: they end every chain, and are written before anything else, from the
    target's end. Of a name in ``shares`` that is used several times each use is a step (dE/dw@3, dE/dw@2, …), then
    their sum; role 'share' and 'shares'.
    ``sizes`` of what is given, () or (rows, columns), where there are arrays among the steps.
    """

    longest_chain = 7
    # Whether ``named`` gives every local derivative a name that no gradient has, so that none needs to be put in.
    distinct = False

    def __init__(
        self,
        steps: list[tuple[Name, Expr]],
        target: Name,
        write: Callable[[Name, Expr, str, tuple[Name, ...]], None],
        begin: Callable[[Name, list[Chain]], object] = lambda name, chains: None,
        alias: dict[Name, Name] | None = None,
        collapse: dict[Name, Expr] | None = None,
        inline: bool = False,
        closed: bool = False,
        named: Callable[[Name, Name], Name] = d,
        stations: Collection[Name] = (),
        shares: Collection[Name] = (),
        sizes: Mapping[Name, tuple[int, ...]] | None = None,
    ):
        self.named, self.shares = named, shares
        self.target, self.write, self.begin, self.inline, self.closed = target, write, begin, inline, closed
        self.alias, self.collapse = alias or {}, collapse or {}
        self.updated: dict[Name, Expr] = {}
        self.formulas = dict(steps)
        self.uses: dict[Name, list[Name]] = {}
        self._paths: dict[Name, list[Name]] = {}
        self._partials: dict[Name, dict[Name, Expr]] = {}
        self._without: dict[Name, dict[Name, str]] = {}
        self._made: set[Name] = set()
        self._weights: dict[Name, Expr | None] = {}
        self._find_uses(steps)
        self.sizes: dict[Name, Size] = {}
        self.arrays: set[Name] = set()
        if sizes is not None:
            self._find_arrays(steps, sizes)
        self.stations = [name for name, _ in reversed(steps) if name in stations and name in self.uses]
        self._waiting = bool(self.stations)

    def _find_arrays(self, steps: list[tuple[Name, Expr]], given: Mapping[Name, tuple[int, ...]]) -> None:
        """The sizes of all names, and the steps between arrays."""
        from .sizes import of_arrays, sizes_of

        self.sizes = sizes_of(steps, given, self.target)
        self.arrays = {name for name, formula in steps if of_arrays(formula, self.sizes)}

    def _find_uses(self, steps: list[tuple[Name, Expr]]) -> None:
        """For every name, the steps that use it and lead to the target, in their order."""
        leads = {self.target}
        for name, formula in reversed(steps):
            if name in leads:
                leads.update(symbols(formula))
                for used in self._names(name):
                    self.uses.setdefault(used, []).append(name)
        for users in self.uses.values():
            users.reverse()

    def _names(self, step: Name) -> dict[Name, None]:
        """The names in the formula of a step: symbols, entries, and the matrices of these."""
        names: dict[Name, None] = {}
        for leaf in leaves(self.formulas[step]):
            names[leaf.name] = None
            if leaf.array is not None:
                names[leaf.array] = None
        return names

    def _whole(self, array: Name) -> bool:
        """Whether a matrix of which single entries are used is used as a whole too."""
        return any(array in differentiable(self.formulas[user]) for user in self.uses.get(array, ()))

    def gradient_name(self, name: Name) -> Name:
        """The name of the step that holds ∂target/∂name."""
        return self.alias.get(name) or self.named(self.target, name)

    def gradient(self, name: Name) -> Name:
        """Writes all that ∂target/∂name needs and has not been written; returns its step's name."""
        gradient = self.gradient_name(name)
        self._refuse_entry(name)
        if self._waiting and name not in self.stations:
            self.write_stations()
        if gradient in self._made:
            return gradient
        if name in self.shares and len(self.paths(name)) > 1:
            self._shared(name, gradient)
        elif name in self.collapse:
            self._collapsed(name, gradient)
        else:
            self._block(name, gradient)
        return gradient

    def _refuse_entry(self, name: Name) -> None:
        """Raises NoRuleError for an entry of what is used as a whole: its gradient is an entry of the whole one."""
        entry = named(name)
        if entry.role is Role.ENTRY and self._whole(entry.of_name):
            raise no_rule(name, f"an entry of {entry.of}, which is used as a whole,")

    def write_stations(self, before: Callable[[Name], object] = lambda name: None) -> None:
        """Writes the error terms of all stations, from the target's end; ``before`` is told which one comes next."""
        self._waiting = False
        for name in self.stations:
            before(name)
            self.gradient(name)

    def _collapsed(self, name: Name, gradient: Name) -> None:
        """The short form of a gradient, beside the full chain."""
        if self.inline:
            self.begin(name, [])
        else:
            self._block(name, Name(Role.CHAIN, name))
        self._made.add(gradient)
        self.write(gradient, self.collapse[name], "collapse", (name,))

    def _shared(self, name: Name, gradient: Name) -> None:
        """What each use of a name gives, from the target's end, then their sum."""
        paths = self.paths(name)
        times = [user.at.time for user in paths]
        told = None not in times and len(set(times)) == len(times)
        found: list[Name] = []
        for number, user in reversed(list(enumerate(paths, 1))):
            at = At(name.at.rounds, user.at.time if told else number)
            found.append(Name(Role.SHARE, self.target, name, at))
            chain = self._chain(user, name, 0)
            self.begin(name, [chain])
            self.write(found[-1], self._sum([chain]), "share", (name, user))
        self._made.add(gradient)
        self.write(gradient, total_of([Symbol(each) for each in found]), "shares", (name, *reversed(paths)))

    def local(self, upper: Name, lower: Name) -> Name | None:
        """Writes the derivative of one step by a name in its formula; returns its step's name, None where zero."""
        used = upper in self.formulas and lower in self._names(upper)
        if not used or not self._reaches(upper, lower):
            return None
        if upper in self.arrays:
            raise no_rule(lower, f"{upper}, a step between arrays,")
        if self._is_sum(upper, lower):
            return self.gradient(lower)
        slope = self.slope(upper, lower)
        self.begin(lower, [])
        return self._named_local(upper, lower, self._now(slope)).name

    def paths(self, name: Name) -> list[Name]:
        """The steps through which ``name`` reaches the target."""
        if name not in self._paths:
            self._paths[name] = [user for user in self.uses.get(name, ()) if self._reaches(user, name)]
        return self._paths[name]

    def slope(self, upper: Name, lower: Name) -> Expr:
        """The derivative of the step ``upper`` by a name in its formula."""
        return self._slopes(upper)[lower]

    def _slopes(self, user: Name) -> dict[Name, Expr]:
        if user not in self._partials:
            above, sizes = (self._above(user), self.sizes) if user in self.arrays else (None, None)
            self._partials[user], self._without[user] = differentiated(self.formulas[user], Symbol(user), above, sizes)
        return self._partials[user]

    def _above(self, user: Name) -> Above:
        """The gradient of a step between arrays, by its name."""
        if user == self.target:
            return TARGET
        gradient = self.gradient_name(user)
        self.sizes[gradient] = self.sizes[user]
        return False, (Symbol(gradient),), ()

    def _reaches(self, user: Name, name: Name) -> bool:
        """Whether a step changes with a name that it uses; raises NoRuleError where no rule tells how."""
        if name in self._slopes(user):
            return True
        if name in self._without[user]:
            raise no_rule(name, self._without[user][name])
        if user not in self.arrays and name not in differentiable(self.formulas[user]):
            raise no_rule(name, "a matrix of which single entries are used")
        return False

    def _chain(self, user: Name, name: Name, room: int) -> Chain:
        """The factors of the path from the target through ``user`` to ``name``; the target's end comes first."""
        slope = self._slopes(user)[name]
        if user in self.arrays:
            if user != self.target:
                self.gradient(user)
            return [Received(user, name, slope)]
        weight = self.weight(user)
        if weight is not None and (user == self.target or len(self.paths(name)) == 1):
            return [Local(self.target, name, weighted(weight, slope))]
        if weight is ONE:  # beside other paths, a term of the target keeps its own name
            return [Local(user, name, slope)]
        return [*self._upstream(user, room), Local(user, name, slope)]

    def _upstream(self, user: Name, room: int) -> Chain:
        """The factors of ∂target/∂user: one symbol where it has a name of its own, else the chain that leads there."""
        paths = self.paths(user)
        if self._ends(user) or not self.arrays.isdisjoint(paths):
            return [Symbol(self.gradient(user))]
        if self.inline:
            chains = [self._chain(above, user, 0) for above in paths]
            return chains[0] if len(chains) == 1 else [chains]
        if len(paths) == 1 and room > 2 and self.gradient_name(user) not in self._made:
            return self._chain(paths[0], user, room - 1)
        return [Symbol(self.gradient(user))]

    def _ends(self, user: Name) -> bool:
        """Whether a chain ends at the gradient of ``user``, which has an error term, a short form or its own name."""
        return user in self.stations or user in self.collapse or (self.inline and user in self.alias)

    def weight(self, user: Name) -> Expr | None:
        """The number with which ``user`` counts in the target: 1 for the target itself, None where it is no number."""
        if user not in self._weights:
            self._weights[user] = self._weight(user)
        return self._weights[user]

    def _weight(self, user: Name) -> Expr | None:
        if user == self.target:
            return ONE
        users = self.uses.get(user, ())
        if len(users) != 1 or user in self.alias or user in self.stations:
            return None
        slope, above = self._slopes(users[0]).get(user), self.weight(users[0])
        if slope is None or above is None or next(symbols(slope), None) is not None:
            return None
        return weighted(above, slope)

    def _block(self, name: Name, gradient: Name) -> None:
        """Writes the local derivatives along all paths, then their product or the sum of their products."""
        paths = self.paths(name)
        room = self.longest_chain if len(paths) == 1 else 0
        chains = []
        for user in paths:
            chains.append(self._chain(user, name, room))
        self.begin(name, chains)
        formula = self._sum(chains) if chains else self._nothing(name)
        self._made.add(gradient)
        if not (isinstance(formula, Symbol) and formula.name == gradient):
            edges = [chain[-1] for chain in chains]
            through = [edge.upper for edge in edges if isinstance(edge, Local)]
            self.write(gradient, formula, "chain" if len(chains) == 1 else "paths", (name, *through))

    def _nothing(self, name: Name) -> Expr:
        """The gradient by a name on no path to the target, in the size of the name: 0; of the target itself 1."""
        number = ONE if name == self.target else ZERO
        if not self.sizes.get(name):
            return number
        from .array_functions import filled

        return filled(number, Symbol(name))

    def _sum(self, chains: list[Chain]) -> Expr:
        """The sum over paths of the product along each; without a path the target does not change."""
        products = []
        for chain in chains:
            factors = [self._factor(item) for item in chain]
            products.append(inlined(factors, self.closed) if self.inline else product_of(factors))
        return total_of(products) if products else ZERO

    def _factor(self, item: Factor) -> Expr:
        """A factor as it stands in the product: a symbol whose step has been written, or the formula itself."""
        if isinstance(item, Symbol):
            return item
        if isinstance(item, list):
            return self._sum(item)
        formula = self._now(item.formula)
        if isinstance(item, Received) or self.inline or self._is_sum(item.upper, item.lower):
            return formula
        return self._named_local(item.upper, item.lower, formula)

    def _is_sum(self, upper: Name, lower: Name) -> bool:
        """Whether there are other paths beside an edge to the target: then ∂E/∂x is the name of their sum."""
        return not self.distinct and upper == self.target and len(self.paths(lower)) > 1

    def _now(self, formula: Expr) -> Expr:
        """A formula over the parameters that stand for others by now."""
        return replaced(formula, self.updated) if self.updated else formula

    def _named_local(self, upper: Name, lower: Name, formula: Expr) -> Symbol:
        """A local derivative by its name; its step is written, once."""
        name = self.named(upper, lower)
        if name not in self._made:
            self._made.add(name)
            self.write(name, formula, "local", (upper, lower))
        return Symbol(name)
