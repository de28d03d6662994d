"""The table of layers that work on numbers. A new layer is a class and an entry."""

from __future__ import annotations

from .conv import Conv
from .map_layer import MapLayer
from .pools import AvgPool, MaxOfMaps, MaxPool, MeanOfMaps
from .rows import Activation, Dense, Flatten, plain_activations
from .transposed import TransposedConv

LAYERS: dict[str, type[MapLayer]] = {
    "conv": Conv,
    "transposed-conv": TransposedConv,
    "max-pool": MaxPool,
    "avg-pool": AvgPool,
    "global-max-pool": MaxOfMaps,
    "global-avg-pool": MeanOfMaps,
    "flatten": Flatten,
    "dense": Dense,
    "activation": Activation,
    "softmax": Activation,
}


def layers() -> dict[str, type[MapLayer]]:
    """The layers that a file may write: those of the table, and every activation that learns nothing."""
    return LAYERS | dict.fromkeys(plain_activations(), Activation)


# Input, kernels, weights, biases, targets, error and learning rate.
LETTERS = "XKWbtEη"
EXAMPLE = "conv: {kernel: [[1, 0], [0, 1]]}"
