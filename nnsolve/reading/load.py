"""From a problem file to a typed problem and its solution: every fault with its place in the file."""

from __future__ import annotations

import copy
import errno
import importlib
import os
import stat
import sys
from functools import cache
from typing import TYPE_CHECKING, NoReturn, Protocol, cast

from ..errors import AskedError, ClashError, EvaluationError, Fault, ProblemError, listing, nearest, printable, quote
from ..process import open_at_once, wait_from_now
from .yamlfile import LARGEST_FILE, Faults, Node, complete, read_documents

if TYPE_CHECKING:
    from ..solution import Solution
    from ..working import Worked, Working
    from .problem import CommonProblem

PIPE_HOLDS = 65536
PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Kind(Protocol):
    """What the module of a kind holds."""

    Problem: type[CommonProblem]
    __doc__: str

    def solve(self, problem: CommonProblem) -> Working[Worked]:
        """The page of a problem."""


def kinds() -> list[str]:
    """The kinds of problem there are: each is a file of the folder of kinds, or a folder of its own name."""
    found = [name for folder in _shelves() for name in os.listdir(folder)]
    return sorted(name.removesuffix(".py").replace("_", "-") for name in found if name[0] not in "._")


def _shelves() -> list[str]:
    """The folders in which kinds are found: that of the package."""
    return list(importlib.import_module("nnsolve.kinds").__path__)


def kind_file(kind: str) -> str:
    """The file that begins with what a kind solves."""
    stems = [os.path.join(folder, kind.replace("-", "_")) for folder in _shelves()]
    files = [os.path.join(stem, "__init__.py") if os.path.isdir(stem) else f"{stem}.py" for stem in stems]
    return next(file for file in files if os.path.exists(file))


def kind_module(kind: str) -> Kind:
    """The module of a kind; it holds ``Problem`` and ``solve``."""
    return cast("Kind", importlib.import_module(f"nnsolve.kinds.{kind.replace('-', '_')}"))


@cache
def library_folder() -> str:
    """The folder of the worked problems that come with the program."""
    installed = os.path.join(PACKAGE, "problems")
    return installed if os.path.isdir(installed) else os.path.join(os.path.dirname(PACKAGE), "problems")


def library() -> list[str]:
    """The names of the problems that come with the program."""
    return sorted(file[:-5] for file in os.listdir(library_folder()) if file.endswith(".yaml"))


def find(name: str) -> str:
    """The file that ``name`` means: a path, or the bare name of a problem of the library."""
    if os.path.sep in name or name.endswith((".yaml", ".yml")) or os.path.exists(name):
        return name
    known = library()
    if name in known:
        return os.path.join(library_folder(), f"{name}.yaml")
    hint = nearest(name, known) or " See ‘nnsolve list’."
    raise ProblemError(
        name, [Fault(0, 0, "", f"there is no such file and no problem of this name in the library.{hint}")]
    )


def read_text(name: str) -> tuple[str, str]:
    """The text of a problem (a path, a library name, or ``-``) and the name used in messages; raises ProblemError."""
    return _read(name if name == "-" else find(name))


def read_file(path: str) -> tuple[str, str]:
    """The text of a file and its name as messages print it; ``-`` reads standard input. Raises ProblemError."""
    text, file = _read(path)
    return text, printable(file)


def _read(path: str) -> tuple[str, str]:
    if path == "-":
        return _decoded(_standard_input(), "standard input"), "standard input"

    def refuse(reason: str) -> NoReturn:
        raise ProblemError(path, [Fault(0, 0, "", reason)]) from None

    try:
        if os.path.isdir(path):
            refuse("this is a folder; a file was expected")
        data = _contents(path)
    except FileNotFoundError:
        refuse("there is no such file")
    except (OSError, ValueError) as error:
        refuse(f"the file cannot be read: {getattr(error, 'strerror', None) or error}")
    return _decoded(data, path), path


def _standard_input() -> bytes:
    reason = "it is closed"
    try:
        if sys.stdin is not None:
            return sys.stdin.buffer.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = f"it cannot be read: {error.strerror}"
    raise ProblemError("standard input", [Fault(0, 0, "", reason)])


