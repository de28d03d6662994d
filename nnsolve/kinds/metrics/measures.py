"""Precision, recall, F and their kin as steps over TP, FP, FN and TN.

0/0 has no value; a named convention says what counts instead, as scikit-learn's ``zero_division`` does. F is written
2·P·R/(P + R); where that is 0/0 while TP, FP and FN are not all 0, it is 2·TP/(2·TP + FP + FN), which always agrees.
"""

from __future__ import annotations

from ...formula.expr import ONE, TWO, Add, Div, Expr, Mul, Num, Pow, Symbol, total_of
from ...formula.functions import FUNCTIONS
from ...solution import Says, Step
from .counts import whole

_ROOT = FUNCTIONS["sqrt"]


class Measures:
    """The steps of one class against the others; ``suffix`` stands behind every name, such as ``_cat``.

    ``four`` holds the counts TP, FP, FN and TN, ``text`` the class as sentences call it. ``undefined`` collects the
    measures that were 0/0.
    """

    def __init__(self, four: dict[str, int], suffix: str, text: str, beta: Expr | None, zero: str):
        self.four, self.suffix, self.text, self.beta, self.zero = four, suffix, text, beta, zero
        self.undefined: list[str] = []
        self.tp, self.fp, self.fn, self.tn = (Symbol(key + suffix) for key in ("TP", "FP", "FN", "TN"))

    def share(self, name: str, part: Symbol, rest: Symbol, zero_key: str) -> Step:
        """part/(part + rest), the part of a whole; or the convention where the whole is empty."""
        if self._count(part) + self._count(rest) == 0:
            return self._convention(name, zero_key)
        return Step(name + self.suffix, Div(part, part + rest), Says(f"metrics_{name}", text=self.text))

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
            steps.append(self._f("Fbeta", Symbol("beta"), Says("metrics_Fbeta")))
        return steps

    def _f(self, name: str, beta: Expr, reason: Says) -> Step:
        tp, fp, fn = (self.four[key] for key in ("TP", "FP", "FN"))
        if tp + fp + fn == 0:
            return self._convention(name, "metrics_zero_all")
        square = Pow(beta, TWO)
        if tp == 0:  # 0/0 of precision and recall, but nothing is found: 0
            first = Mul((TWO, self.tp)) if beta is ONE else Mul((ONE + square, self.tp))
            missed = self.fn if beta is ONE else Mul((square, self.fn))
            return Step(name + self.suffix, Div(first, Add((first, missed, self.fp))), Says("metrics_F_counts"))
        p, r = Symbol("precision" + self.suffix), Symbol("recall" + self.suffix)
        if beta is ONE:
            return Step(name + self.suffix, Div(Mul((TWO, p, r)), p + r), reason)
        return Step(name + self.suffix, Div(Mul((ONE + square, p, r)), Mul((square, p)) + r), reason)

    def _count(self, symbol: Symbol) -> int:
        return self.four[symbol.name[:2]]

    def _convention(self, name: str, key: str) -> Step:
        self.undefined.append(name + self.suffix)
        value = Num(self.zero, int(self.zero))
        return Step(name + self.suffix, value, Says(key, text=self.text, value=self.zero))


def matthews(four: dict[str, int]) -> Step:
    """Matthews correlation coefficient of two classes, from the sums of rows and columns; 0 where one of them is.

    Source: Matthews, Comparison of the predicted and observed secondary structure of T4 phage lysozyme, 1975.
    """
    tp, fp, fn, tn = (Symbol(key) for key in ("TP", "FP", "FN", "TN"))
    a, b, c, d = (four[key] for key in ("TP", "FP", "FN", "TN"))
    if (a + b) * (a + c) * (d + b) * (d + c) == 0:
        return Step("MCC", whole(0), Says("metrics_zero_mcc"))
    under = Mul(tuple(Symbol(name) for name in ("P", "N", "P_predicted", "N_predicted")))
    return Step("MCC", Div(tp * tn - fp * fn, _ROOT(under)), Says("metrics_mcc"))


def kappa(actual: list[str], predicted: list[str], trivial: bool) -> list[Step]:
    """Cohen's κ from the sums of rows and columns, by name; none where chance alone agrees always.

    Source: Cohen, A coefficient of agreement for nominal scales, 1960.
    """
    products = total_of([Symbol(a) * Symbol(p) for a, p in zip(actual, predicted, strict=True)])
    steps = [Step("p_e", Div(products, Pow(Symbol("n"), TWO)), Says("metrics_chance"))]
    if not trivial:
        chance = Symbol("p_e")
        steps.append(Step("kappa", Div(Symbol("accuracy") - chance, ONE - chance), Says("metrics_kappa")))
    return steps


def overall(right: Expr) -> list[Step]:
    """How many are right, accuracy and error rate, of n samples."""
    return [
        Step("right", right, Says("metrics_right")),
        Step("accuracy", Div(Symbol("right"), Symbol("n")), Says("metrics_accuracy")),
        Step("error_rate", ONE - Symbol("accuracy"), Says("metrics_error_rate")),
    ]
