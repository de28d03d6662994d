"""Cross-entropy: the loss of D from its term of every sample, and both forms of the loss of G with their slopes."""

from __future__ import annotations

from collections.abc import Callable

from ...formula.activations import sigmoid
from ...formula.expr import ONE, Call, Expr, Neg, Sub, Symbol, total_of, whole
from ...formula.functions import ln
from ...formula.losses.logs import Logs
from ...formula.marks import Mark
from ...reading.literals import constant, written
from ...solution import Column, Ref, Says, Step, Table
from ...subjects.cells import Cells
from ...working import Working
from .batch import Batch, Slopes, logit
from .loss_keys import LossKeys
from .means import mean_of, write_d_loss
from .names import (
    BATCH_VALUE,
    G_LOSSES,
    MINIMAX,
    NON_SATURATING,
    called,
    marks_of_losses,
    out,
    term,
    term_of_g,
)


def term_of_d(label: Expr, d_out: Symbol) -> Expr:
    """−ln D of what is to be 1, −ln(1 − D) of what is to be 0, both weighed where a target is smoothed."""
    if constant(label) == 1:
        return Neg(ln(d_out))
    if constant(label) == 0:
        return Neg(ln(Sub(ONE, d_out)))
    return Logs().binary(label, d_out)


# The term of a generated sample in the loss of G, and its slope by the logit in its short form, by the form.
TERMS: dict[str, Callable[[Expr], Expr]] = {
    MINIMAX: lambda d_out: ln(Sub(ONE, d_out)),
    NON_SATURATING: lambda d_out: Neg(ln(d_out)),
}
SHORT: dict[str, Callable[[Expr], Expr]] = {MINIMAX: Neg, NON_SATURATING: lambda d_out: Sub(d_out, ONE)}
_COLUMNS = {MINIMAX: "gan_column_minimax", NON_SATURATING: "gan_column_non_saturating"}
_SLOPES = {MINIMAX: "slope of minimax", NON_SATURATING: "slope of non-saturating"}
_SAID = {MINIMAX: "gan_minimax", NON_SATURATING: "gan_non_saturating"}


FORMS = {MINIMAX: "gan_form_minimax", NON_SATURATING: "gan_form_non_saturating"}


