"""Answers and classes as students might write them: some right, some broken, some with strange names."""

from __future__ import annotations

import random
import re

from click.testing import CliRunner

from nnsolve.cli import main

VALUES = [
    "0", "-0", "0.3775", "0,3775", "1e308", "-1e-400", "1e999", "9" * 400, "1/0", "½", "0.1.2", "(" * 200, "e^e^e^e",
    "9^9^9^9", "28x28x6", "[1, 2", "[[1], [2, 3]]", "[]", "{}", "yes", "-", "?", "…", "=", "= 3 =", "٣", "10x", "i",
    "ln(0)", "sqrt(-1)", "0/0", "\x1b[31m", "\u202e0.5", "[bold]1[/bold]", "#read(1)", "\\input{x}", "<b>", "`|`",
    "x", "w1*i1",
]  # fmt: skip
NAMES = ["", "E", "zzz", "net_h1", "w5'", "∂E/∂w₅", "Question 2", "Q2 w5", "student", "1", "9", "answers", "x" * 60]


def working(name: str, draw: random.Random) -> str:
    """The answers of a problem as a student might write them: some right, some broken, some with strange names."""
    template = CliRunner().invoke(main, ["check", name, "--template"]).stdout
    names = re.findall(r"^\s*([^#:\s][^:]*):", template, re.MULTILINE) + NAMES
    lines = []
    for _ in range(draw.randint(0, 12)):
        value = draw.choice(VALUES) if draw.random() < 0.6 else f"{draw.uniform(-2, 2):.{draw.randint(0, 9)}f}"
        lines.append(f"{draw.choice(names)}{draw.choice([' = ', ': ', ',', ' ', '='])}{value}")
    text = "\n".join(lines) + "\n"
    if draw.random() < 0.3:  # cut or doubled somewhere
        at = draw.randrange(len(text))
        text = (
            text[:at] + draw.choice(["", text[at : at + 9], "\t", "\r\n", '"', "\x00", "---\n", "{"]) + text[at + 1 :]
        )
    return text


def table(draw: random.Random) -> str:
    """A class in one table, some rows too short, too long or in a strange order."""
    heads = [
        "student",
        *draw.sample(["w5", "E", "dE/dw1", "Q1 w5", "Q2 parameters", "zzz", "", "w5"], draw.randint(0, 5)),
    ]
    rows = [heads]
    for number in range(draw.randint(0, 6)):
        rows.append([draw.choice([f"s{number}", "", "=cmd()", "../x", "Ann", "a/b", "\x1b[1m"])])
        rows[-1] += [draw.choice(VALUES) for _ in range(max(0, len(heads) - 1 + draw.choice([0, 0, 0, -1, 1])))]
    return "\n".join(draw.choice([",", ",", ";"]).join(row) for row in rows) + "\n"
