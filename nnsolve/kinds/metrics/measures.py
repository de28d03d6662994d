"""Precision, recall, F and their kin as steps over TP, FP, FN and TN.

0/0 has no value; a named convention says what counts instead, as scikit-learn's ``zero_division`` does. F is written
2·P·R/(P + R); where that is 0/0 while TP, FP and FN are not all 0, it is 2·TP/(2·TP + FP + FN), which always agrees.
"""

from __future__ import annotations

from ...formula.expr import ONE, TWO, Add, Div, Expr, Mul, Num, Pow, Symbol, dot_of, whole
from ...formula.functions import FUNCTIONS
from ...names import Name, Role
from ...solution import Says
from ...working import Working
from .counts import FN, FP, NEGATIVE, POSITIVE, RIGHT, SAID_NEGATIVE, SAID_POSITIVE, TN, TP, N, count

_ROOT = FUNCTIONS["sqrt"]


_RATES = {"precision": "metrics_precision", "recall": "metrics_recall", "specificity": "metrics_specificity"}


def measure(word: str, item: str = "") -> Name:
    """The name of a measure: F1, recall_cat, precision_macro."""
    return Name(Role.RESULT, word, item)


BETA = Name(Role.OPTION, "beta")
ACCURACY, ERROR_RATE, BALANCED = measure("accuracy"), measure("error_rate"), measure("balanced_accuracy")
MCC, CHANCE, KAPPA = measure("MCC"), measure("p_e"), measure("kappa")


class Measures:
    """Writes the measures of one class against the others into the open block, and gives their names.

    ``item`` is the class in the names, '' where it is the positive one, ``four`` holds the counts TP, FP, FN and TN,
    ``text`` is the class as sentences call it. ``undefined`` collects the measures that were 0/0.
    """

    def __init__(self, page: Working, four: dict[Name, int], item: str, text: str, beta: Expr | None, zero: str):
        self.page, self.four, self.item = page, four, item
        self.text, self.beta, self.zero = text, beta, zero
        self.undefined: list[Name] = []
        self.tp, self.fp, self.fn, self.tn = (Symbol(count(key.of, item)) for key in (TP, FP, FN, TN))

    def shares(self) -> list[Name]:
        """Precision, recall and specificity."""
        return [
            self._share("precision", self.tp, self.fp, "metrics_zero_predicted"),
            self._share("recall", self.tp, self.fn, "metrics_zero_actual"),
            self._share("specificity", self.tn, self.fp, "metrics_zero_negative"),
        ]

    def scores(self) -> list[Name]:
        """F1, and F_β where a β is given."""
        names = [self._f("F1", ONE, Says("metrics_F1"))]
        if self.beta is not None:
            names.append(self._f("Fbeta", Symbol(BETA), Says("metrics_Fbeta")))
        return names

    def _share(self, word: str, part: Symbol, rest: Symbol, zero_key: str) -> Name:
        """part/(part + rest), the part of a whole; or the convention where the whole is empty."""
        if self._count(part) + self._count(rest) == 0:
            return self._convention(word, zero_key)
        return self._write(word, Div(part, part + rest), Says(_RATES[word], text=self.text))

    def _f(self, word: str, beta: Expr, reason: Says) -> Name:
        """F1 where ``beta`` is 1, else F_β."""
        tp, fp, fn = (self.four[key] for key in (TP, FP, FN))
        if tp + fp + fn == 0:
            return self._convention(word, "metrics_zero_all")
        if tp == 0:  # 0/0 of precision and recall, but nothing is found: 0
            return self._write(word, self._f_of_counts(beta), Says("metrics_F_counts"))
        return self._write(word, self._f_of_shares(beta), reason)

    def _f_of_counts(self, beta: Expr) -> Expr:
        if beta is ONE:
            first, missed = Mul((TWO, self.tp)), self.fn
            return Div(first, Add((first, missed, self.fp)))
        square = Pow(beta, TWO)
        first = Mul((ONE + square, self.tp))
        return Div(first, Add((first, Mul((square, self.fn)), self.fp)))

    def _f_of_shares(self, beta: Expr) -> Expr:
        p, r = Symbol(measure("precision", self.item)), Symbol(measure("recall", self.item))
        if beta is ONE:
            return Div(Mul((TWO, p, r)), p + r)
        square = Pow(beta, TWO)
        return Div(Mul((ONE + square, p, r)), Mul((square, p)) + r)

    def _count(self, symbol: Symbol) -> int:
        return self.four[symbol.name.of_name]

    def _convention(self, word: str, key: str) -> Name:
        undefined = self._write(word, Num(self.zero, int(self.zero)), Says(key, text=self.text, value=self.zero))
        self.undefined.append(undefined)
        return undefined

    def _write(self, word: str, formula: Expr, reason: Says) -> Name:
        return self.page.step(measure(word, self.item), formula, reason).name


def matthews(page: Working, four: dict[Name, int]) -> None:
    """Matthews correlation coefficient of two classes, from the sums of rows and columns; 0 where one of them is.

    Source: Matthews, Comparison of the predicted and observed secondary structure of T4 phage lysozyme, 1975.
    """
    sums = (four[TP] + four[FN], four[FP] + four[TN], four[TP] + four[FP], four[FN] + four[TN])
    if 0 in sums:
        page.step(MCC, whole(0), Says("metrics_zero_mcc"))
        return
    tp, fp, fn, tn = map(Symbol, (TP, FP, FN, TN))
    under = Mul(map(Symbol, (POSITIVE, NEGATIVE, SAID_POSITIVE, SAID_NEGATIVE)))
    page.step(MCC, Div(tp * tn - fp * fn, _ROOT(under)), Says("metrics_mcc"))


def kappa(page: Working, actual: list[Name], predicted: list[Name], trivial: bool) -> None:
    """Cohen's κ from the sums of rows and columns, by name; none where chance alone agrees always.

    Source: Cohen, A coefficient of agreement for nominal scales, 1960.
    """
    chance = page.step(CHANCE, Div(dot_of(actual, predicted), Pow(Symbol(N), TWO)), Says("metrics_chance"))
    if not trivial:
        page.step(KAPPA, Div(Symbol(ACCURACY) - chance, ONE - chance), Says("metrics_kappa"))


def overall(page: Working, right: Expr) -> None:
    """How many are right, accuracy and error rate, of n samples."""
    hits = page.step(RIGHT, right, Says("metrics_right"))
    accuracy = page.step(ACCURACY, Div(hits, Symbol(N)), Says("metrics_accuracy"))
    page.step(ERROR_RATE, ONE - accuracy, Says("metrics_error_rate"))
