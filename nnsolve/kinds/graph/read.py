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
from ...reading.yamlfile import Faults, Node, complete_values
from ...subjects.graph import Graph
from .closed import closed_name
from .functions import GRAPH_FUNCTIONS, KNOWN, RESERVED
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


class Values(Type):
    """A number for each input."""

    def read(self, node: Node, faults: Faults):
        if not node.entries:
            return faults.add(node, "expected a number for each input: {a: 2, b: 1}")
        if len(node.entries) > MOST_INPUTS:
            return faults.add(node, f"at most {MOST_INPUTS} inputs were expected; here are {len(node.entries)}", "")
        found = {Name(Role.INPUT, name): read_number(value, faults) for name, value in node.entries.items()}
        named = [checked_name(key, faults) for key in node.keys.values()]
        return None if None in (*found.values(), *named) else found

    def schema(self):
        number = {"type": ["number", "string"]}
        return {"type": "object", "additionalProperties": number, "minProperties": 1, "maxProperties": MOST_INPUTS}


class Formulas(Type):
    """Nodes by name, each a formula over inputs and other nodes; the nodes of the file as they stand there."""

    def read(self, node: Node, faults: Faults):
        if not node.entries:
            return faults.add(node, "expected nodes with their formulas: {c: a + b, d: b + 1, e: c * d}")
        if len(node.entries) > MOST_NODES:
            return faults.add(node, f"at most {MOST_NODES} nodes were expected; here are {len(node.entries)}", "")
        torn = next((key for key in node.keys.values() if key.shown.count(")") > key.shown.count("(")), None)
        if torn:
            return faults.add(torn, "in { … } a formula with a comma stands in quotation marks: m: 'max(a, b)'")
        named = [checked_name(key, faults) for key in node.keys.values()]
        for name, value in node.entries.items():
            if value.text is None or not value.text.strip():
                named.append(faults.add(value, f"expected the formula of {name}, such as a + b", ""))
        return None if None in named else {Name(Role.OUT, name): value for name, value in node.entries.items()}

    def schema(self):
        formula = {"type": ["string", "number"]}
        return {"type": "object", "additionalProperties": formula, "minProperties": 1, "maxProperties": MOST_NODES}


def checked_name(key: Node, faults: Faults) -> str | None:
    """The name of a node or input; a fault where it cannot be one."""
    if not NAME.fullmatch(key.word):
        return faults.add(key, "expected a name: a letter, then letters and digits, 16 at most")
    if key.text in RESERVED:
        return faults.add(key, "this is the name of a function; choose another name")
    return key.text


def read_graph(problem: Problem, faults: Faults) -> Graph | None:
    """The graph of a problem whose fields were read; None where a fault was noted."""
    before = len(faults.found)
    formulas = _written(problem)
    inputs = _inputs(problem, formulas, faults)
    if len(faults.found) > before:
        return None
    known = [*inputs, *(name for name in formulas if isinstance(name, Name))]
    parsed = complete_values({name: _parsed(*written, known, faults) for name, written in formulas.items()})
    order = _ordered(parsed, problem, faults) if parsed else []
    if len(faults.found) > before or parsed is None:
        return None
    splitter = Splitter(problem.merge)
    last: Name | None = None
    for name in order:
        if name == "":
            last = splitter.last(parsed[""])
        elif problem.elementary:
            splitter.add(name, parsed[name])
        else:
            splitter.keep(name, parsed[name])
    graph = _named(splitter, last, inputs, problem, faults)
    if graph and not (_small(graph, problem, faults) and _apart(graph, problem, faults)):
        return None
    return graph


def _written(problem: Problem) -> dict[Name | str, tuple[Node, int]]:
    """Formulas by name, with the node of the file and where the formula begins; '' where the author gave no name."""
    if problem.has("nodes"):
        return {name: (node, 0) for name, node in problem.nodes.items()}
    match = _LEFT_SIDE.match(problem.expression)
    name, begin = (Name(Role.OUT, match[1]), match.end()) if match else ("", 0)
    return {name: (problem.places["expression"], begin)}


