"""YAML with places: a text becomes nodes that know their line and column. Nothing is executed or guessed.

Every scalar stays the text its author wrote. Tags, anchors, duplicate keys and runaway sizes are faults.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Container, Iterable, Mapping, Sized
from typing import TypeVar

import yaml

from ..errors import Fault, ProblemError, quote

LARGEST_FILE = 8 * 2**20
MOST_NODES = 300_000
DEEPEST = 24
MOST_DOCUMENTS = 200

T = TypeVar("T")
K = TypeVar("K")

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Node:
    """A scalar (``text``), a list (``items``) or a mapping (``entries``) and where it begins, counted from 1."""

    __slots__ = ("text", "items", "entries", "keys", "line", "column", "quoted", "option")

    def __init__(
        self,
        line: int = 0,
        column: int = 0,
        text: str | None = None,
        items: list[Node] | None = None,
        entries: dict[str, Node] | None = None,
        quoted: bool = False,
    ):
        self.line, self.column = line, column
        self.text: str | None = text
        self.items: list[Node] | None = items
        self.entries: dict[str, Node] | None = entries
        self.keys: dict[str, Node] = {}
        self.quoted = quoted
        self.option = ""  # the option of the command line that stands for this value, if one does

    @property
    def word(self) -> str:
        """The text; '' of a list or a mapping."""
        return self.text or ""

    @property
    def pairs(self) -> list[tuple[Node, str, Node]]:
        """The entries of what is known to be a mapping: the place of each key, the key, and its value."""
        return [(self.keys.get(key, value), key, value) for key, value in self.mapped.items()]

    @property
    def shown(self) -> str:
        """What a message quotes of this node."""
        if self.text is not None:
            return self.text
        return "a list" if self.items is not None else "a mapping"

    @property
    def listed(self) -> list[Node]:
        """The items of what is known to be a list."""
        assert self.items is not None
        return self.items

    def at(self, index: int) -> Node:
        """The node of one value of a list, or the whole text where the list was written as one."""
        return self.items[index] if self.items and index < len(self.items) else self

    def touches(self, following: Node) -> bool:
        """Whether a single sign stands between this text and what follows."""
        return (self.line, self.column + len(self.word) + 1) == (following.line, following.column)

    @property
    def mapped(self) -> dict[str, Node]:
        """The entries of what is known to be a mapping."""
        assert self.entries is not None
        return self.entries

    @property
    def empty(self) -> bool:
        """Whether nothing was written here."""
        return self.text is not None and not self.quoted and self.text in ("", "~", "null", "Null", "NULL")


class Faults:
    """The mistakes found in one file so far."""

    most = 50

    def __init__(self, file: str):
        self.file = file
        self.found: list[Fault] = []
        self._told: set[tuple[int, int, str, str, str]] = set()

    def add(self, node: Node | None, message: str, text: str | None = None) -> None:
        """Notes a mistake at ``node``; ``text`` is what is quoted, the node's own text unless told."""
        node = node or Node()
        quoted = node.word if text is None else text
        told = (node.line, node.column, quoted, message, node.option)
        if len(self.found) < self.most and told not in self._told:
            self._told.add(told)
            self.found.append(Fault(*told))

    def unknown(self, node: Node, known: Container[str], message: str) -> None:
        """Notes the keys of a mapping that are none of those known."""
        for where, key, _ in node.pairs:
            if key not in known:
                self.add(where, message, key)

    def missing(self, node: Node, keys: Iterable[str], message: str) -> None:
        """Notes which of these keys a mapping does not have."""
        for key in keys:
            if key not in node.mapped:
                self.add(node, f"{key} is missing; {message}", "")

    def stop(self) -> None:
        """Raises the faults found, if any."""
        if self.found:
            raise ProblemError(self.file, self.found)


def complete(read: Iterable[T | None]) -> list[T] | None:
    """All that was read; None where a fault was noted instead of one of them."""
    found = list(read)
    kept = [each for each in found if each is not None]
    return kept if len(kept) == len(found) else None


def complete_values(read: Mapping[K, T | None]) -> dict[K, T] | None:
    """All that was read by key; None where a fault was noted instead of one of them."""
    kept = {key: each for key, each in read.items() if each is not None}
    return kept if len(kept) == len(read) else None


def even(columns: Mapping[K, Sized], node: Node, faults: Faults) -> bool:
    """Whether columns that are written at ``node`` are equally long; else that is noted."""
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) <= 1:
        return True
    shown = ", ".join(f"{name} has {length}" for name, length in lengths.items())
    faults.add(node, f"every column needs the same number of values; {shown}", "")
    return False


def read_documents(text: str, faults: Faults) -> list[Node]:
    """The documents of a YAML text as nodes; notes faults, and raises ProblemError where reading cannot go on."""
    collects = gc.isenabled()
    gc.disable()  # nodes and events hold no cycles, and going through so many of them again and again takes long
    try:
        documents = _documents(text, faults)
    finally:
        if collects:
            gc.enable()
    if not documents:
        faults.add(None, "the file is empty; a problem begins with kind: …")
        faults.stop()
    return documents


