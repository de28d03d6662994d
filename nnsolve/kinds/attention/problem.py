"""The problem file of attention, read into one finished model."""

from __future__ import annotations

from ...errors import counted
from ...reading.grids import MOST_SIDE, NUMBERS
from ...reading.schema import (
    Choice,
    Field,
    Flag,
    Later,
    ListOf,
    Nested,
    Raw,
    Whole,
    With,
    together,
)
from ...reading.yamlfile import Faults
from .block_keys import BlockKeys, LayersKeys, PositionKeys
from .conventions import INFINITE, NONE, ROOT, HiddenType, MaskType, ScaleType
from .head_keys import HeadKeys
from .layer_keys import LayerKeys, StackedKeys
from .model import Model
from .token_keys import Rows, TokenKeys

MOST_LAYERS = 6
# Whoever writes one of these keys wants attention.
ATTENTION = {
    *("memory", "Q", "K", "V", "A", "weights", "bias", "heads", "layers", "block", "entropy", "form"),
    *("score", "score_weights", "scale", "mask", "padding", "hidden_score", "masked"),
}
GIVEN = With("A", "which are the weights of attention already")


class Problem(LayerKeys, TokenKeys):
    """Tokens, what makes queries, keys and values of them, and how scores become weights."""

    numbers_in = ("inputs", "Q", "scale", "weights", "positions")

    layers = Field(
        ListOf(Nested(StackedKeys), MOST_LAYERS, 1),
        "layers one above the other, each with {weights: …}, perhaps bias:, heads:, gamma:, beta:, feed_forward:",
        default=None,
        needs=With("inputs"),
        excludes=With("weights", "which are those of the only layer"),
    )
    score = Field(
        Choice("dot", "general", "additive"),
        "dot: qᵀk; general: qᵀWk; additive: vᵀtanh(Wq + Uk)",
        default="dot",
        option=True,
        excludes=GIVEN,
    )
    score_weights = Field(
        Raw({"type": "object"}),
        "of general scores {W: …}; of additive ones {W: …, U: …, v: …}",
        default=None,
        excludes=GIVEN,
    )
    scale = Field(
        ScaleType(),
        "what scores are divided by: sqrt(d_k), none, or a number",
        default=None,
        example=ROOT,
        option=True,
        excludes=GIVEN,
    )
    mask = Field(
        MaskType(),
        "causal: a token sees itself and what came before; none; or one row a query, 1 for a key that it sees, else 0",
        default=None,
        example="causal",
        option=True,
        excludes=GIVEN,
    )
    padding = Field(
        ListOf(Whole(1, MOST_SIDE), MOST_SIDE),
        "the numbers of the keys that are padding, which nobody sees",
        default=None,
    )
    hidden_score = Field(
        HiddenType(),
        "what stands in place of a score that is not seen: -inf, or a number such as -1e9",
        default=INFINITE,
        option=True,
    )
    masked = Field(
        Choice("after", "before"),
        "whether such a number is put in after the scores are scaled, or before",
        default="after",
        option=True,
        needs=With("hidden_score", "a number"),
    )
    tokens_in = Field(
        Choice("rows", "columns"), "whether a token is a row of its matrix, or a column", default="rows", option=True
    )
    form = Field(
        Choice("shifted", "plain"),
        "subtract the largest score of a row before the exponentials, or not; not unless one is above 50",
        default=None,
        option=True,
        excludes=GIVEN,
    )
    positions = Field(
        Nested(PositionKeys),
        "sines and cosines that are added to the inputs: {encoding: interleaved}; or by themselves, with of: [1]",
        default=None,
        excludes=With("Q", "as the queries come from the inputs"),
    )
    block = Field(
        Nested(BlockKeys),
        "the residual connection, the norm and the feed-forward layers around attention",
        default=None,
        needs=With("inputs"),
        excludes=With("Q", "as the queries come from the inputs"),
    )
    feed_forward = Field(
        Nested(LayersKeys),
        "feed-forward layers without attention: {first: …, second: …}; behind attention they stand in block:",
        default=None,
        needs=With("inputs"),
    )
    lm_head = Field(
        Nested(HeadKeys),
        "probabilities of words from the tokens that go on: {embedding: …} or {weights: …}, with targets: their loss",
        default=None,
        needs=With("inputs"),
    )
    entropy = Field(Nested(Rows), "the entropy of rows of weights: {rows: [1], logarithm: log2}", default=None)
    above = Field(
        Raw(NUMBERS),
        "the gradient ∂E/∂O of the output, from which all others follow",
        default=None,
        excludes=With("loss", "from which it follows"),
    )
    targets = Field(Raw(NUMBERS), "the wanted output", default=None, needs=With("loss"))
    loss = Field(
        Later("nnsolve.subjects.network.loss", "LossType"),
        "the loss of output and targets",
        default=None,
        needs=With("targets"),
    )
    gradients = Field(
        Flag(),
        "the gradients by queries, keys, values, inputs and weights, of the loss",
        default=False,
        option=True,
        needs=With("loss"),
        excludes=With("above", "from which gradients are written anyway"),
    )

    @property
    def attends(self) -> bool:
        """Whether there is attention, or only what else a block has."""
        positions = self.positions is not None and "of" in self.positions.places
        alone: list[object] = [self.feed_forward, self.lm_head, positions or None]
        return not any(each is not None for each in alone) or not self.places.keys().isdisjoint(ATTENTION)

    @together()
    def model(self, faults: Faults) -> Model | None:
        """All that was read, of all keys."""
        from .read import Reading

        if self.attends and self.A is None and "scale" not in self.places:
            text = "the key scale: is missing; scores are divided by sqrt(d_k) (Vaswani, PyTorch), none (Luong), or a "
            faults.add(self.beginning, f"{text}number: write scale: sqrt(d_k), scale: none, or scale: 3", "")
        if self.attends:
            self._check_alone(faults)
        self._check_positions(faults)
        self._check_head(faults)
        return None if faults.found else Reading(self, faults).model()

    def _check_alone(self, faults: Faults) -> None:
        """Notes what stands alone, where there is attention."""
        if self.feed_forward is not None:
            text = "behind attention feed-forward layers stand in the block: {norm: …, feed_forward: {first: …}}"
            faults.add(self.places["feed_forward"], text, "")
        if self.positions is not None and self.positions.of is not None:
            text = "of: asks for positions alone; tokens of attention are counted from first: 0 or 1"
            faults.add(self.positions.places["of"], text, "")

    def _check_head(self, faults: Faults) -> None:
        """Notes a loss of the output itself, where there is one of the words behind it."""
        for key in ("loss", "above"):
            if self.lm_head is not None and key in self.places:
                faults.add(self.places[key], f"{key}: the loss is that of lm_head: targets:", "")

    def _check_positions(self, faults: Faults) -> None:
        """Notes positions of nothing, and those whose number of numbers is not known."""
        keys = self.positions
        if keys is None or "inputs" in self.places:
            return
        if "of" not in keys.places:
            text = "positions are those of inputs:, which are missing; or write of: [0, 1, 2] for positions alone"
            faults.add(self.places["positions"], text, "")
        elif keys.dimension is None:
            faults.add(self.places["positions"], "how many numbers does a position get? write dimension: 4", "")

    def check(self, faults: Faults) -> None:
        """Notes what does not fit what was read."""
        if self.has("model") and not faults.found and self.attends:
            self._check_idle(faults)
            self._check_rows(faults)

    def _check_rows(self, faults: Faults) -> None:
        """Notes rows of weights that are not there."""
        queries = self.model.queries
        for number in (self.entropy and self.entropy.rows) or ():
            if number > queries:
                text = f"there {'is' if queries == 1 else 'are'} {counted(queries, 'queries')}, and no row {number}"
                faults.add(self.places["entropy"], text, "")

    def _check_idle(self, faults: Faults) -> None:
        """Notes what was chosen though it changes nothing."""
        if self.model.seen is None:
            self.idle(faults, ("hidden_score", "masked"), "every query sees every key here; write mask: or padding:")
        elif self.scale == NONE:
            self.idle(faults, ("masked",), "scores are not scaled here, so before and after are the same")

    @property
    def differentiates(self) -> bool:
        """Whether there is something to differentiate."""
        head = self.model.head
        return self.above is not None or self.loss is not None or (head is not None and bool(head.right))

    @property
    def shows_gradients(self) -> bool:
        """Whether gradients are wanted on the page, and not only where they are asked for."""
        of_words = self.lm_head is not None and self.lm_head.gradients
        return self.gradients or self.above is not None or of_words
