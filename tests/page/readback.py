"""An independent reader of a text page: reads fractions, powers and brackets back into numbers and recomputes lines.

Nothing here knows the program: the page is all it sees. Arithmetic is exact (fractions); e^x, ln and their kin are
computed to 45 digits.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import cache
from itertools import count

DIGITS = Context(prec=45, Emax=999999, Emin=-999999)


class Objection(AssertionError):
    """A line of the page that is not true, or cannot be read."""


# ---- rounding ----


class Digits:
    """What the problem declares: ``decimals`` or significant ``figures``, cut or rounded half up, carried or not."""

    def __init__(self, decimals=None, figures=None, truncate=False, carry=False):
        self.decimals, self.figures, self.truncate, self.carry = decimals, figures, truncate, carry

    def places(self, number: Fraction) -> int:
        """Digits after the point that are kept of ``number``; negative for tens and hundreds."""
        if self.decimals is not None:
            return self.decimals
        return self.figures - 1 - magnitude(number)

    def round(self, number: Fraction) -> Fraction:
        """``number`` with the digits declared."""
        if not number:
            return number
        unit = Fraction(10) ** -self.places(number)
        whole = abs(number) / unit + (0 if self.truncate else Fraction(1, 2))
        return (1 if number > 0 else -1) * int(whole) * unit


def magnitude(number: Fraction) -> int:
    """The power of ten of the first digit."""
    size = abs(number)
    guess = len(str(size.numerator)) - len(str(size.denominator))
    while Fraction(10) ** guess > size:
        guess -= 1
    while Fraction(10) ** (guess + 1) <= size:
        guess += 1
    return guess


# ---- one dimension: from text to a tree ----

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
LETTER = "A-Za-zα-ωΑ-Ω"
NAME = f"Δ?[{LETTER}][{LETTER}0-9_₀-₉]*(?:⁽[⁰¹²³⁴-⁹]+⁾)?′?"
CALLS = "leaky ReLU′|leaky ReLU|hard σ′|hard σ|PReLU′|PReLU|ReLU′|SELU′|SELU|ELU′|ELU|Huber|hinge′|(?:max|min)′[0-9]|step"
TOKEN = re.compile(
    rf"(?P<number>(?:\d+\.?\d*|\.\d+)(?:×10[⁻⁰¹²³⁴-⁹]+)?|½)|(?P<call>(?:{CALLS}|[a-z]+[0-9]*)(?=\())|(?P<partial>∂{NAME}/∂{NAME})"
    rf"|(?P<power>[⁻⁰¹²³⁴-⁹]+)|(?P<name>{NAME}|[①-⑳]|π)|(?P<sign>[-+−×·/^(),|√])"
)


@cache
def tokens(text: str) -> list[tuple[str, str]]:
    """The tokens of a formula as (kind, text)."""
    found, at = [], 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        match = TOKEN.match(text, at)
        if not match:
            raise Objection(f"cannot read {text[at:]!r} in {text!r}")
        found.append((match.lastgroup, match.group()))
        at = match.end()
    return found


class Parser:
    """Text to a tree of tuples: ('number', text), ('name', text), (operator, left, right), ('call', name, *args)."""

    def __init__(self, text: str):
        self.text, self.tokens, self.at = text, [*tokens(text), ("end", "")], 0

    def tree(self):
        """The whole text."""
        found = self.sum()
        if self.tokens[self.at][0] != "end":
            raise Objection(f"{self.tokens[self.at][1]!r} is left over in {self.text!r}")
        return found

    def take(self, *signs: str) -> str:
        text = self.tokens[self.at][1]
        if self.tokens[self.at][0] != "sign" or text not in signs:
            return ""
        self.at += 1
        return text

    def sum(self):
        found = self.product()
        while sign := self.take("+", "−"):
            found = (sign, found, self.product())
        return found

    def product(self):
        found = self.signed()
        while True:
            if sign := self.take("×", "·", "/"):
                found = ("/" if sign == "/" else "×", found, self.signed())
            elif self.tokens[self.at] == ("sign", "(") and self.tokens[self.at - 1][0] == "number":
                found = ("×", found, self.signed())  # ½(t − o)²
            else:
                return found

    def signed(self):
        return ("neg", self.signed()) if self.take("−") else self.power()

    def power(self):
        found = self.atom()
        while True:
            if self.tokens[self.at][0] == "power":
                self.at += 1
                digits = self.tokens[self.at - 1][1].translate(SUPERSCRIPTS)
                found = ("^", found, ("number", digits))
            elif self.take("^"):
                found = ("^", found, ("neg", self.atom()) if self.take("−") else self.atom())
            else:
                return found

    def atom(self):
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind in ("number", "name", "partial"):
            return ("name" if kind == "partial" else kind, text)
        if kind == "call":
            self.expect("(")
            args = [self.sum()]
            while self.take(","):
                args.append(self.sum())
            self.expect(")")
            return ("call", text, *args)
        if text == "√":
            return ("call", "√", self.atom())
        if text in ("(", "|"):
            inner = self.sum()
            self.expect(")" if text == "(" else "|")
            return inner if text == "(" else ("call", "|", inner)
        raise Objection(f"{text!r} stands where a number was expected in {self.text!r}")

    def expect(self, sign: str):
        if not self.take(sign):
            raise Objection(f"{sign!r} is missing in {self.text!r}")


def parse(text: str):
    """The tree of a formula in one row."""
    return Parser(text).tree()


@cache
def number(text: str) -> Fraction:
    """A printed number: 0.20, 1.5×10⁻⁹, ½."""
    if text == "½":
        return Fraction(1, 2)
    mantissa, _, power = text.partition("×10")
    return Fraction(mantissa) * Fraction(10) ** int(power.translate(SUPERSCRIPTS) or "0")


# ---- values ----


def real(function, *numbers: Fraction) -> Fraction:
    """A function of decimals, computed to 45 digits."""
    with localcontext(DIGITS) as context:
        return Fraction(function(context, *(Decimal(n.numerator) / Decimal(n.denominator) for n in numbers)))


def exp(x: Fraction) -> Fraction:
    """e^x."""
    return real(lambda c, d: d.exp(c), x) if x else Fraction(1)


def ln(x: Fraction) -> Fraction:
    """The natural logarithm."""
    if x <= 0:
        raise Objection(f"ln of {float(x)}")
    return real(lambda c, d: d.ln(c), x)


def sqrt(x: Fraction) -> Fraction:
    """The square root, exact where there is an exact one."""
    root = real(lambda c, d: d.sqrt(c), x)
    near = root.limit_denominator(10**12)
    return near if near * near == x else root


def tanh(x: Fraction) -> Fraction:
    """The hyperbolic tangent."""
    power = exp(2 * x)
    return (power - 1) / (power + 1)


def erf(x: Fraction) -> Fraction:
    """The error function: its power series, or 1 where nothing is missing in 45 digits."""
    if abs(x) > 10:
        return Fraction(1 if x > 0 else -1)
    with localcontext(Context(prec=110)):
        z = Decimal(x.numerator) / Decimal(x.denominator)
        term = total = z
        n = 0
        while abs(term) > Decimal("1e-60"):
            n += 1
            term = -term * z * z / n
            total += term / (2 * n + 1)
        return Fraction(total * 2 / Decimal(str(PI)).sqrt())


PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459")
λ, α = Fraction("1.0507009873554805"), Fraction("1.6732632423543772")
HALF = Fraction(1, 2)


def huber(t, o, d):
    """Huber's term."""
    gap = abs(t - o)
    return gap * gap / 2 if gap <= d else d * (gap - d / 2)


