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


def test_help_loads_no_yaml():
    """--help and the front door read no YAML and load no kind."""
    code = "import sys, nnsolve; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.split()
    assert not [
        name
        for name in loaded
        if name.startswith(("nnsolve.kinds.", "nnsolve.render.", "nnsolve.page.", "rich", "click"))
    ]


# What a page that holds nothing of it does not load.
UNUSED = [
    (["backprop", "two-two-two"], ("optimisers", "objective", "convolution"), {"networks", "page"}),
    (["forward", "forward-4-3-2-1"], ("optimisers", "objective", "convolution"), {"networks", "page"}),
]


@pytest.mark.parametrize(("args", "folders", "words"), UNUSED, ids=lambda value: " ".join(sorted(value)))
def test_a_page_loads_what_it_needs(args, folders, words):
    """A plain problem loads neither what other problems need, nor their words, nor what measures wide letters."""
    code = f"import sys, nnsolve.cli as cli\nsys.argv = ['nnsolve', *{args!r}]\ncli.run()"
    code = f"try:\n {code.replace(chr(10), chr(10) + ' ')}\nfinally: print(*sys.modules, file=sys.stderr)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8")
    names = set(loaded.stderr.split())
    assert not {f"nnsolve.{folder}" for folder in folders} & names
    assert {name.rpartition(".")[2] for name in names if name.startswith("nnsolve.words.")} == words
    assert "rich.cells" not in names


# Who may import whom: folder or module of the package → what it may import of the package, besides its own folder.
BASE = {"part", "formula", "solution", "schema", "literals", "errors", "problem", "yamlfile", "differences", "words"}
LAYERS = {
    "errors": set(),
    "process": {"errors"},
    "endings": {"errors"},
    "formula": {"errors"},
    "yamlfile": {"errors"},
    "literals": {"formula", "yamlfile", "errors"},
    "schema": {"literals", "formula", "yamlfile", "errors"},
    "solution": {"formula", "errors"},
    "problem": {"literals", "schema", "formula", "solution", "words", "errors"},
    "part": {"formula", "solution"},
    "options": {"completion", "render"},
    "differences": {"formula", "solution", "errors"},
    "words": {"errors", "solution"},
    "page": {"formula", "solution", "words", "errors", "problem"},
    "render": {"formula", "solution", "problem", "words", "errors", "page", "pictures", "endings"},
    "load": {"errors", "yamlfile", "kinds", "process"},
    "catalogue": {"load", "yamlfile"},
    "starter": {"load"},
    "advice": {"errors"},
    "output": {"errors", "page", "process"},
    "completion": {"load", "catalogue", "render"},
    "marking": BASE | {"load", "page", "render", "output", "optimisers", "endings", "process"},
    "cli_marking": {"completion", "endings", "errors", "load", "marking", "options", "output"},
    "pictures": {
        *("errors", "formula", "load", "page", "render", "schema", "solution", "words"),
        *("computation_graph", "linear", "network", "objective"),
    },
    "sheets": BASE | {"marking"},
    "cli_papers": {"completion", "load", "options", "output", "render", "sheets"},
    "cli_pictures": {"completion", "errors", "load", "options", "output", "pictures", "words"},
    "cli": {
        *("advice", "errors", "load", "render", "starter", "catalogue", "output", "completion", "page", "__init__"),
        *("options", "process", "cli_marking", "cli_papers", "cli_pictures"),
    },
    "__init__": {"errors", "load", "render", "solution", "formula", "kinds", "process"},
    "__main__": {"cli"},
}
# Folders that kinds share, each named for what it holds. They may build on networks, convolutions and the like alone,
# and these on what is lower still.
SHARED = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - {*LAYERS, "kinds"}
LOWEST = {"normalization"}
GROUND = {"network", "convolution", "objective"} | LOWEST
LAYERS |= dict.fromkeys(SHARED, BASE | GROUND) | dict.fromkeys(GROUND, BASE | LOWEST) | dict.fromkeys(LOWEST, BASE)
LAYERS["kinds"] = BASE | SHARED
# A paper holds problems of every other kind, so it reads and solves them as the front door does.
PAPER = {("paper.py", "load"), ("paper.py", "yamlfile")}
FILES = sorted(PACKAGE.rglob("*.py"))


def layer_of(parts: tuple[str, ...]) -> str:
    """The folder, or the module at the top, that a module belongs to."""
    return parts[0] if parts else "__init__"


def imported(file: pathlib.Path):
    """The layers of the package that a file imports, anywhere in it, with the line."""
    here = file.relative_to(PACKAGE).with_suffix("").parts
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] == "nnsolve":
                    yield node.lineno, layer_of(tuple(alias.name.split(".")[1:]))
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Later":  # imported at first use
            yield node.lineno, layer_of(tuple(ast.literal_eval(node.args[0]).split(".")[1:]))
        elif isinstance(node, ast.ImportFrom):
            module = tuple((node.module or "").split(".")) if node.module else ()
            if node.level:
                base = (*here[: len(here) - node.level], *module)
            elif module[:1] == ("nnsolve",):
                base = module[1:]
            else:
                continue
            if base:
                yield node.lineno, layer_of(base)
            else:
                for alias in node.names:
                    known = (PACKAGE / alias.name).is_dir() or (PACKAGE / f"{alias.name}.py").exists()
                    yield node.lineno, alias.name if known else "__init__"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_who_imports_whom(file):
    """A file imports what its layer may import, and its own layer; kinds do not import each other."""
    own = layer_of(file.relative_to(PACKAGE).with_suffix("").parts)
    assert own in LAYERS, f"the table has no entry for {own}"
    for line, layer in imported(file):
        if (file.name, layer) in PAPER:
            continue
        allowed = layer in LAYERS[own] or (layer == own and own != "kinds")
        assert allowed, f"{file}:{line} imports {layer}"


def test_no_layer_is_a_circle():
    """The table itself has an order, but for names that are used only when a function is called."""
    order: list[str] = []
    later = {("load", "kinds"), ("cli", "__init__"), ("pictures", "render")}
    assert GROUND <= SHARED
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
