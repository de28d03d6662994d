"""The one loop that evaluates steps: full precision, carried rounding, other numbers, and what has no value."""

from __future__ import annotations

from decimal import Decimal

import pytest

import nnsolve
from nnsolve.errors import ClashError
from nnsolve.formula.expr import Num
from nnsolve.formula.parse import parse
from nnsolve.given import Given, gathered
from nnsolve.solution import (
    Block,
    Column,
    Ref,
    Rounding,
    Says,
    Section,
    Solution,
    Statement,
    Step,
    Table,
    cells,
    evaluate,
    needed,
)


def steps(*texts: str) -> list[Step]:
    """Steps from texts like ``c = a + b``; every name on the left may be used below."""
    known, found = ["a", "b"], []
    for text in texts:
        name, formula = text.split(" = ")
        found.append(Step(name, parse(formula, known)))
        known.append(name)
    return found


CHAIN = steps("c = a / 3", "d = c * 3", "e = d - b")


def test_a_name_has_one_meaning():
    """Another number under a given name is refused, however it is given; the same number may come again."""
    number = Num("1")
    numbers = Given({"a": number})
    assert (numbers | {"a": number, "b": Num("2")}).keys() == {"a", "b"}
    for give in (
        lambda: numbers.update({"a": Num("1")}),
        lambda: numbers | {"a": Num("2")},
        lambda: {"a": Num("2")} | numbers,
        lambda: numbers.__setitem__("a", Num("2")),
    ):
        with pytest.raises(ClashError, match="‘a’ would stand for two things"):
            give()


@pytest.mark.parametrize("more", ["c = a + b", "a = b"])
def test_a_step_has_a_name_of_its_own(more: str):
    """A step that has the name of another step, or of a given number, is refused: its value would be passed over."""
    section = Section(Says("page_forward_pass"), [Block(None, [*CHAIN, *steps(more)])])
    with pytest.raises(ClashError, match="two things"):
        Solution("graph", given={"a": Num("1"), "b": Num("2")}, sections=[section])


def test_a_problem_may_be_solved_again():
    """What an earlier solution of the same problem wrote is no part of the next one."""
    for name in nnsolve.library():
        for problem in nnsolve.load(name):
            first, second = nnsolve.solve(problem), nnsolve.solve(problem)
            assert (list(first.given), str(first.values)) == (list(second.given), str(second.values)), name


def test_rounds_that_were_given_before_are_written_where_they_are_asked():
    """The tenth round begins from given numbers; asked for, the ninth one is written with its formula."""
    (problem,) = nnsolve.load("optimisers")
    assert "gd.x@9" in nnsolve.solve(problem).given
    problem.asked = ["gd.x_9"]
    assert "gd.x@9" not in nnsolve.solve(problem).given


def test_full_precision():
    """Without carried rounding every value is the double that Python's arithmetic gives."""
    assert evaluate(CHAIN, given={"a": 2.0, "b": 0.5}) == {"a": 2.0, "b": 0.5, "c": 2 / 3, "d": 2.0, "e": 1.5}


def test_carried_rounding():
    """With carried rounding each line is computed from the digits printed on the lines before it."""
    values = evaluate(CHAIN, Rounding(decimals=2, carry=True), {"a": Num("2"), "b": Num("0.50")})
    assert [str(values[name]) for name in "cde"] == ["0.67", "2.01", "1.51"]


def test_carried_truncation():
    """Truncated digits are carried as they are cut."""
    values = evaluate(CHAIN, Rounding(decimals=2, carry=True, truncate=True), {"a": Num("2"), "b": Num("0.50")})
    assert [str(values[name]) for name in "cde"] == ["0.66", "1.98", "1.48"]


