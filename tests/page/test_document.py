"""The tree that every format prints: sides of a row, numbered factors, tables, and what a brief page leaves out."""

from __future__ import annotations

import pytest

from nnsolve.formula.expr import Num, Relation, Symbol
from nnsolve.formula.marks import Mark
from nnsolve.formula.parse import parse
from nnsolve.page.document import build, sides, wordy
from nnsolve.page.lines import Line
from nnsolve.page.parts import Row, Side
from nnsolve.solution import Block, Part, Ref, Rounding, Says, Section, Solution, Step, Table

GIVEN = {"a": Num("2"), "b": Num("3")}
CHAIN = [
    Step("p", parse("a + 1", ("a",)), Says("sum_rule")),
    Step("q", parse("p*2", ("p",)), Says("product_rule")),
    Step("g", parse("q*b*p", ("p", "q", "b")), Says("chain_rule")),
    Step("new", parse("a - g", ("a", "g")), Says("network_change")),
]


def solution(*blocks: Block, **more) -> Solution:
    """A solution of these blocks over a = 2 and b = 3."""
    return Solution("forward", given=GIVEN, sections=[Section(Says("page_forward_pass"), list(blocks))], **more)


def written(rows) -> list:
    """The names of rows; None for those left out."""
    return [row and row.name for row in rows]


FORMULA, CHOSEN, RESULT = Symbol("a"), Symbol("c"), Num("3")


@pytest.mark.parametrize(
    ("shows", "substitution", "before", "relation", "chosen", "expected"),
    [
        ("", False, "", "=", None, ["=formula", "=result"]),
        ("", True, "", "=", None, ["=formula", "=substitution", "=result"]),
        ("", True, "", "≈", None, ["=formula", "=substitution", "≈result"]),
        ("numbers", True, "", "=", None, ["=substitution", "=result"]),
        ("numbers", False, "", "", None, ["=formula"]),
        ("", False, "", "", None, ["=formula"]),
        ("", True, "3.5", "=", None, ["=formula", "=substitution", "=before", "→result"]),
        ("", True, "", "=", CHOSEN, ["=formula", "=substitution", "=chosen", "=result"]),
    ],
)
def test_sides_of_a_line(shows, substitution, before, relation, chosen, expected):
    """Formula, numbers put in, the piece that counts, the value before a cut, the result: each where there is one."""
    line = Line(Step("y", FORMULA, None, shows), FORMULA, substitution, before, relation, RESULT)
    line.chosen = chosen
    found = sides(line)
    assert [side.sign + side.role for side in found] == expected
    assert [side.role for side in found if side.numbers] == [
        r[1:] for r in expected if r[1:] in ("substitution", "chosen")
    ]


def test_sides_that_print_alike_stand_once():
    """Of two sides that print alike the first stays, in the place and role of the last."""
    plain = [
        Side("=", FORMULA, False, "formula"),
        Side("=", RESULT, True, "substitution"),
        Side("≈", RESULT, False, "result"),
    ]
    row = Row(build(solution()), "y", plain)
    found = row.sides(lambda formula, shown: repr(formula))
    assert [(side.sign, side.text, side.role) for side in found] == [("=", "a", "formula"), ("=", "3", "result")]
    different = row.sides(lambda formula, shown: (repr(formula), shown is None))
    assert [side.role for side in different] == ["formula", "substitution", "result"]


def test_numbered_factors_of_a_chain():
    """What leads to the factors comes first, then the factors with their numbers, then the product with them."""
    document = build(solution(Block(Says("heading"), CHAIN, Says("intro"), goal="g"), asked=["new"]))
    (block,) = document.sections[0].blocks
    factors, rest = block.groups
    assert (block.title.key, block.intro.key, block.rule.name, block.room) == ("heading", "intro", "g", 0)
    assert [(row.name, row.number, row.label, row.found) for row in factors] == [
        ("q", 1, "①", False),
        ("b", 2, "②", True),
        ("p", 3, "③", False),
    ]
    assert factors[1].reason.key == "network_found"
    assert [(row.name, row.asked, row.label) for row in rest] == [("g", False, ""), ("new", True, "")]
    assert (rest[0].factors, rest[1].factors) == ({"q": 1, "b": 2, "p": 3}, {})
    assert (factors[0].uses, rest[0].uses) == (["p"], ["q", "b", "p"])


def test_what_leads_to_a_factor_is_not_numbered():
    """A step before the goal that is none of its factors stands above them, without a number."""
    steps = [*CHAIN[:2], Step("g", parse("q*b", ("q", "b")))]
    (block,) = build(solution(Block(None, steps, goal="g"))).sections[0].blocks
    assert [(row.name, row.number) for row in block.groups[0]] == [("p", 0), ("q", 1), ("b", 2)]


