"""The commands of marking: check one working, grade a class, find the convention behind a set of answers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ..endings import format_by_ending
from ..errors import AnswerError
from ..output import columns_piped, knows_unicode, replaceable, write
from ..reading.load import read_file
from .completion import problems
from .options import OUTPUT, FiniteRange, output_option

if TYPE_CHECKING:
    from ..marking.classwork import Classwork, Student
    from ..marking.exam import Exam

_FORMAT = click.option(
    "--format",
    "format_",
    metavar="FORMAT",
    help="text, markdown, json, html, typst or pdf; by the ending of -o, or text, unless told.",
)
_PAPER = click.option(
    "--paper", type=click.Choice(["a4", "letter"], False), default="a4", help="Paper of PDF and Typst."
)
_WIDTH = click.option("--width", type=click.IntRange(60, 400), help="Columns of the page.")
_ASCII = click.option("--ascii", "ascii_", is_flag=True, help="ASCII only, for terminals without Unicode.")
_FORCE = click.option("-f", "--force", is_flag=True, help="Replace files that are there already.")
_TOLERANCE = click.option(
    "--tolerance", type=FiniteRange(0), help="Accept answers this near, whatever digits they are written to."
)
# The endings of files that are written in one format, or in few.
_TEXT, _TEMPLATE = {".txt": "text"}, {".yaml": "yaml", ".yml": "yaml"}
_MARKS = {".csv": "csv", ".json": "json"}


def _exam(problem: str) -> Exam:
    """The questions ready for marking."""
    from ..marking.exam import Exam

    return Exam(problem)


@click.command()
@click.argument("problem", shell_complete=problems)
@click.argument("answers", required=False, type=click.Path())
@click.option("--template", is_flag=True, help="Print an answer file to fill in.")
@click.option("--asked-only", is_flag=True, help="With --template: only what the problem asks for.")
@click.option("--hint", is_flag=True, help="Show only the first line that does not stand and what to look at.")
@click.option("--continue", "continue_", is_flag=True, help="Go on with the solution from your own numbers.")
@click.option("--marks/--no-marks", default=None, help="Print the marks; on where the problem has marks:.")
@_TOLERANCE
@_FORMAT
@OUTPUT
@_FORCE
@_WIDTH
@_PAPER
@_ASCII
def check(
    problem: str,
    answers: str | None,
    template: bool,
    asked_only: bool,
    hint: bool,
    continue_: bool,
    marks: bool | None,
    tolerance: float | None,
    format_: str | None,
    output: str | None,
    force: bool,
    width: int | None,
    paper: str,
    ascii_: bool,
):
    """Check a working line by line: what is right, where a slip is and of what kind.

    ANSWERS is a file of plain working (net_h1 = 0.3775, one answer a line), YAML, CSV with name and value, or - for
    standard input.
    """
    from ..marking.feedback import format_of

    if template:
        from ..marking.template import template as page

        format_by_ending(output, _TEMPLATE, "yaml")
        write(page(_exam(problem), problem, asked_only), output, force)
        return
    format_ = format_of(output, format_)
    exam = _exam(problem)
    if answers is None:
        raise click.UsageError("ANSWERS is missing: a file of answers, or --template for one to fill in.")
    from ..marking.page import pages
    from ..marking.verdicts import all_stand

    if hint and format_ in ("pdf", "typst"):
        raise click.UsageError("--hint is a sentence of text; leave it out, or write it to a .txt file.")
    text, file = read_file(answers)
    checked = exam.check(exam.read(text, file), tolerance)
    columns, ascii_only = width or columns_piped(), ascii_ or not knows_unicode(output)
    write(pages(exam, checked, hint, continue_, marks, format_, text, file, columns, ascii_only, paper), output, force)
    if not all_stand(checked):
        sys.exit(1)


@click.command()
@click.argument("problem", shell_complete=problems)
@click.argument("answers", nargs=-1, required=True, type=click.Path())
@click.option("--feedback", type=click.Path(file_okay=False), help="A folder for one page of feedback a student.")
@output_option("--report", about="Write the class report here, a .txt, instead of printing it.")
@_TOLERANCE
@click.option(
    "--format",
    "format_",
    metavar="FORMAT",
    default="text",
    help="Of the feedback: text, markdown, json, html, typst or pdf.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="The marks, as .csv or .json.")
@_FORCE
@click.option("--width", type=click.IntRange(60, 400), help="Columns of the pages.")
@_PAPER
def grade(
    problem: str,
    answers: tuple[str, ...],
    feedback: str | None,
    report: str | None,
    tolerance: float | None,
    format_: str,
    output: str | None,
    force: bool,
    width: int | None,
    paper: str,
):
    """Mark a class: a folder of answer files, or one CSV with a row a student."""
    from ..marking.classwork import Classwork
    from ..page.glyphs import plain_ascii

    marks = format_by_ending(output, _MARKS, "csv")
    format_by_ending(report, _TEXT, "text")
    for path in (feedback, output, report):
        replaceable(path, force)
    classwork = Classwork(_exam(problem), tolerance, feedback, format_, width or 80, paper)
    found = classwork.students(answers)
    if not found and not classwork.troubles:
        raise AnswerError("no answer files were found; a folder holds files ending in .txt, .yaml, .yml or .csv")
    _mark(classwork, found)
    if not classwork.rows:
        raise AnswerError("\n".join(classwork.troubles))
    if output:
        write(classwork.marks(json=marks == "json"), output, force=True)
    page = classwork.report(width or columns_piped())
    write(page if knows_unicode(report) else plain_ascii(page), report, force=True)
    _end(classwork)


def _mark(classwork: Classwork, students: list[Student]):
    """Marks every student; a terminal shows how far it has come."""
    if not sys.stderr.isatty():
        for student in students:
            classwork.mark(student)
        return
    with click.progressbar(students, label="Marking", file=sys.stderr) as shown:
        for student in shown:
            classwork.mark(student)


def _end(classwork: Classwork):
    """Tells the troubles, and ends with 2 where there are any, with 1 where something is not right."""
    for trouble in classwork.troubles:
        click.echo(trouble, err=True)
    if classwork.troubles:
        sys.exit(2)
    if not classwork.all_right:
        sys.exit(1)


@click.command()
@click.argument("problem", shell_complete=problems)
@click.argument("answers", type=click.Path())
@_TOLERANCE
@OUTPUT
@_FORCE
@_WIDTH
def conventions(
    problem: str, answers: str, tolerance: float | None, output: str | None, force: bool, width: int | None
):
    """Find the conventions (loss, rounding, update, …) that explain a set of answers."""
    from ..marking.conventions import report

    format_by_ending(output, _TEXT, "text")
    text, file = read_file(answers)
    page, all_explained = report(_exam(problem), text, file, tolerance, width or columns_piped())
    write(page, output, force)
    if not all_explained:
        sys.exit(1)
