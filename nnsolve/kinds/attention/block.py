"""What a Transformer block puts around attention: residual connections, norms, feed-forward layers.

Sources: Vaswani et al., Attention is all you need, 2017; Xiong et al., On layer normalization in the Transformer
architecture, 2020, for the two places of the norm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import Symbol
from ...names import Name
from ...solution import Says
from .block_keys import POST, PRE, RMS
from .feed_forward import write_layers
from .norms import Norming, block_name

if TYPE_CHECKING:
    from .block_keys import BlockModel
    from .layer import Attention


# The titles of norms that stand alone.
NORMS = {"layer": "attention_norm", RMS: "attention_rms_norm"}


class Block:
    """Writes what stands before and behind the attention of a layer."""

    def __init__(self, attention: Attention, model: BlockModel | None):
        self.attention, self.forward, self.page = attention, attention.forward, attention.page
        self.model, self.index = model, attention.index
        self.place = model.place if model is not None else ""

    def _norm(self, source: Name, number: int) -> Name:
        """The first or the second norm of the block."""
        assert self.model is not None, "there is a block"
        norming = Norming(self.forward, self.model, self.attention.layer.width, self.index)
        return norming.write(source, self.model.norms[number - 1], str(number))

    def before(self, source: Name) -> Name:
        """Writes what the tokens go through first; returns what queries, keys and values are made of."""
        if self.model is None or self.place != PRE:
            return source
        self.attention.section(Says(NORMS[self.model.norm_type]))
        return self._norm(source, 1)

    def after(self, source: Name) -> Name:
        """Writes what the output goes through; returns the last matrix."""
        if self.model is None:
            return self.attention.output
        last = self._added(source, self.attention.output, 1)
        if self.model.layers is None:
            return last
        self.attention.section(Says("attention_feed_forward"))
        start = self._norm(last, 2) if self.place == PRE else last
        return self._added(last, write_layers(self.forward, self.model.layers, start, self.index), 2)

    def _added(self, base: Name, further: Name, number: int) -> Name:
        """The residual connection, and the norm behind it."""
        post = self.place == POST
        self.attention.section(Says("attention_add_norm" if post else "attention_add"))
        self.page.block()
        name = block_name(self.forward, "R", str(number), self.index)
        self.forward.step(name, Symbol(base) + Symbol(further), Says("attention_residual"))
        return self._norm(name, number) if post else name
