"""The command line: commands and options. No mathematics and no formatting happen here."""

from __future__ import annotations

import contextlib
import gc
import os
import sys

import click

from .errors import NnsolveError, OutputError, listing, quote
from .load import kind_module, kinds, library, load, read_text

COLUMNS_PIPED = 80
COLUMNS_MOST = 110


class Commands(click.Group):
    """The fixed commands, and one command for every kind of problem, made when it is called."""

    def list_commands(self, ctx):
        return sorted([*super().list_commands(ctx), *kinds()])

    def get_command(self, ctx, name):
        command = super().get_command(ctx, name)
        if command is None and name in kinds():
            command = _kind_command(name)
        return command

    def resolve_command(self, ctx, args):
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if args and args[0] not in self.list_commands(ctx):
                from .errors import nearest

                hint = nearest(args[0], self.list_commands(ctx)) or " See ‘nnsolve --help’."
                raise click.UsageError(f"No such command {quote(args[0])}.{hint}", ctx) from error
            raise

    def format_commands(self, ctx, formatter):
        """Lists commands without loading the kinds."""
        fixed = [(name, self.commands[name].get_short_help_str(100)) for name in sorted(self.commands)]
        with formatter.section("Commands"):
            formatter.write_dl(fixed)
        with formatter.section("Kinds of problem, each a command of its own"):
            formatter.write_dl([(name, _summary(name)) for name in kinds()])


def _summary(kind: str) -> str:
    """The first line of a kind's docstring, read without importing the kind."""
    with open(
        os.path.join(os.path.dirname(__file__), "kinds", kind.replace("-", "_") + ".py"), encoding="utf-8"
    ) as file:
        return file.readline().strip().strip('"').rstrip(".")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="nnsolve")
def main():
    """Solve neural-network exam problems step by step, as a good teacher writes them on paper.

    A problem is a YAML file, the name of a problem of the library (see ‘nnsolve list’), or - for standard input.
    """


_PAGE = [
    click.argument("problem"),
    click.option("--asked", metavar="NAMES", help="Results to show, such as w5,w1; only what they need is printed."),
    click.option("--decimals", type=click.IntRange(0, 15), help="Digits after the point."),
    click.option("--figures", type=click.IntRange(1, 15), help="Significant figures."),
    click.option("--carry/--no-carry", default=None, help="Compute each line with the rounded numbers before it."),
    click.option("--truncate", is_flag=True, default=None, help="Cut digits off instead of rounding half up."),
    click.option("--detail", type=click.Choice(["full", "brief"]), help="Every reason, or formulas and numbers only."),
    click.option("--notation", metavar="STYLE", help="net/out, in/out, z/a or O_ij."),
    click.option("--format", "format_", metavar="FORMAT", default="text", help="text, markdown or json."),
    click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to a file, whole or not at all."),
    click.option("--full", is_flag=True, help="Write out sums and tables that are otherwise shortened."),
    click.option("--width", type=click.IntRange(60, 400), help="Columns of the page; the terminal's unless told."),
    click.option("--ascii", "ascii_", is_flag=True, help="ASCII only, for terminals without Unicode."),
]


def _page_options(function):
    for option in reversed(_PAGE):
        function = option(function)
    return function


@main.command()
@_page_options
def solve(problem, **options):
    """Solve a problem file of any kind."""
    _solve(problem, None, options)


def _kind_command(kind: str) -> click.Command:
    """The command of one kind: the page options and the options that its fields declare."""
    record = kind_module(kind).Problem
    known = {"asked", "detail", "notation"}
    own = [field for name, field in record.fields().items() if field.option and name not in known]

    def run(problem, **options):
        _solve(problem, kind, options)

    for field in reversed(own):
        flags = [f"--{field.name.replace('_', '-')}"]
        schema = field.type.schema()
        if schema.get("type") == "boolean":
            flags[0] += f"/--no-{field.name.replace('_', '-')}"
            run = click.option(*flags, field.name, default=None, help=f"{_sentence(field.doc)}")(run)
        else:
            metavar = "|".join(schema["enum"]) if "enum" in schema else field.name.upper()
            run = click.option(*flags, field.name, metavar=metavar, help=f"{_sentence(field.doc)}")(run)
    run = _page_options(run)
    module = kind_module(kind)
    return click.command(name=kind, help=module.__doc__, context_settings=main.context_settings)(run)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _solve(name: str, kind: str | None, options: dict):
    """Loads, solves and prints every problem of a file."""
    from . import render, solve

    overrides = {}
    for key, value in options.items():
        if value is not None and key not in ("format_", "output", "full", "width", "ascii_"):
            text = str(value).lower() if isinstance(value, bool) else str(value)
            overrides[f"rounding.{key}" if key in ("decimals", "figures", "carry", "truncate") else key] = text
    solutions = [solve(problem) for problem in load(name, kind, overrides)]
    format_ = options["format_"]
    if format_ == "text":
        _print_text(solutions, options)
        return
    ascii_only = options["ascii_"] or not _knows_unicode(options["output"])
    pages = [render(solution, format_, full=options["full"], ascii=ascii_only) for solution in solutions]
    if format_ == "json" and len(pages) > 1:
        page = "[" + ",\n".join(page.rstrip() for page in pages) + "]\n"
    else:
        page = "\n".join(pages)
    _write(page, options["output"])


