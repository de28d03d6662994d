"""A new kind is one file in the folder of kinds: with it alone the program reads, solves, lists and marks it."""

from __future__ import annotations

import importlib
import math
import sys

import pytest

import nnsolve
from nnsolve.marking.answers import read_answers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key
from nnsolve.reading.catalogue import kinds_by_topic
from nnsolve.words import WORDS

from .kinds import COMMON
from .new import completed, listed_in_schema, said, schema_of, solved, trouble

SOURCE = '''"""Perplexity of a language model: 2 to the power of the mean surprise of the right words."""

from __future__ import annotations

from nnsolve.formula.expr import Neg, Num, Pow, Symbol, total_of
from nnsolve.formula.functions import FUNCTIONS
from nnsolve.formula.marks import Mark
from nnsolve.names import Name, Role
from nnsolve.reading.problem import CommonProblem, rounding_note
from nnsolve.reading.schema import Choice, Field, ListOf, Number, constant
from nnsolve.reading.yamlfile import Faults
from nnsolve.solution import Says
from nnsolve.working import Working

TOPIC = "Data and metrics"

MEAN, PERPLEXITY = Name(Role.RESULT, "mean"), Name(Role.RESULT, "perplexity")


class Problem(CommonProblem):
    """The probabilities that the model gave to the words that came."""

    numbers_in = ("probabilities",)

    probabilities = Field(
        ListOf(Number(above=0), 100, 1), "what the model gave to each right word", example="[0.5, 0.125]", option=True
    )
    unit = Field(Choice("bits", "nats"), "the unit of surprise", default="bits", option=True)

    def check(self, faults: Faults) -> None:
        """Surprise is for probabilities."""
        if self.has("probabilities") and any(constant(number) > 1 for number in self.probabilities):
            faults.add(self.places["probabilities"], "a probability is at most 1", "")


def solve(problem: Problem) -> Working:
    """The surprise of every word, their mean, and the perplexity."""
    page = Working(problem)
    log, base = ("log2", Num("2")) if problem.unit == "bits" else ("ln", FUNCTIONS["exp"](Num("1")))
    numbers = {Name(Role.OUT, f"p{k}"): number for k, number in enumerate(problem.probabilities, 1)}
    page.row(numbers)
    page.section(Says("perplexity_surprise"))
    page.block()
    surprises = []
    for k, name in enumerate(numbers, 1):
        own = Name(Role.TERM, "s", str(k))
        surprises.append(page.step(own, Neg(FUNCTIONS[log](Symbol(name)))))
    page.block()
    mean = page.answer(MEAN, total_of(surprises) / Num(str(len(surprises))), Says("perplexity_mean"))
    page.answer(PERPLEXITY, Pow(base, mean))
    page.marks[PERPLEXITY] = Mark("PP")
    page.synonyms["PP"] = PERPLEXITY
    page.note(rounding_note(page.rounding))
    page.statement += [Says("statement_perplexity")]
    return page
'''
SENTENCES = {
    "perplexity_surprise": "Surprise, word by word",
    "perplexity_mean": "mean over the words",
    "statement_perplexity": "Compute the perplexity of the right words.",
}
TEXT = "kind: perplexity\nprobabilities: [0.5, 0.125, 0.25]\n"


@pytest.fixture
def perplexity(tmp_path, monkeypatch):
    """The kind in a folder of kinds, as long as the test runs."""
    shelf = tmp_path / "kinds"
    shelf.mkdir()
    (shelf / "perplexity.py").write_text(SOURCE, "utf-8")
    shelves = importlib.import_module("nnsolve.kinds")
    monkeypatch.setattr(shelves, "__path__", [*shelves.__path__, str(shelf)])
    WORDS.update(SENTENCES)
    yield "perplexity"
    for key in SENTENCES:
        del WORDS[key]
    sys.modules.pop("nnsolve.kinds.perplexity", None)


@pytest.mark.parametrize("holds", COMMON, ids=lambda check: check.__name__)
def test_what_holds_for_every_kind(perplexity, holds, tmp_path):
    """The common tests take it as any other kind."""
    holds(perplexity, tmp_path)


def test_it_is_solved(perplexity):
    """Surprises of 1, 3 and 2 bits have the mean 2 and the perplexity 4; in nats it is the same."""
    page = solved(TEXT)
    assert [page.values[f"s_{k}"] for k in (1, 2, 3)] == [1, 3, 2]
    assert page.answers["mean"] == 2
    assert page.answers["perplexity"] == 4
    nats = solved(f"{TEXT}unit: nats\n")
    assert nats.answers["mean"] == pytest.approx(2 * math.log(2))
    assert nats.answers["perplexity"] == pytest.approx(4)
    assert "Surprise, word by word" in nnsolve.render(page, "text")


def test_what_is_asked_for(perplexity):
    """A result is asked for by its name or its synonym; the page holds what it needs."""
    assert list(solved(f"{TEXT}asked: PP\n").answers) == ["perplexity"]
    assert "2^mean" not in nnsolve.render(solved(f"{TEXT}asked: mean\n"), "text")


def test_it_is_refused(perplexity):
    """What is no probability is told with its place, and a misspelt kind with the nearest."""
    assert "2:16: a probability is at most 1" in trouble(TEXT.replace("0.125", "1.25"))
    assert "perplexity" in trouble(TEXT.replace("perplexity", "perplexty"))


def test_it_is_marked(perplexity):
    """Answers are right, follow from a wrong one, or are a slip: log₁₀ for log₂."""
    (problem,) = nnsolve.loads(TEXT)
    key = Key(problem)
    marked = check(key, read_answers("s_1 = 1\nmean = 2\nPP = 4\n", "a.txt", key.known))
    assert [line.verdict for line in marked.lines] == ["right", "right", "right"]


def test_commands(perplexity):
    """It stands in the list of kinds and in helps, has a schema, and is offered by the shell."""
    assert "perplexity" in kinds_by_topic()["Data and metrics"]
    assert "Perplexity of a language model" in said("--help")
    assert "--unit bits|nats" in said("perplexity", "--help")
    assert listed_in_schema(schema_of("perplexity"), "nats")
    assert "perplexity" in completed("new", incomplete="perp")
    assert "perplexity" in completed(incomplete="perp")
    assert completed("perplexity", "mine.yaml", "--unit", incomplete="n") == ["nats"]
