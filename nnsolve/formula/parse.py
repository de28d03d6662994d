"""What users write as a formula or a number, read by a small grammar of our own; nothing is ever executed.

sum     = product (('+' | '-') product)*
product = signed (('*' | '/') signed)*
signed  = ('-' | '+') signed | power
power   = atom (('**' | '^') signed)?
atom    = number | name | name '(' sum (',' sum)* ')' | '(' sum ')'
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..errors import NnsolveError, listing, nearest, quote
from ..names import named
from .expr import Call, Expr, Neg, Num, Pow, Symbol
from .functions import CONSTANTS, FUNCTIONS, MOST_COMPARED, SPELLINGS

if TYPE_CHECKING:
    from .functions import Function

LONGEST = 2000
DEEPEST = 60
MOST_OPERATORS = 200

# Compiled at first use: most problems hold plain numbers only.
_PIECE = (
    r"\s*(?:(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[^\W\d]\w*)|(?P<operator>\*\*|[-+*/^(),])|(?P<other>\S))"
)
_SAME = str.maketrans({"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "⋅": "*"})
_PLAIN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)


# How many arguments a function takes, at least and at most, and how that is told.
_SEVERAL = 2, MOST_COMPARED, f"2 to {MOST_COMPARED} arguments"
_ONE = 1, 1, "one argument"


class ParseError(NnsolveError):
    """A formula that cannot be read; ``offset`` is the place of the trouble in its text."""

    def __init__(self, message: str, offset: int = 0):
        self.offset = offset
        super().__init__(message)


def plain_number(text: str) -> Num:
    """The literal of what is known to be a plain decimal number."""
    number = number_text(text)
    assert number is not None
    return number


def number_text(text: str) -> Num | None:
    """``text`` as a literal if it is a plain decimal number, kept as written; None where it is not."""
    text = text.strip().replace("−", "-")
    if not _PLAIN.fullmatch(text):
        return None
    text = text.removeprefix("+")
    if math.isinf(float(text)):
        raise ParseError(f"{quote(text)} is larger than any double")
    if len(text) > LONGEST:
        raise ParseError(f"a number may have at most {LONGEST} characters; this one has {len(text)}")
    return Num(text)


def whole_text(text: str) -> int | None:
    """``text`` as a whole number of at most 18 of the digits 0 to 9; None where it is none.

    (Python's own ``int`` and ``isdecimal`` take the digits of every script.)
    """
    plain = text.removeprefix("-")
    return int(text) if plain.isascii() and plain.isdecimal() and len(plain) < 19 else None


def parse(text: str, names: Iterable[str] = (), functions: Mapping[str, Function] = FUNCTIONS) -> Expr:
    """``text`` as a formula over ``names``, numbers, arithmetic and the functions of the table.

    ``functions`` is another table, by the names that users type. Raises ParseError for anything else, with the place
    of the trouble.
    """
    if len(text) > LONGEST:
        raise ParseError(f"a formula may have at most {LONGEST} characters; this one has {len(text)}")
    return _Parser(text.translate(_SAME), names, functions).formula()


class _Parser:
    def __init__(self, text: str, names: Iterable[str], functions: Mapping[str, Function]):
        self.names, self.functions = names, functions
        self.tokens = []
        self.at = 0
        self.depth = 0
        end = len(text.rstrip())
        position = 0
        token = re.compile(_PIECE)
        while position < end and (match := token.match(text, position)):
            kind = match.lastgroup or ""
            self.tokens.append((kind, match[kind], match.start(kind)))
            position = match.end()
        self.tokens.append(("end", "", end))
        operators = [offset for kind, _, offset in self.tokens if kind == "operator"]
        if len(operators) > MOST_OPERATORS:
            most = f"a formula may have at most {MOST_OPERATORS} operators and brackets"
            raise ParseError(f"{most}; this one has {len(operators)}", operators[MOST_OPERATORS])

    def formula(self) -> Expr:
        result = self.sum()
        kind, text, offset = self.tokens[self.at]
        if kind != "end":
            expected = f"{quote(text)} was not expected here; an operator + − * / ^ or the end was"
            raise ParseError(self.decimal() or expected, offset)
        return result

    def decimal(self) -> str:
        """What to say of a comma between two digits, 1,5; '' where there is none."""
        texts = [text for _, text, _ in self.tokens[max(self.at - 1, 0) : self.at + 2]]
        if len(texts) < 3 or texts[1] != "," or not (texts[0].isdecimal() and texts[2].isdecimal()):
            return ""
        whole, _, rest = texts
        return f"write a decimal point, not a comma: {whole}.{rest}"

    def take(self, *texts: str) -> str | None:
        kind, text, _ = self.tokens[self.at]
        if kind == "operator" and text in texts:
            self.at += 1
            return text
        return None

    def descend(self, what: str) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ParseError(f"{what} are nested more than {DEEPEST} deep", self.tokens[self.at][2])

    def sum(self) -> Expr:
        self.descend("brackets")
        result = self.product()
        while operator := self.take("+", "-"):
            result = result + self.product() if operator == "+" else result - self.product()
        self.depth -= 1
        return result

    def product(self) -> Expr:
        result = self.signed()
        # −1/4 is a quarter with a minus before it, as it is written, and not (−1)/4; the number is the same.
        minus = False
        if isinstance(result, Neg) and self.tokens[self.at][1] == "/":
            result, minus = result.inner, True
        while operator := self.take("*", "/"):
            result = result * self.signed() if operator == "*" else result / self.signed()
        return Neg(result) if minus else result

    def signed(self) -> Expr:
        self.descend("signs and powers")
        sign = self.take("-", "+")
        if sign:
            inner = self.signed()
            result = inner if sign == "+" else Neg(inner)
        else:
            result = self.power()
        self.depth -= 1
        return result

    def power(self) -> Expr:
        base = self.atom()
        return Pow(base, self.signed()) if self.take("**", "^") else base

    def atom(self) -> Expr:
        kind, text, offset = self.tokens[self.at]
        if kind == "number":
            self.at += 1
            return plain_number(text)
        if kind == "name":
            self.at += 1
            return self.call(text, offset) if self.take("(") else self.name(text, offset)
        if self.take("("):
            inner = self.sum()
            self.close(offset)
            return inner
        if kind == "end":
            raise ParseError("the formula ends where a number, a name or a bracket was expected", offset)
        raise ParseError(f"{quote(text)} was not expected here; a number, a name or a bracket was", offset)

    def name(self, text: str, offset: int) -> Expr:
        if text in self.names:  # in a text of its author every letter is a name, and none is listed
            return Symbol(named(next((name for name in self.names if name == text), text)))
        if text in CONSTANTS:
            return CONSTANTS[text]
        if text in self.functions or text in SPELLINGS:
            raise ParseError(f"{quote(text)} is a function and needs its argument in brackets: {text}(…)", offset)
        if not self.names:
            raise ParseError(f"{quote(text)} is not a number, and names have no value here", offset)
        hint = nearest(text, tuple(self.names))
        raise ParseError(f"{quote(text)} is not known here; known: {listing(self.names)}.{hint}", offset)

    def call(self, text: str, offset: int) -> Expr:
        opened = self.tokens[self.at - 1][2]
        known = self.functions
        function = known.get(SPELLINGS.get(text, text))
        if function is None:
            hint = nearest(text, tuple(known))
            raise ParseError(f"{quote(text)} is not a known function; known: {listing(known, 99)}.{hint}", offset)
        args = [self.sum()]
        while self.take(","):
            args.append(self.sum())
        self.close(opened)
        least, most, told = _SEVERAL if function.name in ("max", "min") else _ONE
        if not least <= len(args) <= most:
            raise ParseError(f"{text} takes {told}; here it has {len(args)}", offset)
        return Call(function, *args)

    def close(self, opened: int) -> None:
        if not self.take(")"):
            raise ParseError(self.decimal() or "a bracket is opened here and not closed", opened)
