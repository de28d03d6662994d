"""The keys of one layer of attention: of the only one, or of each of several."""

from __future__ import annotations

from ...reading.schema import Field, Raw, Record
from .block_keys import OwnKeys


class LayerKeys(Record):
    """The weights of a layer and its heads."""

    weights = Field(
        Raw({"type": "object"}),
        "W_Q, W_K and W_V by their letters, {Q: …, K: …, V: …}, and O: for W_O behind the heads",
        default=None,
        example="{Q: [[1, 1], [0, 1]], K: [[1, 0], [1, 1]], V: [[1, 2], [3, 0]]}",
    )
    bias = Field(Raw({"type": "object"}), "what is added to these products: {Q: …, K: …, V: …, O: …}", default=None)
    heads = Field(
        Raw({"type": ["integer", "array"]}),
        "how many heads share the columns of W_Q, W_K, W_V; or a list with the weights of each, {Q: …, K: …, V: …}",
        default=None,
    )


class StackedKeys(LayerKeys, OwnKeys):
    """``layers:`` a layer of several, with what its block has of its own."""
