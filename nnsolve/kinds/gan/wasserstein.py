"""Wasserstein: the loss of the critic and of G from scores; clipped weights; the gradient penalty.

Sources: Arjovsky et al., Wasserstein GAN (2017), which clips the weights of the critic; Gulrajani et al., Improved
Training of Wasserstein GANs (2017), for λ·(‖∇D‖ − 1)².
"""

from __future__ import annotations

from ...formula.expr import ONE, TWO, Expr, Mul, Neg, Pow, Sub, Symbol, total_of
from ...formula.functions import maximum, minimum, sqrt
from ...formula.marks import Mark
from ...names import Name, Role, new
from ...solution import Column, Ref, Says, Table
from ...subjects.cells import Cells
from ...working import Working
from .batch import Batch
from .critic_keys import ClipKeys, PenaltyKeys
from .loss_keys import LossKeys
from .means import mean_of, write_means
from .names import D_LOSS, G_LOSS, called, marks_of_losses, out

BOUND, LAMBDA = Name(Role.OPTION, "bound"), Name(Role.OPTION, "lambda")
PENALTY, WHOLE = Name(Role.PENALTY, "GP"), Name(Role.LOSS, "D_total")


def write_wasserstein(page: Working, task: LossKeys) -> None:
    """Means of the scores, the loss of the critic with its sign, and the loss of G."""
    batch = Batch(page, task)
    batch.give(out)
    page.section(Says("gan_section_critic"))
    page.block(intro=Says("gan_rule_critic"))
    real, fake = write_means(page, list(map(out, batch.real)), list(map(out, batch.fake)))
    page.block()
    largest = task.critic == "maximise"
    difference: Expr = Sub(real, fake) if largest else Sub(fake, real)
    page.answer(D_LOSS, difference, Says(_SIGNS[largest]))
    page.answer(G_LOSS, Neg(fake), Says("gan_critic_g"))
    page.marks |= marks_of_losses(())
    page.synonyms |= called(()) | {"L_G": G_LOSS, "LG": G_LOSS, "L_C": D_LOSS, "critic_loss": D_LOSS}
    if largest:
        page.marks[D_LOSS] = Mark("J", "D")
    page.statement += [Says("gan_statement_critic"), Says(_FIND[largest])]


_SIGNS = {True: "gan_critic_maximised", False: "gan_critic_minimised"}
_FIND = {True: "gan_statement_critic_maximised", False: "gan_statement_critic_minimised"}


def write_clip(page: Working, task: ClipKeys) -> None:
    """Every weight within −c and c."""
    page.row({BOUND: task.bound})
    page.marks[BOUND] = Mark("bound")
    cells, rows = Cells(page), []
    weights = {Name(Role.PARAMETER, "w", str(k)): number for k, number in enumerate(task.weights, 1)}
    page.row(weights)
    bound = Symbol(BOUND)
    for k, name in enumerate(weights, 1):
        page.marks[name] = Mark("w", str(k))
        clipped = cells.step(new(name), maximum(Neg(bound), minimum(bound, Symbol(name))))
        rows.append([k, Ref(name), clipped])
        page.answers.append(new(name))
    columns = [Column("number", "gan_column_number"), Column("w", "gan_column_w"), Column("new", "gan_column_clipped")]
    cells.write(Says("gan_section_clip"), [Table(columns, rows)], Says("gan_rule_clip"))
    page.statement.append(Says("gan_statement_clip"))


def write_penalty(page: Working, task: PenaltyKeys, loss: bool, largest: bool) -> None:
    """The norms of the gradients, λ times the mean of (norm − 1)², and with a ``loss`` of D the two together."""
    page.row({LAMBDA: task.weight})
    page.marks |= {LAMBDA: Mark("λ"), PENALTY: Mark("GP"), WHOLE: Mark("J" if largest else "L", "total")}
    cells, rows, terms = Cells(page), [], []
    for k, norm in enumerate(_norms(page, task, cells), 1):
        name = Name(Role.TERM, "P", str(k))
        page.marks |= {norm: Mark("norm", str(k)), name: Mark("P", str(k))}
        rows.append([k, Ref(norm), cells.step(name, Pow(Sub(Symbol(norm), ONE), TWO))])
        terms.append(name)
    columns = [
        Column("number", "gan_column_number"),
        Column("norm", "gan_column_norm"),
        Column("square", "gan_column_norm_square"),
    ]
    cells.write(Says("gan_section_penalty"), [Table(columns, rows)], Says("gan_rule_penalty"))
    page.section(Says("gan_section_penalty_sum"))
    page.block()
    penalty = page.answer(PENALTY, Mul((Symbol(LAMBDA), mean_of(terms))), Says("gan_penalty", n=len(terms)))
    if loss:
        total = Sub(Symbol(D_LOSS), penalty) if largest else Symbol(D_LOSS) + penalty
        page.answer(WHOLE, total, Says("gan_penalty_largest" if largest else "gan_penalty_added"))
    page.synonyms |= {"gradient_penalty": PENALTY, "penalty": PENALTY}
    page.statement.append(Says("gan_statement_penalty"))


def _norms(page: Working, task: PenaltyKeys, cells: Cells) -> list[Name]:
    """The norm of each gradient: given, or the root of the sum of its squares."""
    if task.norms is not None:
        given = {Name(Role.RESULT, "norm", str(k)): number for k, number in enumerate(task.norms, 1)}
        page.row(given)
        return list(given)
    found = []
    for k, gradient in enumerate(task.gradients or (), 1):
        entries = {Name(Role.INPUT, f"g{k}", str(j)): number for j, number in enumerate(gradient, 1)}
        page.row(entries)
        for name in entries:
            page.marks[name] = Mark("g", f"{k}{name.by}" if k < 10 and len(gradient) < 10 else f"{k},{name.by}")
        squares = [Pow(Symbol(name), TWO) for name in entries]
        found.append(cells.step(Name(Role.RESULT, "norm", str(k)), sqrt(total_of(squares))).name)
    return found
