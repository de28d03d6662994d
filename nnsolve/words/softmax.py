"""Sentences about softmax and what is computed behind it."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "softmax_title": "Softmax",
    "softmax_title_row": "Softmax of row {n}",
    "softmax_scaled": "Every logit is divided by the temperature.",
    "softmax_largest": "the largest logit, which is subtracted",
    "softmax_sum": "probabilities add up to 1",
    "softmax_log": "The logarithms of the probabilities",
    "softmax_log_row": "The logarithms of the probabilities of row {n}",
    "softmax_log_intro": "They come from the logits, not from the probabilities: a probability may be too small for a "
    "double, its logarithm is not.",
    "softmax_lse": "log-sum-exp",
    "softmax_cross_entropy": "Cross-entropy",
    "softmax_loss": "each class by its share of the target",
    "softmax_loss_class": "only the class of the target counts: {text}",
    "softmax_mean": "mean over the rows",
    "softmax_total": "sum over the rows",
    "softmax_gradient": "The gradient by the logits",
    "softmax_gradient_intro": "By the chain rule through all probabilities: −y·(1 − p) from its own, and p times the y "
    "of all others; the targets add up to 1, so that is p − y.",
    "softmax_gradient_scaled": "By the chain rule through all probabilities the gradient by z/T is p − y; by z it is "
    "that over T.",
    "softmax_jacobian": "The Jacobian",
    "softmax_jacobian_row": "The Jacobian of row {n}",
    "softmax_jacobian_intro": "Every probability depends on every logit. Each row and each column of the Jacobian adds "
    "up to 0.",
    "softmax_by": "∂/∂{name}",
    "softmax_share": "p: {text}",
    "softmax_row_loss": "loss",
    "softmax_column_class": "class",
    "softmax_column_row": "row",
    "softmax_column_z": "logit",
    "softmax_column_u": "over T",
    "softmax_column_e": "exponential",
    "softmax_column_p": "probability",
    "softmax_column_y": "target",
    "softmax_column_gradient": "gradient",
    # notes
    "softmax_why": "Subtracting m divides the exponentials and their sum by the same e^m, so the probabilities stay as "
    "they are; no exponent is above 0, so nothing can become too large.",
    "softmax_plain": "Nothing is subtracted before the exponentials (form: plain); with large logits they would become "
    "too large for a computer.",
    "softmax_overflow": "Without the shift e^{text} would be about 10^{power}. The largest double is about 10^308, so "
    "a program would divide infinity by infinity and print nan.",
    "softmax_overflow_single": "Without the shift e^{text} would be about 10^{power}: a double holds that, a 32-bit "
    "number, at most about 10^38, does not.",
    "softmax_underflow": "e^{text} is about 10^−{power}, less than the smallest double, and counts as 0.",
    "softmax_hot": "A temperature above 1 brings the probabilities closer to each other; at T = 1 it is the usual "
    "softmax.",
    "softmax_cold": "A temperature below 1 favours the largest logit; at T = 1 it is the usual softmax.",
    "softmax_natural": "Logarithms are natural (base e).",
    "softmax_checked": "Checked: every probability against 1/Σ e^(difference of two logits), which needs no shift, "
    "largest difference {worst}.",
    # statements
    "softmax_statement_row": "A classifier gives the following logits, one a class.",
    "softmax_statement_rows": "A classifier gives the following logits, one row a sample, one logit a class.",
    "softmax_statement_temperature": "The softmax has the temperature T = {text}: every logit is divided by it.",
    "softmax_statement_plain": "Do not subtract the largest logit.",
    "softmax_statement_class": "The right class is {text}.",
    "softmax_statement_class_row": "The right class of row {n} is {text}.",
    "softmax_of_mean": "mean",
    "softmax_of_sum": "sum",
    "softmax_statement_reduction": "The loss is the {text} over the rows.",
    "softmax_statement_find": "Compute the probabilities.",
    "softmax_statement_find_log": "Compute their natural logarithms by log-sum-exp.",
    "softmax_statement_find_loss": "Compute the cross-entropy with natural logarithms.",
    "softmax_statement_find_loss_gradient": "Compute the cross-entropy with natural logarithms, and its gradient by "
    "every logit.",
    "softmax_statement_find_jacobian": "Compute the derivative of every probability by every logit.",
}
