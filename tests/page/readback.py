"""An independent reader of a text page: every line is recomputed from its own digits.

Nothing here knows the program: the page is all it sees.
"""

from __future__ import annotations

import re
from fractions import Fraction

from .equations import HEAD, Equation, equations
from .formulas import SUPERSCRIPTS, Digits, Objection, parse, tokens
from .values import calculated, near, value

# Functions given piece by piece, and what their pieces may hold besides the numbers that were put in.
PIECEWISE = {"Huber", "ELU", "SELU", "PReLU", "leaky ReLU"}
PIECE_NUMBERS = ["−", "-", "+", "^", "2", "½", "|", "e", "1", "1.0507009873554805", "1.6732632423543772"]
BAD_SIGNS = re.compile(r"\+ ?[-−]|[-−] ?[-−]|[×·] ?[-−]|/[-−]|[-−] \+")
NOT_NUMBERS = re.compile(r"\b(nan|inf|NaN|None)\b")


class Reader:
    """Reads a page from top to bottom and objects to the first line that is not true."""

    def __init__(self, digits: Digits):
        self.digits = digits
        self.texts: dict[str, str] = {}
        self.known: dict[str, Fraction] = {}
        self.lines = self.rounded = 0

    def learn(self, name: str, text: str):
        """What was printed for a name."""
        self.texts[name] = text
        self.known[name] = value(parse(text), {})

    def read(self, page: str) -> Reader:
        """The whole page."""
        rows = page.split("\n")
        rule = next(r for r, row in enumerate(rows) if row and not row.strip("─"))
        for group in _groups(rows[rule + 1 :]):
            if group[0].startswith(("Given", "Answer", "         ")) and "=" in group[0]:
                self.items(group)
                continue
            body = [row for row in group if row.startswith("  ")]
            if any(HEAD.match(row) for row in body):
                for equation in equations(body):
                    self.check(equation)
            elif body and "gradient" in body[0]:
                self.table(body)
        return self

    def items(self, rows: list[str]):
        """``Given`` and ``Answer``: names with their numbers."""
        for row in rows:
            if row.startswith("Asked"):
                return
            for item in re.split("   +", row[9:].strip()):
                name, _, text = item.partition(" = ")
                if rows[0].startswith("Answer"):
                    self.same(name, text, "the answer")
                else:
                    self.learn(name, text)

    def table(self, rows: list[str]):
        """Old values, gradients and new values are those printed before."""
        columns = rows[0].split()
        for row in rows[1:]:
            name, *texts = re.split("   +", row.strip())
            for column, text in zip(columns, texts, strict=True):
                of = next((of for of in "CL" if f"∂{of}/∂{name}" in self.texts), "E")  # the cost, or a loss called L
                key = {"old": name, "gradient": f"∂{of}/∂{name}", "new": f"{name}′"}[column]
                self.same(key, text, "the table")

    def same(self, name: str, text: str, where: str):
        """Objects where a number is not the one printed before."""
        if self.texts.get(name) != text:
            raise Objection(f"{name} is {text} in {where}, and {self.texts.get(name)} before")

    def check(self, equation: Equation):
        """One line: the numbers put in are those printed before, and give the result that is printed."""
        self.lines += 1
        for _, text in equation.cells:
            flat = text.replace("((", "(").replace("))", ")")
            if BAD_SIGNS.search(flat) or NOT_NUMBERS.search(flat):
                raise Objection(f"a sign or number that nobody writes: {equation}")
        try:
            self.true(equation)
        except Objection as objection:
            raise Objection(f"{objection}\nin  {equation}") from None
        self.learn(equation.name, equation.cells[-1][1])
        if equation.label:
            self.learn(equation.label, equation.cells[-1][1])

    def true(self, equation: Equation):
        """Objects where the line is not true."""
        signs = [sign for sign, _ in equation.cells]
        texts = [text for _, text in equation.cells]
        if len(texts) == 1:
            if equation.name in self.texts:
                self.same(equation.name, texts[0], "this line")
            return
        pieces = len(texts) == 4 and texts[0].partition("(")[0].strip() in PIECEWISE
        if pieces:  # formula, numbers, the piece that counts with its numbers, result: both must give the result
            if self.put_in(texts[0]) != bare(texts[1]):
                raise Objection(f"other numbers were printed before: {' '.join(self.put_in(texts[0]))}")
            self.result(parse(texts[1]), signs[-1], texts[-1], {})
            if not set(bare(texts[2])) <= {*bare(texts[1]), *PIECE_NUMBERS}:
                raise Objection(f"the piece has numbers that were not put in: {texts[2]}")
            self.result(parse(texts[2]), signs[-1], texts[-1], {})
            return
        if len(texts) > 3 or any(sign != "=" for sign in signs[:-1]) or signs[-1] == "→":
            raise Objection("there are more equals signs than formula, numbers, result")
        if len(texts) == 3 and self.put_in(texts[0]) != bare(texts[1]):
            raise Objection(f"other numbers were printed before: {' '.join(self.put_in(texts[0]))}")
        if len(texts) == 2 and texts[0] in self.texts:
            if bare(texts[1]) != bare(self.texts[texts[0]]):
                raise Objection(f"{texts[0]} was {self.texts[texts[0]]} before")
            return
        self.result(parse(texts[-2]), signs[-1], texts[-1], self.known if len(texts) == 2 else {})

    def result(self, tree, sign: str, text: str, known: dict):
        """Objects where ``tree`` does not give the number ``text``."""
        printed = value(parse(text), {})
        if sign == "=":
            exact = value(tree, known)
            if exact != printed and printed not in self.rightly(exact, tree):
                raise Objection(f"{text} is printed, and {float(exact)!r} is right")
            return
        self.rounded += 1
        if self.digits.carry:
            raise Objection("≈ stands where rounded numbers are carried")
        last = Fraction(10) ** -self.digits.places(printed or Fraction(1))
        if not near(printed, tree, known, last, self.digits):
            raise Objection(f"{text} is printed, and {float(value(tree, known))!r} is not near")
        if self.might_be_equal(printed, tree, known):
            raise Objection("≈ stands where = is true")

    def rightly(self, exact: Fraction, tree) -> set[Fraction]:
        """The results that may be printed: of the exact value, and of what a calculator shows."""
        return {self.digits.round(exact), self.digits.round(calculated(exact, tree))}

    def might_be_equal(self, printed: Fraction, tree, known: dict) -> bool:
        """Whether the digits on the line do give the printed result."""
        try:
            return self.rightly(value(tree, known), tree) == {printed}
        except Objection:
            return False

    def put_in(self, text: str) -> list[str]:
        """The tokens of a formula with every name exchanged for what was printed for it."""
        found = []
        for kind, token in tokens(text):
            if kind in ("name", "partial") and token != "π" and not (token == "e" and "e" not in self.texts):
                if token not in self.texts:
                    raise Objection(f"nothing was printed for {token!r} before")
                found += bare(self.texts[token])
            else:
                found += unbracketed(kind, token)
        return found