def _contents(path: str) -> bytes:
    """The bytes of a file, up to the most that is read; a pipe into which nobody writes is not waited for."""
    with open(path, "rb", opener=open_at_once) as stream:
        begun = b""
        if stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode):
            begun = _begun(stream.fileno())
        wait_from_now(stream)
        return begun + stream.read(LARGEST_FILE + 1 - len(begun))


def _begun(pipe: int) -> bytes:
    """What stands in a pipe already; raises OSError where there is nothing, and nobody who would write."""
    try:
        begun = os.read(pipe, PIPE_HOLDS)
    except BlockingIOError:  # somebody will
        return b""
    if not begun:
        raise OSError(errno.EPIPE, "this is a pipe, and nobody writes into it")
    return begun


def _decoded(data: bytes, file: str) -> str:
    if len(data) > LARGEST_FILE:
        reason = f"the file is larger than {LARGEST_FILE // 2**20} MiB, the most that is read"
        raise ProblemError(file, [Fault(0, 0, "", reason)])
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ProblemError(file, [Fault(0, 0, "", "the file is in UTF-16; save it as UTF-8")])
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ProblemError(file, [Fault(line, 1, "", "this is not a text file in UTF-8")]) from None
    if "\0" in text:
        raise ProblemError(file, [Fault(text[: text.index("\0")].count("\n") + 1, 1, "", "this is not a text file")])
    return text


def load(name: str, kind: str | None = None, overrides: dict[str, str] | None = None) -> list[CommonProblem]:
    """The problems of a file (a path, a library name, or ``-``), each an instance of its kind's ``Problem``.

    ``kind`` is what the problem must be, where the caller knows. ``overrides`` replaces keys by texts, as options of
    the command line do; a dot reaches into a mapping (``rounding.decimals``). Raises ProblemError.
    """
    text, file = read_text(name)
    return loads(text, file, kind, overrides)


def loads(
    text: str, file: str = "<text>", kind: str | None = None, overrides: dict[str, str] | None = None
) -> list[CommonProblem]:
    """The problems of a YAML text; see :func:`load`."""
    faults = Faults(file)
    documents = read_documents(text, faults)
    problems = complete([_problem(document, faults, kind, overrides or {}) for document in documents])
    faults.stop()
    assert problems is not None, "what is no problem is a fault"
    return problems


def _problem(document: Node, faults: Faults, kind: str | None, overrides: dict[str, str]) -> CommonProblem | None:
    if document.entries is None:
        shown = document.shown if document.text is None else quote(document.shown)
        return faults.add(document, f"a problem is a mapping that begins with kind: …, not {shown}", "")
    found = _kind_of(document, faults, kind)
    if found is None:
        return None
    if found != document.entries.get("kind", Node(text=found)).text:
        _leave_out(document, found)
    for key, value in overrides.items():
        _override(document, key, value)
    return read_kind(found, document, faults)


def read_kind(kind: str, document: Node, faults: Faults, shares_notation: bool = False) -> CommonProblem:
    """The problem of a kind in a document; ``shares_notation`` where it is part of a paper that has one."""
    problem = kind_module(kind).Problem.read(document, faults)
    problem.file, problem.command, problem.shares_notation = faults.file, kind, shares_notation
    return problem


def variant(problem: CommonProblem, overrides: dict[str, str]) -> CommonProblem:
    """A problem that was read before, read again with some keys replaced; see :func:`load`. Raises ProblemError."""
    faults, document = Faults(problem.file), Node(entries=dict(problem.places))
    document.keys = {key: Node(text=key) for key in document.mapped}
    for key, value in overrides.items():
        first = key.partition(".")[0]
        if first in document.mapped:  # an option reaches into a mapping: the problem's own stays as it is
            document.mapped[first] = copy.deepcopy(document.mapped[first])
        _override(document, key, value)
    other = read_kind(problem.command, document, faults, problem.shares_notation)
    faults.stop()
    return other