def test_given_numbers_are_not_rounded():
    """Carried rounding leaves the numbers of the problem as they were written."""
    values = evaluate(steps("c = a * b"), Rounding(decimals=1, carry=True), {"a": Num("0.25"), "b": Num("2")})
    assert (values["a"], values["c"]) == (Decimal("0.25"), Decimal("0.5"))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"a": 6, "b": 1}, {"c": 2, "d": 6, "e": 5}),
        ({"a": 6, "b": 1, "c": 7}, {"c": 7, "d": 21, "e": 20}),
        ({"a": 6, "b": 1, "d": 0}, {"c": 2, "d": 0, "e": -1}),
        ({"a": 6, "b": 1, "c": 7, "e": 3}, {"c": 7, "d": 21, "e": 3}),
    ],
)
def test_a_number_in_place_of_a_step(given, expected):
    """A number given for a step stands in place of its formula, and all later steps follow from it."""
    values = evaluate(CHAIN, given=given)
    assert {name: values[name] for name in expected} == expected


def test_what_if(solved):
    """The library's network with one weight changed is the network whose file has that weight."""
    (problem,) = nnsolve.load("two-two-two")
    text = "kind: forward\ninputs: {i: 2}\nlayers: [{activation: identity, weights: {o: {w: 3}}}]"
    assert nnsolve.evaluate(solved(text), given={"w": 5})["out_o"] == 10
    solution = nnsolve.solve(problem)
    assert nnsolve.evaluate(solution) == solution.values
    assert nnsolve.evaluate(solution, given={"w5": 0.35891648})["out_o1"] < solution.values["out_o1"]


@pytest.mark.parametrize(
    ("text", "given", "words"),
    [
        ("c = a / b", {"a": 1, "b": 0}, "c has no value: it divides by zero (with a = 1, b = 0)"),
        ("c = ln(a)", {"a": -2, "b": 0}, "c has no value: ln needs a positive number and was given -2 (with a = -2)"),
        ("c = exp(a)", {"a": 1000, "b": 0}, "c has no value: e^1000 is larger than any double"),
        ("c = a * b", {"a": 1e200, "b": 1e200}, "c has no value: the result is too large for a double"),
        ("c = a ^ b", {"a": -8, "b": 0.5}, "c has no value: a negative number has no real power"),
        ("c = sqrt(a)", {"a": -1, "b": 0}, "c has no value: a square root needs a number from 0 up"),
    ],
)
@pytest.mark.parametrize("rounding", [Rounding(), Rounding(figures=4, carry=True)], ids=["full", "carried"])
def test_no_value(text, given, words, rounding):
    """A step without a finite value is named, with the reason and the numbers that led there."""
    with pytest.raises(nnsolve.EvaluationError) as caught:
        evaluate(steps(text), rounding, given)
    assert str(caught.value).startswith(words.split(": ")[0])
    if not rounding.carry:
        assert words in str(caught.value)


def test_needed():
    """Only the steps that lead to a name are kept, in their order and blocks; empty sections go."""
    first = Section(Says("page_given"), [Block(None, steps("c = a + b", "idle = a * 2"))])
    second = Section(
        Says("page_loss"), [Block(None, [Step("d", parse("c ^ 2", ["c"]))]), Block(None, [Step("f", Num("1"))])]
    )
    kept = needed([first, second], ["d"])
    assert [[step.name for step in section.steps] for section in kept] == [["c"], ["d"]]
    assert [section.title.key for section in needed([first, second], ["idle"])] == ["page_given"]


def test_answers():
    """The answers are what was asked for; else what is reported; else every step."""
    section = Section(Says("page_given"), [Block(None, CHAIN)])
    given = {"a": Num("3"), "b": Num("1")}
    assert Solution("x", given=given, sections=[section]).answers == {"c": 1, "d": 3, "e": 2}
    assert Solution("x", given=given, sections=[section], answers=["e"]).answers == {"e": 2}
    assert Solution("x", given=given, sections=[section], answers=["e"], asked=["c", "d"]).answers == {"c": 1, "d": 3}