class CrossEntropy:
    """The losses of a batch while they are written."""

    def __init__(self, page: Working, task: LossKeys):
        self.page, self.task, self.cells = page, task, Cells(page)
        self.batch, self.slopes = Batch(page, task), Slopes(self.cells)
        self.real, self.fake = self.batch.real, self.batch.fake
        self.logits = task.predictions_are == "logits"

    def write(self) -> None:
        """Both tables, the losses, and the value function where it is wanted."""
        page, task = self.page, self.task
        self.batch.give(logit if self.logits else out)
        self._write_d()
        self._write_g()
        if task.value:
            self._write_value()
        page.marks |= marks_of_losses(task.forms)
        page.synonyms |= called(task.forms)
        page.check(self.slopes.checked)
        if set(task.forms) == set(TERMS):
            page.note(Says("gan_note_slopes_logits" if self.logits else "gan_note_slopes"), always=False)
        if task.smoothed:
            page.note(Says("gan_note_smoothed", real=written(task.real_label), fake=written(task.fake_label)))
        page.statement += self._statement()

    def _write_d(self) -> None:
        """The table of all samples, and the loss of D."""
        page, task = self.page, self.task
        rows = [self._row(sample, "gan_real", task.real_label, k) for k, sample in enumerate(self.real, 1)]
        rows += [self._row(sample, "gan_fake", task.fake_label, k) for k, sample in enumerate(self.fake, 1)]
        columns = [Column("sample", "gan_column_sample")]
        if self.logits:
            columns.append(Column("z", "gan_column_z"))
        columns += [Column("D", "gan_column_d"), Column("term", "gan_column_term"), Column("value", "gan_column_value")]
        rule = Says("gan_rule_d_logits" if self.logits else "gan_rule_d")
        self.cells.write(Says("gan_section_d"), [Table(columns, rows)], rule)
        page.section(Says("gan_section_d_loss"))
        page.block()
        write_d_loss(page, str(task.mean_over), self.batch.terms(self.real), self.batch.terms(self.fake))

    def _row(self, sample: str, key: str, label: Expr, k: int) -> list:
        """What D says of a sample, and its term."""
        row: list = [Says(key, n=k)]
        d_out = Symbol(out(sample))
        if self.logits:
            row.append(Ref(logit(sample)))
            self.cells.step(d_out.name, sigmoid(Symbol(logit(sample))))
        row += [Ref(d_out.name), self._term_said(label)]
        return [*row, self.cells.step(term(sample), term_of_d(label, d_out))]

    def _term_said(self, label: Expr) -> Says:
        """The term of a sample as a formula of its D."""
        value = constant(label)
        if value in (0, 1):
            return Says("gan_term_real" if value else "gan_term_fake")
        return Says("gan_term_smoothed", t=written(label), rest=f"{1 - value:.12g}")

    def _write_g(self) -> None:
        """The table of the generated samples, and the losses of G."""
        page, forms = self.page, self.task.forms
        rows = []
        for k, sample in enumerate(self.fake, 1):
            row: list = [Says("gan_fake", n=k), Ref(out(sample))]
            for form in forms:
                row += self._cells_of_g(form, k, sample)
            rows.append(row)
        columns = [Column("sample", "gan_column_sample"), Column("D", "gan_column_d")]
        slope = "gan_column_slope_z" if self.logits else "gan_column_slope"
        for form in forms:
            columns += [Column(form, _COLUMNS[form]), Column(_SLOPES[form], slope)]
        self.cells.write(Says("gan_section_g"), [Table(columns, rows)], Says("gan_rule_g"))
        page.section(Says("gan_section_g_loss"))
        page.block()
        for form in forms:
            names = [term_of_g(form, k) for k in range(1, len(self.fake) + 1)]
            page.answer(G_LOSSES[form], mean_of(names), Says(_SAID[form], n=len(names)))

    def _cells_of_g(self, form: str, k: int, sample: str) -> list[Ref]:
        """The term of a sample in a loss of G, and its slope by D, or by the logit."""
        name, d_out = term_of_g(form, k), Symbol(out(sample))
        by = logit(sample) if self.logits else out(sample)
        forward = [Step(name, TERMS[form](d_out))]
        if self.logits:
            forward.insert(0, Step(out(sample), sigmoid(Symbol(by))))
        cell = self.cells.step(name, forward[-1].formula)
        return [cell, self.slopes.cell(forward, by, SHORT[form](d_out) if self.logits else None)]

    def _write_value(self) -> None:
        """The value function of the batch."""
        page = self.page
        # beside densities V is that of the best D
        page.marks[BATCH_VALUE] = Mark("V", "batch" if "densities" in self.task.places else "")
        page.section(Says("gan_section_value"))
        page.block(intro=Says("gan_rule_value"))
        of_real = [ln(Symbol(out(sample))) for sample in self.real]
        of_fake = [ln(Sub(ONE, Symbol(out(sample)))) for sample in self.fake]
        total = _mean(of_real) + _mean(of_fake)
        page.answer(BATCH_VALUE, total, Says("gan_value"))

    def _statement(self) -> list[Says | Table]:
        task = self.task
        said: list[Says | Table] = [Says("gan_statement_logits" if self.logits else "gan_statement_probabilities")]
        if task.smoothed:
            said.append(Says("gan_note_smoothed", real=written(task.real_label), fake=written(task.fake_label)))
        said.append(Says(STATEMENTS[str(task.mean_over)]))
        said.append(Says("gan_statement_g", text=[Says(FORMS[form]) for form in task.forms]))
        if task.value:
            said.append(Says("gan_statement_value"))
        return said


def _mean(terms: list[Call]) -> Expr:
    """The mean of formulas; a single one stands alone."""
    return total_of(terms) / whole(len(terms)) if len(terms) > 1 else terms[0]


STATEMENTS = {
    "all": "gan_statement_all",
    "each": "gan_statement_each",
    "half": "gan_statement_half",
}


def write_cross_entropy(page: Working, task: LossKeys) -> None:
    """The losses of a batch."""
    CrossEntropy(page, task).write()
