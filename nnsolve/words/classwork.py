"""Sentences about the work of a class."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "classwork_counts": "{n} {n:student|students}, {mean} of {total} marks{n:| on average}.",
    "classwork_same_name": "More than one student is called {text}.",
    "classwork_not_understood": "{n} {n:line was|lines were} not understood and earned nothing; read {n:it|them} "
    "yourself:",
    "classwork_unread_line": "{where}, line {line}: ‘{text}’",
    "classwork_troubles": "{n} could not be marked; see the {n:message|messages}.",
    "classwork_column_step": "step",
    "classwork_column_stands": "right",
    "classwork_column_coarse": "too few\ndigits",
    "classwork_column_follows": "follow-\nthrough",
    "classwork_column_wrong": "wrong",
    "classwork_column_unread": "blank or\nunreadable",
    "classwork_column_slip": "commonest slips",
}
