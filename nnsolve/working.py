"""The builder a solver writes on, and the one place where what was written becomes a solution.

The order of writing is the order of the page and of evaluation. What a problem asks for is looked up, what it may ask
for beyond the page is written where it does, what leads to nothing that is asked for is left out: :func:`finish`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Generic, Protocol, TypeAlias, TypedDict, TypeVar

from .formula.expr import Expr, Num, Symbol, symbols
from .formula.marks import AnyMark, Mark, Names
from .given import Given, gathered
from .names import Name
from .offer import Offer, finds_none
from .solution import (
    Block,
    Part,
    Ref,
    Says,
    Section,
    Solution,
    Statement,
    Step,
    Table,
    Unfolded,
    names_of,
    needed,
    not_unfolded,
    steps_of,
)

if TYPE_CHECKING:
    from typing import Unpack

    from .evaluation import Givable
    from .formula.derive import Backward
    from .formula.numbers import Value
    from .formula.rounding import Rounding
    from .reading.problem import CommonProblem, Notation
    from .resolver import Resolver

    class Standing(TypedDict, total=False):
        """Where sections stand: on the whole page too, whatever is asked for."""

        shown: bool
        whole: bool

    class BlockOptions(TypedDict, total=False):
        """What a block may have besides its title and its steps."""

        goal: Name | None
        table: Table | None
        longest: int | None
        room: int

    class BackwardOptions(TypedDict, total=False):
        """What a backward pass may be told besides its steps and its target."""

        alias: dict[Name, Name] | None
        collapse: dict[Name, Expr] | None
        inline: bool
        closed: bool
        named: Callable[[Name, Name], Name]
        stations: Collection[Name]
        shares: Collection[Name]
        sizes: Mapping[Name, tuple[int, ...]] | None


class Worked(Protocol):
    """What a page needs of its problem."""

    command: str
    title: str
    source: str
    detail: str
    asked: list[str] | None
    notation: Notation | None

    @property
    def precision(self) -> Rounding:
        """The rounding of the page."""


# A record of a file, or what else has the same.
Problem = TypeVar("Problem", bound="CommonProblem | Worked")

# What is made of the finished solution: its values are known, and what is asked for.
Made = TypeVar("Made")
Late: TypeAlias = Callable[[Solution], Made]
LateTable: TypeAlias = Late[Table | None]
LateCheck: TypeAlias = Late[Says | None]
LateNotes: TypeAlias = Late[Says | Iterable[Says] | None]


def _nothing(solution: Solution) -> None:
    """What a page has that has none of its own."""


class Working(Generic[Problem]):
    """A page while it is written.

    ``given`` numbers by name, in ``rows`` as they are printed side by side, those that are ``spare`` only where they
    are used; ``letters`` are given without a number. What is ``untold`` stands on the page, given or made, and no text
    means it: a number out of a table that is none of the problem, a parameter that asks for its gradient. What a
    section of a later visit takes out of the table to begin with is ``begun``. Of the ``sections`` those ``aside`` are
    written only where a result of them is asked for, those that are ``whole`` whatever is. ``marks``, ``heads``,
    ``places``, ``error_terms`` and ``target`` say how names are printed (see :class:`.formula.marks.Names`),
    ``answers`` what is reported where nothing is asked for, as far as it is there; ``results`` are values of what is
    not written out: steps that stand in a table only, or were run again and again. A paper has ``parts``, and ``lines``
    of text under its title.

    A kind's own words for its names are ``synonyms``; those ``asking`` mean something else in an answer, and what is
    ``spelt`` is understood in ``asked:`` alone and letter by letter. Where anything is asked for, names are printed as
    they are told ``apart``, and asked for so or as the whole page prints them; what is asked for is printed as it is
    spelt where it is ``named_whole``. ``holders`` say in which entry a result without a step of its own stands,
    ``groups`` are what one name stands for, ``along`` the step that stands there with a result: the one that has its
    value, or another way to it. Of very many names on a page with ``many`` those alone count that ``asked:`` may mean.
    What is not written yet is among the ``offers`` (:meth:`offer`).

    Three things a kind may do itself: ``close`` adds what can be made only of the sections that stay on the page, such
    as the table of their results; ``unfold`` gives a run as steps up to some of its results, from which marking goes on
    with other numbers, or None where it is too long; ``beyond`` gives what a run that ends early would have with these.
    """

    def __init__(self, problem: Problem):
        self.problem = problem
        self.subtitle, self.layout, self.symbolic = "", "worked", False
        self.rounding: Rounding = problem.precision
        self.given = Given()
        self.begun: dict[Name, Value] = {}
        self.letters: list[Name] = []
        self.untold: Collection[str] = ()
        self.rows: list[list[Name]] = []
        self.spare: set[Name] = set()
        self.sections: list[Section] = []
        self.aside: set[Section] = set()
        self.whole: set[Section] = set()
        self.stems: dict[str, str] = {}
        self.marks: dict[Name, AnyMark | str] = {}
        self.heads: dict[Name, AnyMark | str] = {}
        self.places: dict[str, str] = {}
        self.error_terms, self.target = False, "E"
        self.answers: list[Name] = []
        self.synonyms: dict[str, Name] = {}
        self.asking: dict[str, Name] = {}
        self.spelt: dict[str, Name] = {}
        self.apart: Mapping[Name, AnyMark | str] = {}
        self.named_whole = False
        self.results: dict[Name, Value] = {}
        self.holders: dict[Name, Ref] = {}
        self.groups: dict[Name, list[Name]] = {}
        self.along: dict[Name, Name] = {}
        self.many = False
        self.offers: list[Offer] = []
        self.statement: list[Says | Table] = []
        self.parts: list[Part] = []
        self.lines: list[str] = []
        self.unfold: Callable[[Collection[Name]], Unfolded | None] = not_unfolded
        self.beyond: Callable[[Collection[Name]], Unfolded | None] = not_unfolded
        self.close: Callable[[list[Section]], None] = lambda sections: None
        self.backward: Backward | None = None
        self._notes: list[tuple[LateNotes, bool]] = []
        self._table: tuple[LateTable, bool] = (_nothing, False)
        self._check: tuple[LateCheck, bool] = (_nothing, False)

    # What is given

    def give(self, name: Name, number: Expr | int, mark: Mark | str = "") -> Symbol:
        """A number of the problem under a name. Raises ClashError where the name has another number already."""
        self.given[name] = number if isinstance(number, Expr) else Num(str(number), number)
        if mark:
            self.marks[name] = mark
        return Symbol(name)

    def row(self, numbers: Mapping[Name, Expr]) -> None:
        """Given numbers that stand side by side."""
        self.given |= numbers
        self.rows.append(list(numbers))

    # What is written

    def section(self, title: Says, *blocks: Block, **where: Unpack[Standing]) -> Section:
        """Begins a section of the page; ``where`` it stands as of :meth:`add`."""
        self.add([Section(title, list(blocks))], **where)
        return self.sections[-1]

    def add(self, sections: Iterable[Section], shown: bool = True, whole: bool = False) -> None:
        """Puts sections on the page; not ``shown`` only where a result of them is asked for, ``whole`` whatever is."""
        found = list(sections)
        self.sections += found
        self.aside.update([] if shown else found)
        self.whole.update(found if whole else [])

    def brief(self, sections: Iterable[Section]) -> None:
        """Sections that stand on the whole page alone, in the place of others that are not shown."""
        self.offer(lambda wanted: self.add(sections), shown=True)

    def block(
        self,
        title: Says | None = None,
        intro: Says | None = None,
        steps: Iterable[Step] = (),
        **how: Unpack[BlockOptions],
    ) -> Block:
        """Begins a block of the open section; ``how`` as of :class:`.solution.Block`."""
        self.sections[-1].blocks.append(Block(title, list(steps), intro, **how))
        return self.sections[-1].blocks[-1]

    def step(self, name: Name, formula: Expr, reason: Says | None = None, shows: str = "") -> Symbol:
        """Writes a step into the open block."""
        self.sections[-1].blocks[-1].steps.append(Step(name, formula, reason, shows))
        return Symbol(name)

    def alike(self, steps: Iterable[tuple[Name, Expr]], reason: Says) -> None:
        """Writes steps of one pattern into the open block; the reason stands beside the first."""
        said: Says | None = reason
        for name, formula in steps:
            self.step(name, formula, said)
            said = None

    def state(self, name: Name, formula: Expr, reason: Says | None = None) -> None:
        """Writes a formula that has no number of its own."""
        self.sections[-1].blocks[-1].steps.append(Statement(name, formula, reason))

    def answer(self, name: Name, formula: Expr, reason: Says | None = None) -> Symbol:
        """Writes a step that is a result of the page."""
        self.answers.append(name)
        return self.step(name, formula, reason)

    @property
    def steps(self) -> list[Step]:
        """All that is written so far, in order."""
        return steps_of(self.sections)

    def name_whole(self, names: Iterable[Name]) -> None:
        """Prints these names as they are spelt, also in front of their lines: a count that is asked for by itself."""
        for name in names:
            self.marks[name] = Mark(name)
            self.heads.pop(name, None)

    def offer(
        self,
        write: Callable[[list[Name]], None] | None,
        makes: Iterable[Name] = (),
        finds: Callable[[str], Name | None] = finds_none,
        shown: bool = False,
    ) -> None:
        """Offers what stands behind the sections so far, written where it is wanted: see :class:`.offer.Offer`."""
        self.offers.append(Offer(len(self.sections), makes, write, finds, shown))

    # Derivatives

    def differentiate(self, target: Name, **how: Unpack[BackwardOptions]) -> None:
        """What is differentiated from here on, over the steps that are written; ``how`` as of :class:`Backward`."""
        from .formula.derive import Backward

        steps = [(step.name, step.formula) for step in self.steps if type(step) is not Statement]
        self.backward = Backward(steps, target, self._derived, lambda name, chains: self.block(), **how)

    def gradient(self, by: Name) -> Symbol:
        """The derivative of the target by a name; what it needs is written, once."""
        assert self.backward is not None, "there is nothing to differentiate yet"
        return Symbol(self.backward.gradient(by))

    def _derived(self, name: Name, formula: Expr, role: str, of: tuple[Name, ...]) -> None:
        self.step(name, formula)
        if role in ("chain", "paths"):
            self.sections[-1].blocks[-1].goal = name

    # What stands below

    def note(self, *says: Says | LateNotes, always: bool = True) -> None:
        """Sentences at the end of the page; made of the finished solution (one, several or none) where callable.

        Those that do not stand there ``always`` are left out where something is asked for.
        """
        for each in says:
            self._notes.append((_said(each) if isinstance(each, Says) else each, always))

    def table(self, table: Table | LateTable, always: bool = False) -> None:
        """The table at the end; where something is asked for it is left out, unless it stands there ``always``."""
        late = (lambda solution: table) if isinstance(table, Table) else table
        self._table = late, always

    def check(self, check: LateCheck, always: bool = False) -> None:
        """What was checked, as a sentence; as with the table."""
        self._check = check, always

    # What is asked for

    @property
    def names(self) -> Names:
        """How names are printed: a problem's own notation before the kind's."""
        own = self.problem.notation
        stems, exact = (own.stems, own.exact) if own else ({}, {})
        names = Names(self.stems | stems, self.marks | exact, self.places, self.error_terms, self.heads)
        names.target = self.target
        return names

    def named(self) -> tuple[list[Name], list[Name]]:
        """The results, those of all runs first, then in the order of the page, and what is given."""
        results, offered, begin = [*self.results], [], 0
        for offer in self.offers:
            offered += offer.names
            results += [*self._made(begin, offer.place), *offer.names]
            begin = offer.place
        results += [*self._made(begin), *self.holders]
        given = [*self.letters, *(name for name in self.given if name not in self.untold)]
        return self._mentioned(results, offered), self._mentioned(given)

    def _made(self, begin: int, end: int | None = None) -> list[Name]:
        """What may be asked for of the sections from one place to another."""
        steps = [step for step in steps_of(self.sections[begin:end]) if type(step) is not Statement]
        return [step.name for step in steps if step.name not in self.untold]

    def _mentioned(self, names: list[Name], offered: Collection[Name] = ()) -> list[Name]:
        """All of few names; on a page with many, of what is not ``offered``, those that the texts may speak of."""
        if not self.many:
            return names
        from .mentioned import fitting

        kept = set(offered)
        others = [name for name in names if name not in kept]
        kept.update(fitting(others, self.problem.asked or (), self.names))
        return [name for name in names if name in kept]

    def asked(self) -> list[Name]:
        """The names that the problem asks for, each once. Raises AskedError for what is none, or several."""
        texts = self.problem.asked
        if not texts:
            return []
        found = dict.fromkeys(map(self.resolver.asked, texts))
        holders = {name: held.name for name, held in self.holders.items()}
        groups = [self.groups.get(name, [holders.get(name, name)]) for name in found]
        return list(dict.fromkeys(name for group in groups for name in group))

    @cached_property
    def resolver(self) -> Resolver:
        """What texts mean here, once all that may be asked for is told."""
        from .resolver import Resolver

        results, given = self.named()  # first: what is offered tells then how it is printed and called
        printed = self.names
        printed.heads = {**self.apart, **printed.heads}
        return Resolver(results, given, printed, self.synonyms | self.asking, self._find)

    def _find(self, text: str) -> Name | None:
        """What is not written, or not listed, by its spelling."""
        text = text.strip()
        finders: list[Callable[[str], Name | None]] = [self.spelt.get]
        finders += [offer.find for offer in self.offers]
        for find in finders:
            found = find(text)
            if found is not None:
                return found
        return None

    def complete(self, asked: list[Name]) -> None:
        """Writes each offer at its place, once it is known what is asked for; then all stands on the page."""
        if self.named_whole:
            self.name_whole(asked)
        sections, self.sections, begin = self.sections, [], 0
        for offer in self.offers:
            self.sections += sections[begin : offer.place]
            begin = offer.place
            offer.complete(asked)
        self.sections += sections[begin:]
        if asked:
            self.marks.update(self.apart)

    def left(self, asked: list[Name]) -> list[Section]:
        """The sections with what is asked for and what leads there; where nothing is, all of the page."""
        if not asked:
            return [section for section in self.sections if section not in self.aside]
        if self.whole.issuperset(self.sections):
            return self.sections
        beside = [self.along[name] for name in asked if name in self.along]
        return needed(self.sections, [*asked, *beside], self.whole)


def finish(working: Working[Problem]) -> Solution:
    """The solution that was written: what is asked for and what leads there, or all of it."""
    asked = working.asked()
    working.complete(asked)
    problem, shown = working.problem, working.left(asked)
    working.close(shown)
    there, written = _named(working.left([])) | set(working.results), _named(shown)
    given: list[Mapping[Name, Givable]] = [working.given, working.begun, _borrowed(working.results, shown, written)]
    solution = Solution(
        kind=problem.command,
        title=problem.title,
        subtitle=working.subtitle,
        source=problem.source,
        given=gathered(given),
        given_rows=_listed(working, shown),
        sections=shown,
        names=working.names,
        rounding=working.rounding,
        asked=asked,
        answers=[name for name in working.answers if name in there],
        layout=working.layout,
        detail=problem.detail,
        results={name: value for name, value in working.results.items() if name not in written},
        symbolic=working.symbolic,
        parts=working.parts,
        lines=working.lines,
        statement=working.statement,
        synonyms=working.synonyms,
        held=working.holders,
    )
    solution.unfold, solution.beyond = working.unfold, working.beyond
    solution.table = _made(*working._table, solution)
    solution.check = _made(*working._check, solution)
    solution.notes = list(_told(working._notes, solution))
    return solution


def _named(sections: Iterable[Section]) -> set[Name]:
    """The names of all steps of these sections."""
    return set(names_of(steps_of(sections)))


def _borrowed(results: Mapping[Name, Value], shown: Iterable[Section], written: set[Name]) -> dict[Name, Value]:
    """The values that the steps on a page use of what is not written out: they are given there."""
    left_out = results.keys() - written
    if not left_out:
        return {}
    used = dict.fromkeys(name for step in steps_of(shown) for name in symbols(step.formula))
    return {name: results[name] for name in used if name in left_out}


def _listed(working: Working[Problem], shown: Iterable[Section]) -> list[list[Name]]:
    """The rows of given numbers, without those that are spare and not used."""
    if not working.spare:
        return working.rows
    used = {name for step in steps_of(shown) for name in symbols(step.formula)}
    unused = working.spare - used
    rows = []
    for row in working.rows:
        rows.append([name for name in row if name not in unused])
    return rows


def _said(note: Says) -> LateNotes:
    """A sentence that stands on the page whatever it holds."""
    return lambda solution: note


def _made(late: Late[Made], always: bool, solution: Solution) -> Made | None:
    """What stands below a solution, made now; None where only the whole page has it."""
    return late(solution) if always or not solution.asked else None


def _told(notes: Iterable[tuple[LateNotes, bool]], solution: Solution) -> Iterator[Says]:
    """The sentences below a solution."""
    for note, always in notes:
        made = _made(note, always, solution)
        yield from [made] if isinstance(made, Says) else made or ()
