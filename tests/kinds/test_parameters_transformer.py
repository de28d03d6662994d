"""Parameters and costs of Transformers: published totals, PyTorch's layers, hand arithmetic and common slips."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.marking.answers import read_answers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key
from nnsolve.render.text import statement

from ..support import check_fault, page

HEAD = "kind: parameters\n"
BASE = "d_model: 512, heads: 8, d_ff: 2048, layers: 6"
BERT = "vocabulary: 30522, positions: 512, segments: 2, embedding_norm: true, pooler: true"
GPT = "d_model: 768, heads: 12, d_ff: 3072, layers: 12, vocabulary: 50257, positions: 1024, final_norm: true"


def of(keys: str, *lines: str) -> str:
    """A problem with these keys of transformer:, and further lines."""
    return "\n".join([f"{HEAD}transformer: {{{keys}}}", *lines, ""])


TOTALS = [
    # the totals that authors and libraries give, by what each name of a result is
    (f"{BASE}, decoder_layers: 6", {"layer.parameters": 3_152_384, "decoder.parameters": 4_204_032}),
    (f"{BASE}, decoder_layers: 6", {"layer.attention": 1_050_624, "stacks": 44_138_496, "parameters": 44_138_496}),
    (f"{BASE}, decoder_layers: 6, vocabulary: 37000, tied: true", {"parameters": 63_082_496}),
    (
        "d_model: 1024, d_ff: 4096, layers: 6, decoder_layers: 6, vocabulary: 37000, tied: true",
        {"parameters": 214_245_376},
    ),
    (f"{BERT}, d_model: 768, layers: 12, heads: 12, d_ff: 3072", {"embeddings": 23_837_184, "parameters": 109_482_240}),
    (
        f"{BERT}, d_model: 1024, layers: 24, heads: 16, d_ff: 4096",
        {"layer.parameters": 12_596_224, "parameters": 335_141_888},
    ),
    (f"{GPT}, tied: true", {"layer.parameters": 7_087_872, "parameters": 124_439_808}),
    (f"{GPT}, tied: false", {"output": 50_257 * 768, "parameters": 163_037_184}),
    (f"{GPT.replace('50257', '50304')}, tied: true", {"parameters": 124_475_904}),
    (  # DistilBERT
        "vocabulary: 30522, positions: 512, embedding_norm: true, d_model: 768, layers: 6, heads: 12, d_ff: 3072",
        {"parameters": 66_362_880},
    ),
    ("d_model: 512, heads: 8", {"head.size": 64, "head.query": 32_768, "layer.query": 262_144}),
    ("d_model: 256, d_ff: 1024", {"layer.dense1": 263_168, "layer.dense2": 262_400, "layer.feed_forward": 525_568}),
    ("d_model: 512, d_ff: 2048, biases: false", {"layer.attention": 4 * 512**2, "layer.feed_forward": 2 * 512 * 2048}),
    ("d_model: 4, layers: 0, decoder_layers: 2", {"parameters": 2 * (8 * (16 + 4) + 24)}),
]


@pytest.mark.parametrize(("keys", "expected"), TOTALS)
def test_totals(solved, keys, expected):
    """Every part has its count, all are whole, and the kinds of the layers add up to the layers."""
    found = solved(of(keys))
    assert {name: found.values[name] for name in expected} == expected
    assert all(found.values[step.name] == int(found.values[step.name]) for step in found.steps)
    assert found.check is not None


@pytest.mark.parametrize("bias", [True, False])
def test_torch(solved, bias):
    """PyTorch's layers of encoder and decoder have as many parameters, whatever the number of heads."""
    torch = pytest.importorskip("torch")
    found = solved(of(f"d_model: 12, d_ff: 20, layers: 2, decoder_layers: 3, heads: 3, biases: {str(bias).lower()}"))
    for name, make in (("layer", torch.nn.TransformerEncoderLayer), ("decoder", torch.nn.TransformerDecoderLayer)):
        for heads in (1, 3):
            model = make(12, heads, 20, bias=bias)
            if not bias:  # PyTorch leaves out the β of layer norms as well, 12 each
                count = sum(part.numel() for part in model.parameters()) + 12 * (2 if name == "layer" else 3)
            else:
                count = sum(part.numel() for part in model.parameters())
            assert found.values[f"{name}.parameters"] == count


def test_the_shares(solved):
    """The table gives every part in percent of the total."""
    table = solved(of(f"{BERT}, d_model: 768, layers: 12, heads: 12, d_ff: 3072")).table
    shares = {row[0]: row[2] for row in table.rows}
    assert (shares["attention"], shares["feed-forward"], shares["embeddings"]) == ("25.9", "51.8", "21.8")
    assert shares["total"] == "100.0"


COSTS = {
    "macs.projections": 134_217_728,
    "macs.scores": 8_388_608,
    "macs.sums": 8_388_608,
    "macs.feed_forward": 268_435_456,
    "macs.layer": 134_217_728 + 2 * 8_388_608 + 268_435_456,
    "crossing": 1024,
    "kv_cache": 2 * 6 * 512 * 128,
    "kv_bytes": 2 * 2 * 6 * 512 * 128,
}


def test_costs(solved):
    """Products of 128 tokens of width 512: 4nd², n²d twice, 2nd·d_ff; keys and values of six layers in two bytes."""
    found = solved(of(f"{BASE}, tokens: 128, bytes: 2")).values
    assert {name: found[name] for name in COSTS} == COSTS


