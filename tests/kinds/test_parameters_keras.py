"""Keras counts as many parameters: recurrent layers, embeddings, attention, layer norms, and dense layers over time."""

from __future__ import annotations

import os
from itertools import product

import pytest

from tests.support import Texts

pytest.importorskip("torch")
os.environ.setdefault("KERAS_BACKEND", "torch")
keras = pytest.importorskip("keras")

LAYERS = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
# (cell, what Keras is told, biases of a gate).
CELLS = [
    ("rnn", {}, "1"),
    ("rnn", {"use_bias": False}, "none"),
    ("lstm", {}, "1"),
    ("lstm", {"unit_forget_bias": False}, "1"),
    ("lstm", {"use_bias": False}, "none"),
    ("gru", {}, "2"),
    ("gru", {"reset_after": False}, "1"),
    ("gru", {"use_bias": False}, "none"),
]
INPUTS, UNITS, OUTPUTS, STEPS = 5, 7, 3, 4
WORDS, POSITIONS, WIDTH, HEADS, INNER, STACKED = 50, 16, 12, 3, 20, 2
parameters = Texts("parameters")


@pytest.mark.parametrize(("layers", "bidirectional"), list(product((1, 2, 3), (False, True))))
@pytest.mark.parametrize(("cell", "options", "biases"), CELLS)
def test_recurrent(cell, options, biases, layers, bidirectional):
    """Layer upon layer, in one direction or both, with a dense layer in every step."""
    parts = [keras.Input((STEPS, INPUTS))]
    for _ in range(layers):
        layer = LAYERS[cell](UNITS, return_sequences=True, **options)
        parts.append(keras.layers.Bidirectional(layer) if bidirectional else layer)
    behind = keras.layers.TimeDistributed(keras.layers.Dense(OUTPUTS, use_bias=biases != "none"))
    model = keras.Sequential([*parts, behind])
    keys = f"cell: {cell}, inputs: {INPUTS}, units: {UNITS}, biases: {biases}, layers: {layers}, outputs: {OUTPUTS}"
    found = parameters.values(f"recurrent: {{{keys}, bidirectional: {str(bidirectional).lower()}, steps: {STEPS}}}")
    for number, each in enumerate(model.layers[:-1], 1):
        assert found[f"layer{number}.parameters"] == each.count_params()
    assert found["output.parameters"] == model.layers[-1].count_params()
    assert found["parameters"] == model.count_params()


def counted(layer: keras.layers.Layer, *shapes: tuple[int, ...]) -> int:
    """The parameters of a layer for inputs of these shapes."""
    layer.build(*shapes)
    return layer.count_params()


@pytest.mark.parametrize("biases", [True, False])
def test_transformer(biases):
    """Embeddings of words and positions, attention, layer norms and feed-forward layers, part by part and in all."""
    tokens = (1, STEPS, WIDTH)
    attention = keras.layers.MultiHeadAttention(HEADS, WIDTH // HEADS, use_bias=biases)
    parts = {
        "words": counted(keras.layers.Embedding(WORDS, WIDTH), (1, STEPS)),
        "positions": counted(keras.layers.Embedding(POSITIONS, WIDTH), (1, STEPS)),
        "layer.attention": counted(attention, tokens, tokens),
        "layer.norms": 2 * counted(keras.layers.LayerNormalization(), tokens),
        "layer.dense1": counted(keras.layers.Dense(INNER, use_bias=biases), tokens),
        "layer.dense2": counted(keras.layers.Dense(WIDTH, use_bias=biases), (1, STEPS, INNER)),
    }
    keys = f"vocabulary: {WORDS}, positions: {POSITIONS}, d_model: {WIDTH}, heads: {HEADS}, d_ff: {INNER}"
    found = parameters.values(f"transformer: {{{keys}, layers: {STACKED}, biases: {str(biases).lower()}}}")
    assert {name: found[name] for name in parts} == parts
    layer = sum(count for name, count in parts.items() if name.startswith("layer."))
    assert found["parameters"] == parts["words"] + parts["positions"] + STACKED * layer
