"""Size and plainness of a package: the one definition by which this project's figures are given.

``python -m tests.house.measure [FOLDER ...]`` prints them (``nnsolve``, unless told; folders named words are left out).

Code lines are lines inside functions that hold code: no blank lines, comments or docstrings. A decision is an if, a
conditional expression, a loop, an except, a match case, a comprehension's for or if, or an operand of and/or after the
first; a function counts one more for itself, and nested functions count in the outer one.
"""

from __future__ import annotations

import ast
import io
import pathlib
import sys
import tokenize
from collections.abc import Iterator
from typing import NamedTuple

_NO_CODE = {
    *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE),
    *(tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER),
}
_BRANCHES = (ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case)
_FOLDED = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.IfExp)
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


class Figures(NamedTuple):
    """What is measured of a package; the ratios are those that the project keeps from getting worse."""

    files: int
    lines: int
    code: int
    median: int
    longest: int
    functions: int
    decisions: float  # per ten code lines of functions
    above_ten: float  # percent of the functions
    above_twenty: int
    folded: float  # comprehensions and conditional expressions per hundred code lines
    typed: float  # percent of the arguments
    deepest: list[tuple[int, str]]


def code_lines(text: str) -> set[int]:
    """The numbers of the lines that hold code."""
    found: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _NO_CODE:
            found.update(range(token.start[0], token.end[0] + 1))
    return found


def docstring_lines(tree: ast.AST) -> set[int]:
    """The numbers of the lines of docstrings."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, *_FUNCTION)) and ast.get_docstring(node, False) is not None:
            found.update(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return found


def decisions(node: ast.AST) -> int:
    """The decisions of one function, itself counted as one."""
    count = 1
    for child in ast.walk(node):
        if isinstance(child, _BRANCHES):
            count += 1
        elif isinstance(child, ast.comprehension):
            count += 1 + len(child.ifs)
        elif isinstance(child, ast.BoolOp):
            count += len(child.values) - 1
    return count


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The outermost functions and methods."""
    stack = [tree]
    while stack:
        for child in ast.iter_child_nodes(stack.pop()):
            if isinstance(child, _FUNCTION):
                yield child
            else:
                stack.append(child)


def arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    """The arguments of a function that a caller gives."""
    listed = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [argument for argument in listed if argument.arg not in ("self", "cls")]


_LEFT_OUT = {"words", "tests"}


def measure(folder: str | pathlib.Path) -> Figures:
    """The figures of all files of a package."""
    root = pathlib.Path(folder)
    files = [path for path in sorted(root.rglob("*.py")) if not _LEFT_OUT & set(path.relative_to(root).parts)]
    sizes, counts, given = [], [], []
    inside = folded = total = 0
    for path in files:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        code = code_lines(text) - docstring_lines(tree)
        sizes.append(text.count("\n"))
        total += len(code)
        folded += sum(isinstance(node, _FOLDED) for node in ast.walk(tree))
        for function in functions(tree):
            inside += sum(function.lineno <= line <= function.end_lineno for line in code)
            counts.append((decisions(function), f"{path}:{function.lineno} {function.name}"))
            given += arguments(function)
    counts.sort(reverse=True)
    sizes.sort()
    return Figures(
        files=len(files),
        lines=sum(sizes),
        code=total,
        median=sizes[len(sizes) // 2],
        longest=sizes[-1],
        functions=len(counts),
        decisions=10 * sum(count for count, _ in counts) / inside,
        above_ten=100 * sum(count > 10 for count, _ in counts) / len(counts),
        above_twenty=sum(count > 20 for count, _ in counts),
        folded=100 * folded / total,
        typed=100 * sum(argument.annotation is not None for argument in given) / max(len(given), 1),
        deepest=counts[:5],
    )


def told(folder: str, found: Figures) -> str:
    """The figures in a few lines."""
    rows = [
        f"{folder}: {found.files} files, {found.lines} lines ({found.code} of code), "
        f"file median {found.median} most {found.longest}",
        f"  {found.decisions:.2f} decisions per ten code lines; {found.above_ten:.1f} % of {found.functions} functions "
        f"above 10, {found.above_twenty} above 20; {found.folded:.1f} comprehensions and conditional expressions a "
        f"hundred code lines; {found.typed:.0f} % of arguments typed",
    ]
    return "\n".join([*rows, *[f"    {count:3} {where}" for count, where in found.deepest]])


if __name__ == "__main__":
    for name in sys.argv[1:] or ["nnsolve"]:
        print(told(name, measure(name)))
