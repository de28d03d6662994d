"""What books call a name: z_h1, Loss, grad w5, w5+; and how it was spelt once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from .names import DERIVATIVES, Name, Role

# What books call a neuron's net input, its activation, its error term, and the terms of a loss, each before the unit.
_WORDS = {
    Role.NET: ("net", "in", "z", "a_in", "s", "sum", "u", "I"),
    Role.OUT: ("out", "a", "o", "y", "O", "act", "h", ""),
    Role.ERROR_TERM: ("delta", "err", "Err"),
    Role.TERM: ("E", "L", "error", "loss", "Error", "Loss"),
    Role.TARGET: ("t", "target", "T"),
}
# What a single unit gives is called by the word alone; nodes that users name are not, nor what is counted, as conv1 is.
_OF_ONE_UNIT = ("net", "out")
_LOSSES = ("loss", "error", "cost", "E", "L", "J", "Etotal", "E_tot", "total error", "total loss")
_COSTS = ("cost", "J", "total cost")


def called(name: Name) -> Iterator[str]:
    """What books call a name, the surest first."""
    if name.role in _IN_BOOKS:
        yield from _IN_BOOKS[name.role](name, name.at.before)
    yield from islice(_of_layer(name), 1, None)
    if name.at.run and name.at.time is not None:  # where it is not said of which run
        of_any = name.moved(name.at._replace(run=""))
        yield from (of_any, *formerly(of_any))


def called_in_formulas(name: Name) -> Iterator[str]:
    """What books call a name, a derivative by all that its parts are called, and how it was spelt once."""
    yield from called(name)
    yield from formerly(name)
    if name.role in DERIVATIVES:
        tops, bottoms = [name.of, *called(name.of_name)], [name.by, *called(name.by_name)]
        yield from (f"{name.at.before}d{top}/d{bottom}" for top in tops for bottom in bottoms)


def timeless(name: Name) -> Iterator[Name]:
    """What a value of one time or iteration is called where the last one is meant: x for x@9, df/dx for df@9/dx@9.

    Of one of several runs its own one (adam.x for adam.x@9), and that of every run (x).
    """
    if _is_of_times(name):
        yield Name(name.role, _untimed(name.of_name), _untimed(name.by_name), name.at)
    elif name.at.time is not None:
        untimed = _untimed(name)
        yield untimed
        if name.at.run:
            yield untimed.bare


def anywhere(name: Name) -> Name:
    """What a value is called without its place in the runs."""
    return next(timeless(name), name).bare


def formerly(name: Name) -> Iterator[str]:
    """How a name was spelt in files of schema 1: x_3 for x@3, df/dx_3 and df/dx@3 for df@3/dx@3, TP@1 for TP_1."""
    time = name.of_name.at.time if _is_of_times(name) else name.at.time
    if time is not None:
        untimed = next(timeless(name))
        yield from (f"{untimed}{sign}{time}" for sign in ("_@^" if _is_of_times(name) else "_^"))
    if name.role is Role.COUNT and name.by:
        yield f"{name.of}@{name.by}"


def later(name: Name) -> str:
    """The same thing one iteration later: x@4 for x@3; nothing where times are no numbers."""
    if _is_of_times(name):
        return Name(name.role, later(name.of_name), later(name.by_name), name.at)
    time = name.at.time
    return name.moved(name.at._replace(time=time + 1)) if isinstance(time, int) else ""


def _is_of_times(name: Name) -> bool:
    """Whether the parts of a derivative carry the time: df@3/dx@3."""
    return name.role in DERIVATIVES and name.of_name.at.time is not None


def _untimed(name: Name) -> Name:
    value = name.of_name if name.role is Role.NEW else name
    return value.moved(name.at._replace(time=None))


def _of_unit(name: Name, at: str) -> Iterator[str]:
    unit = _unit(name)
    if unit:
        yield from (f"{at}{word}_{unit}" for word in _WORDS[name.role])
    elif not name.indices and (name.of in _OF_ONE_UNIT or _is_net_of_one(name)):
        yield from (f"{at}{word}" for word in _WORDS[name.role] if word)
    elif name.role is Role.TERM:
        yield f"{at}loss"


def _is_net_of_one(name: Name) -> bool:
    return name.role is Role.NET and not name.of[-1:].isdigit()


def _unit(name: Name) -> str:
    """The item of a value: h1 of net_h1 and of its error term, 1_2 of the term of an output of the first sample."""
    outer = getattr(name.of, "by", "")
    if name.role is Role.ERROR_TERM:
        return outer
    return f"{outer}_{name.by}" if outer and name.by else name.by


def _of_derivative(name: Name, at: str) -> Iterator[str]:
    if name.of_name.role is Role.LOSS:
        words = ("grad", "gradient of", "gradient")
        yield from (f"{at}{word} {by}" for by in _of_layer(name.by_name) for word in words)


def _of_tangent(name: Name, at: str) -> Iterator[str]:
    yield from (f"{at}dot_{name.of}/{name.by}", f"{at}dot_{name.of}", f"{at}{name.of}\u0307")


def _of_loss(name: Name, at: str) -> Iterator[str]:
    words = _COSTS if name.of == "C" else _LOSSES
    if isinstance(name.by, Name):  # of all samples
        yield from (f"{name.of} {word}" for word in (*words, name.by))
        return
    item = f"_{name.by}" if name.by else ""
    yield from (f"{front}{word}{item}" for front in dict.fromkeys((at, "")) for word in words)


def _of_new(name: Name, at: str) -> Iterator[str]:
    for of in _of_layer(name.of_name):
        yield from (f"{at}{of}{behind}" for behind in ("'", "new", "+", "^+"))
        yield from (f"{at}{word} {of}" for word in ("updated", "new"))


def _of_change(name: Name, at: str) -> Iterator[str]:
    for of in _of_layer(name.of_name):
        yield from (f"{at}delta {of}", f"{at}Δ{of}", f"{at}change of {of}")


def _of_layer(name: Name) -> Iterator[str]:
    """A name, and what books call the matrix of a layer: W2 for W^2."""
    yield name
    if name.indices[:1] == "^" and not name.by:
        yield f"{name.at.before}{name.of}{name.indices[1:]}"


def _of_size(name: Name, at: str) -> Iterator[str]:
    yield f"{at}{name.of} {name.by}"


_IN_BOOKS: dict[Role, Callable[[Name, str], Iterator[str]]] = {
    **dict.fromkeys(_WORDS, _of_unit),
    **dict.fromkeys(DERIVATIVES, _of_derivative),
    Role.TANGENT: _of_tangent,
    Role.LOSS: _of_loss,
    Role.NEW: _of_new,
    Role.CHANGE: _of_change,
    Role.SIZE: _of_size,
}
