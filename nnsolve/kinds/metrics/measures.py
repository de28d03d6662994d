"""Precision, recall, F and their kin as steps over TP, FP, FN and TN.

0/0 has no value; a named convention says what counts instead, as scikit-learn's ``zero_division`` does. F is written
2·P·R/(P + R); where that is 0/0 while TP, FP and FN are not all 0, it is 2·TP/(2·TP + FP + FN), which always agrees.
"""

from __future__ import annotations

from ...formula.expr import ONE, TWO, Add, Div, Expr, Mul, Num, Pow, Symbol, total_of
from ...formula.functions import FUNCTIONS
from ...names import Name, Role
from ...solution import Says, Step
from .counts import FN, FP, NEGATIVE, POSITIVE, RIGHT, SAID_NEGATIVE, SAID_POSITIVE, TN, TP, N, count, whole

_ROOT = FUNCTIONS["sqrt"]


def measure(word: str, item: str = "") -> Name:
    """The name of a measure: F1, recall_cat, precision_macro."""
    return Name(Role.RESULT, word, item)


BETA = Name(Role.OPTION, "beta")
ACCURACY, ERROR_RATE, BALANCED = measure("accuracy"), measure("error_rate"), measure("balanced_accuracy")
MCC, CHANCE, KAPPA = measure("MCC"), measure("p_e"), measure("kappa")


class Measures:
    """The steps of one class against the others; ``item`` is the class in their names, '' where it is the positive one.

    ``four`` holds the counts TP, FP, FN and TN, ``text`` the class as sentences call it. ``undefined`` collects the
    measures that were 0/0.
    """

    def __init__(self, four: dict[Name, int], item: str, text: str, beta: Expr | None, zero: str):
        self.four, self.item, self.text, self.beta, self.zero = four, item, text, beta, zero
        self.undefined: list[Name] = []
        self.tp, self.fp, self.fn, self.tn = (Symbol(count(key.of, item)) for key in (TP, FP, FN, TN))

    def share(self, name: str, part: Symbol, rest: Symbol, zero_key: str) -> Step:
        """part/(part + rest), the part of a whole; or the convention where the whole is empty."""
        if self._count(part) + self._count(rest) == 0:
            return self._convention(name, zero_key)
        return Step(measure(name, self.item), Div(part, part + rest), Says(f"metrics_{name}", text=self.text))

    def shares(self) -> list[Step]:
        """Precision, recall and specificity."""
        return [
            self.share("precision", self.tp, self.fp, "metrics_zero_predicted"),
            self.share("recall", self.tp, self.fn, "metrics_zero_actual"),
            self.share("specificity", self.tn, self.fp, "metrics_zero_negative"),
        ]

    def scores(self) -> list[Step]:
        """F1, and F_β where a β is given."""
        steps = [self._f("F1", ONE, Says("metrics_F1"))]
        if self.beta is not None:
            steps.append(self._f("Fbeta", Symbol(BETA), Says("metrics_Fbeta")))
        return steps

    def _f(self, name: str, beta: Expr, reason: Says) -> Step:
        tp, fp, fn = (self.four[key] for key in (TP, FP, FN))
        if tp + fp + fn == 0:
            return self._convention(name, "metrics_zero_all")
        score, square = measure(name, self.item), Pow(beta, TWO)
        if tp == 0:  # 0/0 of precision and recall, but nothing is found: 0
            first = Mul((TWO, self.tp)) if beta is ONE else Mul((ONE + square, self.tp))
            missed = self.fn if beta is ONE else Mul((square, self.fn))
            return Step(score, Div(first, Add((first, missed, self.fp))), Says("metrics_F_counts"))
        p, r = Symbol(measure("precision", self.item)), Symbol(measure("recall", self.item))
        if beta is ONE:
            return Step(score, Div(Mul((TWO, p, r)), p + r), reason)
        return Step(score, Div(Mul((ONE + square, p, r)), Mul((square, p)) + r), reason)

    def _count(self, symbol: Symbol) -> int:
        return self.four[symbol.name.of_name]

    def _convention(self, name: str, key: str) -> Step:
        undefined, value = measure(name, self.item), Num(self.zero, int(self.zero))
        self.undefined.append(undefined)
        return Step(undefined, value, Says(key, text=self.text, value=self.zero))


def matthews(four: dict[Name, int]) -> Step:
    """Matthews correlation coefficient of two classes, from the sums of rows and columns; 0 where one of them is.

    Source: Matthews, Comparison of the predicted and observed secondary structure of T4 phage lysozyme, 1975.
    """
    tp, fp, fn, tn = (Symbol(key) for key in (TP, FP, FN, TN))
    a, b, c, d = (four[key] for key in (TP, FP, FN, TN))
    if (a + b) * (a + c) * (d + b) * (d + c) == 0:
        return Step(MCC, whole(0), Says("metrics_zero_mcc"))
    under = Mul(tuple(Symbol(name) for name in (POSITIVE, NEGATIVE, SAID_POSITIVE, SAID_NEGATIVE)))
    return Step(MCC, Div(tp * tn - fp * fn, _ROOT(under)), Says("metrics_mcc"))


def kappa(actual: list[Name], predicted: list[Name], trivial: bool) -> list[Step]:
    """Cohen's κ from the sums of rows and columns, by name; none where chance alone agrees always.

    Source: Cohen, A coefficient of agreement for nominal scales, 1960.
    """
    products = total_of([Symbol(a) * Symbol(p) for a, p in zip(actual, predicted, strict=True)])
    steps = [Step(CHANCE, Div(products, Pow(Symbol(N), TWO)), Says("metrics_chance"))]
    if not trivial:
        chance = Symbol(CHANCE)
        steps.append(Step(KAPPA, Div(Symbol(ACCURACY) - chance, ONE - chance), Says("metrics_kappa")))
    return steps


def overall(right: Expr) -> list[Step]:
    """How many are right, accuracy and error rate, of n samples."""
    return [
        Step(RIGHT, right, Says("metrics_right")),
        Step(ACCURACY, Div(Symbol(RIGHT), Symbol(N)), Says("metrics_accuracy")),
        Step(ERROR_RATE, ONE - Symbol(ACCURACY), Says("metrics_error_rate")),
    ]
