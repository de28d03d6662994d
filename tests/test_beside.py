"""What a key needs and excludes is declared with it: one wording, told at its place, and in the schema."""

from __future__ import annotations

import jsonschema
import pytest

import nnsolve
from nnsolve.reading.load import kind_module, kinds
from nnsolve.reading.schema import Choice, Field, Flag, Record, Whole, With
from nnsolve.reading.starter import json_schema
from nnsolve.reading.yamlfile import Faults, read_documents


class Trip(Record):
    """A record with every sort of condition."""

    by = Field(Choice("train", "car", "foot"), "how", default="train", example="car")
    seat = Field(Whole(1, 99), "the seat", default=None, needs="by: train, car")
    quiet = Field(Flag(), "no talk", default=False, needs=With("seat", "which lies there"), excludes="by: car")
    map = Field(Choice("paper", "screen"), "the map", default=None, needs="by: foot or stops")
    stops = Field(Whole(0, 9), "stops", default=None, excludes=With("seat or quiet: true", "for one sits through"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("seat: 4", ""),
        ("by: foot\nseat: 4", "2:7: seat: needs by: train or car; write by: train, or leave seat: out"),
        ("by: plane\nseat: 4", "1:5"),
        ("quiet: false\nby: car", ""),
        ("quiet: true", "1:8: quiet: needs seat:, which lies there; write it as well, or leave quiet: out"),
        ("by: car\nseat: 4\nquiet: yes", "3:8: quiet: cannot stand beside by: car; leave one of them out"),
        ("map: paper", "1:6: map: needs by: foot or stops:; write by: foot, or leave map: out"),
        ("map: paper\nstops: 0", ""),
        ("map: paper\nby: foot", ""),
        ("seat: 1\nstops: 2", "2:8: stops: cannot stand beside seat:, for one sits through; leave one of them out"),
    ],
)
def test_conditions_are_told(text: str, told: str):
    """Each condition that does not hold is told at the key that has it; a default value needs nothing."""
    faults = Faults("trip")
    (document,) = read_documents(text, faults)
    Trip.read(document, faults)
    found = [f"{fault.line}:{fault.column}: {fault.message}" for fault in faults.found]
    assert len(found) == bool(told)
    assert not told or found[0].startswith(told)


@pytest.mark.parametrize(
    ("keys", "valid"),
    [
        ({"seat": 4}, True),
        ({"seat": 4, "by": "foot"}, False),
        ({"map": "paper"}, False),
        ({"map": "paper", "by": "foot"}, True),
        ({"map": "paper", "stops": 1}, True),
        ({"seat": 4, "stops": 1}, False),
        ({"quiet": True, "stops": 1}, False),
        ({"quiet": False, "stops": 1}, True),
    ],
)
def test_a_schema_has_the_conditions(keys: dict, valid: bool):
    """Editors that know the schema see the same conditions."""
    assert jsonschema.Draft202012Validator(Trip.schema()).is_valid(keys) == valid


@pytest.mark.parametrize("kind", kinds())
def test_conditions_name_keys_and_words(kind: str):
    """Conditions name keys of the same record, and values that these keys may have; schemas stay valid."""
    jsonschema.Draft202012Validator.check_schema(json_schema([kind]))
    fields = kind_module(kind).Problem.fields()
    for field in fields.values():
        for condition in (*field.needs, *field.excludes):
            for term in condition.terms:
                other = fields[term.key].type
                words = {"true", "false"} if isinstance(other, Flag) else {*getattr(other, "words", ())}
                assert set(term.values) <= words


def test_a_condition_on_what_cannot_be_read_is_not_told():
    """One fault does not bring another: the form of the schedule is wrong, not what it would need."""
    text = "kind: training\nschedule: {name: stepp, gamma: 0.5, rate: 1, epochs: 2}\n"
    with pytest.raises(nnsolve.ProblemError) as caught:
        nnsolve.loads(text)
    assert len(caught.value.faults) == 1
