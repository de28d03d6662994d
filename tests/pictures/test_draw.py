"""Pictures of the library and of random networks: drawn, well formed, alike every time, no label on another."""

from __future__ import annotations

import importlib
import random
import sys
import xml.etree.ElementTree as ElementTree
from itertools import combinations, pairwise

import pytest

import nnsolve
from nnsolve.pictures import Options, drawable, drawn_by, picture
from nnsolve.pictures.subject import Subject

from ..support import document, text_of

SVG = "{http://www.w3.org/2000/svg}"


def kind_of(name: str) -> str:
    """The kind of a problem of the library."""
    return next(line for line in text_of(name).splitlines() if line.startswith("kind:")).partition(":")[2].strip()


# Counts of models that are no perceptrons, which have no layers of neurons to draw.
UNDRAWN = {
    *("gru-count", "lstm-count", "rnn-count"),
    *("bert-base-count", "gpt-2-count", "kv-cache", "transformer-base-count", "transfer-resnet-50"),
}
DRAWABLE = [name for name in nnsolve.library() if drawn_by(kind_of(name)) and name not in UNDRAWN]


def scene(problem, **options):
    """The painted scene of a problem."""
    subject = Subject(problem)
    return importlib.import_module(f"nnsolve.pictures.{drawn_by(subject.kind)}").compose(subject, Options(**options))[0]


def overlapping(labels) -> list:
    """The pairs of labels that overlap by more than a hair."""
    return [(one, two) for one, two in combinations(labels, 2) if one.meets(two, apart=-0.5)]


@pytest.mark.parametrize("name", DRAWABLE)
def test_every_problem_that_can_be_drawn_is(name):
    """Well-formed XML with role, title, alt text, a viewBox and no script; the same bytes every time."""
    (problem,) = nnsolve.load(name)
    drawn = picture(problem)
    root = ElementTree.fromstring(drawn.svg)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}desc").text == drawn.alt
    assert [float(part) for part in root.get("viewBox").split()][2:] == [drawn.width, drawn.height]
    assert not root.findall(f".//{SVG}script")
    assert "http" not in drawn.svg.replace("http://www.w3.org/2000/svg", "")
    assert picture(nnsolve.load(name)[0]).svg == drawn.svg
    assert 50 < drawn.width < 4000
    assert 50 < drawn.height < 3000


@pytest.mark.parametrize("name", sorted(UNDRAWN))
def test_what_is_no_perceptron_is_not_drawn(name):
    """Counts of recurrent layers and Transformers have no picture, and say so by None."""
    assert picture(nnsolve.load(name)[0]) is None


@pytest.mark.parametrize("name", DRAWABLE)
@pytest.mark.parametrize("shown", [False, True], ids=["plain", "values"])
def test_no_two_labels_of_the_library_overlap(name, shown):
    """No text stands on another, with or without values and gradients."""
    (problem,) = nnsolve.load(name)
    assert not overlapping(scene(problem, values=shown, gradients=shown).labels)


def network(sizes: list[int], seed: int) -> str:
    """A fully connected network with random weights."""
    chance = random.Random(seed)

    def numbers(count: int) -> list[float]:
        return [round(chance.uniform(-1.5, 1.5), 2) for _ in range(count)]

    layers = [
        {"activation": "sigmoid", "weights": [numbers(before) for _ in range(size)], "bias": numbers(size)}
        for before, size in pairwise(sizes)
    ]
    keys = {"layers": layers, "targets": numbers(sizes[-1]), "loss": "half squared error", "learning_rate": 0.5}
    return document("backprop", inputs=numbers(sizes[0]), **keys)


def pieces(svg: str) -> list[tuple[float, float, float, float]]:
    """The straight pieces of all lines of a picture: they stand in no turned group, so these are where they are."""
    found = []
    for path in ElementTree.fromstring(svg).iter(f"{SVG}path"):
        numbers = [float(part) for part in path.get("d").replace("M", "").replace("L", " ").split()]
        found += [(*numbers[k : k + 2], *numbers[k + 2 : k + 4]) for k in range(0, len(numbers) - 2, 2)]
    return found


