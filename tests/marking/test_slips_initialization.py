"""Slips of initialisation, clipping and transfer: the root, the fan, the bias, the area, the norm, the old total."""

from __future__ import annotations

import pytest

from .one_line import marked

DENSE = "kind: initialization\nlayers: [784, 256]\nrule: "
CONV = "kind: initialization\nlayers: [{conv: {size: 3, channels: 64, kernels: 128}}]\nrule: he"
TWO = "kind: initialization\nclip: {gradients: {W: [3, 4], b: [6, 8]}, norm: 1, over: all}"
SHORT = "kind: initialization\nclip: {gradients: [0.3, 0.4], norm: 1}"
RESNET = "kind: parameters\ntransfer: {backbone: 23508032, features: 2048, classes: 10, old_classes: 1000}"
# A problem, the line with the slip, and what it is called.
INITIALIZATION = [
    (f"{DENSE}he", "std = 0.00255102", "root_left_out"),
    (f"{DENSE}he", "Var w = 0.0505076", "copied"),
    (f"{DENSE}he", "Var w = 0.0078125", "other_fan"),
    (f"{DENSE}he", "std = 0.0883883", "other_fan"),
    (f"{DENSE}he", "Var w = 0.00127551", "one_for_two"),
    (f"{DENSE}lecun", "Var w = 0.00255102", "two_extra"),
    (f"{DENSE}he", "std = 0.0874818", "copied"),
    (f"{DENSE}he", "a = 0.0505076", "factor_left_out"),
    (f"{DENSE}he", "Var w = 0.00254777", "bias_counted"),
    (CONV, "std = 0.176777", "area_left_out"),
    (CONV, "n_in = 64", "area_left_out"),
    (f"{DENSE}glorot", "Var w = 0.000961538", "one_for_two"),
    (TWO, "W' = [0.6, 0.8]", "length_of_one"),
    (TWO, "W' = [1, 1]", "cut_by_norm"),
    (TWO, "norm = 125", "root_left_out"),
    (SHORT, "s = 2", "scaled_up"),
    (SHORT, "g' = [0.6, 0.8]", "scaled_up"),
    (RESNET, "percent = 0.080174", "old_total"),
    (RESNET, "percent = 0.0871617", "old_total"),
]


@pytest.mark.parametrize(("text", "answer", "slip"), INITIALIZATION)
def test_slips_are_named(text, answer, slip):
    """The slip that was made is named first, and the line does not stand."""
    line = marked(text, answer)
    assert line.verdict == "slip"
    assert line.slips[0].slip == slip