def _documents(text: str, faults: Faults) -> list[Node]:
    """The documents of a YAML text; raises ProblemError where it is none or passes a bound."""
    try:
        return _compose(text, faults)
    except _PastBound as bound:
        faults.add(bound.node, bound.message, "")
    except yaml.MarkedYAMLError as error:
        _note_invalid(text, error, faults)
    except UnicodeEncodeError:  # halves of letters, which stand for the bytes of an option that is no UTF-8
        faults.add(None, "this is not a text in UTF-8")
    except yaml.YAMLError as error:
        faults.add(None, f"not a YAML text: {str(error).splitlines()[0]}")
    faults.stop()
    return []


def _note_invalid(text: str, error: yaml.MarkedYAMLError, faults: Faults) -> None:
    """Notes where a text stops being YAML, or the bound that it passes before."""
    earlier = _bound_before(text, error.problem_mark)
    if earlier:
        faults.add(earlier.node, earlier.message, "")
    else:
        faults.add(_place(error), f"not valid YAML: {_plainly(error.problem or error.context)}")


class _PastBound(Exception):
    """A text passes one of the bounds of this module at ``node``."""

    def __init__(self, node: Node, message: str):
        super().__init__(message)
        self.node = node
        self.message = message


def _bound_before(text: str, mark: yaml.Mark | None) -> _PastBound | None:
    """The bound that the text passes before the place where the parser gave up, if it does.

    A parser looks ahead: it may refuse what is nested too deep for itself before it has told of the first bracket.
    The text up to there is not too deep for it, so its events show whether it is too deep for us.
    """
    if mark is None:
        return None
    try:
        _compose(text[: mark.index], Faults(""))
    except _PastBound as bound:
        return bound
    except yaml.YAMLError:
        pass  # a text that is cut off need not be valid
    return None


def _place(error: yaml.MarkedYAMLError) -> Node:
    """Where a text stops being YAML; of what is not closed, where it begins."""
    if error.context_mark and "end of stream" in (error.problem or ""):
        return _at(error.context_mark)
    return _at(error.problem_mark or error.context_mark)


def _plainly(problem: str) -> str:
    """What libyaml says, in words that tell what to do."""
    advice = {
        "mapping values are not allowed": "; put a text that holds ‘: ’ in quotation marks",
        "did not find expected ',' or '}'": "; a { … } is not closed or a comma is missing",
        "did not find expected ',' or ']'": "; a [ … ] is not closed or a comma is missing",
        "could not find expected ':'": "; each line of a mapping is written key: value",
        "did not find expected key": "; check the indentation of this line",
        "found unexpected end of stream": "; what begins here is not closed",
        "cannot start any token": "; tabs cannot indent, use spaces",
    }
    return problem + next((more for part, more in advice.items() if part in problem), "")


def _at(mark: yaml.Mark | None) -> Node:
    return Node(mark.line + 1, mark.column + 1) if mark else Node()


_BEGINS = (yaml.SequenceStartEvent, yaml.MappingStartEvent)
_ENDS = (yaml.SequenceEndEvent, yaml.MappingEndEvent)


def _compose(text: str, faults: Faults) -> list[Node]:
    """Nodes from the parser's events, without recursion; raises _PastBound where a bound is passed.

    (PyYAML's own composers call themselves once a level. With libyaml up to 0.2.5 nesting can crash the process there,
    and since 0.2.6 libyaml refuses it at a depth of its own; in Python it ends in a RecursionError.)
    """
    documents: list[Node] = []
    stack: list[tuple[Node, list[Node]]] = []
    count = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, _ENDS):
            _end(*stack.pop(), faults)
            continue
        node = _begun(event, faults)
        if node is None:
            _bound_documents(event, len(documents))
            continue
        count += 1
        if count > MOST_NODES:
            raise _PastBound(node, f"the file holds more than {MOST_NODES:,} values".replace(",", " "))
        beside = stack[-1][1] if stack else documents
        beside.append(node)
        if isinstance(event, _BEGINS):
            stack.append((node, []))
            if len(stack) > DEEPEST:
                raise _PastBound(node, f"lists and mappings are nested more than {DEEPEST} deep")
    return documents if len(documents) < 2 else _but_empty(documents)


def _but_empty(documents: list[Node]) -> list[Node]:
    """The documents of a file of several that hold anything."""
    return [document for document in documents if not document.empty]


def _bound_documents(event: yaml.Event, found: int) -> None:
    """Raises _PastBound where one more document begins than a file may hold."""
    if isinstance(event, yaml.DocumentStartEvent) and found >= MOST_DOCUMENTS:
        raise _PastBound(_at(event.start_mark), f"a file may hold at most {MOST_DOCUMENTS} problems")


