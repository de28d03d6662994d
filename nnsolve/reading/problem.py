"""What every problem file may hold, whatever its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import listing
from ..formula.marks import NOTATIONS, ROLES
from ..formula.rounding import Rounding
from ..names import Name, read
from ..solution import Says
from .literals import Range, constant, read_number
from .schema import Choice, Field, Flag, ListOf, MapOf, Nested, Number, Raw, Record, Schema, Text, Type, Whole, With
from .yamlfile import complete_values

if TYPE_CHECKING:
    from fractions import Fraction

    from .yamlfile import Faults, Node

# Marks are kept as fractions of a denominator of at most 1000.
MARKS = Range(least=0.001, most=1000)
LONGEST_NAME = 120
LONGEST_LETTER = 20  # of what is printed for a name
FOLLOW_THROUGH = ("full", "half", "none")


EITHER = With("decimals", "the other way to count digits")


class RoundingRecord(Record):
    """``rounding:`` how many digits are printed, and whether the rounded number is carried to the next line."""

    decimals = Field(Whole(0, 15), "digits after the point", default=None)
    figures = Field(Whole(1, 15), "significant figures", default=None, excludes=EITHER)
    carry = Field(Flag(), "compute each line with the rounded numbers of the lines before", default=False)
    truncate = Field(Flag(), "cut digits off instead of rounding half up", default=False)

    def rounding(self) -> Rounding:
        """The rounding object."""
        return Rounding(self.decimals, self.figures, self.carry, self.truncate)


class DigitsRecord(Record):
    """``digits:`` how many digits an answer needs to be right."""

    decimals = Field(Whole(0, 15), "digits after the point", default=None)
    figures = Field(Whole(1, 15), "significant figures", default=None, excludes=EITHER)

    def check(self, faults: Faults) -> None:
        if not self.places:
            faults.add(self.beginning, "expected {figures: 3} or {decimals: 4}", "")

    def rounding(self) -> Rounding:
        """The digits as a rounding."""
        return Rounding(self.decimals, self.figures)


class DigitsType(Nested[DigitsRecord]):
    """``digits:``, and the way out for who means the digits of the page."""

    def __init__(self) -> None:
        super().__init__(DigitsRecord)

    def read(self, node: Node, faults: Faults) -> DigitsRecord | None:
        if node.entries is None:
            text = "expected what an answer needs, {figures: 3} or {decimals: 4}; the digits of the page are rounding:"
            return faults.add(node, text)
        return super().read(node, faults)


class Notation:
    """The letters a problem wants printed: stems by role, prints by name, and whether neurons are numbered O_ij."""

    def __init__(self, stems: dict[str, str], exact: dict[Name, str], numbered: bool = False):
        self.stems, self.exact, self.numbered = stems, exact, numbered


class NotationType(Type[Notation]):
    """``net/out``, ``in/out``, ``z/a``, ``O_ij``, or a mapping that renames roles and names."""

    def read(self, node: Node, faults: Faults) -> Notation | None:
        if node.word in NOTATIONS:
            return Notation(dict(NOTATIONS[node.word]), {}, node.word == "O_ij")
        if node.entries is None:
            known = listing(NOTATIONS)
            return faults.add(node, f"expected one of {known}, or a mapping such as {{net: z, out: a, E: L}}")
        found = Notation({}, {})
        for where, key, value in node.pairs:
            if key == "style" and value.word in NOTATIONS:
                found.stems = NOTATIONS[value.word] | found.stems
                found.numbered = value.word == "O_ij"
            elif self._prints(where, key, value, faults):
                self._rename(found, key, value.word.strip())
        self._no_letter_twice(node, found.stems, faults)
        return found

    def _prints(self, where: Node, key: str, value: Node, faults: Faults) -> bool:
        """Whether an entry says what is to be printed for a name."""
        text = value.word
        if not text.strip() or len(text) > LONGEST_LETTER or not text.isprintable():
            return bool(faults.add(value, "expected a letter or a short word to print"))
        if len(key) > LONGEST_NAME:
            return bool(faults.add(where, "expected a role or the name of a result", ""))
        return True

    def _rename(self, notation: Notation, key: str, text: str) -> None:
        """Gives a role, or the name of one result, its letter."""
        role = "η" if key == "learning_rate" else key
        if role in ROLES:
            notation.stems[role] = text
        else:
            notation.exact[read(key)] = text

    def _no_letter_twice(self, node: Node, stems: dict[str, str], faults: Faults) -> None:
        """Notes two roles that a page would print alike, of which one was renamed."""
        letters: dict[str, str] = {}
        for role, letter in ({role: role for role in ROLES} | stems).items():
            other = letters.setdefault(letter, role)
            if other != role:
                faults.add(
                    node, f"{other} and {role} would both be printed as {letter}; give them letters of their own", ""
                )

    def schema(self) -> Schema:
        return {"anyOf": [{"enum": list(NOTATIONS)}, {"type": "object", "additionalProperties": {"type": "string"}}]}


class Marks:
    """``marks:`` the total, and what single results are worth; without ``each`` the asked ones share evenly."""

    def __init__(self, total: Fraction | None, each: dict[str, Fraction]):
        self.total, self.each = total, each


class MarksType(Type[Marks]):
    """A number of marks, or a mapping from results to theirs, perhaps with ``total``."""

    def read(self, node: Node, faults: Faults) -> Marks | None:
        if node.entries is None:
            total = self._number(node, faults)
            return None if total is None else Marks(total, {})
        if not node.entries:
            return faults.add(node, "expected marks for some results, such as {w5: 2, w1: 3}", "")
        numbers = complete_values({name: self._number(value, faults) for name, value in node.entries.items()})
        return None if numbers is None else Marks(numbers.pop("total", None), numbers)

    def _number(self, node: Node, faults: Faults) -> Fraction | None:
        value = read_number(node, faults)
        if value is None:
            return None
        from fractions import Fraction

        number = constant(value)
        if number not in MARKS:
            return faults.add(node, f"expected {MARKS.words} for the marks")
        return Fraction(number).limit_denominator(1000)

    def schema(self) -> Schema:
        number: Schema = {"type": ["number", "string"]}
        return {"anyOf": [number, {"type": "object", "additionalProperties": number}]}


class CommonProblem(Record):
    """The keys that every kind understands."""

    kind = Field(Text(), "the kind of problem", default="", starter=False)
    title = Field(Text(), "the first line of the solution", default="", example="My problem")
    source = Field(Text(), "where the problem was published", default="", starter=False)
    note = Field(Text(), "a remark of the author, not printed", default="", starter=False)
    asked = Field(
        ListOf(Text(), least=1),
        "the results that are asked for; leave it out for everything",
        default=None,
        option=True,
    )
    rounding = Field(
        Nested(RoundingRecord),
        "digits that are printed, and whether rounded numbers are carried on",
        default=None,
        example="{figures: 6}",
    )
    notation = Field(
        NotationType(),
        "the letters that are printed: net/out, in/out, z/a, O_ij, or a mapping",
        default=None,
        option=True,
    )
    detail = Field(Choice("full", "brief"), "every reason, or formulas and numbers only", default="full", option=True)
    marks = Field(
        MarksType(),
        "marks of the whole, or of results and steps: {w5: 2, w1: 3}; for marking only",
        default=None,
        starter=False,
    )
    follow_through = Field(
        Choice(*FOLLOW_THROUGH),
        "marks for what is right for the student's own numbers: all, half, or none",
        default="full",
        starter=False,
    )
    digits = Field(
        DigitsType(),
        "the digits that an answer needs, {figures: 3} or {decimals: 4}; for marking only",
        default=None,
        starter=False,
    )
    precision_penalty = Field(
        Number(least=0),
        "marks taken off a result that is right to fewer digits than it needs; half of its marks, where left out",
        default=None,
        starter=False,
    )
    published = Field(
        MapOf(Raw({})), "values that the source prints, by result; for comparison only", default=None, starter=False
    )

    file = command = ""
    shares_notation = False  # whether its notation is that of a whole paper
    # The keys with the numbers that are to blame where a step has no value; the first of them that is written counts.
    numbers_in: tuple[str, ...] = ()

    @property
    def precision(self) -> Rounding:
        """The rounding of the problem; six significant figures, nothing carried, where it says nothing."""
        return self.rounding.rounding() if self.rounding else Rounding()


def rounding_note(rounding: Rounding) -> Says:
    """The sentence that names the rounding of a page."""
    cut = Says("page_digits_cut" if rounding.truncate else "page_digits_rounded")
    told = digits(rounding)
    return Says("page_note_carry" if rounding.carry else "page_note_full", **told, cut=cut)


def rounding_wanted(rounding: Rounding) -> Says | None:
    """The sentence in which an exam asks for that rounding; None where it is the usual one, or where nothing rounds."""
    usual = (rounding.decimals, rounding.figures, rounding.carry, rounding.truncate) == (None, 6, False, False)
    if usual or rounding.whole:
        return None
    key = "statement_carried" if rounding.carry else "statement_rounded"
    cut = Says("page_digits_cut_off" if rounding.truncate else "page_digits_half_up")
    return Says(key, **digits(rounding, "page_digits_significant"), cut=cut)


def digits(rounding: Rounding, figures: str = "page_digits_figures") -> dict[str, int | Says | None]:
    """How many digits there are, ``n``, and what they are called, ``how``, for a sentence."""
    count, how = rounding.figures, figures
    if rounding.decimals is not None:
        count, how = rounding.decimals, "page_digits_decimals"
    return {"n": count, "how": Says(how, n=count)}
