"""Conventions: under which choices of a problem a set of answers is right."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import NnsolveError, listing
from ..formula.losses import LOSSES
from ..load import kind_module, loads, read_text
from ..page.boxes import padded, paragraph, width
from ..schema import Choice, Flag, Record
from ..solution import Says
from ..words import spoken
from .answers import read_answers
from .check import MARKED, STANDS, Checked, check
from .key import Key

# Fields that change the page or the way and not the values, or that make another problem of it.
_OTHER = {"detail", "notation", "style", "method", "kind", "naming", "symbolic", "again", "memoisation", "follow_through"}
MOST_TRIED = 60


class Convention:
    """Another choice: what a reader calls it, and the keys of the problem that it replaces."""

    __slots__ = ("overrides", "text")

    def __init__(self, text: str, overrides: dict[str, str]):
        self.text, self.overrides = text, overrides


def alternatives(problem) -> Iterator[Convention]:
    """The single other choices that a problem leaves open: its loss, its flags and words, what is frozen."""
    for key, field in type(problem).fields().items():
        if key in _OTHER:
            continue
        yield from _of_field(key, field, getattr(problem, key, None), "")
    if getattr(problem, "error", None) is not None:
        for name in LOSSES:
            if name != problem.error.name and not LOSSES[name].parameters:
                yield Convention(f"loss: {name}", {"loss": name})
    if hasattr(problem, "freeze"):
        biases = list(problem.net.biases) if problem.net else []
        if problem.freeze:
            yield Convention("nothing frozen", {"freeze": "[]"})
        if biases and set(problem.freeze) != set(biases):
            yield Convention("frozen biases", {"freeze": "[" + ", ".join(biases) + "]"})
    yield from _of_optimiser(problem)


def _of_field(key: str, field, value, above: str) -> Iterator[Convention]:
    type_ = field.type
    if isinstance(type_, Choice) and isinstance(value, str):
        for word in type_.words:
            if word != value:
                yield Convention(f"{above}{key}: {word}", {f"{above}{key}".replace(": ", "."): word})
    elif isinstance(type_, Flag) and isinstance(value, bool):
        word = "false" if value else "true"
        yield Convention(f"{above}{key}: {word}", {f"{above}{key}".replace(": ", "."): word})
    elif isinstance(value, Record) and not above:
        for inner, part in type(value).fields().items():
            yield from _of_field(inner, part, getattr(value, inner, None), f"{key}: ")


def _of_optimiser(problem) -> Iterator[Convention]:
    """The presets are fields; here are the words among the options of a single optimiser."""
    chosen = getattr(problem, "optimizer", None)
    if not chosen or len(chosen) != 1:
        return
    entry, words, numbers = chosen[0].entry, chosen[0].words, chosen[0].numbers
    written = {name: repr(number) for name, number in numbers.items()} | words
    for name, option in entry.options.items():
        for word in getattr(option, "words", None) or ():
            if words.get(name) != word:
                inner = ", ".join(f"{key}: {value}" for key, value in {**written, name: word}.items())
                yield Convention(f"{name}: {word}", {"optimizer": f"{{{_name_of(entry)}: {{{inner}}}}}"})


def _name_of(entry) -> str:
    from ..optimisers.table import OPTIMISERS

    return next(name for name, each in OPTIMISERS.items() if each is entry)


def tried(name: str, text: str, file: str, tolerance: float | None = None) -> Iterator[tuple[Convention, Checked]]:
    """Every convention under which the problem can be solved, with the verdicts on the answers in ``text``."""
    source, problem_file = read_text(name)
    (problem, *_) = loads(source, problem_file)
    for count, convention in enumerate(alternatives(problem)):
        if count >= MOST_TRIED:
            return
        try:
            (other, *_) = loads(source, problem_file, None, convention.overrides)
            key = Key(other)
            yield convention, check(key, read_answers(text, file, key.known), tolerance)
        except NnsolveError:
            continue


def _standing(checked: Checked) -> set[int]:
    return {k for k, line in enumerate(checked.lines) if line.verdict in STANDS}


def _marked(checked: Checked) -> set[int]:
    return {k for k, line in enumerate(checked.lines) if line.verdict in MARKED}


def whole_explanation(name: str, text: str, file: str, checked: Checked) -> list[Says]:
    """The sentence that names a convention under which every line is right; [] where there is none."""
    wanted = _marked(checked)
    if name == "-" or len(wanted) < 2 or not kind_module(checked.key.problem.command):
        return []
    found = [
        convention.text
        for convention, other in tried(name, text, file)
        if wanted <= _standing(other) and _differs(checked, other)
    ]
    return [Says("mark_convention", n=len(wanted), text=listing(found, 3))] if found else []


def _differs(checked: Checked, other: Checked) -> bool:
    """Whether the other convention stands where the problem's own does not."""
    return bool(_standing(other) - _standing(checked))


def report(name: str, text: str, file: str, tolerance: float | None, columns: int) -> tuple[str, bool]:
    """Which conventions explain which lines, as a page; and whether every line is explained by one of them."""
    source, problem_file = read_text(name)
    (problem, *_) = loads(source, problem_file)
    key = Key(problem)
    answers = read_answers(text, file, key.known)
    key.learn([answer.called for answer in answers if answer.called and answer.name is None])
    own = check(key, read_answers(text, file, key.known), tolerance)
    marked, found = _marked(own), {"as the problem says": _standing(own)}
    for convention, other in tried(name, text, file, tolerance):
        if _standing(other) - _standing(own):
            found[convention.text] = _standing(other)
    ranked = sorted(found.items(), key=lambda item: -len(item[1] & marked))

    def say(key_: str, **args) -> str:
        return spoken(Says(key_, **args), str)

    rows = paragraph(say("conventions_title", title=problem.title or name, n=len(marked)), columns)
    wide = max(width(text_) for text_, _ in ranked)
    for called, lines in ranked:
        numbers = ", ".join(own.lines[k].answer.called for k in sorted(lines & marked))
        head = f"  {padded(called, wide)}  {len(lines & marked):>4} of {len(marked)}  "
        said = paragraph(numbers, max(columns - width(head), 24)) or [""]
        rows += [head + said[0], *[" " * width(head) + row for row in said[1:]]]
    left = marked - set().union(*found.values())
    if left:
        names = ", ".join(f"{own.lines[k].answer.called} (line {own.lines[k].answer.line})" for k in sorted(left))
        rows += paragraph(say("conventions_left", text=names), columns)
    else:
        rows.append(say("conventions_none_left"))
    return "\n".join(row.rstrip() for row in rows) + "\n", not left
