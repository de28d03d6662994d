"""What a command may load, and which module may import which: both are tables here and hold for every file."""

from __future__ import annotations

import ast
import os
import pathlib
import subprocess
import sys

import pytest

import nnsolve

PACKAGE = pathlib.Path(nnsolve.__file__).parent
HEAVY = {
    "sympy",
    "mpmath",
    "numpy",
    "torch",
    "typst",
    "jsonschema",
    "msgspec",
    "pydantic",
    "matplotlib",
    "scipy",
    "pandas",
}
WRITTEN = """
kind: backprop
inputs: [0.5]
layers: [{activation: x / (1 + abs(x)), weights: [[0.4]]}]
targets: [1]
loss: squared error
"""

# Command, standard input, and which of the heavy packages it may load; it must load those marked so.
COMMANDS = [
    (["--help"], "", set()),
    (["--version"], "", set()),
    (["list"], "", set()),
    (["show", "two-two-two"], "", set()),
    (["schema"], "", set()),
    (["new", "backprop"], "", set()),
    (["backprop", "--help"], "", set()),
    (["backprop", "two-two-two"], "", set()),
    (["backprop", "two-two-two", "--format", "json"], "", set()),
    (["backprop", "two-two-two", "--format", "markdown"], "", set()),
    (["backprop", "two-two-two", "--format", "latex"], "", set()),
    (["backprop", "two-two-two", "--format", "typst"], "", set()),
    (["backprop", "two-two-two", "--format", "pdf", "-o", os.devnull], "", {"typst"}),
    (["backprop", "two-two-two", "--method", "delta", "--decimals", "4", "--carry"], "", set()),
    (["backprop", "three-layer-softmax"], "", set()),
    (["forward", "forward-4-3-2-1"], "", set()),
    (["cnn-shapes", "lenet"], "", set()),
    (["backprop", "nonsense"], "", set()),
    (["backprop", "two-two-two", "--style", "matrix"], "", {"numpy"}),
    (["forward", "-"], WRITTEN, set()),
    (["backprop", "-"], WRITTEN, {"sympy", "mpmath"}),
]