CALLED = {
    "max": max,
    "min": min,
    "|": abs,
    "√": sqrt,
    "ln": ln,
    "tanh": tanh,
    "erf": erf,
    "sign": lambda x: Fraction((x > 0) - (x < 0)),
    "ReLU′": lambda x, at=Fraction(0): Fraction(1) if x > 0 else Fraction(0) if x < 0 else at,
    "leaky ReLU": lambda x, a: x if x > 0 else a * x,
    "leaky ReLU′": lambda x, a: Fraction(1) if x > 0 else a,
    "PReLU′": lambda x, a: Fraction(1) if x > 0 else a,
    "PReLU": lambda x, a: x if x > 0 else a * x,
    "ELU": lambda x, a: x if x > 0 else a * (exp(x) - 1),
    "ELU′": lambda x, a: Fraction(1) if x > 0 else a * exp(x),
    "SELU": lambda x: λ * x if x > 0 else λ * α * (exp(x) - 1),
    "SELU′": lambda x: λ if x > 0 else λ * α * exp(x),
    "hard σ′": lambda x, a: a if -HALF < a * x < HALF else Fraction(0),
    "Huber": huber,
    "hinge′": lambda t, o: -t if t * o < 1 else Fraction(0),
    **{f"max′{i + 1}": lambda *xs, i=i: Fraction(int(xs.index(max(xs)) == i)) for i in range(3)},
    **{f"min′{i + 1}": lambda *xs, i=i: Fraction(int(xs.index(min(xs)) == i)) for i in range(3)},
}