@pytest.mark.parametrize(
    ("longest", "full", "shown"),
    [
        (None, False, "cdefg"),
        (5, False, "cdefg"),
        (4, False, "cde g"),
        (2, False, "c g"),
        (2, True, "cdefg"),
    ],
)
def test_a_long_block_keeps_its_ends(longest, full, shown):
    """Of more steps than the longest the first ones and the last are printed, unless the page is full."""
    written = [Step(name, Num("1")) for name in "cdefg"]
    found = Block(None, written, longest=longest).shown(full)
    assert "".join(step.name if step else " " for step in found) == shown


@pytest.mark.parametrize(
    ("longest", "full", "shown"),
    [(6, False, "012345"), (5, False, "012…5"), (3, False, "0…5"), (3, True, "012345")],
)
def test_a_long_table_keeps_its_ends(longest, full, shown):
    """Of more rows than the longest one place is for … and one for the last, unless the page is full."""
    table = Table([Says("x")], [[str(k)] for k in range(6)], longest=longest)
    assert "".join(row[0] for row in table.shown(full)) == shown


def test_columns_of_a_table():
    """A column is called as it says, else by the name above it, else by its sentence."""
    table = Table([Column("error", "error_above"), Says("column_of", name="w1"), Says("total")], [])
    assert table.keys() == ["error", "w1", "total"]


def test_a_table_by_its_columns():
    """Columns of one length make a table row by row; a name that is not there leaves its cell empty."""
    first, second = cells(["a", "b"], {"a"})
    table = Table.of({"x": [1, 2], "y": [first, second]})
    assert (table.columns, table.rows) == (["x", "y"], [[1, first], [2, ""]])
    assert isinstance(first, Ref) and first.name == "a"
    with pytest.raises(ValueError):
        Table.of({"x": [1, 2], "y": [3]})


def test_a_cell_holds_a_value_or_an_entry():
    """A reference is the value of a name, or one entry of a matrix by row and column."""
    values = {"a": 3, "M": {(0, 1): 5}}
    assert (Ref("a").of(values), Ref("M", (0, 1)).of(values)) == (3, 5)


def test_given_numbers_of_several_parts():
    """What two parts give alike is given once, in order; two meanings of a name are refused."""
    one, two = Num("1"), Num("2")
    assert list(gathered([{"a": one}, {"b": two}, {"a": one}]).items()) == [("a", one), ("b", two)]
    with pytest.raises(ClashError):
        gathered([{"a": one}, {"a": two}])


@pytest.mark.parametrize(
    ("title", "subtitle", "kept"),
    [
        ("Backprop of a gate", "a gate", ""),
        ("Backprop of A Gate", "a gate", ""),
        ("Backprop of a gateway", "a gate", "a gate"),
        ("Two-two-two", "a.b", "a.b"),
        ("Sigmoid (σ)", "(σ)", ""),
        ("", "a gate", "a gate"),
    ],
)
def test_a_subtitle_says_something_new(title, subtitle, kept):
    """A subtitle whose words stand in the title already is left out; half a word does not count."""
    assert Solution("x", title, subtitle).subtitle == kept


def test_statements_have_no_values():
    """A formula that is only stated is passed over, may be stated twice, and may name what is a step as well."""
    stated = Statement("c", parse("a + b", ["a", "b"]))
    section = Section(Says("page_given"), [Block(None, [stated, stated, *CHAIN])])
    solution = Solution("x", given={"a": Num("3"), "b": Num("1")}, given_rows=[["a"], [], ["b"]], sections=[section])
    assert solution.values == {"a": 3, "b": 1, "c": 1, "d": 3, "e": 2}
    assert solution.given_rows == [["a"], ["b"]]


def test_results_of_runs_are_values_too():
    """What the same steps gave in later runs stands beside the values of the steps; in symbols there are none."""
    section = Section(Says("page_given"), [Block(None, CHAIN)])
    given = {"a": Num("3"), "b": Num("1")}
    solution = Solution("x", given=given, sections=[section], results={"2.c": 9}, asked=["2.c", "e"])
    assert solution.answers == {"2.c": 9, "e": 2}
    symbolic = Solution("x", given=given, sections=[section], asked=["e"], symbolic=True)
    assert (symbolic.values, symbolic.answers) == ({}, {"e": None})