def _print_text(solutions, options):
    """Prints pages to the terminal in its width and colours, or plainly to a file or pipe."""
    from . import render

    console = None if options["output"] else _console()
    columns = options["width"] or (min(console.width, COLUMNS_MOST) if console else _columns_piped())
    ascii_only = options["ascii_"] or not _knows_unicode(options["output"])
    colour = bool(console) and not console.no_color
    page = "\n".join(
        render(solution, "text", width=columns, full=options["full"], ascii=ascii_only, color=colour)
        for solution in solutions
    )
    if colour:
        from .page.colour import coloured

        console.print(coloured(page), end="")
    else:
        _write(page, options["output"])


def _console():
    """The terminal, or None where output is piped. rich's console takes long to import and is needed only here."""
    if not (sys.stdout.isatty() or os.environ.get("FORCE_COLOR")):
        return None
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    return console if console.is_terminal else None


def _columns_piped() -> int:
    columns = os.environ.get("COLUMNS", "")
    return min(int(columns), COLUMNS_MOST) if columns.isdecimal() and len(columns) < 5 else COLUMNS_PIPED


def _knows_unicode(output) -> bool:
    """Whether the output can show Unicode; files always can."""
    return bool(output) or (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") in ("utf8", "utf16")


def _write(text: str, output: str | None):
    """Writes to standard output, or to a file that is there whole or not at all."""
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        _replace(os.path.realpath(output), text)  # a link keeps pointing where it points
    except OSError as error:
        raise OutputError(f"{output}: cannot be written: {error.strerror}") from None


def _replace(path: str, text: str):
    """Puts ``text`` into a file by way of a temporary one beside it; devices and pipes are written to as they are."""
    import stat
    import tempfile

    mode = os.stat(path).st_mode if os.path.exists(path) else None
    if mode is not None and not stat.S_ISREG(mode):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return
    if mode is not None and not os.access(path, os.W_OK):
        raise PermissionError(13, "permission denied")
    if mode is None:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".nnsolve-")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(temporary, stat.S_IMODE(mode))
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


@main.command("list")
def list_():
    """List the problems that come with the program."""
    from .yamlfile import Faults, read_documents

    rows = []
    for name in library():
        entries = read_documents(read_text(name)[0], Faults(name))[0].entries
        rows.append((name, entries["kind"].text, entries["title"].text if "title" in entries else ""))
    wide = [max(len(row[k]) for row in rows) for k in range(2)]
    for name, kind, title in rows:
        click.echo(f"{name:<{wide[0]}}  {kind:<{wide[1]}}  {title}")


@main.command()
@click.argument("problem")
def show(problem):
    """Print a problem file of the library, or any other."""
    click.echo(read_text(problem)[0], nl=False)


@main.command()
@click.argument("kind", required=False)
def schema(kind):
    """Print the JSON Schema of problem files, of one kind or of all."""
    import json

    click.echo(json.dumps(_schema(kind), ensure_ascii=False, indent=2))


def _schema(kind: str | None) -> dict:
    from .starter import json_schema

    return json_schema([_known(kind)] if kind else kinds())


def _known(kind: str) -> str:
    if kind not in kinds():
        from .errors import nearest

        raise click.UsageError(f"No such kind {quote(kind)}; there are {listing(kinds(), 40)}.{nearest(kind, kinds())}")
    return kind


@main.command()
@click.argument("kind")
def new(kind):
    """Print a commented starter file of a kind, which solves as it stands."""
    from .starter import starter

    click.echo(starter(_known(kind)), nl=False)


def _spell_out():
    """Lets the streams spell out the letters that they do not know: ‘δ’ as delta, on a terminal that has only ASCII."""
    import codecs

    def spelt(error):
        from .page.glyphs import plain_ascii

        return plain_ascii(error.object[error.start : error.end]), error.end

    codecs.register_error("spelt-out", spelt)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="spelt-out")


def _say(message: str):
    """A message on standard error, if that can be written."""
    with contextlib.suppress(OSError):
        click.echo(message, err=True)


def run():
    """The entry point: every error of ours becomes its message and exit code."""
    gc.disable()  # a short process that makes no cycles worth collecting is quicker without
    _spell_out()
    try:
        main(standalone_mode=False)
    except NnsolveError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except OSError as error:  # what is left: standard output that takes no more
        _say(f"the output cannot be written: {error.strerror}")
        os._exit(2)
    except RecursionError:
        click.echo("this problem is nested too deeply to be solved", err=True)
        sys.exit(2)
    except SystemExit:
        if isinstance(sys.stdout, click.utils.PacifyFlushWrapper):  # the reader of a pipe has gone: no error of ours
            sys.exit(0)
        raise
