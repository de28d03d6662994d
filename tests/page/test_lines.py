"""The lines of a page by hand: what is put in, which sign stands before the result, and what is noted below."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy
import pytest

from nnsolve.formula.activations import ACTIVATIONS
from nnsolve.formula.arrays import Array, Entry, Hadamard, Numbers, Shape, Total
from nnsolve.formula.expr import BLANK, Div, Expr, Num, Symbol
from nnsolve.formula.parse import parse
from nnsolve.page.large import recomputes
from nnsolve.page.lines import Page, Shown
from nnsolve.solution import Block, Ref, Rounding, Says, Section, Solution, Statement, Step

GIVEN = {"a": Num("0.5"), "b": Num("0.25"), "n": Num("7"), "tiny": Num("0.001"), "third": Div(Num("1"), Num("3"))}


def page(*steps: Step, notes: Sequence[Says] = (), **rounding) -> Page:
    """The page of these steps over the numbers above."""
    section = Section(Says("page_forward_pass"), [Block(None, list(steps))])
    return Page(Solution("forward", given=GIVEN, sections=[section], rounding=Rounding(**rounding), notes=notes))


def steps(*texts: str) -> list[Step]:
    """Steps from texts like ``c = a + b``."""
    known, found = list(GIVEN), []
    for text in texts:
        name, formula = text.split(" = ")
        found.append(Step(name, parse(formula, known)))
        known.append(name)
    return found


def last(*texts: str, **rounding):
    """The line of the last of these steps."""
    written = steps(*texts)
    return page(*written, **rounding).line(written[-1])


@pytest.mark.parametrize(
    ("texts", "rounding", "relation", "result"),
    [
        (["c = a*b"], {}, "=", "0.125"),
        (["c = a/3"], {}, "=", "0.166667"),
        (["c = a/3", "d = c*3"], {}, "≈", "0.5"),  # 0.166667·3 = 0.500001
        (["c = b*1", "d = c*4"], {"decimals": 1}, "≈", "1"),  # 0.3·4 = 1.2
        (["c = b*1", "d = c*4"], {"decimals": 1, "carry": True}, "=", "1.2"),
        (["c = a/3"], {"decimals": 2, "truncate": True}, "=", "0.16"),
        (["c = tiny*1", "d = 1/c"], {"decimals": 2}, "=", "1000"),  # 1/0.001, not 1/0.00
        (["c = tiny*1"], {"decimals": 2}, "=", "0.001"),
        (["c = tiny*1"], {"decimals": 0}, "=", "0.001"),
        (["c = tiny/3"], {"decimals": 2, "truncate": True}, "=", "0.00033"),
        (["c = tiny*1"], {"decimals": 2, "carry": True}, "=", "0.00"),
        (["c = tiny - 1", "d = ln(c + 1)"], {"decimals": 2}, "≈", "-6.91"),  # ln(−1.00 + 1)
        (["c = n + 141"], {"figures": 2}, "=", "148"),  # counts are exact
        (["c = third*3"], {"exact": True}, "=", "1"),
        (["c = exp(-1000*n)"], {}, "≈", "0"),  # not 0, and too small for a double
        (["c = exp(-1000*n)"], {"decimals": 4}, "=", "0"),
        (["c = 0*n"], {}, "=", "0"),
    ],
)
def test_the_sign_before_the_result(texts, rounding, relation, result):
    """= where the printed digits recompute to the printed result, else ≈ (by hand)."""
    line = last(*texts, **rounding)
    assert (line.relation, line.result.text) == (relation, result)


@pytest.mark.parametrize(
    ("text", "shows", "substitution"),
    [
        ("c = a*b", "", True),
        ("c = a*b", "numbers", True),
        ("c = a*b", "names", False),
        ("c = a", "", False),
        ("c = third", "", True),  # 1/3 is put in
        ("c = 2*3", "", False),
    ],
)
def test_where_numbers_are_put_in(text, shows, substitution):
    """Numbers are put in where a formula has names; not where it only is one, unless a fraction is given for it."""
    (step,) = steps(text)
    step.shows = shows
    assert page(step).line(step).substitution is substitution


@pytest.mark.parametrize(
    ("text", "before", "formula", "result"),
    [
        ("c = floor(n/2)", "3.5", "n/2", "3"),
        ("c = ceil(n/2)", "3.5", "n/2", "4"),
        ("c = floor((n + 1)/2)", "", "(n + 1)/2", "4"),
        ("c = ceil(n/3)", "2.33333", "n/3", "3"),
    ],
)
def test_what_a_floor_or_ceiling_cuts(text, before, formula, result):
    """The value before the cut is told where it is not whole; the formula stands without its bracket."""
    line = last(text)
    assert (line.before, line.result.text) == (before, result)
    assert repr(line.formula) == repr(parse(formula, ("n",)))


@pytest.mark.parametrize(("text", "relation"), [("7", ""), ("0.5", ""), ("0.50", "=")])
def test_a_number_is_its_own_result(text, relation):
    """A number that is printed like its result has no sign and no result behind it; 0.50 = 0.5 has."""
    step = Step("c", Num(text))
    assert page(step).line(step).relation == relation


def test_what_has_no_number():
    """A statement is a formula alone."""
    stated = Statement("f", parse("2*a", ("a",)))
    line = page(stated).line(stated)
    assert (line.relation, line.substitution, line.result) == ("", False, stated.formula)


@pytest.mark.parametrize(("net", "piece"), [("a", "net"), ("0 - a", "Mul(0.1, net)")])
def test_the_piece_that_counts(net, piece):
    """Of a leaky ReLU the piece on the side of the net input is written: z above 0, α·z below."""
    (first,) = steps(f"net = {net}")
    step = Step("out", ACTIVATIONS["leaky relu"].function(Symbol("net"), Num("0.1")))
    made = page(first, step)
    assert repr(made.line(step).chosen) == piece
    assert made.line(first).chosen is None


def test_what_carried_rounding_makes_0():
    """0.001·0.25 carried to two decimals is 0 from there on, and named; a 0 that is one on paper is not."""
    written = steps("c = tiny*b", "d = c*3", "e = a - 2*b")
    made = page(*written, notes=[Says("page_note_carry")], decimals=2, carry=True)
    for step in written:
        made.line(step)
    assert made.vanished == ["c"]
    ((carried, vanished),) = made.remarks()
    assert (carried.key, vanished.key) == ("page_note_carry", "page_note_vanished")
    assert vanished.args == {"names": ["c"], "digits": 2}


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["c", "d", "c"], ["c", "d"]),
        ([*"cdefgh"], [*"cdefgh"]),
        ([*"cdefghi"], [*"cdefg", "…"]),
    ],
)
def test_names_of_what_vanished(names, told):
    """Each name once; of more than six the first five."""
    made = page(*steps("z = a"), notes=[Says("page_note_carry")], decimals=2, carry=True)
    made.vanished = names
    assert made.remarks()[0][1].args["names"] == told


@pytest.mark.parametrize(
    ("approximate", "keys"), [(True, ["page_note_full", "page_note_approximate"]), (False, ["page_note_full"])]
)
def test_what_the_sign_means_is_told_once(approximate, keys):
    """What ≈ means is told behind the sentence about digits, where the page has one; other notes stand alone."""
    for place in range(3):
        notes = [Says("page_note_carry"), Says("another")]
        notes.insert(place, Says("page_note_full"))
        expected = [["page_note_carry"], ["another"]]
        expected.insert(place, keys)
        made = page(*steps("z = a"), notes=notes)
        made.approximate = approximate
        assert [[says.key for says in paragraph] for paragraph in made.remarks()] == expected


def test_a_page_knows_that_it_has_the_sign():
    """One line with ≈ is enough, and later lines do not take it back."""
    written = steps("c = a/3", "d = c*3", "e = a*b")
    made = page(*written)
    found = [(made.line(step).relation, made.approximate) for step in written]
    assert found == [("=", False), ("≈", True), ("=", True)]


@pytest.mark.parametrize(
    ("goal", "numbered"),
    [
        ("a*b", ["a", "b"]),
        ("b*a*b", ["b", "a"]),
        ("2*a", []),
        ("*".join(f"x{k}" for k in range(20)), [f"x{k}" for k in range(20)]),
        ("*".join(f"x{k}" for k in range(21)), []),
    ],
)
def test_factors_that_are_numbered(goal, numbered):
    """From two to twenty names of a goal are numbered, in the order they are written."""
    step = Step("g", parse(goal, ("a", "b", *(f"x{k}" for k in range(21)))))
    assert page().chained(Block(None, [step], goal="g")) == ((step, numbered) if numbered else None)
    assert page().chained(Block(None, [step])) is None


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (0.5, Num),
        ([28, 28, 6], Shape),
        (numpy.ones((16, 16)), Array),
        (numpy.ones((257, 1)), Numbers),
        (BLANK, type(BLANK)),
    ],
)
def test_values_as_they_are_printed(value, kind):
    """A number, sizes, a matrix of up to 256 entries and a larger one each have a form; a blank stays one."""
    made = Shown(Solution("forward")).of(value)
    assert isinstance(made, Expr)
    assert type(made) is kind


def test_cells_of_a_table():
    """A cell holds the value of a name as the page prints it, or one entry of a matrix."""
    made = page(Step("M", Array([[Symbol("a"), Symbol("b")]])), *steps("c = a/3"))
    assert made.cell(Ref("c")).text == "0.166667"
    assert made.cell(Ref("a")).text == "0.5"
    assert made.cell(Ref("M", (0, 1))).text == "0.25"


def test_names_for_names_are_printed_alike():
    """A step that only names a given number prints what its author wrote."""
    written = [Step("c", Symbol("w")), Step("d", Symbol("c"))]
    section = Section(Says("page_forward_pass"), [Block(None, written)])
    solution = Solution("forward", given={"w": Num("0.50")}, sections=[section])
    assert [Page(solution).line(step).result.text for step in written] == ["0.50", "0.50"]


# A matrix of 20 rows and columns is read entry by entry only where it is looked at: k/4 in reading order.
LARGE = numpy.arange(400.0).reshape(20, 20) / 4
# The same in thirds, whose printed digits are not the whole.
THIRDS = numpy.arange(400.0).reshape(20, 20) / 3


@pytest.mark.parametrize(
    ("matrix", "formula", "relation", "result"),
    [
        (LARGE, Entry("M", 2, 3) * Num("2"), "=", "21.5"),  # 43/4
        (LARGE, Entry("M", 3, 2) - Entry("M", 2, 3), "=", "4.75"),  # 62/4 − 43/4
        (LARGE, Total(Symbol("M")), "=", "19950"),  # 399·400/8
        (LARGE, Total(Hadamard(Symbol("M"), Symbol("M"))), "=", "1.32834e6"),  # 399·400·799/96 = 1328337.5
        (THIRDS, Entry("M", 2, 3) * Num("3"), "≈", "43"),  # 14.3333·3 = 42.9999
        (THIRDS, Entry("M", 2, 1) * Num("2"), "≈", "27.3333"),  # 13.6667·2 = 27.3334
    ],
)
def test_lines_over_a_large_matrix(matrix, formula, relation, result):
    """A line is true where the printed entries that it uses give its result, whichever row and column they are of."""
    step = Step("c", formula)
    rounding = Rounding(figures=6)
    given = {"M": Numbers(matrix, rounding.text)}
    section = Section(Says("page_forward_pass"), [Block(None, [step])])
    line = Page(Solution("forward", given=given, sections=[section], rounding=rounding)).line(step)
    assert (line.relation, line.result.text) == (relation, result)


def test_given_decimals_over_a_large_matrix():
    """A given number, a decimal where rounded numbers are carried, recomputes with doubles: 1 − 0.1·2 = 0.8."""
    values = {"W": numpy.full((20, 20), Decimal(1)), "η": Decimal("0.1"), "G": numpy.full((20, 20), Decimal(2))}
    formula = Symbol("W") - Symbol("η") * Symbol("G")
    found = [recomputes(formula, numpy.full((20, 20), n), values, ["W", "η"], Rounding(decimals=3)) for n in (0.8, 0.7)]
    assert found == [True, False]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("size", [1e-290, 1e-30, 1e30, 1e300])
def test_numbers_of_any_size_in_a_large_matrix(size):
    """A line over very small or large numbers is judged as any other, without a warning."""
    values = {"M": numpy.array([[size, 1.5 * size], [0.0, size]])}
    formula = Symbol("M") * Num("2")
    assert recomputes(formula, 2 * values["M"], values, (), Rounding(figures=6))
    assert not recomputes(formula, 3 * values["M"], values, (), Rounding(figures=6))


@pytest.mark.filterwarnings("error")
def test_numbers_near_the_least_double_in_a_large_matrix():
    """Numbers that have no power of ten to be shifted by are judged without a warning."""
    assert recomputes(
        Symbol("M") * Num("2"), numpy.full((2, 2), 2e-310), {"M": numpy.full((2, 2), 1e-310)}, (), Rounding()
    )
