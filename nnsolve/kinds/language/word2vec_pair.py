"""One pair of word2vec, from its scores to the update of its vectors.

Only the forward pass is written here; the gradients come from the chain rule. Where it goes through softmax and
logarithm the short form p − y is shown, and 1 − σ in negative sampling, as Rong (2014) has them.
"""

from __future__ import annotations

from ...array_differences import check_array_gradients
from ...formula.activations import sigmoid
from ...formula.array_functions import inner, of_entries
from ...formula.arrays import Array
from ...formula.derive import Backward
from ...formula.expr import ONE, Div, Expr, Neg, Sub, Symbol, sum_of, total_of, whole
from ...formula.functions import exp, ln
from ...formula.marks import Mark
from ...names import Name, Role, change, d, entry_at, new
from ...solution import Ref, Says, Solution, Table
from ...subjects.network.model import ERROR, RATE
from ...subjects.network.update import step_down
from ...working import Working
from .pairs import CLOSE
from .word2vec import Word2Vec, column

HIDDEN, SUM = Name(Role.OUT, "h"), Name(Role.TERM, "sum")

SIGMOID = of_entries(sigmoid)  # written σ(z)


class Pair:
    """One prediction while it is written.

    ``items`` are the scored words: each by its own name in a softmax, those drawn by their number, since a word may be
    drawn twice.
    """

    def __init__(self, page: Working, task: Word2Vec):
        self.page, self.task = page, task
        self.items = _items(task)
        self.inputs = {word: Name(Role.PARAMETER, "v", word) for word in task.predicting}
        self.outputs = {word: Name(Role.PARAMETER, "u", word) for word in task.scored}

    def score(self, item: str) -> Name:
        """The score of an item."""
        return Name(Role.NET, "z", item)

    def chance(self, item: str) -> Name:
        """The probability of an item: of the softmax, or that it is told apart from the others."""
        return Name(Role.OUT, "s" if self.task.negative else "p", item)

    def write(self) -> None:
        """The vectors, the scores, probabilities, loss, gradients and update."""
        page, task = self.page, self.task
        page.row({name: Array(column(task.inputs[word])) for word, name in self.inputs.items()})
        page.row({name: Array(column(task.outputs[word])) for word, name in self.outputs.items()})
        self.before = len(page.steps)
        hidden = self._write_hidden()
        page.section(Says("language_section_scores"))
        page.block(None, Says("language_rule_scores"))
        for item, word in self.items.items():
            page.step(self.score(item), inner(Symbol(self.outputs[word]), hidden))
        if task.negative:
            self._write_sampled()
        else:
            self._write_softmax()
        if task.predicted is not None:
            self._write_gradients()
        self._mark()
        page.synonyms |= {"J": ERROR, "loss": ERROR, "L": ERROR}
        self._hold()
        page.statement += self._statement()

    def _mark(self) -> None:
        """Words stand below their letters."""
        made = {step.name for step in self.page.steps}
        for name in (*self.inputs.values(), *self.outputs.values(), *made):
            if name.by and name.role in (Role.PARAMETER, Role.NET, Role.OUT, Role.TERM):
                self.page.marks[name] = Mark(name.of, name.by)

    def _write_hidden(self) -> Expr:
        """What predicts: the vector of the one word, or what cbow makes of those of several."""
        vectors: list[Expr] = [Symbol(self.inputs[word]) for word in self.task.predicting]
        if self.task.model == "skip-gram":
            return vectors[0]
        self.page.section(Says("language_section_hidden"))
        self.page.block()
        total = total_of(vectors)
        if self.task.average != "mean":
            return self.page.step(HIDDEN, total, Says("language_hidden_sum") if len(vectors) > 1 else None)
        return self.page.step(HIDDEN, Div(total, whole(len(vectors))), Says("language_hidden_mean"))

    def _write_softmax(self) -> None:
        page, task = self.page, self.task
        page.section(Says("language_section_softmax"))
        page.block()
        powers = {item: Name(Role.TERM, "e", item) for item in self.items}
        for item, power in powers.items():
            page.step(power, exp(Symbol(self.score(item))))
        page.step(SUM, sum_of(powers.values()))
        page.marks[SUM] = Mark("Σe")
        page.block()
        for item, power in powers.items():
            page.answer(self.chance(item), Div(Symbol(power), Symbol(SUM)))
        page.note(self._most_probable)
        if task.predicted is not None:
            page.section(Says("page_loss"))
            page.block()
            page.answer(ERROR, Neg(ln(Symbol(self.chance(task.predicted)))), Says("language_loss_softmax"))

    def _most_probable(self, solution: Solution) -> Says | None:
        """Which word is the most probable one; nothing where several are, or where not all words are on the page."""
        names = {word: self.chance(word) for word in self.items}
        if not solution.values.keys() >= set(names.values()):
            return None
        chances = {word: float(solution.values[name]) for word, name in names.items()}
        most = max(chances.values())
        words = [word for word, p in chances.items() if p >= most * (1 - CLOSE)]
        return Says("language_note_most_probable", text=words[0]) if len(words) == 1 else None

    def _write_sampled(self) -> None:
        page = self.page
        page.section(Says("language_section_sigmoid"))
        page.block(None, Says("language_rule_sigmoid"))
        right, *drawn = self.items
        page.answer(self.chance(right), SIGMOID(Symbol(self.score(right))), Says("language_right_word"))
        for item in drawn:
            page.answer(self.chance(item), SIGMOID(Neg(Symbol(self.score(item)))), Says("language_drawn_word"))
        page.section(Says("page_loss"))
        page.block()
        loss: Expr = Neg(ln(Symbol(self.chance(right))))
        for item in drawn:
            loss = loss - ln(Symbol(self.chance(item)))
        page.answer(ERROR, loss, Says("language_loss_sampled"))

    # Backwards

    def _write_gradients(self) -> None:
        page = self.page
        sizes = dict.fromkeys((*self.inputs.values(), *self.outputs.values()), (self.dimension, 1))
        page.section(Says("language_section_gradients"))
        steps = page.steps[self.before :]
        page.backward = Backward(
            [(step.name, step.formula) for step in steps],
            ERROR,
            self._step,
            lambda name, chains: page.block(),
            collapse=self._short(),
            inline=True,
            sizes=sizes,
        )
        gradients: dict[Name, Name] = {}
        for name in (*self.inputs.values(), *self.outputs.values()):
            gradients[name] = page.gradient(name).name
        page.answers += gradients.values()
        page.check(lambda solution: check_array_gradients(steps, page.given, ERROR, gradients, solution.values))
        if self.task.learning_rate is not None:
            self._write_update(gradients)

    def _step(self, name: Name, formula: Expr, role: str, of: tuple[Name, ...]) -> None:
        """A step of the way back; what a score receives in its short form is said once."""
        right = self.score(next(iter(self.items)) if self.task.negative else self.task.predicted or "")
        says = None
        if role == "collapse":
            says = Says(_SHORT[bool(self.task.negative), of[0] == right])
        self.page.step(name, formula, says)

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return len(self.task.outputs[self.task.scored[0]])

    def _short(self) -> dict[Name, Expr]:
        """The gradients by the scores in their short form, by the score."""
        found: dict[Name, Expr] = {}
        right = next(iter(self.items)) if self.task.negative else self.task.predicted
        for item in self.items:
            p = Symbol(self.chance(item))
            if item == right:
                found[self.score(item)] = Sub(p, ONE)
            else:
                found[self.score(item)] = Sub(ONE, p) if self.task.negative else p
        return found

    def _write_update(self, gradients: dict[Name, Name]) -> None:
        page = self.page
        assert self.task.learning_rate is not None, "what is updated has a rate"
        page.row({RATE: self.task.learning_rate})
        page.section(Says("language_section_update"))
        for name, gradient in gradients.items():
            page.block()
            for step in step_down(Symbol(name), gradient, change(name), new(name)):
                page.step(step.name, step.formula, step.reason)
            page.answers.append(new(name))

    def _hold(self) -> None:
        """The numbers of every vector that is computed, by their place from 1."""
        vectors = [HIDDEN]
        for name in (*self.inputs.values(), *self.outputs.values()):
            vectors += [d(ERROR, name), change(name), new(name)]
        made = {step.name for step in self.page.steps}
        for name in vectors:
            if name in made:
                for place in range(self.dimension):
                    self.page.holders[entry_at(name, f"[{place + 1}]")] = Ref(name, (place, 0))

    def _statement(self) -> list[Says | Table]:
        task = self.task
        words = ", ".join(task.predicting)
        said: list[Says | Table] = [Says("language_statement_vectors", text=words)]
        if task.predicted is None:
            return [*said, Says("language_statement_find_chances")]
        if task.average:
            said.append(Says(_AVERAGES[task.average]))
        key = "language_statement_find_sampled" if task.negative else "language_statement_find_softmax"
        said.append(Says(key, text=task.predicted, drawn=", ".join(task.negative or [])))
        if task.learning_rate is not None:
            said.append(Says("language_statement_find_update"))
        return said


# What is said beside the gradient by a score: with negative sampling or a softmax, of the right word or another.
_SHORT = {
    (True, True): "language_back_right_sampled",
    (True, False): "language_back_drawn",
    (False, True): "language_back_right",
    (False, False): "language_back_other",
}
_AVERAGES = {"mean": "language_statement_mean", "sum": "language_statement_sum"}


def _items(task: Word2Vec) -> dict[str, str]:
    """The scored words by what their scores are called: words drawn twice by their numbers."""
    words = task.scored
    if len(set(words)) == len(words):
        return {word: word for word in words}
    return {str(number): word for number, word in enumerate(words)}
