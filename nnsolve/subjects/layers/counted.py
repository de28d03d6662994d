"""Layers that keep the shape and learn a few numbers, counted by a convention that the page names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...formula.expr import ONE, TWO, Expr, Mul, Num, Symbol
from ...reading.schema import Choice, Field
from ...solution import Says
from .layer import Layer
from .page import FeatureMap, Page


class _Counted(Layer):
    """``formulas``: the number of parameters over the map, and its reason, by the word of ``count``."""

    short = "count"
    formulas: Mapping[str, tuple[Callable[[FeatureMap], Expr], str]] = {}
    count: Field[str]  # the word that says how

    def write(self, page: Page) -> None:
        page.block(self.title, self.describe())
        page.shape(self.id, page.map, self.node, Says("cnn_keeps"))

    def parameters(self, page: Page) -> tuple[Expr, Says]:
        formula, reason = self.formulas[self.count]
        return formula(page.map), Says(reason)


class BatchNorm(_Counted):
    """Batch normalisation: the parameters that are trained (PyTorch's count) or all four a channel (Keras's total)."""

    stem, what = "norm", "batch normalisation"
    sentence = "layer_batch_normalisation"
    elsewhere = ("bn",)
    formulas = {
        "trainable": (lambda map: TWO * Symbol(map.channels), "cnn_batch_norm_trainable"),
        "all": (lambda map: Num("4") * Symbol(map.channels), "cnn_batch_norm_all"),
    }
    count = Field(Choice(*formulas), "γ and β only, or the moving mean and variance as well", default="trainable")


class LayerNorm(_Counted):
    """Layer normalisation with γ and β a channel (Keras), or at every place of the map (PyTorch over C, H, W)."""

    stem, what = "norm", "layer normalisation"
    sentence = "layer_layer_normalisation"
    elsewhere = ("ln",)
    formulas = {
        "channels": (lambda map: TWO * Symbol(map.channels), "cnn_layer_norm_channels"),
        "map": (lambda map: Mul((TWO, *map.sizes)), "cnn_layer_norm_map"),
    }
    count = Field(Choice(*formulas), "γ and β a channel, or one pair at every place of the map", default="channels")


class PRelu(_Counted):
    """Parametric ReLU, whose slope below 0 is learned: one slope (PyTorch's default), or one a channel."""

    stem, what = "prelu", "parametric ReLU"
    sentence = "layer_parametric_ReLU"
    formulas = {
        "one": (lambda map: ONE, "cnn_prelu_one"),
        "channels": (lambda map: Symbol(map.channels), "cnn_prelu_channels"),
    }
    count = Field(Choice(*formulas), "one slope, or one a channel", default="one")