def value(tree, known: dict[str, Fraction] | None = None) -> Fraction:
    """The value of a tree; ``known`` holds the values of names."""
    kind = tree[0]
    if kind == "number":
        return number(tree[1])
    if kind == "exact":
        return tree[1]
    if kind == "name":
        return named(tree[1], known or {})
    if kind == "neg":
        return -value(tree[1], known)
    if kind == "call":
        if tree[1] not in CALLED:
            raise Objection(f"no function {tree[1]!r} is known")
        return Fraction(CALLED[tree[1]](*(value(arg, known) for arg in tree[2:])))
    if kind == "^":
        return power(tree[1], value(tree[2], known), known)
    left = value(tree[1], known)
    if kind == "×" and not left:
        return left  # a term that is not there: 0 · ln(0)
    right = value(tree[2], known)
    if kind == "/" and not right:
        if not left:
            return left  # nor is 0/0
        raise Objection("a division by zero is printed")
    return {"+": left + right, "−": left - right, "×": left * right}[kind] if kind != "/" else left / right


def named(name: str, known: dict[str, Fraction]) -> Fraction:
    """The value of a name that was printed before, of π, or of e."""
    if name in known:
        return known[name]
    if name == "π":
        return Fraction(PI)
    raise Objection(f"no number was printed for {name!r}")


def power(base, exponent: Fraction, known) -> Fraction:
    """base^exponent; the letter e alone is Euler's number."""
    if base == ("name", "e") and "e" not in (known or {}):
        return exp(exponent)
    below = value(base, known)
    if exponent.denominator == 1:
        return below**exponent.numerator
    return exp(exponent * ln(below)) if below else below


def calculated(exact: Fraction, tree) -> Fraction:
    """What a calculator shows where e^x, ln and their kin are involved: 15 digits, 0.9999999999999999 being 1."""
    return Digits(figures=15).round(exact) if exact and irrational(tree) else exact


def irrational(tree) -> bool:
    """Whether a power or a function stands in a tree."""
    return tree[0] in ("^", "call") or any(irrational(part) for part in tree[1:] if isinstance(part, tuple))


def near(printed: Fraction, tree, known, last: Fraction, digits: Digits) -> bool:
    """Whether a result can come from numbers that are off by what rounding took from them: half a unit, or one if cut."""
    step = Fraction(1) if digits.truncate else HALF
    try:
        middle = value(tree, known)
        total = last
        for index in range(len(list(numbers_of(tree)))):
            total += 2 * abs(value(shifted(tree, index, step, count()), known) - middle)
    except Objection:
        return True  # a printed 0 below a fraction line, or the logarithm of one: it can be any number
    return abs(middle - printed) <= total


def numbers_of(tree):
    """The numbers of a tree from left to right, without exponents: a square is a square."""
    if tree[0] == "number":
        yield tree[1]
    for part in tree[1:2] if squared(tree) else tree[1:]:
        if isinstance(part, tuple):
            yield from numbers_of(part)


def squared(tree) -> bool:
    """Whether a tree is a power such as x²; e^2.5 is not one."""
    return tree[0] == "^" and tree[2][0] == "number" and tree[1] != ("name", "e")


def shifted(tree, index: int, step: Fraction, numbers):
    """The tree with the number at ``index`` larger by ``step`` units of its last digit."""
    if tree[0] == "number":
        if next(numbers) != index or tree[1] == "½":
            return tree
        mantissa, _, power = tree[1].partition("×10")
        places = len(mantissa.partition(".")[2]) - int(power.translate(SUPERSCRIPTS) or "0")
        return ("exact", number(tree[1]) + step * Fraction(10) ** -places)
    if squared(tree):
        return ("^", shifted(tree[1], index, step, numbers), tree[2])
    return tuple(shifted(part, index, step, numbers) if isinstance(part, tuple) else part for part in tree)


# ---- two dimensions: from rows to one row ----

TALL = {**dict.fromkeys("⎛⎜⎝", "("), **dict.fromkeys("⎞⎟⎠", ")")}


