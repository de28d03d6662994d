"""What is trained of frozen networks: layers, Transformers, pretrained networks with a new head; slips, wrong files."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.marking.answers import read_answers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key

from ..support import Texts, check_fault, check_pages, page

TEXTS = Texts("parameters")
faults, solved, values = TEXTS.faults, TEXTS.solved, TEXTS.values
RESNET = "transfer: {backbone: 23508032, features: 2048, classes: 10, old_classes: 1000}"
BERT = (
    "transformer: {vocabulary: 30522, positions: 512, segments: 2, embedding_norm: true, d_model: 768, layers: 12, "
    "d_ff: 3072, pooler: true, unfrozen_layers: 2, classes: 3}"
)


def test_resnet_50():
    """Ten classes on a frozen ResNet-50: 20,490 of 23,528,522, that is 0.0871 %, worked out apart from this program."""
    found = values(RESNET)
    assert [found["head.parameters"], found["trainable"], found["frozen"]] == [20490, 20490, 23508032]
    assert [found["parameters"], found["old_total"]] == [23528522, 25557032]
    assert found["percent"] == pytest.approx(0.0871, abs=5e-5)


def test_unfrozen_backbone():
    """What of the backbone is trained counts with the head."""
    found = values("transfer: {backbone: 1000, features: 9, classes: 10, unfrozen: 200}")
    assert [found["trainable"], found["frozen"], found["parameters"]] == [300, 800, 1100]


def test_frozen_layers():
    """784 – 128 – 64 – 10 by hand: 100480, 8256 and 650."""
    found = values("layers: [784, 128, 64, 10]\nfreeze: [1, 2]")
    assert [found["trainable"], found["frozen"]] == [650, 108736]
    assert found["percent"] == pytest.approx(100 * 650 / 109386)
    assert values("layers: [4, 3]\nfreeze: 1")["trainable"] == 0


def test_bert_with_a_head():
    """Two layers of 7,087,872 and a head of 768·3 + 3, of 109,482,240 + 2307."""
    found = values(BERT)
    assert found["trainable"] == 2 * 7087872 + 2307
    assert found["parameters"] == 109482240 + 2307
    assert found["trainable"] + found["frozen"] == found["parameters"]


@pytest.mark.parametrize(
    ("text", "answer", "verdict"),
    [
        (RESNET, "trainable = 20490", "right"),
        (RESNET, "percent = 0.0871", "right"),
        (RESNET, "head = 20490", "right"),
        (RESNET, "head = 20480", "biases_left_out"),
        (RESNET, "percent = 0.000870858", "point_slipped"),
        (RESNET, "trainable = 20777", "wrong"),
        ("layers: [784, 128, 64, 10]\nfreeze: [1, 2]", "trainable = 650", "right"),
    ],
)
def test_marking(text, answer, verdict):
    """Right counts stand; the percentage of the old total, of the backbone, and one that is no percentage are named."""
    (problem,) = nnsolve.loads(f"kind: parameters\n{text}")
    key = Key(problem)
    (line,) = check(key, read_answers(answer, "answers.txt", key.known)).lines
    found = [line.verdict, *[slip.slip for slip in line.slips]]
    assert verdict in found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("layers: [4, 3]\nfreeze: [2]", "there is no layer 2"),
        (f"{RESNET}\nfreeze: [1]", "freeze: needs layers:"),
        (f"{RESNET}\nlayers: [4, 3]", "transfer: cannot stand beside layers"),
        ("transfer: {backbone: 5, features: 2, classes: 2, unfrozen: 6}", "the backbone has 5 parameters"),
        ("transfer: {backbone: 5, features: 2}", "the key classes: is missing"),
        ("transformer: {d_model: 8, layers: 2, unfrozen_layers: 3}", "there are 2 layers"),
        ("transformer: {d_model: 8, layers: 2, decoder_layers: 2, unfrozen_layers: 1}", "of which stack?"),
    ],
)
def test_faults(text, message):
    """Wrong files are told why."""
    assert message in faults(text)


def test_place_of_a_fault():
    """The fault of a layer that is not there stands at its key."""
    with pytest.raises(nnsolve.ProblemError) as error:
        nnsolve.loads("kind: parameters\nlayers: [4, 3]\nfreeze: [2]")
    check_fault(error.value, 3, 9, "there is no layer 2")


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("text", [RESNET, BERT, "layers: [784, 128, 64, 10]\nfreeze: [1, 2]"])
def test_pages(text, width):
    """Every format is written."""
    check_pages(solved(text), width)


def test_new_total_is_told():
    """The page says of which total the percentage is."""
    assert "The percentage is that of the new total" in page(solved(RESNET))