@pytest.mark.parametrize(
    ("args", "stdin", "wanted"), COMMANDS, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_what_a_command_loads(args, stdin, wanted):
    """Mathematics is loaded where it is needed, and nowhere else."""
    code = (
        "import sys, nnsolve.cli as cli\n"
        f"sys.argv = ['nnsolve', *{args!r}]\n"
        "try: cli.run()\n"
        "except SystemExit: pass\n"
        "print('loaded', *sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], input=stdin, capture_output=True, text=True, encoding="utf-8")
    loaded = set(result.stderr.rpartition("loaded ")[2].split())
    assert "nnsolve" in loaded
    assert loaded & HEAVY == wanted


def _loaded(code: str) -> set[str]:
    """The modules that are loaded when a program has run."""
    code = f"import sys\ntry:\n {code.replace(chr(10), chr(10) + ' ')}\nfinally: print(*sys.modules, file=sys.stderr)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8")
    return set(result.stderr.split())


def _of_command(*args: str) -> str:
    """The program that a command runs."""
    return f"import sys, nnsolve.cli as cli\nsys.argv = ['nnsolve', *{args!r}]\ncli.run()"


@pytest.mark.parametrize(
    ("code", "besides"),
    [
        ("import nnsolve", ["click"]),
        (_of_command("--help"), []),
        (_of_command("--version"), ["importlib.metadata"]),
    ],
)
def test_help_loads_no_mathematics(code, besides):
    """The front door, --help and --version load no kind, no page, no formula and no number system."""
    ours = ("names", "solution", "formula.", "kinds.", "render.", "page.", "words.", "reading.schema")
    unwanted = (*(f"nnsolve.{name}" for name in ours), "decimal", "fractions", "rich", *besides)
    assert not [name for name in _loaded(code) if name.startswith(unwanted)]


# What a page that holds nothing of it does not load.
LAYER_PARTS = ("batch_norm", "dropout", "flat")
NOT_HERE = ("optimisers", "descent", "layers", "batch_statistics", *(f"network.{part}" for part in LAYER_PARTS))
UNUSED = [
    (["backprop", "two-two-two"], NOT_HERE, {"network", "page"}),
    (["forward", "forward-4-3-2-1"], NOT_HERE, {"network", "page"}),
]


@pytest.mark.parametrize(("args", "subjects", "words"), UNUSED, ids=lambda value: " ".join(sorted(value)))
def test_a_page_loads_what_it_needs(args, subjects, words):
    """A plain problem loads neither what other problems need, nor their words, nor what measures wide letters."""
    names = _loaded(_of_command(*args))
    assert not {f"nnsolve.subjects.{subject}" for subject in subjects} & names
    assert {name.rpartition(".")[2] for name in names if name.startswith("nnsolve.words.")} == words
    assert not {"rich.cells", "fractions"} & names


def test_what_every_page_loads_makes_no_named_tuples():
    """A named tuple takes as long to declare as a small module to load: of those on every way only At is one."""
    code = (
        f"{_of_command('backprop', 'two-two-two')}\n"
        "modules = [module for name, module in sys.modules.items() if name.startswith('nnsolve')]\n"
        "classes = {each for module in modules for each in vars(module).values() if isinstance(each, type)}\n"
        "print(*(each.__name__ for each in classes if hasattr(each, '_fields')), file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8")
    assert result.stderr.split() == ["At"]


# Who may import whom: a room of the package → the rooms it may import from, besides itself. Kinds and subjects are
# rooms of their own each; what is lower stands first.
LOWEST = {"errors", "names", "formula", "spelling", "called", "resolver", "words"}
LOWEST |= {"steps", "evaluation", "given", "solution"}
READING = LOWEST | {"reading"}
SUBJECT = READING | {"mentioned", "differences", "array_differences", "working", "runs"}
LAYERS = {
    "errors": set(),
    "process": {"errors"},
    "endings": {"errors"},
    "names": set(),
    "formula": {"errors", "names"},
    "spelling": {"formula"},
    "called": {"names"},
    "resolver": {"errors", "names", "formula", "spelling", "called"},
    "steps": {"names", "formula"},
    "evaluation": {"names", "formula", "errors", "steps"},
    "given": {"names", "formula", "errors"},
    "solution": {"names", "formula", "resolver", "steps", "evaluation", "given"},
    "words": {"errors", "names", "formula", "solution"},
    "differences": {"names", "formula", "errors", "evaluation", "solution"},
    "array_differences": {"names", "formula", "evaluation", "solution", "differences"},
    "reading": LOWEST | {"process", "working"},
    "mentioned": {"names", "formula", "spelling", "resolver"},
    "offer": {"names"},
    "working": READING | {"offer", "mentioned"},
    "runs": LOWEST | {"working"},
    "subjects/batch_statistics": SUBJECT,
    "subjects/cells": SUBJECT,
    "subjects/descent": SUBJECT,
    "subjects/graph": SUBJECT,
    "subjects/layers": SUBJECT,
    "subjects/linear": SUBJECT,
    "subjects/network": SUBJECT | {"subjects/batch_statistics", "subjects/optimisers"},
    "subjects/optimisers": SUBJECT | {"subjects/descent"},
    "subjects/recurrent": SUBJECT,
    "page": READING,
    "render": READING | {"page", "pictures", "endings"},
    "pictures": READING
    | {
        "page",
        "render",
        "subjects/descent",
        "subjects/graph",
        "subjects/linear",
        "subjects/network",
        "subjects/recurrent",
    },
    "output": {"errors", "page", "process"},
    "marking": READING | {"page", "render", "output", "endings", "process"},
    "sheets": LOWEST | {"marking"},
    "cli": LOWEST | {"reading", "page", "render", "pictures", "marking", "sheets", "output", "endings", "process", ""},
    "": {"errors", "reading", "render", "solution", "formula", "kinds", "process"},
    "__main__": {"cli"},
}
SUBJECTS = {room for room in LAYERS if room.startswith("subjects/")}
# A kind builds on the subjects and on what is below them, never on another kind.
LAYERS |= {
    f"kinds/{path.stem}": SUBJECT | SUBJECTS
    for path in (PACKAGE / "kinds").iterdir()
    if path.stem not in ("__init__", "__pycache__")
}
SHELVES = ("kinds", "subjects")
FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(module: tuple[str, ...]) -> str:
    """The room that a module of the package is in: its folder or file at the top, of kinds and subjects one below."""
    if module[:1] and module[0] in SHELVES:
        return "/".join(module[:2])
    return module[0] if module else ""


def module_of(file: pathlib.Path) -> tuple[str, ...]:
    """The module that a file is, without the name of the package."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def is_module(module: tuple[str, ...]) -> bool:
    """Whether there is such a module in the package."""
    path = PACKAGE.joinpath(*module)
    return path.is_dir() or path.with_suffix(".py").exists()


def imported(file: pathlib.Path):
    """The rooms that a file imports from, anywhere in it, with the line."""
    folder = file.relative_to(PACKAGE).parts[:-1]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        for module in _modules(node, folder):
            yield node.lineno, room_of(module)


def _modules(node: ast.AST, folder: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The modules of the package that a statement imports; those that a type imports at its first use as well."""
    if isinstance(node, ast.Import):
        return [tuple(alias.name.split(".")[1:]) for alias in node.names if alias.name.partition(".")[0] == "nnsolve"]
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Later":
        return [tuple(ast.literal_eval(node.args[0]).split(".")[1:])]
    if not isinstance(node, ast.ImportFrom):
        return []
    module = tuple(node.module.split(".")) if node.module else ()
    if node.level:
        base = (*folder[: len(folder) - node.level + 1], *module)
    elif module[:1] == ("nnsolve",):
        base = module[1:]
    else:
        return []
    if base and base not in [(shelf,) for shelf in SHELVES]:
        return [base]
    return [(*base, alias.name) if is_module((*base, alias.name)) else base for alias in node.names]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_who_imports_whom(file):
    """A file imports from its own room and from those its room may import from; nobody imports from inside a kind."""
    own = room_of(module_of(file))
    if own in SHELVES:  # the shelf itself holds nothing
        assert list(imported(file)) == []
        return
    assert own in LAYERS, f"the table has no entry for {own}"
    for line, room in imported(file):
        assert room == own or room in LAYERS[own], f"{file}:{line} imports from {room or 'the front door'}"


def test_no_room_is_a_circle():
    """The table itself has an order, but for names that are used only when a function is called."""
    order: list[str] = []
    later = {("", "kinds"), ("cli", ""), ("pictures", "render"), ("reading", "working")}
    while len(order) < len(LAYERS):
        free = [
            name
            for name, uses in LAYERS.items()
            if name not in order and all(used in order or (name, used) in later for used in uses)
        ]
        assert free, set(LAYERS) - set(order)
        order += free


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_heavy_packages_are_imported_inside_functions(file):
    """No module loads a heavy package when it is itself imported, but the bridge to the one it is for."""
    bridges = {"symbolic.py": {"sympy"}}
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
        heavy = {name.partition(".")[0] for name in names} & HEAVY
        assert heavy <= bridges.get(file.name, set())
