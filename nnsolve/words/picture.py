"""Sentences about pictures: what is written in them and said of them."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "picture_network": "A neural network",
    "picture_input_layer": "inputs",
    "picture_hidden_layer": "hidden layer{text}",
    "picture_output_layer": "output layer",
    "picture_nodes": "{n} {n:unit|units}",
    "picture_class": "the right class",
    "picture_weights": "The weights: {text}.",
    "picture_at": "At the neurons: {text}.",
    "picture_hot": "Highlighted, with the paths to the error: {text}.",
    "picture_inputs": "inputs",
    "picture_unit": "A linear unit",
    "picture_unit_head": "unit",
    "picture_unit_said": "A unit that adds up {n} {n:input|inputs}, weighted: {text}.",
    "picture_sizes": "Layers of {sizes} {sizes:unit|units}, each joined to the next.",
    "picture_sizes_partly": "Layers of {sizes} {sizes:unit|units}, partly joined to the next.",
    "picture_blocks": "A row of layers: {text}.",
    "picture_blocks_title": "A convolutional network",
    "picture_block": "{text} ({what}), which gives {shape}",
    "picture_block_plain": "{text}, which gives {shape}",
    "picture_parameters": "{n} {n:parameter|parameters}",
    "picture_block_input": "an input of {shape}",
    "picture_left_out": "{n} more layers",
    "picture_graph_title": "A computational graph",
    "picture_graph": "A computational graph from {inputs} to {outputs}.",
    "picture_graph_node": "{name} is made of {targets}.",
    "picture_graph_at": "At the nodes: {text}.",
    "picture_graph_edges": "On the edges: {text}.",
    "picture_graph_hot": "Highlighted: {text}.",
}