@pytest.mark.parametrize(("more", "attentions"), [("", 6), (", decoder_layers: 6", 18)])
def test_lora(solved, more, attentions):
    """Two matrices of 512·8 beside W_Q and W_V of every attention."""
    found = solved(of(f"{BASE}{more}, lora: {{rank: 8, matrices: 2}}"))
    assert found.values["lora"] == attentions * 2 * 2 * 512 * 8


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("FFN", "layer.feed_forward"),
        ("MHA", "layer.attention"),
        ("attention", "attention"),
        ("one layer", "layer.parameters"),
        ("encoder layer", "layer.parameters"),
        ("decoder layer", "decoder.parameters"),
        ("embeddings", "embeddings"),
        ("d_k", "head.size"),
        ("total", "parameters"),
    ],
)
def test_asked(solved, asked, name):
    """Counts are asked for as books call them."""
    text = of(f"{BASE}, decoder_layers: 6, vocabulary: 100", f'asked: ["{asked}"]')
    assert list(solved(text).answers) == [name]


SLIPS = [
    # what was written, the number, the slip
    ("MHA", 3 * (512 * 512 + 512), "gates_miscounted"),
    ("MHA", 4 * 512 * 512, "biases_left_out"),
    ("MHA", 8 * 4 * (512 * 512 + 512), "idle_factor"),
    ("FFN", 2 * 512 * 2048, "biases_left_out"),
    ("FFN", 512 * 2048 + 2048 + 512, "two_left_out"),
    ("layer.parameters", 1_050_624 + 2_099_712, "term_left_out"),
]


@pytest.mark.parametrize(("name", "number", "slip"), SLIPS)
def test_slips(name, number, slip):
    """W_O forgotten, biases or layer norms (as many as biases of an attention, 4d), the heads multiplied in."""
    (problem,) = nnsolve.loads(of(BASE))
    key = Key(problem)
    (line,) = check(key, read_answers(f"{name} = {number}", "answers.txt", key.known)).lines
    assert slip in [each.slip for each in line.slips]


@pytest.mark.parametrize("name", ["bert-base-count", "transformer-base-count", "gpt-2-count", "lstm-count"])
def test_the_own_page_is_right_line_by_line(name):
    """Whoever writes what the page says has everything right."""
    (problem,) = nnsolve.load(name)
    solution = nnsolve.solve(problem)
    names = [step.name for step in solution.steps]
    key = Key(problem)
    written = "\n".join(f"{each} = {solution.values[each]}" for each in names)
    lines = check(key, read_answers(written, "answers.txt", key.known)).lines
    assert {line.verdict for line in lines} == {"right"}
    assert len(lines) == len(names)


BAD = [
    ("{d_model: 512, heads: 7}", 2, 36, "7 heads cannot share d_model = 512 evenly"),
    ("{d_model: 512, layers: 0}", 2, 37, "expected at least one layer, here or as decoder_layers:"),
    ("{heads: 8}", 2, 14, "the key d_model: is missing"),
    ("{d_model: 512, tied: true}", 2, 35, "vocabulary"),
    ("{d_model: 512, bytes: 2}", 2, 36, "tokens"),
    ("{d_model: 512, layers: 5000}", 2, 37, "from 0 to 1000"),
    ("{d_model: 512, lora: {rank: 8}}", 2, 35, "the key matrices: is missing"),
    ("{d_model: 512, d_f: 8}", 2, 29, "Did you mean ‘d_ff’?"),
    ("{d_model: 512}\nlayers: [3, 1]", 2, 14, "which are those of a perceptron"),
    ("{d_model: 512}\nrecurrent: {cell: rnn, inputs: 1, units: 1, biases: 1}", 2, 14, "which is another model"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), BAD)
def test_bad_input(trouble, text, line, column, message):
    """Each fault is told with its line, its column and the way out."""
    check_fault(trouble(f"{HEAD}transformer: {text}\n"), line, column, message)


SAID = [
    (BASE, ["width d = 512 has 6 layers", "Each attention has 8 heads."], "decoder"),
    (f"{BASE}, decoder_layers: 1", ["Its decoder has 1 layer with"], "tied"),
    ("d_model: 8, vocabulary: 9, tied: false", ["There are 9 words", "a matrix of its own"], "hidden"),
    ("d_model: 8, biases: false", ["Dense layers have no biases"], "words"),
    ("d_model: 8, tokens: 5, bytes: 2", ["It reads a text of 5 tokens. A number takes 2 bytes."], "words"),
]


@pytest.mark.parametrize(("keys", "said", "unsaid"), SAID)
def test_statement(solved, keys, said, unsaid):
    """The statement says what is there, and nothing of what is not."""
    words = " ".join(statement(solved(of(keys))).split())
    assert [each for each in said if each not in words] == []
    assert unsaid not in words


def test_the_statement_leaves_the_question_to_what_is_asked(solved):
    """Where a problem asks for a count, the general question is not put as well."""
    assert "How many" in statement(solved(of(BASE)))
    assert "How many" not in statement(solved(of(BASE, "asked: [FFN]")))


def test_the_largest_sizes(solved):
    """A model of the largest sizes that are read is counted without rounding."""
    found = solved(of("d_model: 1000000, heads: 1000000, d_ff: 10000000, layers: 1000, decoder_layers: 1000"))
    mha, ffn = 4 * (10**12 + 10**6), 2 * 10**13 + 10**7 + 10**6
    assert found.values["parameters"] == 1000 * (3 * mha + 2 * ffn + 10 * 10**6)
    assert "100.0" in page(found)
