"""Other languages: every sentence is there with the same gaps, every problem is told in them, and none mixes."""

from __future__ import annotations

import importlib
import json
import pathlib
import re
import threading
from collections import Counter

import pytest
from click.testing import CliRunner

import nnsolve
from nnsolve.cli import main
from nnsolve.page.boxes import width
from nnsolve.solution import Says
from nnsolve.words import ENGLISH, language, languages, speaking, spoken

FOLDER = pathlib.Path(nnsolve.__file__).parent / "words"
OTHERS = [code for code in languages() if code != ENGLISH]
FILES = sorted(file.stem for file in FOLDER.glob("*.py") if file.stem != "__init__")
# Names of functions, which are the same everywhere.
_SAME = re.compile(r"\b(?:max|log|ln|erf|diag|sin|cos|tan|tanh|softmax|softplus|ReLU)\b|\{[^}]*\}")


def table(file: str, code: str = "") -> dict[str, str]:
    """The sentences of one file; none where the language has no such file."""
    if code and not (FOLDER / code / f"{file}.py").exists():
        return {}
    return importlib.import_module(f"nnsolve.words.{code}.{file}" if code else f"nnsolve.words.{file}").WORDS


def told(name: str, code: str, format: str = "text", **options) -> str:
    """The page of a problem of the library in a language."""
    (problem,) = nnsolve.load(name, overrides={"language": code})
    return nnsolve.render(nnsolve.solve(problem), format, **options)


def test_the_languages():
    """A language is a folder beside the English words."""
    assert languages() == ["en", "de", "hi"]


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("file", FILES)
def test_every_sentence_is_there(file, code):
    """Every English sentence with a word in it has its counterpart, in the file of the same name."""
    english, own = table(file), table(file, code)
    wanted = {key for key, text in english.items() if re.search("[A-Za-z]{2,}", _SAME.sub("", text))}
    assert not wanted - own.keys(), "missing"
    assert not own.keys() - english.keys(), "of no use"


@pytest.mark.parametrize("code", ["", *OTHERS])
def test_a_key_stands_in_one_file(code):
    """No sentence takes the place of another: a key stands once over all files of a language."""
    keys = Counter()
    for file in FILES:
        keys.update(table(file, code).keys())
        source = (FOLDER / code / f"{file}.py").read_text("utf-8") if table(file, code) else ""
        written = re.findall(r'^    "(\w+)":', source, re.MULTILINE)
        assert len(written) == len(set(written)), file
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("file", FILES)
def test_every_sentence_has_the_same_gaps(file, code):
    """What is filled in stands in every language, and a heading of two lines has two."""
    english = table(file)
    for key, text in table(file, code).items():
        for found in (r"\{[^}]*\}", "\n", "%[nm]"):
            assert set(re.findall(found, text)) == set(re.findall(found, english[key])), key


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("name", nnsolve.library())
def test_every_problem_can_be_told(name, code):
    """Each problem of the library has a page in each language, as text no wider than it may be."""
    for problem in nnsolve.load(name, overrides={"language": code}):
        solution = nnsolve.solve(problem)
        page = nnsolve.render(solution, "text", width=80)
        assert max(map(width, page.splitlines())) <= 80
        assert nnsolve.render(solution, "markdown")


ENGLISH_WORDS = (
    *("Given", "Forward pass", "Hidden neuron", "Output neuron", "Error", "Backward", "reaches", "feeds", "already"),
    *("against the", "old", "Full precision", "figures", "rounded", "Not updated", "Checked", "difference", " and "),
)


@pytest.mark.parametrize("code", OTHERS)
def test_no_english_is_left(code):
    """On the page of the first example only the title and the name of the loss, as the file has them, are English."""
    page = "\n".join(told("two-two-two", code, width=80).splitlines()[1:])
    assert [word for word in ENGLISH_WORDS if word in page] == []


@pytest.mark.parametrize(
    ("code", "heading", "sentence"),
    [
        ("en", "Forward pass", "w₅ reaches the error through net_o₁ and out_o₁."),
        ("de", "Vorwärtsdurchlauf", "w₅ erreicht den Fehler über net_o₁ und out_o₁."),
        ("hi", "अग्र पास", "w₅ त्रुटि तक net_o₁ और out_o₁ से होकर पहुँचता है।"),
    ],
)
def test_a_page(code, heading, sentence):
    """Headings and sentences are in the language, formulas and numbers the same as ever."""
    page = told("two-two-two", code, width=80)
    assert heading in page
    assert sentence in page
    assert "∂E/∂w₅ = ① × ② × ③ = 0.741365 × 0.186816 × 0.593270 ≈ 0.0821670" in page


def test_the_reasons_of_json():
    """In JSON the names stay and the reasons follow the language."""
    english, german = (json.loads(told("two-two-two", code, "json")) for code in ("en", "de"))
    assert english["answers"] == german["answers"]
    assert german["sections"][0]["title"] == "Vorwärtsdurchlauf"
    assert german["sections"][0]["steps"][1]["reason"] == "Sigmoid σ"


@pytest.mark.parametrize("code", OTHERS)
def test_html_says_its_language(code):
    """A browser is told the language, and so is the script of the page."""
    page = told("two-two-two", code, "html")
    assert f'<html lang="{code}">' in page
    assert told("two-two-two", "en", "html").count('lang="en"') == 1


