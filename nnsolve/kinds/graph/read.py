"""What a problem file says of a graph: an expression that is taken apart, or nodes that the author named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ...errors import listing, nearest, quote
from ...formula.expr import Expr, Symbol, replaced, symbols
from ...formula.functions import constants_in, taken_for_constant
from ...formula.parse import ParseError, parse
from ...formula.partials import partials
from ...names import Name, Role
from ...reading.schema import Type, read_number
from ...reading.yamlfile import Faults, Node, complete, complete_values
from ...solution import names_of
from ...subjects.graph import Graph
from .closed import closed_name
from .functions import graph_functions, known, reserved
from .letters import chosen_names
from .paths import listed, path_steps
from .split import Splitter, holds_names

if TYPE_CHECKING:
    from . import Problem


MOST_NODES = 100
MOST_INPUTS = 40
MOST_EDGES = 300

NAME = re.compile(r"[^\W\d]\w{0,15}")
_LEFT_SIDE = re.compile(r"\s*([^\W\d]\w{0,15})\s*(?:\([^()=]*\))?\s*=")
_WORDS = re.compile(r"(?<![\w.])[^\W\d]\w*")


class Values(Type[dict[Name, Expr]]):
    """A number for each input."""

    def read(self, node: Node, faults: Faults) -> dict[Name, Expr] | None:
        if not node.entries:
            return faults.add(node, "expected a number for each input: {a: 2, b: 1}")
        if len(node.entries) > MOST_INPUTS:
            return faults.add(node, f"at most {MOST_INPUTS} inputs were expected; here are {len(node.entries)}", "")
        found = {Name(Role.INPUT, name): read_number(value, faults) for name, value in node.entries.items()}
        return complete_values(found) if _checked_names(node, faults) else None

    def schema(self) -> dict:
        number = {"type": ["number", "string"]}
        return {"type": "object", "additionalProperties": number, "minProperties": 1, "maxProperties": MOST_INPUTS}


class Formulas(Type[dict[Name, Node]]):
    """Nodes by name, each a formula over inputs and other nodes; the nodes of the file as they stand there."""

    def read(self, node: Node, faults: Faults) -> dict[Name, Node] | None:
        if not node.entries:
            return faults.add(node, "expected nodes with their formulas: {c: a + b, d: b + 1, e: c * d}")
        if len(node.entries) > MOST_NODES:
            return faults.add(node, f"at most {MOST_NODES} nodes were expected; here are {len(node.entries)}", "")
        before = len(faults.found)
        cut = next(filter(_is_cut, node.keys.values()), None)
        if cut is not None:
            return faults.add(cut, "in { … } a formula with a comma stands in quotation marks: m: 'max(a, b)'")
        _checked_names(node, faults)
        for name, value in node.entries.items():
            if not value.word.strip():
                faults.add(value, f"expected the formula of {name}, such as a + b", "")
        if len(faults.found) > before:
            return None
        return {Name(Role.OUT, name): value for name, value in node.entries.items()}

    def schema(self) -> dict:
        formula = {"type": ["string", "number"]}
        return {"type": "object", "additionalProperties": formula, "minProperties": 1, "maxProperties": MOST_NODES}


def _is_cut(key: Node) -> bool:
    """Whether a key is the rest of a formula that a comma cut: ``b)`` of max(a, b)."""
    return key.shown.count(")") > key.shown.count("(")


def _checked_names(node: Node, faults: Faults) -> bool:
    """Whether all keys of a mapping can be names; those that cannot are noted."""
    return complete([checked_name(key, faults) for key in node.keys.values()]) is not None


def checked_name(key: Node, faults: Faults) -> str | None:
    """The name of a node or input; a fault where it cannot be one."""
    if not NAME.fullmatch(key.word):
        return faults.add(key, "expected a name: a letter, then letters and digits, 16 at most")
    if key.text in reserved():
        return faults.add(key, "this is the name of a function; choose another name")
    return key.text


def read_graph(problem: Problem, faults: Faults) -> Graph | None:
    """The graph of a problem whose fields were read; None where a fault was noted."""
    formulas = _written(problem)
    inputs = _inputs(problem, formulas, faults)
    if inputs is None:
        return None
    names = [*inputs, *filter(None, formulas)]
    parsed = complete_values({name: _parsed(*written, names, faults) for name, written in formulas.items()})
    order = _ordered(parsed, problem, faults) if parsed else None
    if not parsed or not order:
        return None
    graph = _named(*_split(parsed, order, problem), inputs, problem, faults)
    return graph if graph and _fits(graph, problem, faults) else None


def _fits(graph: Graph, problem: Problem, faults: Faults) -> bool:
    """Whether a page can hold the graph and its names."""
    return _small(graph, problem, faults) and _apart(graph, problem, faults)


def _split(parsed: dict[Name, Expr], order: list[Name], problem: Problem) -> tuple[Splitter, Name | None]:
    """The nodes, elementary or as they are written, and the last of an expression that has no name."""
    splitter = Splitter(problem.merge)
    last: Name | None = None
    for name in order:
        if name == _UNNAMED:
            last = splitter.last(parsed[name])
        elif problem.elementary:
            splitter.add(name, parsed[name])
        else:
            splitter.keep(name, parsed[name])
    return splitter, last


_UNNAMED = Name(Role.OUT, "")  # an expression without a name for its value


def _written(problem: Problem) -> dict[Name, tuple[Node, int]]:
    """Formulas by name, with the node of the file and where the formula begins."""
    if problem.nodes is not None:
        return {name: (node, 0) for name, node in problem.nodes.items()}
    assert problem.expression is not None, "a graph is nodes or an expression"
    place = problem.places["expression"]
    match = _LEFT_SIDE.match(problem.expression)
    return {Name(Role.OUT, match[1]): (place, match.end())} if match else {_UNNAMED: (place, 0)}


def _inputs(problem: Problem, formulas: Mapping[Name, tuple[Node, int]], faults: Faults) -> list[Name] | None:
    """The inputs: those that have a value, or where there are none, the names that no node has; None for a fault."""
    if problem.values is None:
        return _unknown(formulas, faults)
    computed = [name for name in problem.values if name in formulas]
    for name in computed:
        key = problem.places["values"].keys[name]
        faults.add(key, f"{quote(name)} is computed by the graph, so it cannot have a value of its own")
    return None if computed else list(problem.values)


def _unknown(formulas: Mapping[Name, tuple[Node, int]], faults: Faults) -> list[Name] | None:
    """The names in formulas that are neither nodes nor functions and constants."""
    names: dict[str, None] = {}
    for node, begin in formulas.values():
        names |= dict.fromkeys(_WORDS.findall(node.word[begin:]))
    taken = {*known(), *formulas}
    found = [Name(Role.INPUT, name) for name in names if name not in taken]
    if len(found) > MOST_INPUTS:
        place, _ = next(iter(formulas.values()))
        return faults.add(place, f"at most {MOST_INPUTS} inputs were expected; here are {len(found)}")
    return found


def _parsed(node: Node, begin: int, names: Iterable[Name], faults: Faults) -> Expr | None:
    try:
        formula = parse(node.shown[begin:], names, graph_functions())
    except ParseError as error:
        place = Node(node.line, node.column + begin + error.offset + node.quoted)
        place.option = node.option
        hint = " An input needs a number in values:." if "not known here" in str(error) else ""
        return faults.add(place, str(error) + hint, node.text)
    if not holds_names(formula):
        return faults.add(node, "it holds no input and no node, so nothing can be differentiated")
    return replaced(formula, {name: Symbol(name) for name in names})


def _ordered(parsed: dict[Name, Expr], problem: Problem, faults: Faults) -> list[Name]:
    """The nodes in an order in which each comes after those it needs; none where they need each other."""
    order: list[Name] = []
    rest = {name: list(filter(parsed.__contains__, symbols(formula))) for name, formula in parsed.items()}
    while rest:
        free = next((name for name, used in rest.items() if set(used) <= set(order)), None)
        if free is None:
            _note_circle(rest, set(order), problem, faults)
            return []
        order.append(free)
        del rest[free]
    return order


def _note_circle(rest: dict[Name, list[Name]], done: set[Name], problem: Problem, faults: Faults) -> None:
    if problem.has("nodes"):
        circle = _circle(rest, done)
        key = problem.places["nodes"].keys[circle[0]]
        faults.add(key, f"a graph has no circle; here {' → '.join(circle)}")
    else:
        name = next(iter(rest))
        faults.add(problem.places["expression"], f"{quote(name)} stands on both sides of the equals sign")


def _circle(rest: dict[Name, list[Name]], done: set[Name]) -> list[Name]:
    """Nodes that need each other, the first one again at the end."""
    walk = [next(iter(rest))]
    while True:
        following = next(used for used in rest[walk[-1]] if used not in done)
        if following in walk:
            return [following, *reversed(walk[walk.index(following) :])]
        walk.append(following)


def _named(splitter: Splitter, last: Name | None, inputs: list[Name], problem: Problem, faults: Faults) -> Graph | None:
    """The graph with names for the nodes that have none."""
    chosen = _chosen(splitter, inputs, problem, faults)
    if chosen is None:
        return None
    by_name = {old: Symbol(new) for old, new in chosen.items()}
    nodes = {chosen.get(name, name): replaced(formula, by_name) for name, formula in splitter.nodes.items()}
    outputs = _outputs(nodes, last and chosen.get(last, last), problem, faults)
    if outputs is None:
        return None
    return Graph(inputs, nodes, outputs, [chosen.get(name, name) for name in splitter.shared])


def _chosen(splitter: Splitter, inputs: list[Name], problem: Problem, faults: Faults) -> dict[Name, Name] | None:
    """Names for nodes that have none; None where a name of the problem cannot be one."""
    nameless = splitter.nameless
    own = [*inputs, *(name for name in splitter.nodes if name not in nameless)]
    formulas = _with_slopes(splitter.nodes)
    taken = {*own, *reserved(), *constants_in(formulas)}
    wanted = problem.names or []
    mistaken = taken_for_constant([*own, *wanted], formulas)
    if mistaken:
        text = "this is a constant in these formulas or their derivatives, as in e^x; choose another name"
        return faults.add(_place_of(mistaken, problem), text, mistaken)
    if wanted and not _sound(wanted, taken, len(nameless), problem.places["names"], faults):
        return None
    found = chosen_names(len(nameless), wanted, taken)
    return {old: Name(Role.OUT, new) for old, new in zip(nameless, found, strict=True)}


def _sound(wanted: list[str], taken: set[str], room: int, place: Node, faults: Faults) -> bool:
    """Whether the names for nameless nodes can be used: they are names, free, and not too many."""
    for item in wanted:
        if checked_name(Node(place.line, place.column, text=item), faults) is None:
            return False
        if (len(wanted) > 1 and item in taken) or wanted.count(item) > 1:
            faults.add(place, "another node or input has this name already", item)
            return False
    if len(wanted) > room:
        need = f"{room} node{'s need' if room != 1 else ' needs'} a name"
        faults.add(place, f"{need}; {len(wanted)} names were given", "")
        return False
    return True


def _outputs(nodes: dict[Name, Expr], last: Name | None, problem: Problem, faults: Faults) -> list[Name] | None:
    """The nodes that are differentiated: those named, the last of an expression, or those that no other uses."""
    if problem.outputs:
        return _named_outputs(nodes, problem.outputs, problem.places["outputs"], faults)
    if last:
        return [last]
    used = {name for formula in nodes.values() for name in symbols(formula)}
    return [name for name in nodes if name not in used]


def _named_outputs(nodes: dict[Name, Expr], texts: list[str], place: Node, faults: Faults) -> list[Name] | None:
    own: dict[str, Name] = {name: name for name in nodes}
    for text in texts:
        if text not in own:
            known = f"expected nodes of the graph: {listing(nodes)}.{nearest(text, tuple(nodes))}"
            return faults.add(place, known, text)
    return list(dict.fromkeys(map(own.__getitem__, texts)))


def _with_slopes(nodes: dict[Name, Expr]) -> list[Expr]:
    """The formulas of nodes and the derivatives on their edges."""
    slopes = [slope for name, formula in nodes.items() for slope in partials(formula, Symbol(name)).values()]
    return [*nodes.values(), *slopes]


def _place_of(name: str, problem: Problem) -> Node:
    """Where the author wrote the name of an input or node."""
    if name in (problem.names or ()):
        return problem.places["names"]
    for key in ("values", "nodes"):
        if problem.has(key) and name in problem.places[key].keys:
            return problem.places[key].keys[name]
    return problem.places.get("expression") or problem.places["nodes"]


def _small(graph: Graph, problem: Problem, faults: Faults) -> bool:
    """Whether the graph fits a page."""
    place = problem.places["nodes" if problem.has("nodes") else "expression"]
    if len(graph.nodes) > MOST_NODES:
        faults.add(place, f"a graph may have at most {MOST_NODES} nodes; this one has {len(graph.nodes)}", "")
    elif len(graph.edges) > MOST_EDGES:
        faults.add(place, f"a graph may have at most {MOST_EDGES} edges; this one has {len(graph.edges)}", "")
    else:
        return True
    return False


def _apart(graph: Graph, problem: Problem, faults: Faults) -> bool:
    """Whether no input or node is called like a path or a closed form of the page."""
    taken = {closed_name(output) for output in graph.outputs}
    for output in graph.outputs:
        if listed(graph, output):
            taken.update(names_of(path_steps(graph, output)))
    for name in graph.names:
        if name in taken:
            faults.add(_place_of(name, problem), "another result of this page has this name; choose another one", name)
            return False
    return True
