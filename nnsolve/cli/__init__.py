"""The command line: commands and options. No mathematics and no formatting happen here."""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from .. import __version__, process
from ..errors import NnsolveError, listing, nearest, quote
from ..output import columns_of, knows_unicode, say, spell_out, terminal, write
from ..reading.beside import spelled
from ..reading.load import kind_module, kinds, load, loads, read_text
from ..render import format_of, rendered
from .completion import kinds_of, problems, starters_of, tasks, words_of
from .options import OF_PAGE, PAGE, with_options

if TYPE_CHECKING:
    from ..reading.schema import Field
    from ..solution import Solution

# Commands that have a module of their own, loaded when they are called.
MODULES = dict.fromkeys(("check", "conventions", "grade"), "marking")
MODULES |= dict.fromkeys(("draw", "plot"), "pictures")
MODULES |= dict.fromkeys(("key", "worksheet"), "papers")

BAD_INPUT = 2
# What a problem can ask for beyond all bounds that are looked at before.
BOUNDS: dict[type[Exception], str] = {
    RecursionError: "this problem is nested too deeply to be solved",
    MemoryError: "this problem needs more memory than there is",
}


class Commands(click.Group):
    """The fixed commands, those with a module, and one for every kind of problem, loaded when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *MODULES, *kinds()])

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in MODULES:
            return getattr(importlib.import_module(f".{MODULES[name]}", __package__), name)
        command = super().get_command(ctx, name)
        if command is None and name in kinds():
            command = _kind_command(name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            known = self.list_commands(ctx)
            if not args or args[0] in known:
                raise
            hint = nearest(args[0], known) or " See ‘nnsolve --help’."
            raise click.UsageError(f"No such command {quote(args[0])}.{hint}", ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter):
        """Lists commands without loading the kinds."""
        from ..reading.catalogue import summary

        fixed = []
        for name in sorted([*self.commands, *MODULES]):
            command = self.get_command(ctx, name)
            if command is not None:
                fixed.append((name, command.get_short_help_str(100)))
        with formatter.section("Commands"):
            formatter.write_dl(fixed)
        with formatter.section("Kinds of problem, each a command of its own"):
            formatter.write_dl([(name, summary(name)) for name in kinds()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__)
def main():
    """Solve neural-network exam problems step by step, as a good teacher writes them on paper.

    A problem is a YAML file, the name of a problem of the library (see ‘nnsolve list’), or - for standard input.
    """


_PAGE = [
    click.argument("problem", shell_complete=problems),
    click.option("--asked", metavar="NAMES", help="Results to show, such as w5,w1; only what they need is printed."),
    click.option("--decimals", type=click.IntRange(0, 15), help="Digits after the point."),
    click.option("--figures", type=click.IntRange(1, 15), help="Significant figures."),
    click.option("--carry/--no-carry", default=None, help="Compute each line with the rounded numbers before it."),
    click.option("--truncate", is_flag=True, default=None, help="Cut digits off instead of rounding half up."),
    click.option("--detail", type=click.Choice(["full", "brief"]), help="Every reason, or formulas and numbers only."),
    click.option("--notation", metavar="STYLE", help="net/out, in/out, z/a or O_ij."),
    *PAGE,
]


def _page_options(function: Callable) -> Callable:
    return with_options(function, _PAGE)


# Keys of every kind, which have their options there, and those of its rounding.
_OF_ALL = ("asked", "detail", "notation")
_OF_ROUNDING = ("decimals", "figures", "carry", "truncate")


@main.command()
@_page_options
def solve(problem: str, **options: object):
    """Solve a problem file of any kind."""
    _solve(problem, None, options)


def _kind_command(kind: str) -> click.Command:
    """The command of one kind: the page options and the options that its fields declare."""
    module = kind_module(kind)
    own = []
    for name, field in module.Problem.fields().items():
        if field.option and name not in _OF_ALL:
            own.append(_option_of(field))

    def run(problem: str, **options: object):
        _solve(problem, kind, options)

    command = click.command(name=kind, help=module.__doc__, context_settings=main.context_settings)
    return command(_page_options(with_options(run, own)))


def _option_of(field: Field) -> Callable:
    """The option for one key of a kind."""
    from ..reading.known import offered

    flag, schema, about = field.name.replace("_", "-"), field.type.schema(), _sentence(field.doc)
    if schema.get("type") == "boolean":
        return click.option(f"--{flag}/--no-{flag}", field.name, default=None, help=about)
    metavar, names = field.name.upper(), list(offered(schema))
    words = schema.get("enum")
    if isinstance(words, list):
        metavar = "|".join(words)
    elif names:
        about += f" Known: {', '.join(names)}."
    return click.option(f"--{flag}", field.name, metavar=metavar, help=about, shell_complete=words_of(names))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _solve(name: str, kind: str | None, options: dict):
    """Loads, solves and prints every problem of a file."""
    from .. import solve

    format_ = format_of(options["output"], options["format_"])
    solutions = [solve(problem) for problem in load(name, kind, _overrides(options))]
    if format_ == "text":
        _print_text(solutions, options)
        return
    ascii_only = options["ascii_"] or not knows_unicode(options["output"])
    kept = {key: options[key] for key in ("full", "paper", "fragment", "plots")}
    write(rendered(solutions, format_, ascii=ascii_only, **kept), options["output"], options["force"])


def _overrides(options: dict) -> dict[str, str]:
    """The keys of the problem that options replace, with their new text."""
    found = {}
    for key, value in options.items():
        if value is None or key in OF_PAGE:
            continue
        path = f"rounding.{key}" if key in _OF_ROUNDING else key
        found[path] = spelled(value)
    return found


def _print_text(solutions: list[Solution], options: dict):
    """Prints pages to the terminal in its width and colours, or plainly to a file or pipe."""
    from .. import render

    console = None if options["output"] else terminal()
    columns = options["width"] or columns_of(console)
    ascii_only = options["ascii_"] or not knows_unicode(options["output"])
    if console is not None and console.no_color:
        console = None
    look = {"width": columns, "full": options["full"], "ascii": ascii_only, "color": console is not None}
    page = "\n".join(render(solution, "text", **look) for solution in solutions)
    if console is None:
        write(page, options["output"], options["force"])
        return
    from ..page.colour import coloured

    console.print(coloured(page), end="")


@main.command("list")
@click.argument("topic", required=False)
def list_(topic: str | None):
    """List the problems that come with the program by topic; of one TOPIC, or of one kind, if told."""
    from ..reading.catalogue import entries

    found, topics = entries(), _topics(topic)
    wide = [max(len(entry.name) for entry in found), max(len(entry.kind) for entry in found)]
    pages = []
    for name, members in topics.items():
        rows = [entry for entry in found if entry.kind in members]
        lines = [f"  {entry.name:<{wide[0]}}  {entry.kind:<{wide[1]}}  {entry.title}".rstrip() for entry in rows]
        pages.append("\n".join([name, *lines]) + "\n")
    click.echo("\n".join(pages), nl=False)


def _topics(told: str | None) -> dict[str, list[str]]:
    """The topics with their kinds: all, the ones that begin as told, or that of the kind that is told."""
    from ..reading.catalogue import TOPICS, kinds_by_topic

    topics = kinds_by_topic()
    if not told:
        return topics
    if told in kinds():
        return {name: [told] for name, members in topics.items() if told in members}
    chosen = [name for name in TOPICS if name.lower().startswith(told.lower())]
    if not chosen:
        known = [*TOPICS, *kinds()]
        raise click.UsageError(f"No such topic {quote(told)}; there are {listing(known)}.{nearest(told, known)}")
    return {name: topics[name] for name in chosen}


@main.command()
@click.argument("problem", shell_complete=problems)
def show(problem: str):
    """Print a problem as an exam would state it, as comments, and then its file."""
    from .. import solve
    from ..render import stated

    text, file = read_text(problem)
    try:
        pages = [stated(solve(each), 78) for each in loads(text, file)]
    except NnsolveError:
        click.echo(text, nl=False)
        raise
    lines = [f"# {line}".rstrip() for page in pages for line in page.splitlines()]
    click.echo("\n".join(lines) + "\n\n" + text, nl=False)


@main.command()
@click.argument("kind", required=False, shell_complete=kinds_of)
def schema(kind: str | None):
    """Print the JSON Schema of problem files, of one kind or of all."""
    import json

    from ..reading.starter import json_schema

    wanted = json_schema([_known(kind)] if kind else kinds())
    click.echo(json.dumps(wanted, ensure_ascii=False, indent=2))


def _known(kind: str, words: Iterable[str] = ()) -> str:
    """The kind, if there is one; else the nearest one is offered, or the nearest of ``words`` that stand for one."""
    if kind not in kinds():
        hint = nearest(kind, [*kinds(), *words])
        raise click.UsageError(f"No such kind {quote(kind)}; there are {listing(kinds(), 40)}.{hint}")
    return kind


@main.command()
@click.argument("kind", shell_complete=starters_of)
def new(kind: str):
    """Print a commented starter file of a kind, which solves as it stands.

    KIND may be the name of a part of one as well, such as lstm, layernorm, word2vec or bleu.
    """
    from ..reading.starter import named_starters, plain, starter

    if kind in kinds():
        click.echo(starter(kind), nl=False)
        return
    known = named_starters()
    text = known.get(plain(kind))
    click.echo(text if text is not None else starter(_known(kind, known)), nl=False)


@main.command()
@click.argument("task", required=False, nargs=-1, shell_complete=tasks)
def advise(task: tuple[str, ...]):
    """Say which loss and which output activation fit which kind of problem, and why.

    TASK may be the name of an activation or of a loss as well: what is known of it, and what it is for.
    """
    from .advice import advice

    columns = columns_of(terminal())
    click.echo(advice(" ".join(task) or None, max(columns, 60)), nl=False)


def run():
    """The entry point: every error becomes its message and its exit code."""
    gc.disable()  # a short process that makes no cycles worth collecting is quicker without
    process.reserve_streams()
    spell_out()
    try:
        process.raise_at_interrupts()
        main(standalone_mode=False)
    except SystemExit:
        if _reader_has_gone():  # no error of ours
            sys.exit(0)
        raise
    except (click.Abort, KeyboardInterrupt):
        sys.exit(process.INTERRUPTED)
    except OSError as error:
        _unwritable(error)
    except Exception as error:
        sys.exit(_told(error))
    finally:
        process.end_at_interrupts()
        gc.freeze()  # nothing is collected at the end either: the process is over


def _reader_has_gone() -> bool:
    """Whether click has wrapped standard output as a pipe that nobody reads; its class has had two names."""
    return type(sys.stdout).__name__.endswith("PacifyFlushWrapper")


def _told(error: Exception) -> int:
    """Says what went wrong, and returns the exit code."""
    if isinstance(error, NnsolveError):
        say(str(error))
        return error.exit_code
    if isinstance(error, click.ClickException):
        shown = io.StringIO()
        error.show(shown)
        say(shown.getvalue().removesuffix("\n"))
        return BAD_INPUT
    for kind, message in BOUNDS.items():
        if isinstance(error, kind):
            say(message)
            return BAD_INPUT
    if process.wants_traceback():
        import traceback

        traceback.print_exception(error)
    say(process.report_of(error, __version__))
    return process.FAULT


def _unwritable(error: OSError):
    """Ends the process where a file or folder, or standard output, takes or gives no more."""
    what = "the output cannot be written" if error.filename is None else error.filename
    say(f"{what}: {error.strerror or error}")
    os._exit(BAD_INPUT)  # what is left to be written would fail again