COUNTS = [
    ("en", "statement_inputs", {"n": 1}, "1 input"),
    ("de", "statement_inputs", {"n": 2}, "2 Eingaben"),
    ("de", "statement_inputs", {"n": 1}, "1 Eingabe"),
    ("de", "batch_mean", {"n": 1}, "Mittel über 1 Beispiel"),
    ("de", "feeds", {"name": "h", "targets": ["a", "b"], "n": 2}, "h speist a und b, also addieren sich zwei Wege."),
    ("hi", "batch_sum", {"n": 3}, "3 नमूनों का योग"),
    ("hi", "batch_sum", {"n": 1}, "1 नमूने का योग"),
    ("hi", "statement_steps", {"n": 1}, "1 चरण"),
    ("hi", "feeds", {"name": "h", "targets": ["a", "b"], "n": 2}, "h आगे a और b में जाता है, इसलिए दो पथ जुड़ते हैं।"),
]


@pytest.mark.parametrize(("code", "key", "args", "expected"), COUNTS)
def test_numbers_and_lists(code, key, args, expected):
    """Small numbers, what stands behind 1, and the word before the last of a list are the language's own."""
    with speaking(code):
        assert spoken(Says(key, **args), str) == expected


def test_a_sentence_that_is_missing_is_english(monkeypatch):
    """What a language leaves out is said in English, and what nobody says is an error."""
    from nnsolve.words import WORDS

    monkeypatch.setitem(WORDS, "only_here", "one {name}")
    monkeypatch.setitem(WORDS.file, "only_here", "no_such_file")
    with speaking("de"):
        assert spoken(Says("only_here", name="w"), str) == "one w"
        with pytest.raises(KeyError):
            spoken(Says("not_even_here"), str)


def test_one_solution_in_several_languages():
    """The language is the solution's: one after another, page by page, the pages are those they always are."""
    (problem,) = nnsolve.load("two-two-two")
    solution = nnsolve.solve(problem)
    pages = {}
    for code in ["en", "de", "hi"] * 2:
        solution.language = code
        page = nnsolve.render(solution, "text", width=80)
        assert pages.setdefault(code, page) == page
        assert language() == ENGLISH
    assert len(set(pages.values())) == 3


def test_languages_side_by_side():
    """Threads that print in different languages at the same time do not mix them up."""
    expected = {code: told("two-two-two", code, width=80) for code in languages()}
    wrong = []

    def write(code):
        wrong.extend(code for _ in range(5) if told("two-two-two", code, width=80) != expected[code])

    threads = [threading.Thread(target=write, args=[code]) for code in languages()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_paper_shares_its_language():
    """The questions of a paper are in its language, unless one says another."""
    text = "kind: paper\nlanguage: de\nquestions:\n  - {problem: two-two-two, marks: 2}\n"
    page = nnsolve.render(nnsolve.solve(nnsolve.loads(text)[0]), "text", width=80)
    assert "Aufgabe 1 (2 Punkte)" in page
    assert "1 Aufgabe, insgesamt 2 Punkte." in page
    assert "Verborgenes Neuron h₁" in page


COMMANDS = [
    (["backprop", "two-two-two"], "Vorwärtsdurchlauf"),
    (["solve", "lenet"], "Schicht für Schicht"),
    (["show", "two-two-two"], "Ein vorwärtsgerichtetes Netz hat 2 Eingaben"),
    (["key", "sample-paper"], "Aufgabe 1 (8 Punkte)"),
    (["worksheet", "sample-paper"], "Deine Antworten"),
]


@pytest.mark.parametrize(
    ("args", "expected"), COMMANDS, ids=lambda value: " ".join(value) if type(value) is list else ""
)
def test_commands(args, expected):
    """--language is an option of every command that prints a page; an unknown one is told with those there are."""
    result = CliRunner().invoke(main, [*args, "--language", "de"])
    assert expected in result.output
    result = CliRunner().invoke(main, [*args, "--language", "klingon"])
    assert "--language: ‘klingon’: expected one of: en, de, hi." in str(result.exception)


@pytest.mark.parametrize("command", ["check", "grade"])
def test_marked_work(command, tmp_path):
    """Marked work is in the language as well; what it is called in tables for programs stays."""
    answers = tmp_path / "a.txt"
    answers.write_text("net_h1 = 0.6123\n", encoding="utf-8")
    folder = tmp_path / "feedback"
    more = ["--feedback", str(folder)] if command == "grade" else []
    result = CliRunner().invoke(main, [command, "two-two-two", str(answers), "--language", "de", *more])
    said = result.output + "".join(file.read_text(encoding="utf-8") for file in folder.glob("*"))
    assert "nicht richtig; es ist 0.3775" in said


def test_an_unknown_language_in_a_file():
    """In a file the fault has its place and the nearest language."""
    with pytest.raises(nnsolve.ProblemError) as error:
        nnsolve.loads("kind: paper\nlanguage: dee\nquestions: [{problem: lenet}]\n")
    assert (error.value.line, error.value.column) == (2, 11)
    assert "expected one of: en, de, hi. Did you mean ‘de’?" in str(error.value)