def bare(text: str) -> list[str]:
    """The tokens of a formula without brackets and signs of multiplication."""
    return [part for kind, token in tokens(text) for part in unbracketed(kind, token)]


def unbracketed(kind: str, token: str) -> list[str]:
    """A token without brackets and signs of multiplication; x² as x^2."""
    if kind == "power":
        return ["^", token.translate(SUPERSCRIPTS)]
    return [] if token in ("(", ")", "×", "·") else [token]


def _groups(rows: list[str]) -> list[list[str]]:
    """Rows that stand together between blank rows."""
    groups: list[list[str]] = [[]]
    for row in rows:
        if row.strip():
            groups[-1].append(row)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def read_page(page: str, digits: Digits) -> Reader:
    """Reads a text page of a network solution; raises Objection where a line is not true."""
    return Reader(digits).read(page)


def read_json(document: dict, digits: Digits) -> int:
    """Reads the JSON of a network solution: every ``substitution`` gives its ``printed``; returns the lines read."""
    reader = Reader(digits)
    for section in document["sections"]:
        for step in section["steps"]:
            text = step["substitution"] or step["formula"]
            for flat in (text, step["printed"]):
                if BAD_SIGNS.search(flat) or NOT_NUMBERS.search(flat):
                    raise Objection(f"a sign or number that nobody writes: {flat}")
            reader.lines += 1
            if step["substitution"] == step["printed"]:
                continue
            try:
                reader.result(parse(text), "=" if step["exact"] else "≈", step["printed"], {})
            except Objection as objection:
                raise Objection(f"{objection}\nin  {step}") from None
    return reader.lines
