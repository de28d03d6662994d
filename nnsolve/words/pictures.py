"""Words on pictures and in the texts that stand for them."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "picture_network": "A neural network",
    "picture_input_layer": "inputs",
    "picture_hidden_layer": "hidden layer{text}",
    "picture_output_layer": "output layer",
    "picture_nodes": "{n} units",
    "picture_class": "the right class",
    "picture_weights": "The weights: {text}.",
    "picture_hot": "Highlighted, with the paths to the error: {text}.",
    "picture_sizes": "Layers of {sizes} units, each joined to the next.",
    "picture_sizes_partly": "Layers of {sizes} units, partly joined to the next.",
    "picture_blocks": "A row of layers: {text}.",
    "picture_blocks_title": "A convolutional network",
    "picture_block": "{text} ({what}), which gives {shape}",
    "picture_block_plain": "{text}, which gives {shape}",
    "picture_parameters": "{n} parameters",
    "picture_parameter": "{n} parameter",
    "picture_block_input": "an input of {shape}",
    "picture_left_out": "{n} more layers",
    "picture_graph_title": "A computational graph",
    "picture_graph": "A computational graph from {inputs} to {outputs}.",
    "picture_graph_node": "{name} is made of {targets}.",
    "picture_graph_values": "Values stand above the nodes.",
    "picture_graph_edges": "Derivatives stand below the edges.",
}
