"""Feed-forward layers, which every token passes by itself: two, or three with a product in between (SwiGLU).

Sources: Vaswani et al., Attention is all you need, 2017, section 3.3; Shazeer, GLU variants improve Transformer, 2020:
(f(xW) ⊙ xV)W₂ with the activation f, where V is W_up here, as Llama calls it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.activations import ACTIVATIONS
from ...formula.array_functions import of_entries
from ...formula.arrays import Hadamard
from ...formula.expr import Expr, Symbol
from ...formula.marks import Mark
from ...names import Name
from ...solution import Says
from .names import above
from .norms import block_name

if TYPE_CHECKING:
    from .block_keys import FeedForward
    from .forward import Forward
    from .model import Projection

# What books call the layers with a product, by their activation.
GATED = {
    "silu": "SwiGLU",
    "gelu": "GEGLU",
    "gelu tanh": "GEGLU",
    "relu": "ReGLU",
    "sigmoid": "GLU",
    "identity": "bilinear",
}


def write_layers(forward: Forward, layers: FeedForward, tokens: Name, index: str = "") -> Name:
    """Writes what the layers make of tokens; returns the matrix of it."""
    page = forward.page
    page.block()
    hidden = forward.step(block_name(forward, "F", "1", index), made(forward, layers.first, Symbol(tokens)))
    shown: Symbol = hidden
    if layers.activation != "identity":
        activation = ACTIVATIONS[layers.activation].function
        reason = Says("attention_activation", text=activation.name)
        shown = forward.step(block_name(forward, "G", "", index), of_entries(activation)(hidden), reason)
    if layers.up is not None:
        up = block_name(forward, "F", "up", index)
        forward.marks[up] = Mark("F", "up", above(index, ""))
        page.block()
        linear = forward.step(up, made(forward, layers.up, Symbol(tokens)))
        reason = Says("attention_gated", text=GATED[layers.activation])
        shown = forward.step(block_name(forward, "D", "", index), Hadamard(shown, linear), reason)
    page.block()
    given_back = block_name(forward, "F", "2", index)
    forward.step(given_back, made(forward, layers.second, shown))
    return given_back


def write_alone(forward: Forward, layers: FeedForward, tokens: Name) -> Name:
    """Layers without attention."""
    forward.page.section(Says("attention_feed_forward"))
    return write_layers(forward, layers, tokens)


def made(forward: Forward, own: Projection, tokens: Expr) -> Expr:
    """What weights and bias make of tokens."""
    formula = forward.form.product(tokens, forward.give(own.weights)) if own.weights else tokens
    return formula + forward.give(own.bias) if own.bias else formula