def through(box, piece) -> bool:
    """Whether a line runs through a label and is not its own, which stays in the middle of two lines of text."""
    (x, y), (x1, y1, x2, y2) = box.middle, piece
    away = abs((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) / (((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1)
    return box.crossed(*piece) and not (" / " in box.text and away < 0.1)


def cut(problem, **shown) -> list[str]:
    """The labels of a picture through which a line runs."""
    painted, lines = scene(problem, **shown), pieces(picture(problem, **shown).svg)
    return [box.text for box in painted.labels if any(through(box, piece) for piece in lines)]


@pytest.mark.parametrize("shown", [(), ("values",), ("gradients",), ("values", "gradients")], ids="-".join)
@pytest.mark.parametrize("name", [name for name in DRAWABLE if kind_of(name) in ("backprop", "forward", "graph")])
def test_no_line_of_the_library_runs_through_a_label(name, shown):
    """Labels stand beside their own lines, and lines go around the texts of nodes; nothing is painted over a line."""
    (problem,) = nnsolve.load(name)
    options = dict.fromkeys(shown, True)
    assert not cut(problem, **options)
    assert picture(problem, **options).svg.count('class="nnp-f-paper"') == 1  # the ground of the whole picture


@pytest.mark.parametrize("seed", range(12))
def test_no_line_of_random_networks_runs_through_a_label(seed):
    """Up to four neurons on four, where every link has its numbers, and one wider layer at the end of a chain."""
    chance = random.Random(seed)
    sizes = [*(chance.randint(1, 4) for _ in range(chance.randint(2, 4))), *([7] if seed % 3 == 0 else [])]
    sizes = sizes if sizes[-2] * sizes[-1] <= 16 else sizes[:-1]
    (problem,) = nnsolve.loads(network(sizes, seed))
    for shown in (False, True):
        assert not cut(problem, values=shown, gradients=shown), sizes


def test_lines_stay_clear_of_texts_where_names_are_many():
    """Of six on six some names stand on other lines, with a halo, but no line runs through the texts of a neuron."""
    (problem,) = nnsolve.loads(network([6, 6], 1))
    found = cut(problem, values=True)
    assert found
    assert all(text.startswith("w") for text in found)
    assert picture(problem, values=True).svg.count('paint-order="stroke"') >= len(found)


def test_a_long_edge_passes_between_the_texts_of_a_level():
    """An edge from the first level to the last goes around the values and derivatives of the nodes between."""
    nodes = {"p": "a*b", "q": "b*c", "r": "p*q", "s": "a*p", "e": "r + a + s*c"}
    (problem,) = nnsolve.loads(document("graph", values={"a": 1.5, "b": -2.25, "c": 3.125}, nodes=nodes))
    assert not cut(problem, values=True, gradients=True)


@pytest.mark.parametrize("seed", range(25))
def test_no_two_labels_of_random_networks_overlap(seed):
    """Networks up to five wide and four deep, with values and gradients and without."""
    chance = random.Random(seed)
    sizes = [chance.randint(1, 5) for _ in range(chance.randint(2, 4))]
    (problem,) = nnsolve.loads(network(sizes, seed))
    for shown in (False, True):
        painted = scene(problem, values=shown, gradients=shown)
        assert not overlapping(painted.labels), sizes


def test_the_widest_of_them_keep_every_weight():
    """Five neurons on five: all 25 weights have their names on their lines."""
    (problem,) = nnsolve.loads(network([5, 5], 1))
    texts = {box.text for box in scene(problem).labels}
    assert {f"w{k}" for k in range(1, 26)} <= texts


def test_large_layers_are_elided():
    """Of many neurons the first and the last are drawn, and a caption says how many there are."""
    (problem,) = nnsolve.loads(document("parameters", layers=[784, 128, 10]))
    svg = picture(problem).svg
    assert svg.count("<rect") < 30
    assert "784 units" in svg
    assert "784, 128, 10" in picture(problem).alt


def test_a_million_neurons_are_drawn_at_once():
    """Sizes do not matter for the work."""
    (problem,) = nnsolve.loads(document("parameters", layers=[1_000_000] * 150))
    assert len(picture(problem).svg) < 120_000


def test_a_long_chain_of_layers_is_elided():
    """Of a thousand layers the first and the last are drawn."""
    layers = [{"conv": {"kernels": 4, "size": 3, "padding": 1}}] * 600
    (problem,) = nnsolve.loads(document("cnn-shapes", input="32x32x3", layers=layers))
    drawn = picture(problem)
    assert "561 more layers" in drawn.alt
    assert len(drawn.svg) < 100_000


def test_values_are_those_of_the_page():
    """The numbers on the picture are printed as the solution prints them."""
    (problem,) = nnsolve.load("two-two-two")
    texts = {box.text for box in scene(problem, values=True, gradients=True).labels}
    assert {"neth1 = 0.3775", "outh1 = 0.593270", "w1 = 0.15 / ∂E/∂w1 = 0.000438568", "t1 = 0.01"} <= texts


# Backpropagation by hand: https://mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example/ (its numbers),
# and e = (a + b)(b + 1) at a = 2, b = 1: de/da = b + 1 = 2, de/db = (b + 1) + (a + b) = 5, dc/da = 1.
GRADIENTS = {
    "two-two-two": ("∂E/∂w5 = 0.0821670", "∂E/∂w1 = 0.000438568", "∂E/∂outo1 = 0.741365", "∂E/∂outh1 = 0.0363503"),
    "graph-e": ("∂e/∂a = 2", "∂e/∂b = 5", "∂c/∂a = 1", "∂e/∂e = 1"),
}
VALUES = {
    "two-two-two": ("neth1 = 0.3775", "outo1 = 0.751365"),
    "graph-e": ("c = 3", "d = 2", "e = 6"),
}


def words(name: str, **options) -> list[str]:
    """Each text of the picture of a problem of the library."""
    root = ElementTree.fromstring(picture(nnsolve.load(name)[0], **options).svg)
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("name", GRADIENTS)
def test_each_option_shows_its_numbers_and_no_others(name):
    """``gradients`` prints the gradients, ``values`` the values, both print both, and none prints none."""
    for values in (False, True):
        for gradients in (False, True):
            found = set(words(name, values=values, gradients=gradients))
            assert [text in found for text in VALUES[name]] == [values] * len(VALUES[name])
            assert [text in found for text in GRADIENTS[name]] == [gradients] * len(GRADIENTS[name])
            assert any("∂" in text for text in found) == gradients


def test_symbols_stand_alone():
    """In a problem without numbers a weight is its name, not w = w."""
    layers = [{"activation": "sigmoid", "weights": {"h": {"w": "w"}}}]
    keys = {"layers": layers, "targets": {"h": "t"}, "loss": "half squared error"}
    (problem,) = nnsolve.loads(document("backprop", symbolic=True, inputs=["x1"], **keys))
    texts = {box.text for box in scene(problem, values=True, gradients=True).labels}
    assert texts == {"x1", "w", "h", "t", "inputs", "output layer", "sigmoid"}


def test_a_solution_is_drawn_without_solving_again(monkeypatch):
    """What nnsolve.solve made knows its problem."""
    solution = nnsolve.solve(nnsolve.load("two-two-two")[0])
    monkeypatch.setattr(sys.modules["nnsolve.reading.load"], "solve", None)
    assert "0.593270" in picture(solution, values=True).svg


def test_asked_weights_and_their_paths_are_highlighted():
    """w5 leads to the first output alone, w1 to both."""
    (problem,) = nnsolve.load("two-two-two")

    def hot(*asked: str) -> set[str]:
        root = ElementTree.fromstring(picture(problem, asked=list(asked)).svg)
        groups = [group for group in root.iter(f"{SVG}g") if group.get("data-steps")]
        thick = [g for g in groups if any("nnp-s-hot" in (part.get("class") or "") for part in g.iter(f"{SVG}path"))]
        return {group.get("data-steps").split()[0] for group in thick}

    assert hot("w5") == {"w5"}
    assert hot("w1") == {"w1", "w5", "w7"}
    assert hot("dE/dw1") == hot("new_w1") == hot("w1")
    assert hot("b2") == set()
    assert hot() == set()


@pytest.mark.parametrize(
    ("asked", "weight"),
    [("w1", "w1"), ("new_w1", "w1"), ("w₁′", "w1"), (r"$w_{2}$", "w2"), ("x2", "w2"), ("new w2", "w2")],
)
def test_a_weight_of_a_unit_is_highlighted(asked, weight):
    """By its name, its symbol, its new value or its input."""
    root = ElementTree.fromstring(picture(nnsolve.load("delta-rule")[0], asked=[asked]).svg)
    groups = [group for group in root.iter(f"{SVG}g") if group.get("data-steps")]
    thick = [g for g in groups if any("nnp-s-hot" in (part.get("class") or "") for part in g.iter(f"{SVG}path"))]
    assert [group.get("data-steps") for group in thick] == [f"{weight} new_{weight}"]


def test_paths_of_a_graph_are_highlighted():
    """∂e/∂b goes over c and d."""
    drawn = picture(nnsolve.load("graph-e")[0], asked=["de/db"])
    root = ElementTree.fromstring(drawn.svg)
    thick = {
        group.get("data-steps")
        for group in root.iter(f"{SVG}g")
        if any("nnp-s-hot" in (part.get("class") or "") for part in group.findall(f"{SVG}path"))
    }
    assert thick == {"dc/db", "dd/db", "de/dc", "de/dd"}


@pytest.mark.parametrize(
    ("name", "asked", "block"),
    [
        ("lenet", "conv1", "conv1"),
        ("lenet", "input", "input"),
        ("lenet", "conv2.width", "conv2"),
        ("lenet", "W₃", "conv2"),
        ("lenet", "dense1.macs", "dense1"),
        ("conv-backward", "conv1[0,1]", "conv1"),
        ("conv-backward", "K", "conv1"),
        ("conv-backward", r"\frac{\partial E}{\partial b}", "conv1"),
        ("conv-backward", "dE/drelu1", "relu1"),
        ("conv-backward", "∂E/∂X", "input"),
    ],
)
def test_the_block_of_a_result_is_highlighted(name, asked, block):
    """By the layer, by one of its numbers, by its symbol, by a parameter and by a gradient."""
    (problem,) = nnsolve.load(name)
    root = ElementTree.fromstring(picture(problem, asked=[asked]).svg)
    groups = [group for group in root.iter(f"{SVG}g") if group.get("data-steps")]
    hot = [g for g in groups if any("nnp-s-hot" in (part.get("class") or "") for part in g)]
    assert [group.get("data-steps").split()[-1] for group in hot] == [block]


@pytest.mark.parametrize(
    ("name", "asked"), [("two-two-two", "w9"), ("graph-e", "dx/dy"), ("lenet", "conv9"), ("delta-rule", "w9")]
)
def test_unknown_names_are_told(name, asked):
    """A name that is no part of the picture is an error with the nearest one."""
    with pytest.raises(nnsolve.AskedError, match="no part of this picture"):
        picture(nnsolve.load(name)[0], asked=[asked])


def test_the_alt_text_says_what_is_drawn():
    """Structure, weights, values and what is highlighted."""
    alt = picture(nnsolve.load("two-two-two")[0], values=True, asked=["w5"]).alt
    for part in ("2 inputs", "w5 = 0.40 (h1 → o1)", "net_h1 = 0.3775", "Highlighted, with the paths to the error: w5"):
        assert part in alt


def test_kinds_without_a_picture():
    """There is none of a softmax over a few numbers."""
    (problem,) = nnsolve.load("softmax-three")
    assert not drawable(problem)
    assert picture(problem) is None


def test_several_pictures_on_one_page_keep_their_ids_apart():
    """The prefix stands before every id."""
    (problem,) = nnsolve.load("two-two-two")
    first, second = picture(problem, prefix="q1-").svg, picture(problem, prefix="q2-").svg
    assert 'id="q1-nnp-title"' in first
    assert "q1-" not in second


HOSTILE = [
    "<script>alert(1)</script>",
    'a"b&c',
    "]]>&lt;",
    "\u202eevil",
    "x\u0000\u0007y",
    "--><svg onload=x>",
    "$x^2$",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_titles_come_out_as_text(title):
    """Nothing in a title becomes markup, and control characters are left out."""
    (problem,) = nnsolve.load("two-two-two")
    problem.title = title
    root = ElementTree.fromstring(picture(problem).svg)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "g", "path", "polygon", "text", "tspan", "circle"}
    assert root.find(f"{SVG}title").text == " ".join("".join(c if c.isprintable() else " " for c in title).split())


def test_names_and_notation_come_out_as_text():
    """Printed letters are the author's and are escaped."""
    text = text_of("two-two-two") + "notation: {w1: '<b>&', net: '<i>'}\n"
    root = ElementTree.fromstring(picture(nnsolve.loads(text)[0], values=True).svg)
    assert "<b>&" in "".join(root.itertext())
    assert not [element for element in root.iter() if element.tag.removeprefix(SVG) in ("b", "i")]
