"""Gradients that are clipped: by the norm of all tensors together or of each, or number by number.

Sources: Pascanu, Mikolov, Bengio, On the difficulty of training recurrent neural networks (2013), algorithm 1;
PyTorch, torch.nn.utils.clip_grad_norm_ (all parameters together, 1e-6 in the divisor) and clip_grad_value_; Keras,
global_clipnorm, clipnorm (each tensor alone) and clipvalue.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import counted, here, listing
from ...formula.arrays import Array, Entry
from ...formula.expr import TWO, Expr, Mul, Pow, Symbol, total_of
from ...formula.marks import NAME, Mark
from ...names import Name, Role, entry_at
from ...reading.grids import NUMBERS, Leaf, read_leaf
from ...reading.schema import Choice, Field, Schema, Type
from ...reading.yamlfile import Faults, Node
from ...solution import Ref, Says, Step
from ...subjects.network.update import Clip, clipped
from ...working import Working

MOST_TENSORS, MOST_NUMBERS = 8, 40
_ONLY = "g"
_NORM, _SCALE = Name(Role.RESULT, "norm"), Name(Role.RESULT, "scale")
Tensors = dict[str, Leaf]


class Gradients(Type[Tensors]):
    """Tensors by name, each a list or rows; a list alone is called g."""

    def read(self, node: Node, faults: Faults) -> Tensors | None:
        if node.entries is None:
            leaf = self._tensor(node, faults)
            return None if leaf is None else {_ONLY: leaf}
        if not 1 <= len(node.entries) <= MOST_TENSORS:
            return faults.add(node, f"expected 1 to {counted(MOST_TENSORS, 'tensors')}; {here(len(node.entries))}", "")
        found: Tensors = {}
        for where, name, value in node.pairs:
            if not NAME.fullmatch(name) or name in _TAKEN:
                faults.add(where, f"expected a name such as W or b1, and none of {listing(_TAKEN)}", name)
                continue
            leaf = self._tensor(value, faults)
            if leaf is not None:
                found[name] = leaf
        return found if len(found) == len(node.entries) else None

    def _tensor(self, node: Node, faults: Faults) -> Leaf | None:
        leaf = read_leaf(node, faults)
        if leaf is not None and len(leaf.line) > MOST_NUMBERS:
            return faults.add(node, f"expected at most {MOST_NUMBERS} numbers; {here(len(leaf.line))}", "")
        return leaf

    def schema(self) -> Schema:
        return {"anyOf": [NUMBERS, {"type": "object", "additionalProperties": NUMBERS}]}


_TAKEN = ("norm", "scale", "after", "E", "g", "s", "c", "θ", "ε")


class Clipping(Clip):
    """``clip:`` the gradients, and a bound of each number or of a length."""

    gradients = Field(Gradients(), "the gradients: a list, or tensors by name such as {W: [[3, 4]], b: [3, 4]}")
    over = Field(
        Choice("all", "each"),
        "whose length counts: that of all tensors together (PyTorch; Keras' global_clipnorm), or of each (clipnorm)",
        default=None,
        needs="norm",
    )

    def check(self, faults: Faults) -> None:
        """A bound, and whose length it is of where there are several tensors."""
        if self.value is None and self.norm is None and not {"value", "norm"} & self.places.keys():
            faults.add(self.beginning, "what is the bound? Write norm: 1 or value: 0.5", "")
        if not self.has("gradients", "norm"):
            return
        if self.several and self.over is None:
            text = "the norm of what? Write over: all (PyTorch; Keras' global_clipnorm) or over: each (Keras' clipnorm)"
            faults.add(self.places["norm"], text, "")
        if not self.several:
            self.idle(faults, ["over"], "there is one tensor, so that it changes nothing")

    @property
    def several(self) -> bool:
        """Whether there is more than one tensor."""
        return len(self.gradients) > 1


_BOUNDS = {
    "norm": Name(Role.OPTION, "θ"),
    "value": Name(Role.OPTION, "c"),
    "epsilon": Name(Role.OPTION, "ε"),
}


def _indices(leaf: Leaf, i: int, j: int) -> str:
    """How an entry is called: [2] of a list, [1,2] of rows."""
    return f"[{j + 1}]" if leaf.flat else f"[{i + 1},{j + 1}]"


def _sub(leaf: Leaf, i: int, j: int) -> str:
    return f"{j + 1}" if leaf.flat else f"{i + 1}{j + 1}"


class _Clipped:
    """Gradients while they are clipped."""

    def __init__(self, page: Working, task: Clipping):
        self.page, self.task = page, task
        self.names = {name: Name(Role.INPUT, name) for name in task.gradients}
        self.squares: dict[Name, Expr] = {}
        self.bounds = Clip()
        self.shown: dict[Name, Name] = {}

    def give(self) -> None:
        """The bound, the tensors, and the entries by which they are called."""
        given = {}
        for key, name in _BOUNDS.items():
            number = getattr(self.task, key)
            if number is not None:
                given[name] = number
                setattr(self.bounds, key, Symbol(name))
        self.page.row(given)
        for text, leaf in self.task.gradients.items():
            name = self.names[text]
            self.page.row({name: Array(leaf.grid)})
            entries: list[Expr] = []
            for i, row in enumerate(leaf.grid):
                for j, _ in enumerate(row):
                    entry = Entry(name, i, j, leaf.flat, _indices(leaf, i, j))
                    self.page.marks[entry.name] = Mark(text, _sub(leaf, i, j))
                    entries.append(entry)
            self.squares[name] = total_of([Pow(entry, TWO) for entry in entries])

    def write(self) -> None:
        """By value, by one length, or by that of each tensor."""
        task = self.task
        if task.value is not None:
            self._write(clipped(self._all, self.bounds), Says("initialization_rule_value"))
        elif not task.several:
            self._write(clipped(self._all, self.bounds, squared=self._of_entries), Says("initialization_rule_norm"))
            self._write_after("")
        elif task.over == "all":
            self._write_lengths()
            self._write(clipped(self._all, self.bounds, squared=self._of_lengths), Says("initialization_rule_norm"))
            self._write_after("")
        else:
            self._write_each()

    @property
    def _all(self) -> dict[Name, Name]:
        return {name: name for name in self.names.values()}

    def _of_entries(self, gradient: Expr) -> Expr:
        """The square of the length of a tensor."""
        return self.squares[_named(gradient)]

    def _of_lengths(self, gradient: Expr) -> Expr:
        """The same by the length that has a line of its own."""
        return Pow(Symbol(self._length(_named(gradient))), TWO)

    def _length(self, tensor: Name) -> Name:
        return Name(Role.RESULT, _NORM, tensor)

    def _write_lengths(self) -> None:
        from ...formula.functions import sqrt

        self.page.section(Says("initialization_section_lengths"))
        self.page.block()
        for name in self.names.values():
            self._call_length(name)
            self.page.step(self._length(name), sqrt(self.squares[name]), Says("training_clip_norm_of"))

    def _write_each(self) -> None:
        """Each tensor by its own length."""
        for name in self.names.values():
            self._call_length(name)
            made = clipped({name: name}, self.bounds, squared=self._of_entries, of=name)
            self._write(made, Says("initialization_rule_norm"), Says("initialization_section_tensor", name=name))
            self._write_after(name)

    def _write(self, made: tuple[list[Step], dict[Name, Name]], intro: Says, title: Says | None = None) -> None:
        steps, used = made
        self.page.section(title or Says("initialization_section_clip"))
        self.page.block(None, intro, steps)
        self.shown |= used
        for name, after in used.items():
            self.page.marks[after] = Mark(name, primed=True)
            self.page.synonyms |= {f"{name}'": after, f"new_{name}": after}
            self.page.answers.append(after)
            self._hold(name, after)

    def _hold(self, tensor: Name, after: Name) -> None:
        """The numbers of a clipped tensor, which stand in it."""
        leaf = self.task.gradients[tensor]
        for i, row in enumerate(leaf.grid):
            for j, _ in enumerate(row):
                held = entry_at(after, _indices(leaf, i, j))
                self.page.holders[held] = Ref(after, (i, j))
                self.page.marks[held] = Mark(tensor, _sub(leaf, i, j), primed=True)

    def _write_after(self, of: str) -> None:
        """The length behind the clipping, as a check."""
        norm, scale = Name(Role.RESULT, _NORM, of), Name(Role.RESULT, _SCALE, of)
        after = Name(Role.RESULT, "after", of)
        self.page.marks[norm] = Mark(f"‖{of or self._called}‖")
        self.page.marks[scale] = Mark("s", of)
        self.page.marks[after] = Mark(f"‖{of or self._called}′‖")
        self.page.synonyms |= {f"||{of or self._called}||": norm, f"factor{of}": scale}
        self.page.step(after, Mul((Symbol(scale), Symbol(norm))), Says("initialization_after"))

    @property
    def _called(self) -> str:
        """What is called by its length: the only tensor, or g for all of them."""
        return _ONLY if self.task.several else next(iter(self.names))

    def _call_length(self, name: Name) -> None:
        length = self._length(name)
        self.page.marks[length] = Mark(f"‖{name}‖")
        self.page.synonyms |= {f"||{name}||": length, f"|{name}|": length}

    def notes(self) -> Iterator[Says]:
        """Whose convention it is, and what becomes of the direction."""
        if self.task.value is not None:
            yield Says("initialization_note_value")
            return
        if self.task.several:
            yield Says(_OVER[self.task.over or "all"])
        else:
            yield Says("initialization_note_direction")
        if self.task.epsilon is not None:
            yield Says("initialization_note_epsilon")


_OVER = {"all": "initialization_note_over_all", "each": "initialization_note_over_each"}


def _named(gradient: Expr) -> Name:
    assert isinstance(gradient, Symbol), "a tensor has a name"
    return gradient.name


def write_clipping(page: Working, task: Clipping) -> None:
    """The lengths, the factor, and the clipped gradients."""
    work = _Clipped(page, task)
    work.give()
    work.write()
    page.note(*work.notes())
    page.statement += _statement(task)


_FIND = {True: "initialization_statement_clip_value", False: "initialization_statement_clip_norm"}
_FIND_OVER = {"all": "initialization_statement_over_all", "each": "initialization_statement_over_each"}


def _statement(task: Clipping) -> list[Says]:
    from ...reading.literals import written

    bound = task.norm if task.value is None else task.value
    assert bound is not None, "a clip has one of the bounds"
    said = [Says("initialization_statement_gradients"), Says(_FIND[task.norm is None], bound=written(bound))]
    if task.over is not None:
        said.append(Says(_FIND_OVER[task.over]))
    if task.epsilon is not None:
        said.append(Says("initialization_statement_epsilon", number=written(task.epsilon)))
    return said
