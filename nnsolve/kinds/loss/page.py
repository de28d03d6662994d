"""The page of a problem of losses: probabilities of logits, the terms of each loss, its derivatives, one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.activations import sigmoid, softmax_unit
from ...formula.expr import symbols
from ...formula.marks import Mark, Names
from ...names import Name, Role
from ...reading.schema import constant
from ...resolver import Resolver
from ...solution import Block, Ref, Says, Section, Step, Table, evaluate, needed
from .check import checked
from .conventions import conventions
from .entropies import Logs
from .gradients import Gradients
from .terms import Data, Terms

if TYPE_CHECKING:
    from . import Problem


_SMALL = 5  # so few samples are all written out


class Page:
    """Everything that stands on the page of one problem."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.data = Data(problem.t, problem.o, problem.right, problem.logits)
        self.given = self.data.given()
        logs = Logs(problem.logarithm)
        self.before = self._probabilities()
        flat = [step for steps in self.before.values() for step in steps]
        self.terms = [Terms(loss, self.data, logs, problem.over_outputs) for loss in problem.losses]
        self.rigid: list[str] = []  # losses that have no derivative here
        self.gradients: dict[Name, Gradients] = {}
        for terms in self.terms if problem.gradient else ():
            if terms.put == "root mean" and self._all_equal():
                self.rigid.append(terms.loss.shown)
            else:
                self.gradients[terms.name] = Gradients(terms, self.data, flat)
        self.values = evaluate(self.steps(), problem.precision, self.given)

    def _all_equal(self) -> bool:
        """Whether every prediction is its target, so that the root of the mean has no derivative."""
        pairs = zip(self.problem.t.rows, self.problem.o.rows, strict=True)
        return all(constant(t) == constant(o) for ts, os in pairs for t, o in zip(ts, os, strict=True))

    def _probabilities(self) -> dict[int, list[Step]]:
        """By sample: the predictions that sigmoid or softmax makes of logits."""
        if not self.data.logits:
            return {}
        found = {}
        for i in self.data.samples():
            if self.problem.losses[0].entry.logits == "softmax":
                outs, nets = self.data.row("o", i), self.data.row("z", i)
                calls = [softmax_unit(j, outs)(*nets) for j in range(self.data.width)]
            else:
                calls = [sigmoid(z) for z in self.data.row("z", i)]
            found[i] = [Step(self.data.name("o", i, j), call) for j, call in enumerate(calls, 1)]
            if i == 1:
                found[i][0].reason = Says(f"is_{self.problem.losses[0].entry.logits}")
        return found

    def steps(self) -> list[Step]:
        """All steps, written out or not, each once."""
        found = [step for steps in self.before.values() for step in steps]
        for terms in self.terms:
            found += terms.steps()
            if terms.name in self.gradients:
                found += self.gradients[terms.name].steps()
        return list({step.name: step for step in found}.values())

    # Names

    def subtitle(self) -> str:
        """The loss, or how many there are."""
        losses = self.problem.losses
        return losses[0].shown if len(losses) == 1 else f"{len(losses)} losses"

    def names(self) -> Names:
        """How everything is printed: y and ŷ for targets and predictions, L for the terms of a loss."""
        notation = self.problem.notation
        stems = notation.stems if notation else {}
        letters = {"t": stems.get("t", "y"), "o": stems.get("out", "ŷ"), "z": stems.get("net", "z")}
        marks: dict = {}
        for i in self.data.samples():
            for j in self.data.outputs():
                for letter, shown in letters.items():
                    marks[self.data.name(letter, i, j)] = Mark(shown, _sub(i, j, self.data, letter))
        for terms in self.terms:
            label = terms.loss.label
            marks |= {terms.name: Mark(label), terms.sum: Mark("ΣL")}
            marks[terms.mean] = Mark("mean L") if terms.put != "root mean" else Mark("MSE")
            for i in self.data.samples():
                if not terms.single:
                    marks[terms.term(i)] = Mark("L", str(i))
                for j in self.data.outputs() if self.data.width > 1 else ():
                    marks[terms.element(i, j)] = Mark("L", _sub(i, j, self.data, "o"))
        names = Names(stems=stems, exact=marks | (notation.exact if notation else {}))
        for gradients in self.gradients.values():
            names.exact |= {chain: gradients.partial(chain, names.mark) for chain in gradients.chains}
        return names

    def synonyms(self) -> dict[str, Name]:
        """What losses, their terms and predictions are called besides."""
        found = self.data.called()
        chosen = [terms.loss.name for terms in self.terms]
        for terms in self.terms:
            found[terms.loss.shown] = terms.name
            if chosen.count(terms.loss.name) == 1:
                found[terms.loss.name] = terms.name
            if terms.single:
                found[terms.numbered(1)] = terms.name
        if len(self.terms) == 1:
            found |= {f"L{i}": self.terms[0].term(i) for i in self.data.samples()} | self.terms[0].put_together()
        return found

    def asked(self, names: Names, synonyms: dict[str, Name]) -> list[Name]:
        """The canonical names of what is asked for."""
        resolver = Resolver([step.name for step in self.steps()], self.given, names, synonyms)
        return list(dict.fromkeys(map(resolver.asked, self.problem.asked or ())))

    def rows(self) -> list[list[Name]]:
        """The rows of given names: targets, then predictions."""
        targets = [name for name in self.given if name.role is Role.TARGET]
        return [targets, [name for name in self.given if name.role is not Role.TARGET]]

    # Sections

    def shown(self) -> set[int]:
        """The samples that are written out."""
        count = self.data.count
        return set(range(1, count + 1 if count <= _SMALL and self.problem.shown >= 3 else self.problem.shown + 1))

    def sections(self, asked: list[Name]) -> list[Section]:
        """The sections; of what is asked only what leads there."""
        shown = set(self.data.samples()) if asked else self.shown()
        found: list[Section] = []
        if self.before:
            blocks = [Block(None, steps) for i, steps in self.before.items() if i in shown]
            found.append(Section(Says("loss_probabilities"), blocks))
        for terms in self.terms:
            found.append(Section(Says("loss_of", text=terms.loss.shown), self._blocks(terms, shown)))
            gradients = self.gradients.get(terms.name)
            if gradients:
                title = Says("loss_derivative", text=terms.loss.shown)
                found.append(Section(title, self._slopes(gradients, shown, bool(asked))))
        found = [section for section in found if section.blocks]
        return _once(needed(found, asked) if asked else found)

    def _blocks(self, terms: Terms, shown: set[int]) -> list[Block]:
        written = [steps for i, steps in enumerate(terms.samples, 1) if i in shown]
        several = any(len(steps) > 1 for steps in written)
        blocks = (
            [Block(None, steps) for steps in written] if several else [Block(None, [s for x in written for s in x])]
        )
        if len(written) < self.data.count and written:
            blocks[-1].steps = list(blocks[-1].steps)
            blocks.append(Block(None, list(terms.ending), Says("loss_rest")))
        elif several or not written:
            blocks.append(Block(None, list(terms.ending)))
        else:
            blocks[-1].steps = [*blocks[-1].steps, *terms.ending]
        return [block for block in blocks if block.steps]

    def _slopes(self, gradients: Gradients, shown: set[int], every: bool) -> list[Block]:
        """The derivatives of the samples that are written out; of chains, or beside other losses, of the first one."""
        plain = all(len(block.steps) == 1 for blocks in gradients.blocks.values() for block in blocks)
        if not every and (len(self.terms) > 1 or not plain):
            shown = shown & {1}
        blocks = [block for i in gradients.blocks if i in shown for block in gradients.blocks[i]]
        if plain and blocks:  # one line each: they stand together
            blocks = [Block(None, [block.steps[0] for block in blocks])]
        if blocks and len(shown) < self.data.count:
            blocks.append(Block(None, [], Says("loss_other_slopes")))
        return blocks

    def given_of(self, sections: list[Section]) -> dict:
        """The given numbers, and the values of steps that are used on the page and stand in the table only."""
        written = {step.name for section in sections for step in section.steps}
        used = dict.fromkeys(n for section in sections for step in section.steps for n in symbols(step.formula))
        return self.given | {name: self.values[name] for name in used if name not in written and name not in self.given}

    def results(self, sections: list[Section]) -> dict:
        """The values of the steps that are not written out."""
        written = {step.name for section in sections for step in section.steps}
        return {step.name: self.values[step.name] for step in self.steps() if step.name not in written}

    def answers(self) -> list[Name]:
        """The losses, their terms and their gradients."""
        found = [terms.name for terms in self.terms]
        for terms in self.terms:
            found += [terms.term(i) for i in self.data.samples() if not terms.single]
            found += list(self.gradients[terms.name].names.values()) if terms.name in self.gradients else []
        return found

    # The end

    def table(self) -> Table | None:
        """A row a sample (or an output of one): target, prediction, and the term and derivative of every loss."""
        data = self.data
        if data.count == 1 and data.width == 1:
            return None
        wide = data.width > 1
        labelled = data.targets.width == 1
        columns: list = ["loss_sample"] + ["loss_output"] * wide + ["loss_target", "loss_prediction"]
        for terms in self.terms:
            columns.append(Says("loss_column_term", name=terms.name))
            if terms.name in self.gradients:
                columns.append(Says("loss_column_slope", name=terms.name, what=data.entered.replace("o", "ŷ")))
        rows = []
        for i in data.samples():
            for j in data.outputs():
                row: list = [i if j == 1 else ""] + [j] * wide
                row.append(Ref(data.name("t", i, 1 if labelled else j)) if not labelled or j == 1 else "")
                row.append(Ref(data.name("o", i, j)))
                for terms in self.terms:
                    each = wide and not terms.loss.entry.rows
                    row.append(Ref(terms.element(i, j) if each else terms.term(i)) if each or j == 1 else "")
                    if terms.name in self.gradients:
                        row.append(Ref(self.gradients[terms.name].names[data.name(data.entered, i, j)]))
                rows.append(row)
        return Table(columns, rows, title=Says("table_terms"))

    def notes(self) -> list[Says]:
        """The conventions on the page."""
        return conventions(self.problem, self.data, self.terms, self.rigid)

    def check(self) -> Says | None:
        """All gradients against central differences, told in one sentence."""
        flat = [step for steps in self.before.values() for step in steps]
        return checked(self.data, self.terms, self.gradients, flat, self.given)

    def statement(self) -> list:
        """What an exam would print."""
        from .statement import statement

        return statement(self.problem, self.data, bool(self.gradients))


def _sub(i: int, j: int, data: Data, letter: str) -> str:
    """The digits below a letter."""
    wide = data.targets.width if letter == "t" else data.width
    if wide == 1:
        return str(i)
    return f"{i}{j}" if data.count < 10 and wide < 10 else f"{i},{j}"


def _once(sections: list[Section]) -> list[Section]:
    """Sections in which no step is written a second time: σ′ of a logit serves all losses."""
    seen: set[str] = set()
    found = []
    for section in sections:
        blocks = []
        for block in section.blocks:
            steps = [step for step in block.steps if step.name not in seen]
            seen.update(step.name for step in steps)
            if steps or (block.intro and not block.steps):
                blocks.append(Block(block.title, steps, block.intro, block.goal, block.table))
        if blocks:
            found.append(Section(section.title, blocks))
    return found