@pytest.mark.parametrize(
    ("text", "given", "words"),
    [
        ("c = 1 / (a - b)", {"a": 2, "b": 2}, "c has no value: it divides by zero (with a = 2, b = 2)"),
        ("c = 1 / 0", {}, "c has no value: it divides by zero"),
        ("c = a * a", {"a": 1e200, "b": 0}, "c has no value: the result is too large for a double (with a = 1e+200)"),
        ("c = (a ^ 2) ^ 2", {"a": 1e200, "b": 0}, "c has no value: a number in it is too large for a double"),
    ],
)
def test_the_numbers_that_led_there(text, given, words):
    """The message names each number once, and none where there is none."""
    with pytest.raises(nnsolve.EvaluationError) as caught:
        evaluate(steps(text), given=given)
    assert str(caught.value).startswith(words)
    assert ("with" in str(caught.value)) == bool(given)


def test_no_more_than_six_numbers_are_told():
    """Of a long formula the first six numbers are told."""
    names = [f"x{k}" for k in range(8)]
    step = Step("c", parse("(" + " + ".join(names) + ")/0", names))
    with pytest.raises(nnsolve.EvaluationError, match=r"x₅ = 1\)$"):
        evaluate([step], given=dict.fromkeys(names, 1))


def test_a_symbol_for_a_symbol_is_not_rounded():
    """A carried step that only names another number is that number, with all its digits."""
    named = [Step("c", parse("w", ["w"])), Step("d", parse("w*1", ["w"]))]
    values = evaluate(named, Rounding(decimals=1, carry=True), {"w": Num("0.25")})
    assert (values["c"], values["d"]) == (Decimal("0.25"), Decimal("0.3"))


def test_names_are_checked_behind_a_statement():
    """A statement among the steps ends no check: two steps of one name behind it are refused."""
    stated = Statement("s", parse("a + b", ["a", "b"]))
    section = Section(Says("page_given"), [Block(None, [stated, *CHAIN, *steps("d = a + b")])])
    with pytest.raises(ClashError, match="‘d’"):
        Solution("x", given={"a": Num("1"), "b": Num("2")}, sections=[section])


@pytest.mark.parametrize(("rows", "shown"), [(60, 60), (61, 60)])
def test_a_table_has_sixty_rows(rows, shown):
    """Unless a table says otherwise up to sixty rows are printed, … among them."""
    assert len(Table([Says("x")], [[k] for k in range(rows)]).shown(False)) == shown


def test_what_divides_by_zero_only_on_paper():
    """0.1 + 0.2 − 0.3 is 5e-17 in doubles and 0 on paper: it has no quotient."""
    written = steps("c = a + b - 0.3", "q = 1 / c", "y = abs(0 * q)")
    with pytest.raises(nnsolve.EvaluationError, match="q has no value: it divides by zero"):
        evaluate(written, given={"a": 0.1, "b": 0.2})


def test_other_numbers_by_any_of_their_names():
    """A given number is exchanged by its name, its symbol or a usual word; what is no name is refused."""
    solution = nnsolve.solve(nnsolve.load("two-two-two")[0])
    exact = nnsolve.evaluate(solution, given={"w5": 0.5})
    assert exact["w5"] == 0.5 != solution.values["w5"]
    for name in ("w_5", "w₅", r"w_{5}"):
        assert nnsolve.evaluate(solution, given={name: 0.5}) == exact
    assert nnsolve.evaluate(solution, given={"z_h1": 1.0})["net_h1"] == 1.0
    with pytest.raises(nnsolve.AskedError, match="‘w55’ is not a result of this problem. Did you mean"):
        nnsolve.evaluate(solution, given={"w55": 0.5})
