"""Sentences about what a layer of a convolutional network is."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # a layer in plain words
    "layer_text": "{text}",
    "layer_and": "{first}, {more}",
    "layer_then": "{first}, then {more}",
    "layer_kernels": "{n} {n:kernel|kernels} of {size}",
    "layer_each_channel": "{n:one kernel|# kernels} of {size} a channel",
    "layer_random": "{first} (random, seed {seed})",
    "layer_stride": "stride {text}",
    "layer_stride_own": "stride {text} (its size)",
    "layer_padding": "padding {text}",
    "layer_padding_tf": "padding same as in TensorFlow",
    "layer_no_padding": "no padding",
    "layer_output_padding": "output padding {text}",
    "layer_dilation": "dilation {text}",
    "layer_ceil": "ceil mode",
    "layer_groups": "{n} groups",
    "layer_maximum": "maximum over {size}",
    "layer_average": "average over {size}",
    "layer_maximum_map": "maximum over the whole map",
    "layer_average_map": "average over the whole map",
    "layer_flatten": "the map as one row of numbers",
    "layer_flatten_inserted": "put in here: a dense layer takes a row of numbers",
    "layer_neurons": "{n} {n:neuron|neurons}",
    "layer_dense": "fully connected",
    "layer_dense_random": "fully connected (random weights, seed {seed})",
    "layer_entries": "{text}, entry by entry",
    "layer_softmax": "softmax over the row",
    "layer_batch_normalisation": "batch normalisation",
    "layer_layer_normalisation": "layer normalisation",
    "layer_parametric_ReLU": "parametric ReLU",
}
