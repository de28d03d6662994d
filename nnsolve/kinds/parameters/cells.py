"""Recurrent layers as a problem gives them: the cell, its sizes, and how many biases it has."""

from __future__ import annotations

from typing import NamedTuple

from ...reading.schema import Choice, Field, Flag, Record, Whole
from .layers import MOST_LAYERS, MOST_NEURONS

MOST_STEPS = 10**6


class Cell(NamedTuple):
    """A cell: how many times it has weights and biases, and the keys of its name and of what these are for."""

    gates: int
    called: str
    reason: str


CELLS = {
    "rnn": Cell(1, "parameters_cell_rnn", "parameters_gates_rnn"),
    "lstm": Cell(4, "parameters_cell_lstm", "parameters_gates_lstm"),
    "gru": Cell(3, "parameters_cell_gru", "parameters_gates_gru"),
}


class Biases(NamedTuple):
    """How many bias vectors a gate has; the keys of the reason, the note and the statement that say so."""

    vectors: int
    reason: str
    note: str
    stated: str


# By the word in the file.
BIASES = {
    "1": Biases(1, "parameters_biases_one", "parameters_note_biases_one", "parameters_statement_gate_bias_one"),
    "2": Biases(2, "parameters_biases_two", "parameters_note_biases_two", "parameters_statement_gate_bias_two"),
    "none": Biases(0, "", "parameters_note_biases_none", "parameters_statement_bias_none"),
}
# The other convention that the page tells the total of.
OTHER = {"1": "2", "2": "1"}


class BiasCount(Choice):
    """A number of biases as it stands in a file, or none."""

    def __init__(self) -> None:
        super().__init__(*BIASES)

    def schema(self) -> dict:
        return {"enum": [int(word) if word.isdecimal() else word for word in self.words]}


class Recurrent(Record):
    """``recurrent:`` the cell, its sizes, and what is stacked or set behind it."""

    cell = Field(Choice(*CELLS), "rnn (a simple cell), lstm or gru")
    inputs = Field(Whole(1, MOST_NEURONS), "numbers in one input x_t")
    units = Field(Whole(1, MOST_NEURONS), "units: numbers in one state h_t")
    biases = Field(
        BiasCount(), "1 (a gate and unit has one: books, Keras), 2 (b_ih and b_hh: PyTorch, Keras's GRU) or none"
    )
    outputs = Field(Whole(1, MOST_NEURONS), "units of a dense output layer behind it", default=None)
    layers = Field(Whole(1, MOST_LAYERS), "layers on top of each other", default=1)
    bidirectional = Field(Flag(), "a second copy of each layer reads the sequence backwards", default=False)
    steps = Field(Whole(1, MOST_STEPS), "the length T of the sequence, which changes no count", default=None)

    @property
    def gates(self) -> int:
        """How many times each layer has weights and biases."""
        return CELLS[self.cell].gates

    @property
    def directions(self) -> int:
        """How many copies of each layer there are."""
        return 2 if self.bidirectional else 1
