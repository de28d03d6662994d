"""Steps that run many times: one list of steps becomes one Python function over doubles.

The source is generated from our own trees only: every name becomes v0, v1, …, every literal the repr of its double,
every function an entry of the tables. No text of a problem file gets into it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .expr import Add, Call, Div, Expr, Mul, Neg, Num, Pow, Sub, Symbol
from .numbers import DOUBLES

# A sum this long is added up in several statements, since Python's own compiler nests a sum as deep as it is long.
_LONGEST_SUM = 60


def compiled(steps: Sequence[tuple[str, Expr]], inputs: Sequence[str], outputs: Sequence[str]) -> Callable:
    """A function of ``inputs`` (numbers, in order) that returns the tuple of ``outputs`` after running ``steps``.

    Sums and products are taken in the order of the formulas, so the results are those of
    :func:`nnsolve.solution.evaluate` to the last bit. Raises what the arithmetic raises.
    """
    return _Writer(inputs).function(steps, outputs)


class _Writer:
    def __init__(self, inputs: Sequence[str]):
        self.variables: dict[str, str] = {}
        self.functions: dict[object, str] = {}
        self.lines: list[str] = []
        self.arguments = [self.variable(name) for name in inputs]

    def variable(self, name: str) -> str:
        return self.variables.setdefault(name, f"v{len(self.variables)}")

    def function(self, steps, outputs) -> Callable:
        for name, formula in steps:
            text = self.write(formula)
            self.lines.append(f"{self.variable(name)} = {text}")
        results = ", ".join(self.variables[name] for name in outputs)
        body = "\n ".join([*self.lines, f"return ({results},)"])
        source = f"def run({', '.join(self.arguments)}):\n {body}\n"
        namespace = {name: function.value for function, name in self.functions.items()} | {"power": DOUBLES.power}
        # Only text written above is compiled here; see the head of this file.
        exec(compile(source, "<steps>", "exec"), namespace)  # noqa: S102
        return namespace["run"]

    def write(self, node: Expr) -> str:
        """A formula as a Python expression; long sums go through statements of their own."""
        kind = type(node)
        if kind is Symbol:
            return self.variables[node.name]
        if kind is Num:
            return repr(node.value)
        if kind is Add:
            return self._sum([self.write(term) for term in node.terms])
        if kind is Mul:
            return "(" + "*".join(map(self.write, node.factors)) + ")"
        if kind is Sub:
            return f"({self.write(node.left)}-{self.write(node.right)})"
        if kind is Div:
            return f"({self.write(node.left)}/{self.write(node.right)})"
        if kind is Neg:
            return f"(-{self.write(node.inner)})"
        if kind is Pow:
            return f"power({self.write(node.left)},{self.write(node.right)})"
        if kind is Call:
            name = self.functions.setdefault(node.function, f"f{len(self.functions)}")
            return f"{name}({','.join(map(self.write, node.args))})"
        raise TypeError(f"{kind.__name__} is not compiled")

    def _sum(self, terms: list[str]) -> str:
        while len(terms) > _LONGEST_SUM:
            name = f"s{len(self.lines)}"
            self.lines.append(f"{name} = {'+'.join(terms[:_LONGEST_SUM])}")
            terms = [name, *terms[_LONGEST_SUM:]]
        return "(" + "+".join(terms) + ")"