def _kind_of(document: Node, faults: Faults, expected: str | None) -> str | None:
    known = kinds()
    node = document.mapped.get("kind")
    if node is None:
        if expected:
            return expected
        return faults.add(Node(document.line, document.column), f"the key kind: is missing; one of: {listing(known)}")
    if node.text not in known:
        return faults.add(node, f"expected a kind of problem: {listing(known)}.{nearest(node.word, known)}")
    if expected and not compatible(node.text, expected):
        return faults.add(node, f"this is a problem of another kind; solve it with ‘nnsolve {node.text}’")
    return expected or node.text


def compatible(kind: str, command: str) -> bool:
    """Whether a problem of ``kind`` can be given to ``command``: the same kind, or one it reads as well."""
    return kind == command or kind in getattr(kind_module(command), "READS", ())


def _leave_out(document: Node, command: str) -> None:
    """Drops the keys that a problem of another kind has and ``command`` does not use, such as its learning rate."""
    own = kind_module(command).Problem.fields()
    other = kind_module(document.mapped["kind"].shown).Problem.fields()
    unused = {"asked", *(other.keys() - own.keys())}
    for key in document.mapped.keys() & unused:
        del document.mapped[key]


# An option for one of these takes the place of the other in the file.
_INSTEAD = {"decimals": "figures", "figures": "decimals"}


def _override(document: Node, key: str, value: str) -> None:
    outer, _, name = key.rpartition(".")
    place = _inside(document, outer) if outer else document
    other = _INSTEAD.get(name, "")
    if other in place.mapped and not place.mapped[other].option:
        del place.mapped[other]
    place.mapped[name] = _of_option(value, f"--{name.replace('_', '-')}")
    place.keys[name] = Node(text=name)


def _inside(document: Node, key: str) -> Node:
    """The mapping under a key; an empty one where there is none yet."""
    found = document.mapped.get(key)
    if found is None or found.entries is None:
        found = document.mapped[key] = Node(entries={})
    return found


def _of_option(value: str, option: str) -> Node:
    """The value of an option of the command line, which is its place. Raises ProblemError."""
    faults = Faults(option)
    parsed = read_documents(str(value), faults)[0] if value.strip() else Node(text="")
    faults.stop()
    for node in (parsed, *(parsed.items or ())):
        node.line, node.column, node.option = 0, 0, option
    return parsed


def solve(problem: CommonProblem) -> Solution:
    """The worked solution of a problem that :func:`load` has read; raises NnsolveError with its place in the file."""
    from ..working import finish

    try:
        solution = finish(kind_module(problem.command).solve(problem))
        solution.problem = problem
        _ = solution.values  # computed here, so that a step without a value is told with the file's name
        if not problem.asked and not _renames(problem, solution):
            raise ProblemError(problem.file, [_nothing_renamed(problem)])
        return solution
    except ClashError as error:
        raise ProblemError(problem.file, [Fault(0, 0, "", str(error))]) from None
    except (AskedError, EvaluationError) as error:
        keys = ("asked",) if isinstance(error, AskedError) else problem.numbers_in
        node = next((problem.places[key] for key in keys if key in problem.places), Node())
        raise ProblemError(problem.file, [Fault(node.line, node.column, "", str(error), node.option)]) from None


def _nothing_renamed(problem: CommonProblem) -> Fault:
    from ..formula.marks import ROLES

    node = problem.places["notation"]
    text = "notation: nothing on this page has such a name; the letters are those of " + listing(ROLES)
    return Fault(node.line, node.column, "", text, node.option)


def _renames(problem: CommonProblem, solution: Solution) -> bool:
    """Whether a mapping in ``notation:`` changes the print of anything; a style by its name is for every page."""
    from ..formula.marks import written

    own = problem.notation
    if own is None or problem.places["notation"].entries is None or problem.shares_notation or solution.symbolic:
        return True
    names = solution.names
    plain = copy.copy(names)
    plain.stems = {role: letter for role, letter in names.stems.items() if role not in own.stems}
    plain.exact = {name: mark for name, mark in names.exact.items() if name not in own.exact}
    printed = {*solution.given, *solution.values, *names.heads, *plain.exact}
    return any(written(names.mark(name)) != written(plain.mark(name)) for name in printed)