class Rows:
    """A part of the page, addressed by row and column."""

    def __init__(self, rows: list[str]):
        self.wide = max(map(len, rows))
        self.rows = [row.ljust(self.wide) for row in rows]

    def one_row(self, top: int, bottom: int, base: int, start: int, stop: int, used: set) -> str:
        """The formula on the baseline in one row, fractions as ((a)/(b)); the cells that it takes go into ``used``."""
        row, out, c = self.rows[base], [], start
        while c < stop:
            sign = row[c]
            if sign == "─":
                end = c
                while end < stop and row[end] == "─":
                    used.add((base, end))
                    end += 1
                above = self.box(range(base - 1, top - 1, -1), c, end, used)
                below = self.box(range(base + 1, bottom + 1), c, end, used)
                out.append(f"(({above})/({below}))")
                c = end
                continue
            if sign in TALL or sign == "|":
                kin = "|" if sign == "|" else TALL
                for rows in (range(base - 1, top - 1, -1), range(base + 1, bottom + 1)):
                    for r in rows:
                        if self.rows[r][c] not in kin:
                            break
                        used.add((r, c))
            if sign != " ":
                used.add((base, c))
            out.append(TALL.get(sign, sign))
            c += 1
        return "".join(out).strip()

    def box(self, rows: range, start: int, stop: int, used: set) -> str:
        """What stands over or under a fraction line, from the line outwards."""
        taken = []
        for r in rows:
            if not self.rows[r][start:stop].strip():
                break
            taken.append(r)
        if not taken:
            raise Objection(f"nothing stands over or under a fraction line in {self.rows!r}")
        top, bottom = min(taken), max(taken)
        for base in sorted(taken):
            own: set = set()
            try:
                text = self.one_row(top, bottom, base, start, stop, own)
            except Objection:
                continue
            if own == self.cells(top, bottom, start, stop):
                used |= own
                return text
        raise Objection(f"no baseline fits in {self.rows!r}")

    def cells(self, top: int, bottom: int, start: int, stop: int) -> set:
        """The places that are not blank."""
        return {(r, c) for r in range(top, bottom + 1) for c in range(start, stop) if self.rows[r][c] != " "}


HEAD = re.compile(r"( +(?:([①-⑳]) +)?(\S+)? +)([=≈→]) ")


class Equation:
    """One line of the page: a name, and what stands between its equals signs as (sign, formula in one row)."""

    def __init__(self, name: str, label: str):
        self.name, self.label, self.cells = name, label, []

    def __repr__(self):
        return f"{self.name} " + " ".join(f"{sign} {text}" for sign, text in self.cells)


def equations(rows: list[str]) -> list[Equation]:
    """The equations of rows that follow each other without a blank row."""
    page = Rows(rows)
    heads = [(r, match) for r, row in enumerate(rows) if (match := HEAD.match(row))]
    if not heads:
        return []
    if heads[0][1][3] and heads[0][1][3].startswith("─"):
        return []  # the chain rule in symbols
    texts = _assigned(page, heads, 0, 0)
    if texts is None:
        raise Objection("cannot be read in two dimensions:\n" + "\n".join(rows))
    found: list[Equation] = []
    for (_, match), text in zip(heads, texts, strict=True):
        if match[3]:
            found.append(Equation(match[3], match[2] or ""))
        pieces = re.split(" ([=≈→]) ", f"{match[4]} {text}"[2:])
        found[-1].cells += list(zip([match[4], *pieces[1::2]], pieces[::2], strict=True))
    return found


def _assigned(page: Rows, heads, index: int, top: int) -> list[str] | None:
    """The formulas from baseline ``index`` on, the rows between shared out so that every sign has its place."""
    if index == len(heads):
        return [] if top == len(page.rows) else None
    base, match = heads[index]
    end = heads[index + 1][0] if index + 1 < len(heads) else len(page.rows)
    start = match.end()
    stop = re.search(r"  |$", page.rows[base][start:]).start() + start  # a reason stands two blanks apart
    for bottom in range(base, end):
        used: set = set()
        try:
            text = page.one_row(top, bottom, base, start, stop, used)
        except Objection:
            continue
        wanted = {cell for cell in page.cells(top, bottom, 0, page.wide) if cell[0] != base or start <= cell[1] < stop}
        if used == wanted:
            rest = _assigned(page, heads, index + 1, bottom + 1)
            if rest is not None:
                return [text, *rest]
    return None


# ---- the page ----

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
                key = {"old": name, "gradient": f"∂E/∂{name}", "new": f"{name}′"}[column]
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
