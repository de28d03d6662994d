"""Least squares: the loss of D and of G from squared distances to their targets.

Source: Mao et al., Least Squares Generative Adversarial Networks (2017): a is the target of generated samples for D,
b that of real ones, c that of generated ones for G.
"""

from __future__ import annotations

from ...formula.expr import HALF, TWO, Expr, Mul, Pow, Sub, Symbol
from ...names import Name, Role
from ...reading.literals import written
from ...solution import Column, Ref, Says, Step, Table
from ...subjects.cells import Cells
from ...working import Working
from .batch import Batch, Slopes
from .cross_entropy import STATEMENTS
from .loss_keys import LossKeys
from .means import mean_of, write_d_loss
from .names import G_LOSS, called, marks_of_losses, out, term


def _square(sample: str, target: Expr) -> Expr:
    return Pow(Sub(Symbol(out(sample)), target), TWO)


def write_least_squares(page: Working, task: LossKeys) -> None:
    """Both tables and both losses."""
    batch, cells = Batch(page, task), Cells(page)
    batch.give(out)
    targets = dict.fromkeys(batch.real, task.real_label) | dict.fromkeys(batch.fake, task.fake_label)
    names = {sample: Says("gan_real", n=k) for k, sample in enumerate(batch.real, 1)}
    names |= {sample: Says("gan_fake", n=k) for k, sample in enumerate(batch.fake, 1)}
    rows = []
    for sample, target in targets.items():
        cell = cells.step(term(sample), _square(sample, target))
        rows.append([names[sample], Ref(out(sample)), Says("gan_text", text=written(target)), cell])
    columns = [
        Column("sample", "gan_column_sample"),
        Column("D", "gan_column_d"),
        Column("target", "gan_column_target"),
        Column("square", "gan_column_square"),
    ]
    labels = {"real": written(task.real_label), "fake": written(task.fake_label)}
    cells.write(Says("gan_section_d"), [Table(columns, rows)], Says("gan_rule_squares", **labels))
    page.section(Says("gan_section_d_loss"))
    page.block()
    write_d_loss(page, str(task.mean_over), batch.terms(batch.real), batch.terms(batch.fake))
    _write_g(page, task, batch, cells, names)
    page.marks |= marks_of_losses(())
    page.synonyms |= called(()) | {"L_G": G_LOSS, "LG": G_LOSS}
    page.statement += [
        Says("gan_statement_scores"),
        Says("gan_statement_squares", **labels, g=written(task.generator_label)),
        Says(STATEMENTS[str(task.mean_over)]),
        Says(_FIND[bool(task.generator_half)]),
    ]


def _write_g(page: Working, task: LossKeys, batch: Batch, cells: Cells, names: dict[str, Says]) -> None:
    """The squares of G with their slopes, and their mean or half of it."""
    slopes, rows, terms = Slopes(cells), [], []
    for k, sample in enumerate(batch.fake, 1):
        name = Name(Role.TERM, "square", str(k))
        step = Step(name, _square(sample, task.generator_label))
        cell = cells.step(name, step.formula)
        rows.append([names[sample], Ref(out(sample)), cell, slopes.cell([step], out(sample))])
        terms.append(name)
    columns = [
        Column("sample", "gan_column_sample"),
        Column("D", "gan_column_d"),
        Column("square", "gan_column_square"),
        Column("slope", "gan_column_slope"),
    ]
    rule = Says("gan_rule_squares_of_g", n=written(task.generator_label))
    cells.write(Says("gan_section_g"), [Table(columns, rows)], rule)
    page.section(Says("gan_section_g_loss"))
    page.block()
    mean, said = mean_of(terms), "gan_mean_squares"
    if task.generator_half:
        mean, said = Mul((HALF, mean)), "gan_half_mean_squares"
    page.answer(G_LOSS, mean, Says(said, n=len(terms)))
    page.check(slopes.checked)


_FIND = {True: "gan_statement_half_squares_of_g", False: "gan_statement_squares_of_g"}
