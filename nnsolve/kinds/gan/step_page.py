"""One step of a GAN of two straight lines: D learns, then G; the gradients come from the chain rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...differences import check_gradients, together
from ...formula.activations import sigmoid
from ...formula.derive import Backward
from ...formula.expr import ONE, ZERO, Expr, Neg, Sub, Symbol, whole
from ...formula.marks import Mark
from ...names import Name, Role, change, new
from ...solution import Says, Solution, Step, Table
from ...subjects.network.model import RATE
from ...subjects.network.update import step_down
from ...working import Working
from .cross_entropy import FORMS, SHORT, STATEMENTS, TERMS, term_of_d
from .means import mean_of, share, write_d_loss
from .names import (
    D_LOSS,
    G_LOSS,
    MINIMAX,
    NON_SATURATING,
    again,
    called,
    fake,
    marks_of_losses,
    out,
    real,
    term,
    term_of_g,
)
from .step import StepKeys

if TYPE_CHECKING:
    from ...evaluation import Givable

W, B, A, C = (Name(Role.PARAMETER, letter) for letter in "wbac")


def net(sample: str) -> Name:
    """The net input of D for a sample."""
    return Name(Role.NET, "net", sample)


class Learner(NamedTuple):
    """Who learns: loss, forward pass, short forms by net inputs with what is said of them, parameters."""

    loss: Name
    steps: Sequence[Step]
    short: dict[Name, tuple[Expr, Says]]
    parameters: tuple[Name, Name]


class OneStep:
    """The step while it is written."""

    def __init__(self, page: Working, task: StepKeys):
        self.page, self.task = page, task
        self.real = [real(k) for k in range(1, len(task.real) + 1)]
        self.fake = [fake(k) for k in range(1, len(task.noise) + 1)]
        # what D is shown of every sample, and the noise of which G makes it
        self.shown = {sample: Name(Role.INPUT, "x", str(k)) for k, sample in enumerate(self.real, 1)}
        self.noise = {sample: Name(Role.INPUT, "z", str(k)) for k, sample in enumerate(self.fake, 1)}
        self.checks: list[Callable[[Solution], Says | None]] = []

    def write(self) -> None:
        """D's forward pass, its update, G's forward pass, its update."""
        page, task = self.page, self.task
        self._give()
        page.section(Says("gan_section_step_forward"))
        page.block(intro=Says("gan_rule_step_forward"))
        self._generate(self.fake)
        for sample in (*self.real, *self.fake):
            self._judge(sample, self.shown[sample], A, C)
        self._write_terms()
        page.section(Says("gan_section_step_d"))
        page.block(intro=Says("gan_rule_detached"))
        self._learn(self._of_d())
        self._write_g()
        page.synonyms |= called(()) | {"L_G": G_LOSS, "LG": G_LOSS}
        page.marks |= marks_of_losses(())
        page.check(lambda solution: together([check(solution) for check in self.checks]))
        page.note(Says(_NOTES[task.generator_sees]))
        page.statement += self._statement()

    def _give(self) -> None:
        page, task = self.page, self.task
        page.row({W: task.generator.w, B: task.generator.b, A: task.discriminator.a, C: task.discriminator.c})
        page.row({self.shown[sample]: number for sample, number in zip(self.real, task.real, strict=True)})
        page.row({self.noise[sample]: number for sample, number in zip(self.fake, task.noise, strict=True)})
        fresh = {}
        for k, number in enumerate(task.fresh_noise or (), 1):
            self.noise[again(k)] = Name(Role.INPUT, "z", again(k))
            fresh[self.noise[again(k)]] = number
        page.row(fresh)
        page.row({RATE: task.learning_rate})
        page.marks |= {name: Mark(name.of, name.by) for name in page.given if name.by}

    def _generate(self, samples: Sequence[str]) -> None:
        """What G makes of the noise."""
        page = self.page
        said: Says | None = Says("gan_generated")
        for sample in samples:
            made = self.shown[sample] = Name(Role.OUT, "G", sample)
            page.marks[made] = Mark("G", sample)
            page.step(made, Symbol(W) * Symbol(self.noise[sample]) + Symbol(B), said)
            said = None

    def _judge(self, sample: str, shown: Name, weight: Name, bias: Name) -> None:
        """What D says of a sample."""
        page = self.page
        page.marks |= {
            net(sample): Mark("net", sample),
            out(sample): Mark("D", sample),
            term(sample): Mark("L", sample),
        }
        page.block()
        page.step(net(sample), Symbol(weight) * Symbol(shown) + Symbol(bias))
        page.step(out(sample), sigmoid(Symbol(net(sample))))

    def _write_terms(self) -> None:
        """The loss of D."""
        page = self.page
        page.section(Says("gan_section_d_loss"))
        page.block(intro=Says("gan_rule_d"))
        for samples, label in ((self.real, ONE), (self.fake, ZERO)):
            for sample in samples:
                page.step(term(sample), term_of_d(label, Symbol(out(sample))))
        page.block()
        write_d_loss(page, self.task.mean_over, list(map(term, self.real)), list(map(term, self.fake)))

    def _of_d(self) -> Learner:
        short = {}
        over = share(self.task.mean_over, len(self.real), len(self.fake))
        for sample in self.real:
            gap = Sub(Symbol(out(sample)), ONE)
            short[net(sample)] = _over(gap, over), Says("gan_to_be_1", n=over)
        over = share(self.task.mean_over, len(self.fake), len(self.real))
        for sample in self.fake:
            short[net(sample)] = _over(Symbol(out(sample)), over), Says("gan_to_be_0", n=over)
        generated = {self.shown[sample] for sample in self.fake}
        steps = [step for step in self.page.steps if step.name not in generated]
        return Learner(D_LOSS, steps, short, (A, C))

    def _write_g(self) -> None:
        """The samples of G once more, as the D that it sees judges them, its loss and its update."""
        page, task = self.page, self.task
        page.section(Says("gan_section_step_again"))
        sees = new(A), new(C)
        if task.generator_sees == "old":
            sees = A, C
        page.block(intro=Says(_RULES[task.generator_sees]))
        fresh, samples = task.fresh_noise is not None, self.fake
        begin = len(page.steps)
        if task.fresh_noise is not None:
            samples = [again(k) for k in range(1, len(task.fresh_noise) + 1)]
            self._generate(samples)
        judged = samples
        if fresh or task.generator_sees == "new":
            judged = [again(k) for k in range(1, len(samples) + 1)]
            for sample, shown in zip(judged, samples, strict=True):
                self._judge(sample, self.shown[shown], *sees)
        page.section(Says("gan_section_g_loss"))
        page.block(intro=Says("gan_rule_g"))
        form = task.generator_loss
        names = [term_of_g(form, k) for k in range(1, len(judged) + 1)]
        for name, sample in zip(names, judged, strict=True):
            page.step(name, TERMS[form](Symbol(out(sample))))
        page.answer(G_LOSS, mean_of(names), Says(_SAID[form], n=len(names)))
        page.section(Says("gan_section_step_g"))
        short = {}
        for sample in judged:
            gap = SHORT[form](Symbol(out(sample)))
            short[net(sample)] = _over(gap, len(names)), Says(_BACK[form], n=len(names))
        self._learn(Learner(G_LOSS, self._before(begin, samples, judged), short, (W, B)))

    def _before(self, begin: int, samples: Sequence[str], judged: Sequence[str]) -> list[Step]:
        """The forward pass of the loss of G: samples, what D says of them, and what was written since ``begin``."""
        used = {self.shown[sample] for sample in samples}
        used |= {name for sample in judged for name in (net(sample), out(sample))}
        steps = self.page.steps
        return [step for step in steps[:begin] if step.name in used] + steps[begin:]

    def _learn(self, learner: Learner) -> None:
        """The gradients of a loss, and the new parameters."""
        page = self.page

        def write(name: Name, formula: Expr, role: str, of: tuple[Name, ...]) -> None:
            page.step(name, formula, learner.short[of[0]][1] if role == "collapse" else None)

        backward = Backward(
            [(step.name, step.formula) for step in learner.steps],
            learner.loss,
            write,
            lambda name, chains: page.block() if name in learner.parameters else None,
            collapse={name: formula for name, (formula, _) in learner.short.items()},
            inline=True,
        )
        page.block()
        for name in learner.short:
            backward.gradient(name)
        gradients = {name: backward.gradient(name) for name in learner.parameters}
        for name, gradient in gradients.items():
            page.block()
            for step in step_down(Symbol(name), gradient, change(name), new(name)):
                page.step(step.name, step.formula, step.reason)
            page.answers += [gradient, new(name)]
        steps, given, loss = list(learner.steps), page.given, learner.loss
        self.checks.append(lambda solution: self._compare(steps, given, loss, gradients, solution))

    def _compare(
        self,
        steps: list[Step],
        given: Mapping[Name, Givable],
        loss: Name,
        gradients: dict[Name, Name],
        solution: Solution,
    ) -> Says | None:
        """Gradients against differences of their loss, in which all else is a number."""
        made = {step.name for step in steps}
        others = {step.name: solution.values[step.name] for step in solution.steps if step.name not in made}
        return check_gradients(steps, {**others, **given}, loss, gradients, solution.values)

    def _statement(self) -> list[Says | Table]:
        task = self.task
        return [
            Says("gan_statement_step"),
            Says(STATEMENTS[task.mean_over]),
            Says("gan_statement_step_g", text=Says(FORMS[task.generator_loss])),
            Says(_TOLD[task.generator_sees]),
            Says("gan_statement_find_step"),
        ]


_NOTES = {"new": "gan_note_step_new", "old": "gan_note_step_old"}
_TOLD = {"new": "gan_statement_step_new", "old": "gan_statement_step_old"}
_RULES = {"new": "gan_rule_new", "old": "gan_rule_old"}
_SAID = {MINIMAX: "gan_minimax", NON_SATURATING: "gan_non_saturating"}
_BACK = {MINIMAX: "gan_back_minimax", NON_SATURATING: "gan_back_non_saturating"}


def _over(formula: Expr, count: int) -> Expr:
    """A formula over a count of samples; over one it stays."""
    if count == 1:
        return formula
    return Neg(formula.inner / whole(count)) if isinstance(formula, Neg) else formula / whole(count)


def write_step(page: Working, task: StepKeys) -> None:
    """One step of both nets."""
    OneStep(page, task).write()
