"""What kind of line an answer is, and which step its name means beside its value, before anything is compared."""

from __future__ import annotations

import math
import re
from collections.abc import Container, Sequence

from ..errors import listing
from ..solution import Says
from .algebra import worked_out
from .answers import Answer
from .arithmetic import formula_of_numbers
from .compare import is_number, repeats
from .key import Key
from .verdicts import BLANK, PROSE, SLIP, UNKNOWN, UNREADABLE, WRONG, Line
from .written import Written, read_number

_FORMULA = re.compile(r"[^\W\d].*[+*/^×·−-]|[+*/^×·−-].*[^\W\d]", re.DOTALL)
# A formula of names is the right one where its value is the step's.
SAME = 1e-9
# A number, then a sign or a space, then more: a product that is about as large as its value, or a value and then the
# next statement.
_BEGUN = re.compile(r"[-+−]?\d[\d.,eE%]*\s*(?:[^\w\s.()\[\]]+\s*|\s+)(?P<rest>[^\W\d].*)")
NEAR = 0.02
# So much of what was written stands in a sentence.
SHOWN = 60
MOST_LISTED = 8


def sorted_out(key: Key, answer: Answer, above: Container[str]) -> Line | None:
    """The line of an answer that is not compared with anything; None for one that is, with its value and its name.

    ``above`` are the results that stand above: behind w5 = 0.359, w5 = 0.40 is no given number repeated.
    """
    if not answer.called:
        return _unnamed(key, answer)
    if answer.name is None:
        return _unknown(key, answer)
    if answer.blank:
        return Line(answer, BLANK)
    if key.solution.symbolic:
        return None if answer.name in key.steps else Line(answer, PROSE)
    if answer.value is None:
        answer.value = formula_of_numbers(answer.written, key.literals)
    if answer.value is None:
        return _without_value(key, answer)
    _rename(key, answer, above)
    if is_number(key.values.get(answer.name)):
        if isinstance(answer.value, list):  # several numbers, or a size, for one
            return not_read(answer)
        if isinstance(answer.value, Written):
            answer.value = answer.value.nearest(float(key.values[answer.name]))
    return _of_two_things(answer) if _says_two_things(key, answer) else None


def not_read(answer: Answer) -> Line:
    """The line of an answer whose value says nothing."""
    return Line(answer, UNREADABLE, [Says("mark_unreadable", text=answer.written[:SHOWN])])


def _of_two_things(answer: Answer) -> Line:
    """The line that claims more than one thing, of which it cannot be said where one ends."""
    answer.called, answer.name = "", None
    return Line(answer, UNREADABLE, [Says("mark_several")])


def _unnamed(key: Key, answer: Answer) -> Line:
    """A line of prose, or one that holds a number or a name and was not understood."""
    if not answer.claims:
        return Line(answer, PROSE)
    return Line(answer, UNREADABLE, [Says("mark_not_read", name=next(iter(key.asked), "E"))])


def _without_value(key: Key, answer: Answer) -> Line:
    """A name with no value behind it: a formula of names that is the right one, or what is not understood."""
    right = key.values.get(answer.name)
    if not is_number(right) or not _FORMULA.search(answer.written):
        return not_read(answer)
    result = worked_out(key, answer.written, key.values)
    if result is None or not math.isclose(result.value, right, rel_tol=SAME):
        return not_read(answer)
    return Line(answer, PROSE)


def _says_two_things(key: Key, answer: Answer) -> bool:
    """Whether what stands between name and value claims something else: another value, or another name's.

    w5' = 0.9 = 0.3589; w5' = w6' = 0.3589; w5' = 0.3589 | w6' = 0.4087.
    """
    return any(_claims_another(key, answer, text) for text in answer.formulas)


def _claims_another(key: Key, answer: Answer, text: str) -> bool:
    number = read_number(text)
    if number is not None:
        return _is_right(key, answer) and not number.nearest(answer.value.value).agrees(answer.value.value)
    other = key.known.find(text)
    if other is not None:
        return other != answer.name and not _worth_the_same(key, other, answer.name)
    begun = _BEGUN.match(text)
    if begun is None:
        return False
    result = worked_out(key, text, key.values)
    if result is None:
        return True
    ends_in_name = key.known.find(begun["rest"].strip()) is not None
    return ends_in_name and isinstance(answer.value, Written) and not _near(result.value, answer.value.value)


def _is_right(key: Key, answer: Answer) -> bool:
    """Whether the number at the end is right, so that another one before it would go unseen."""
    right = key.values.get(answer.name)
    return isinstance(answer.value, Written) and is_number(right) and answer.value.agrees(float(right))


def _worth_the_same(key: Key, one: str, other: str) -> bool:
    """Whether two names stand for one value: out_h1 in place of ∂net_o1/∂w5."""
    values = key.values.get(one, key.numbers.get(one)), key.values.get(other, key.numbers.get(other))
    return all(map(is_number, values)) and math.isclose(*values, rel_tol=SAME)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR * max(abs(one), abs(other))


def which_one(key: Key, line: Line) -> Line:
    """A line as it is, but for what is wrong as its name was taken and right at another place of the runs.

    w1 = 0.134 is no wrong last w1 where that is what the second visit gives; which of them was meant it does not say.
    """
    answer, number, taken = line.answer, line.answer.value, line.answer.name
    if line.verdict not in (WRONG, SLIP) or taken is None or answer.called == taken or not isinstance(number, Written):
        return line
    others = [name for name in key.known.elsewhere(taken) if name != taken and is_number(key.values.get(name))]
    right = [name for name in others if number.agrees(float(key.values[name]))]
    return _ambiguous(answer, [*right, taken]) if right else line


def _ambiguous(answer: Answer, meanings: Sequence[str]) -> Line:
    choices = listing(meanings, MOST_LISTED)
    return Line(answer, UNKNOWN, [Says("mark_ambiguous", text=answer.called, choices=choices)])


def _unknown(key: Key, answer: Answer) -> Line:
    """The line whose name means nothing here, or several things."""
    meanings = key.known.meanings(answer.called)
    if meanings:
        return _ambiguous(answer, meanings)
    hint = key.known.nearest(answer.called)
    return Line(answer, UNKNOWN, [Says("mark_unknown", text=answer.called, hint=hint)])


def _rename(key: Key, answer: Answer, above: Container[str]):
    """Gives an answer the name that it means beside its value: the new value of a weight, a size or a count."""
    new = key.known.renewed.get(answer.name)
    if new is not None and answer.name in key.numbers:
        if new in above or not repeats(answer.value, key.numbers[answer.name]):
            answer.name = new  # w5 = 0.359 behind an update means the new value
        return
    listed, value = isinstance(answer.value, list), key.values.get(answer.name)
    if listed == isinstance(value, list):
        return
    other = key.meant(answer.called)  # conv1 is its count of parameters in a sum, its shape elsewhere
    if other is not None and listed == isinstance(key.values.get(other), list):
        answer.name = other
    elif listed and is_number(value):  # 28*28 is a size, or what it gives
        answer.value = formula_of_numbers(answer.written, key.literals) or answer.value