def _inputs(problem: Problem, formulas: dict, faults: Faults) -> list[Name]:
    """The inputs: those that have a value, or where there are none, the names that no node has."""
    if problem.has("values"):
        for name in problem.values:
            if name in formulas:
                key = problem.places["values"].keys[name]
                faults.add(key, f"{quote(name)} is computed by the graph, so it cannot have a value of its own")
        return list(problem.values)
    names: dict[str, None] = {}
    for node, begin in formulas.values():
        names |= dict.fromkeys(_WORDS.findall(node.text[begin:]))
    found = [Name(Role.INPUT, name) for name in names if name not in KNOWN and name not in formulas]
    if len(found) > MOST_INPUTS:
        faults.add(
            next(iter(formulas.values()))[0], f"at most {MOST_INPUTS} inputs were expected; here are {len(found)}"
        )
    return found


def _parsed(node: Node, begin: int, names: Iterable[Name], faults: Faults) -> Expr | None:
    try:
        formula = parse(node.shown[begin:], names, GRAPH_FUNCTIONS)
    except ParseError as error:
        place = Node(node.line, node.column + begin + error.offset + node.quoted)
        place.option = node.option
        hint = " An input needs a number in values:." if "not known here" in str(error) else ""
        return faults.add(place, str(error) + hint, node.text)
    if not holds_names(formula):
        return faults.add(node, "it holds no input and no node, so nothing can be differentiated")
    return replaced(formula, {name: Symbol(name) for name in names})


def _ordered(parsed: Mapping, problem: Problem, faults: Faults) -> list[Name]:
    """The nodes in an order in which each comes after those it needs."""
    order: list[Name] = []
    rest = {name: {used for used in symbols(formula) if used in parsed} for name, formula in parsed.items()}
    while rest:
        free = next((name for name, used in rest.items() if used <= set(order)), None)
        if free is None:
            if problem.has("nodes"):
                key, circle = problem.places["nodes"].keys, _circle(rest, set(order))
                faults.add(key[circle[0]], f"a graph has no circle; here {' → '.join(circle)}")
            else:
                place = problem.places["expression"]
                faults.add(place, f"{quote(next(iter(rest)))} stands on both sides of the equals sign")
            return []
        order.append(free)
        del rest[free]
    return order


def _circle(rest: dict[Name, set[Name]], done: set[Name]) -> list[Name]:
    """Nodes that need each other, the first one again at the end."""
    walk = [next(iter(rest))]
    while True:
        following = next(used for used in rest[walk[-1]] if used not in done)
        if following in walk:
            return [following, *reversed(walk[walk.index(following) :])]
        walk.append(following)


def _named(splitter: Splitter, last: Name | None, inputs: list[Name], problem: Problem, faults: Faults) -> Graph | None:
    """The graph with names for the nodes that have none."""
    nodes, nameless = splitter.nodes, splitter.nameless
    own = [*inputs, *(name for name in nodes if name not in nameless)]
    formulas = _with_slopes(nodes)
    taken = {*own, *RESERVED, *constants_in(formulas)}
    wanted = problem.names or []
    mistaken = taken_for_constant([*own, *wanted], formulas)
    if mistaken:
        text = "this is a constant in these formulas or their derivatives, as in e^x; choose another name"
        return faults.add(_place_of(mistaken, problem), text, mistaken)
    if wanted and not _sound(wanted, taken, len(nameless), problem.places["names"], faults):
        return None
    found = [Name(Role.OUT, name) for name in chosen_names(len(nameless), wanted, taken)]
    chosen = dict(zip(nameless, found, strict=True))
    by_name = {old: Symbol(new) for old, new in chosen.items()}
    final = {chosen.get(name, name): replaced(formula, by_name) for name, formula in nodes.items()}
    outputs = _outputs(final, last and chosen.get(last, last), problem, faults)
    if outputs is None:
        return None
    return Graph(inputs, final, outputs, [chosen.get(name, name) for name in splitter.shared])


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
    if problem.has("outputs") and problem.outputs:
        own = {name: name for name in nodes}
        for name in problem.outputs:
            if name not in nodes:
                text = f"expected nodes of the graph: {listing(nodes)}.{nearest(name, tuple(nodes))}"
                return faults.add(problem.places["outputs"], text, name)
        return list(dict.fromkeys(own[name] for name in problem.outputs))
    if last:
        return [last]
    used = {name for formula in nodes.values() for name in symbols(formula)}
    return [name for name in nodes if name not in used]


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
        taken |= {step.name for step in path_steps(graph, output)} if listed(graph, output) else set()
    for name in graph.names:
        if name in taken:
            faults.add(_place_of(name, problem), "another result of this page has this name; choose another one", name)
            return False
    return True
