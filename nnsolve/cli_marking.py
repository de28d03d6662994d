"""The commands of marking: check one working, grade a class, find the convention behind a set of answers."""

from __future__ import annotations

import sys

import click

from .completion import problems
from .errors import AnswerError
from .load import read_file
from .output import columns_piped, knows_unicode, write

_FORMAT = click.option("--format", "format_", metavar="FORMAT", default="text", help="text, markdown or json.")
_WIDTH = click.option("--width", type=click.IntRange(60, 400), help="Columns of the page.")
_ASCII = click.option("--ascii", "ascii_", is_flag=True, help="ASCII only, for terminals without Unicode.")
_OUTPUT = click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to a file, whole or not at all.")
_TOLERANCE = click.option(
    "--tolerance", type=click.FloatRange(0), help="Accept answers this near, whatever digits they are written to."
)


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
@_OUTPUT
@_WIDTH
@_ASCII
def check(problem, answers, template, asked_only, hint, continue_, marks, tolerance, format_, output, width, ascii_):
    """Check a working line by line: what is right, where a slip is and of what kind.

    ANSWERS is a file of plain working (net_h1 = 0.3775, one answer a line), YAML, CSV with name and value, or - for
    standard input.
    """
    from .marking.exam import Exam

    exam = Exam(problem)
    if template:
        from .marking.template import template as page

        write(page(exam, problem, asked_only), output)
        return
    if answers is None:
        raise click.UsageError("ANSWERS is missing: a file of answers, or --template for one to fill in.")
    from .marking.page import pages

    text, file = read_file(answers)
    checked = exam.check(exam.read(text, file), tolerance)
    options = {"columns": width or columns_piped(), "ascii_only": ascii_ or not knows_unicode(output)}
    kinds = {"hint": hint, "continue_": continue_, "marks": marks, "format_": format_, "text": text, "file": file}
    write(pages(exam, checked, **kinds, **options), output)
    if any(one.first is not None for one in checked):
        sys.exit(1)


@click.command()
@click.argument("problem", shell_complete=problems)
@click.argument("answers", nargs=-1, required=True, type=click.Path())
@click.option("--feedback", type=click.Path(file_okay=False), help="A folder for one page of feedback a student.")
@click.option("--report", type=click.Path(dir_okay=False), help="Write the class report here instead of printing it.")
@_TOLERANCE
@click.option("--format", "format_", metavar="FORMAT", default="text", help="Of the feedback: text, markdown or json.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="The marks, as .csv or .json.")
@click.option("--width", type=click.IntRange(60, 400), help="Columns of the pages.")
def grade(problem, answers, feedback, report, tolerance, format_, output, width):
    """Mark a class: a folder of answer files, or one CSV with a row a student."""
    from .marking.classwork import Classwork
    from .marking.exam import Exam

    classwork = Classwork(Exam(problem), tolerance, feedback, format_, width or 80)
    found = classwork.students(answers)
    if not found:
        raise AnswerError("no answer files were found; a folder holds files ending in .txt, .yaml, .yml or .csv")
    shown = click.progressbar(found, label="Marking", file=sys.stderr) if sys.stderr.isatty() else None
    with shown or _plain(found) as students:
        for student in students:
            classwork.mark(student)
    if output:
        write(classwork.marks(json=output.lower().endswith(".json")), output)
    write(classwork.report(width or columns_piped()), report)
    for trouble in classwork.troubles:
        click.echo(trouble, err=True)
    if classwork.troubles:
        sys.exit(2)
    if not classwork.all_right:
        sys.exit(1)


class _plain:
    """Students one after another, without a bar."""

    def __init__(self, students):
        self.students = students

    def __enter__(self):
        return self.students

    def __exit__(self, *_):
        return None


@click.command()
@click.argument("problem", shell_complete=problems)
@click.argument("answers", type=click.Path())
@_TOLERANCE
@_OUTPUT
@_WIDTH
def conventions(problem, answers, tolerance, output, width):
    """Find the conventions (loss, rounding, update, …) that explain a set of answers."""
    from .marking.conventions import report

    text, file = read_file(answers)
    page, all_explained = report(problem, text, file, tolerance, width or columns_piped())
    write(page, output)
    if not all_explained:
        sys.exit(1)