def test_a_brief_page_has_no_reasons():
    """Brief: no sentence above a block, no reason, no rule stated; the steps are all there."""
    document = build(solution(Block(Says("heading"), CHAIN, Says("intro"), goal="g"), detail="brief"))
    (block,) = document.sections[0].blocks
    assert (block.title.key, block.intro, block.rule) == ("heading", None, None)
    assert [(row.name, row.reason, row.number) for row in block.groups[0]] == [(name, None, 0) for name in "pqg"] + [
        ("new", None, 0)
    ]


@pytest.mark.parametrize(
    ("longest", "full", "names"),
    [(2, False, ["p", None, "new"]), (2, True, ["p", "q", "g", "new"]), (None, False, ["p", "q", "g", "new"])],
)
def test_a_long_block_says_that_it_is_shortened(longest, full, names):
    """None stands for the steps that are left out, and the document knows."""
    document = build(solution(Block(None, CHAIN, longest=longest, room=3)), full)
    (block,) = document.sections[0].blocks
    assert (written(block.groups[0]), block.room) == (names, 3)
    assert document.elided == (None in names)


def test_cells_of_a_table():
    """Values, results asked for, sentences, formulas, marks, whole numbers and texts; short rows are filled up."""
    rows = [
        ["a\tb", Ref("p"), Ref("q")],
        [Says("total"), Symbol("a"), Mark("w")],
        [1234567, 0.5],
        ["…"],
    ]
    document = build(solution(Block(None, CHAIN, table=Table(["x", "y", "z"], rows)), asked=["q"]))
    (block,) = document.sections[0].blocks
    grid = block.grid
    assert [len(row) for row in grid.rows] == [3, 3, 3, 3]
    assert [(cell.content, cell.name, cell.asked) for cell in grid.rows[3]] == [
        ("…", "", False),
        ("", "", False),
        ("", "", False),
    ]
    assert [(cell.name, cell.asked) for cell in grid.rows[0]] == [("", False), ("p", False), ("q", True)]
    assert (grid.rows[0][0].content, grid.rows[0][1].content.text) == ("a b", "3")
    assert [type(cell.content) for cell in grid.rows[1]] == [Says, Symbol, Mark]
    assert (grid.rows[2][0].content.split(), grid.rows[2][1].content.text) == (["1", "234", "567"], "0.5")
    assert grid.wordy == [True, False, True]
    assert not document.elided


def test_a_long_table_says_that_it_is_shortened():
    """The document knows that rows are left out; not so a full one."""
    table = Table(["x"], [[k] for k in range(9)], longest=5)
    assert build(solution(table=table)).elided
    assert len(build(solution(table=table)).grid.rows) == 5
    assert not build(solution(table=table), full=True).elided
    assert build(solution()).grid is None


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["", "…", 3, 0.5], False),
        (["", "cat"], True),
        ([3, Says("total")], True),
        ([Mark("w")], True),
        ([Relation(Symbol("a"), "≥", Num("0"))], True),
        ([Symbol("a"), Ref("a")], False),
    ],
)
def test_columns_of_words(cells, words):
    """A column with one sentence, mark, inequality or text in it holds words; numbers and … do not make it one."""
    assert wordy(Table(["x"], [[cell] for cell in cells])) == [words]
    assert wordy(Table(["x", "y"], [[1, cell] for cell in cells] + [[1]])) == [False, words]


def test_titles_and_answers():
    """Without a title a page has its kind's; answers stand in the order in which they are asked for."""
    document = build(solution(Block(None, CHAIN), asked=["new", "p"]))
    assert document.title == "A problem of kind forward"
    assert [(name, shown.text) for name, shown in document.answers] == [("new", "-52"), ("p", "3")]
    assert build(Solution("x", "Two\nlines", "and\tmore", lines=["a\nb"])).title == "Two lines"


def test_digits_wanted_end_the_statement():
    """An exam says how to round where the problem rounds, after its own sentences, in paragraphs, and tables."""
    stated = [Says("one"), Says("two"), Table(["x"], [[1]])]
    first, table, last = build(solution(statement=stated, rounding=Rounding(decimals=2, carry=True))).statement
    assert [says.key for says in first] == ["one", "two"]
    assert table.rows[0][0].content == "1"
    assert [says.key for says in last] == ["statement_carried"]
    assert len(build(solution(statement=stated)).statement) == 2


@pytest.mark.parametrize("full", [False, True])
def test_questions_are_documents(full):
    """Each question of a paper has a document of its own, as full as the paper's."""
    paper = Solution("paper", "Exam", parts=[Part(Says("page_question"), solution(Block(None, CHAIN, longest=2)))])
    (question,) = build(paper, full).questions
    assert (question.title.key, question.document.elided) == ("page_question", not full)