def _begun(event: yaml.Event, faults: Faults) -> Node | None:
    """The node that begins with an event of the parser; None where it is no value's."""
    node = _at(event.start_mark)
    if isinstance(event, yaml.AliasEvent):
        node.text = ""
        faults.add(node, "anchors and aliases are not read; write the value out", f"*{event.anchor}")
        return node
    if isinstance(event, yaml.ScalarEvent):
        node.text, node.quoted = event.value, bool(event.style)
    elif isinstance(event, yaml.SequenceStartEvent):
        node.items = []
    elif not isinstance(event, yaml.MappingStartEvent):
        return None
    if event.tag not in (None, "!"):
        faults.add(node, "tags are not read; write the plain value", event.tag)
    return node


def _end(node: Node, children: list[Node], faults: Faults) -> None:
    """Gives a list its items, or a mapping its entries."""
    if node.items is None:
        _enter(node, children, faults)
    else:
        node.items = _without_commas(children, faults)


def _comma(before: Node, key: Node, value: Node) -> bool:
    """Whether a key is the digits behind a decimal comma: {w1: 0,5} is read as w1: 0 and 5 without a value."""
    if not before.touches(key) or not value.empty:
        return False
    return all(re.fullmatch(_DIGITS, text) for text in (before.word.removeprefix("-"), key.word))


# Whole numbers, and the digits that may stand behind a decimal comma. Compiled where a file holds such commas.
_WHOLE = r"[-+−]?[0-9]+"
_DIGITS = r"[0-9]+"
_COMMA = r",(?![^()\[\]]{0,40}[)\]]|[⁰¹²³⁴⁵⁶⁷⁸⁹])"  # not within brackets: cos(a, b), D[2,3]
# Letters below a name, and what may stand behind a comma below it as pages print it: a step, a direction.
_LETTERS_BELOW = re.compile(r"_[a-z]{1,3}$")
_MORE_BELOW = re.compile(r"(?:[0-9]{1,3}|fw|bw)(?:[⁽′'].{0,9})?")


def _halves(run: list[Node]) -> bool:
    """Whether items that touch may be the two halves of a number with a decimal comma."""
    if len(run) != 2 or run[1].quoted:
        return False
    whole, rest = run
    return bool(re.fullmatch(_WHOLE, whole.word) and re.fullmatch(_DIGITS, rest.word))


def _runs(items: list[Node]) -> list[list[Node]]:
    """The items of a list, those together between which only a comma stands."""
    runs: list[list[Node]] = []
    for item in items:
        if runs and not runs[-1][-1].quoted and runs[-1][-1].touches(item):
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def _without_commas(items: list[Node], faults: Faults) -> list[Node]:
    """The items of a list; notes a fault where the spaces show decimal commas, as in [2,0, 1,0].

    They do where some commas have a space behind them and some have none, and what is joined without a space is
    always two halves of a number.
    """
    runs = _runs(items)
    pairs = [run for run in runs if len(run) > 1]
    if not pairs or len(runs) < 2 or not all(map(_halves, pairs)):
        return items
    for run in pairs:  # so that nothing follows from this fault
        run[0].text, run[1:] = f"{run[0].text}.{run[1].text}", []
    first = pairs[0][0]
    whole, rest = first.shown.split(".")
    advice = f"write a decimal point, not a comma: {first.text}"
    otherwise = f"; if these are two whole numbers, put a space behind each comma: {whole}, {rest}"
    faults.add(first, advice + otherwise, f"{whole},{rest}")
    return [run[0] for run in runs]


def pieces(text: str) -> list[str]:
    """A text cut at its commas, but for those within a name as pages print it: conv1[0,1], cos(a, b), net_f,1."""
    found: list[str] = []
    for piece in re.split(_COMMA, text):
        if found and _LETTERS_BELOW.search(found[-1]) and _MORE_BELOW.fullmatch(piece):
            found[-1] += f",{piece}"
        else:
            found.append(piece)
    return found


def listed(node: Node, faults: Faults) -> list[Node]:
    """The items of a list that is written in one text: ``2, 1, 0.1``."""
    items, column = [], node.column
    for word in pieces(node.word):
        indent = len(word) - len(word.lstrip())
        item = Node(node.line, column + indent, text=word.strip())
        item.option = node.option
        items.append(item)
        column += len(word) + 1
    items = _without_commas(items, faults)
    for item in items:
        item.column = node.column
    return items


def _enter(node: Node, children: list[Node], faults: Faults) -> None:
    """Makes a mapping of keys and values in turn."""
    node.entries = {}
    before = Node()
    for key, value in zip(children[::2], children[1::2], strict=True):
        if _comma(before, key, value):
            whole = f"{before.text},{key.text}"
            message = f"write a decimal point, not a comma: {before.text}.{key.text}"
            faults.add(before, message, whole)
            before.text = f"{before.text}.{key.text}"  # so that nothing follows from this fault
            continue
        before = value
        if key.text is None:
            faults.add(key, f"a key must be a word or a number, not {key.shown}")
        elif key.text in node.entries:
            first = node.keys[key.text]
            faults.add(key, f"this key stands twice; it was first written in line {first.line}")
        else:
            node.entries[key.text] = value
            node.keys[key.text] = key


__all__ = ["LARGEST_FILE", "Faults", "Node", "listed", "quote", "read_documents"]
