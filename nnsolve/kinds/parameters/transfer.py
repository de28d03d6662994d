"""What is trained of a network of which parts are frozen: trainable and frozen parameters, and the percentage.

A frozen parameter is counted and not learned. The head of a pretrained network is taken off and a new one, a dense
layer of the features to the new classes, is put on: the percentage is that of the new total.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...formula.expr import Add, Div, Expr, Mul, Num, Symbol, total_of, whole
from ...formula.marks import Mark
from ...names import Name, Role, size
from ...reading.schema import Field, Record, Whole
from ...reading.yamlfile import Faults
from ...solution import Says

if TYPE_CHECKING:
    from ...working import Working

MOST, MOST_FEATURES = 10**13, 10**7
TRAINABLE, FROZEN, PERCENT = Name(Role.COUNT, "trainable"), Name(Role.COUNT, "frozen"), Name(Role.RESULT, "percent")
PARAMETERS, OLD_TOTAL = Name(Role.COUNT, "parameters"), Name(Role.COUNT, "old_total")
HEAD, OLD_HEAD = size("head", "parameters"), size("old_head", "parameters")
BACKBONE, UNFROZEN = Name(Role.COUNT, "backbone"), Name(Role.COUNT, "unfrozen")
FEATURES, CLASSES, OLD_CLASSES = Name(Role.COUNT, "d"), Name(Role.COUNT, "K"), Name(Role.COUNT, "K", "old")
HUNDRED = Num("100")


class Transfer(Record):
    """``transfer:`` the parameters of a pretrained network without its head, and the head that is put on."""

    backbone = Field(Whole(1, MOST), "the parameters of the pretrained network, without its old head")
    features = Field(Whole(1, MOST_FEATURES), "the numbers that go into the head")
    classes = Field(Whole(1, MOST_FEATURES), "the classes of the new head, a dense layer with biases")
    unfrozen = Field(Whole(0, MOST), "how many parameters of the backbone are trained, too", default=0)
    old_classes = Field(
        Whole(1, MOST_FEATURES), "the classes of the head that is taken off, for the total before", default=None
    )

    def check(self, faults: Faults) -> None:
        """No more is trained of the backbone than it has."""
        if self.has("backbone", "unfrozen") and self.unfrozen > self.backbone:
            text = f"the backbone has {self.backbone} parameters, so that no more can be trained"
            faults.add(self.places["unfrozen"], text)


def dense(features: Name, classes: Name) -> Expr:
    """The parameters of a head: d·K weights and K biases."""
    return Add((Mul((Symbol(features), Symbol(classes))), Symbol(classes)))


def write(page: Working, plan: Transfer) -> None:
    """The new head, the totals before and after, and what is trained."""
    given = {BACKBONE: plan.backbone, FEATURES: plan.features, CLASSES: plan.classes}
    if plan.unfrozen:
        given[UNFROZEN] = plan.unfrozen
    if plan.old_classes:
        given[OLD_CLASSES] = plan.old_classes
    page.row({name: whole(number) for name, number in given.items()})
    page.marks |= {OLD_CLASSES: Mark("K", "old"), HEAD: Mark("head"), OLD_HEAD: Mark("head", "old")}
    page.section(Says("parameters_head"))
    page.block()
    if plan.old_classes:
        page.step(OLD_HEAD, dense(FEATURES, OLD_CLASSES), Says("parameters_old_head"))
        page.step(OLD_TOTAL, Symbol(BACKBONE) + Symbol(OLD_HEAD), Says("parameters_old_total"))
        page.marks[OLD_TOTAL] = Mark("total", "old")
    page.answer(HEAD, dense(FEATURES, CLASSES), Says("parameters_new_head"))
    page.answer(PARAMETERS, Symbol(BACKBONE) + Symbol(HEAD))
    trained = [Symbol(UNFROZEN)] if plan.unfrozen else []
    write_trained(page, [*trained, Symbol(HEAD)])
    page.synonyms |= {"head": HEAD, "new head": HEAD, "total": PARAMETERS}
    page.note(Says("parameters_note_new_total"))


def write_trained(page: Working, trained: Sequence[Expr], frozen: Sequence[Expr] = ()) -> None:
    """What is trained, what is not, and the percentage of all.

    ``frozen`` are its parts; without them it is what is left of all.
    """
    page.section(Says("parameters_trained"))
    page.block()
    learned = total_of(list(trained)) if trained else whole(0)
    page.answer(TRAINABLE, learned, Says("parameters_trainable"))
    rest = total_of(list(frozen)) if frozen else Symbol(PARAMETERS) - Symbol(TRAINABLE)
    page.answer(FROZEN, rest, Says("parameters_frozen"))
    share = Div(Mul((HUNDRED, Symbol(TRAINABLE))), Symbol(PARAMETERS))
    page.answer(PERCENT, share, Says("parameters_percent_trainable"))
    page.synonyms |= {"trainable parameters": TRAINABLE, "frozen parameters": FROZEN, "%": PERCENT}


def statement(plan: Transfer, asked: list[str] | None) -> list[Says]:
    """The network, the head, and what is to be found where nothing is asked."""
    said = [Says("parameters_statement_backbone", n=plan.backbone, features=plan.features, classes=plan.classes)]
    if plan.old_classes:
        said.append(Says("parameters_statement_old_head", n=plan.old_classes))
    if plan.unfrozen:
        said.append(Says("parameters_statement_unfrozen", n=plan.unfrozen))
    else:
        said.append(Says("parameters_statement_frozen_backbone"))
    return said if asked else [*said, Says("parameters_statement_find_trained")]
