"""What kind of line an answer is, and which step its name means beside its value, before anything is compared."""

from __future__ import annotations

import math
import re
from collections.abc import Container, Sequence

from ..errors import listing
from ..formula.numbers import is_array
from ..names import Name, Role
from ..solution import Says
from .algebra import is_formula_of, worked_out
from .answers import Answer
from .arithmetic import formula_of_numbers
from .compare import as_number, is_number
from .key import Key
from .verdicts import BLANK, PROSE, SLIP, UNKNOWN, UNREADABLE, WRONG, Line
from .written import UNREAD, Word, Written, read_number

_LETTER, _SIGN = re.compile(r"[^\W\d]"), re.compile(r"[+*/^×·−-]")
# A formula of names is the right one where its value is the step's.
SAME = 1e-9
# A number, then a sign or a space, then more: a product that is about as large as its value, or a value and then the
# next statement.
_BEGUN = re.compile(r"[-+−]?\d[\d.,eE%]*\s*(?:[^\w\s.()\[\]]+\s*|\s+)(?P<rest>[^\W\d].*)")
NEAR = 0.02
# So much of what was written stands in a sentence.
SHOWN = 60
MOST_LISTED = 8


def sorted_out(key: Key, answer: Answer, above: Container[str]) -> Line | Name:
    """The line of an answer that is not compared with anything; of one that is, with its value, the name it means.

    ``above`` are the results that stand above: behind w5 = 0.359, w5 = 0.40 is no given number repeated.
    """
    if not answer.called:
        return _unnamed(key, answer)
    if answer.name is None:
        return _unknown(key, answer)
    if answer.blank:
        return Line(answer, BLANK)
    if key.solution.symbolic:
        return answer.name if answer.name in key.steps else Line(answer, PROSE)
    return _of_value(key, answer, answer.name, above)


def _of_value(key: Key, answer: Answer, name: Name, above: Container[str]) -> Line | Name:
    """As ``sorted_out``, of an answer with a value behind its name."""
    if answer.value is UNREAD:
        found = formula_of_numbers(answer.written, key.literals)
        if found is None:
            return _without_value(key, answer, name)
        answer.value = found
    name = answer.name = _meant(key, answer, name, above)
    right = key.values.get(name)
    if is_array(right):
        other = _beside_array(key, answer, name, right.size)
        if other is not None:
            return other
    if is_number(right):
        if isinstance(answer.value, list):  # several numbers, or a size, for one
            return not_read(answer)
        if isinstance(answer.value, Written):
            answer.value = answer.value.nearest(float(right))
    if any(_claims_another(key, answer, name, text) for text in answer.formulas):
        return _of_two_things(answer)
    return name


def _beside_array(key: Key, answer: Answer, name: Name, size: int) -> Line | None:
    """The line of a word or a single number where a vector or matrix of ``size`` entries belongs."""
    if isinstance(answer.value, Word):  # no word is a matrix
        return Line(answer, PROSE) if is_formula_of(key, answer.written, name) else not_read(answer)
    if size > 1 and isinstance(answer.value, Written):
        return Line(answer, UNREADABLE, [Says("mark_one_of_several", name=name, n=size)])
    return None


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


def _without_value(key: Key, answer: Answer, name: Name) -> Line:
    """A name with no value behind it: a formula of names that is the right one, or what is not understood."""
    if not (_LETTER.search(answer.written) and _SIGN.search(answer.written)):
        return not_read(answer)
    result = worked_out(key, answer.written, key.values)
    if result is None or not math.isclose(result.value, as_number(key.values.get(name)), rel_tol=SAME):
        return not_read(answer)
    return Line(answer, PROSE)


def _claims_another(key: Key, answer: Answer, name: Name, text: str) -> bool:
    """Whether what stands between name and value claims something else: another value, or another name's.

    w5' = 0.9 = 0.3589; w5' = w6' = 0.3589; w5' = 0.3589 | w6' = 0.4087.
    """
    number = read_number(text)
    if number is not None:
        return _hides(key, answer, name, number)
    other = key.known.find(text)
    if other is not None:
        return other != name and not _worth_the_same(key, other, name)
    begun = _BEGUN.match(text)
    return begun is not None and _goes_on(key, answer, text, begun["rest"])


def _hides(key: Key, answer: Answer, name: Name, number: Written) -> bool:
    """Whether the number at the end is right, so that another one before it would go unseen."""
    last = answer.value
    if not isinstance(last, Written) or not last.agrees(as_number(key.values.get(name))):
        return False
    return not number.nearest(last.value).agrees(last.value)


def _goes_on(key: Key, answer: Answer, text: str, rest: str) -> bool:
    """Whether a number and what stands behind it are a value and the next statement, and no product."""
    result = worked_out(key, text, key.values)
    if result is None:
        return True
    if key.known.find(rest.strip()) is None or not isinstance(answer.value, Written):
        return False
    one, other = result.value, answer.value.value
    return abs(one - other) > NEAR * max(abs(one), abs(other))


def _worth_the_same(key: Key, one: Name, other: Name) -> bool:
    """Whether two names stand for one value: out_h1 in place of ∂net_o1/∂w5."""
    return math.isclose(as_number(key.worth(one)), as_number(key.worth(other)), rel_tol=SAME)


def which_one(key: Key, line: Line) -> Line:
    """A line as it is, but for what is wrong as its name was taken and right at another place of the runs.

    w1 = 0.134 is no wrong last w1 where that is what the second visit gives; which of them was meant it does not say.
    A share is no other place of the whole: dL/dw for the share of one step is a slip.
    """
    answer, number, taken = line.answer, line.answer.value, line.answer.name
    if line.verdict not in (WRONG, SLIP) or not isinstance(number, Written):
        return line
    if taken is None or answer.called == taken:
        return line
    others = [name for name in key.known.elsewhere(taken) if name != taken and not _is_part(name, taken)]
    right = [name for name in others if _is_right(key, name, number)]
    return _ambiguous(answer, [*right, taken]) if right else line


def _is_part(name: Name, whole: Name) -> bool:
    return name.role is Role.SHARE and whole.role is not Role.SHARE


def _is_right(key: Key, name: Name, number: Written) -> bool:
    return number.agrees(as_number(key.values.get(name)))


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


def _meant(key: Key, answer: Answer, name: Name, above: Container[str]) -> Name:
    """The name that an answer means beside its value: the new value of a weight, a size or a count."""
    new = key.known.renewed.get(name)
    if new is None or name not in key.numbers:
        return _size_or_count(key, answer, name)
    if new in above or not answer.value.repeats(key.numbers[name]):
        return new  # w5 = 0.359 behind an update means the new value
    return name


def _size_or_count(key: Key, answer: Answer, name: Name) -> Name:
    """conv1 is its count of parameters where a sum needs it, its shape elsewhere; 28*28 is a size, or what it gives."""
    listed, value = isinstance(answer.value, list), key.values.get(name)
    if is_array(value) or listed == isinstance(value, list):
        return name
    other = key.meant(answer.called)
    if other is not None and listed == isinstance(key.values.get(other), list):
        return other
    if listed and is_number(value):
        answer.value = formula_of_numbers(answer.written, key.literals) or answer.value
    return name
