"""A Transformer as a problem gives it: the sizes of its parts, and which of them there are."""

from __future__ import annotations

from ...reading.schema import Field, Flag, Nested, Record, Whole
from ...reading.yamlfile import Faults

MOST_WIDTH, MOST_STACKED, MOST_WORDS = 10**6, 1000, 10**7
# Of the four matrices of an attention so many may be adapted.
MATRICES = 4


class Lora(Record):
    """``lora:`` the rank of the two thin matrices that are learned beside a frozen one, and beside how many."""

    rank = Field(Whole(1, MOST_WIDTH), "the rank r of B·A")
    matrices = Field(Whole(1, MATRICES), "how many of W_Q, W_K, W_V and W_O have it in each attention; often 2")


class Transformer(Record):
    """``transformer:`` the width, the layers, and all that is counted besides; what is left out is not counted."""

    d_model = Field(Whole(1, MOST_WIDTH), "the width d of the model")
    layers = Field(Whole(0, MOST_STACKED), "layers of the encoder, or of the only stack", default=1)
    decoder_layers = Field(
        Whole(0, MOST_STACKED), "layers with cross-attention, beside those of the encoder", default=0
    )
    d_ff = Field(Whole(1, MOST_WORDS), "the width of the feed-forward blocks; without it there are none", default=None)
    heads = Field(Whole(1, MOST_WIDTH), "heads of each attention, which change no count", default=None)
    vocabulary = Field(Whole(1, MOST_WORDS), "words of the embedding, one for encoder and decoder", default=None)
    positions = Field(Whole(1, MOST_WORDS), "learned positions; sines and cosines are not learned", default=None)
    segments = Field(Whole(1, MOST_WIDTH), "learned segments, as BERT has two", default=None)
    embedding_norm = Field(Flag(), "a layer norm behind the embeddings, as in BERT", default=False)
    biases = Field(Flag(), "biases of Q, K, V, W_O and the feed-forward blocks; false as in Llama and T5", default=True)
    final_norm = Field(Flag(), "a layer norm behind the last layer, as in GPT-2", default=False)
    pooler = Field(Flag(), "a dense layer d → d behind the last layer, as in BERT", default=False)
    tied = Field(
        Flag(),
        "an output layer over the words: true, it uses their matrix, counted once; false, it has its own",
        default=None,
        needs="vocabulary",
    )
    classes = Field(
        Whole(1, MOST_WORDS), "the classes of a new head, a dense layer d → classes behind all", default=None
    )
    unfrozen_layers = Field(
        Whole(0, MOST_STACKED), "how many of the last layers are trained; all else but the head is frozen", default=None
    )
    tokens = Field(Whole(1, MOST_WORDS), "the length n of a text, for which products are counted", default=None)
    bytes = Field(
        Whole(1, 16), "bytes of a number, for the keys and values that are kept", default=None, needs="tokens"
    )
    lora = Field(Nested(Lora), "low-rank adaptation: {rank: 8, matrices: 2}", default=None)

    @property
    def embedded(self) -> bool:
        """Whether anything of the embeddings is counted."""
        return bool(self.vocabulary or self.positions or self.segments or self.embedding_norm)

    def check(self, faults: Faults) -> None:
        """At least one layer, and a width that the heads can share."""
        if self.has("layers") and not self.layers + self.decoder_layers:
            faults.add(self.places["layers"], "expected at least one layer, here or as decoder_layers:", "0")
        self._check_unfrozen(faults)
        if self.has("heads", "d_model") and self.heads and self.d_model % self.heads:
            text = f"{self.heads} heads cannot share d_model = {self.d_model} evenly: expected a divisor of it"
            faults.add(self.places["heads"], text, str(self.heads))

    def _check_unfrozen(self, faults: Faults) -> None:
        """Of one stack of layers the last ones are told, of two they are not."""
        if self.unfrozen_layers is None:
            return
        if self.decoder_layers:
            text = "of which stack? Freezing is counted for one stack, without decoder_layers:"
            faults.add(self.places["unfrozen_layers"], text, "")
        elif self.has("layers") and self.unfrozen_layers > self.layers:
            faults.add(self.places["unfrozen_layers"], f"there are {self.layers} layers")
