"""Sentences about softmax and what is computed behind it: in German."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "softmax_title": "Softmax",
    "softmax_title_row": "Softmax von Zeile {n}",
    "softmax_scaled": "Jeder Logit wird durch die Temperatur geteilt.",
    "softmax_largest": "der größte Logit, der subtrahiert wird",
    "softmax_sum": "die Summe der Wahrscheinlichkeiten ist 1",
    "softmax_log": "Die Logarithmen der Wahrscheinlichkeiten",
    "softmax_log_row": "Die Logarithmen der Wahrscheinlichkeiten von Zeile {n}",
    "softmax_log_intro": "Sie kommen aus den Logits, nicht aus den Wahrscheinlichkeiten: eine Wahrscheinlichkeit kann "
    "für einen Double zu klein sein, ihr Logarithmus nicht.",
    "softmax_lse": "Log-Sum-Exp",
    "softmax_cross_entropy": "Kreuzentropie",
    "softmax_loss": "jede Klasse mit ihrem Anteil am Ziel",
    "softmax_loss_class": "nur die Klasse des Ziels zählt: {text}",
    "softmax_mean": "Mittel über die Zeilen",
    "softmax_total": "Summe über die Zeilen",
    "softmax_gradient": "Der Gradient nach den Logits",
    "softmax_gradient_intro": "Nach der Kettenregel durch alle Wahrscheinlichkeiten: −y·(1 − p) von der eigenen und p "
    "mal das y aller anderen; die Summe der Ziele ist 1, also ist das p − y.",
    "softmax_gradient_scaled": "Nach der Kettenregel durch alle Wahrscheinlichkeiten ist der Gradient nach z/T gleich "
    "p − y; nach z ist er das geteilt durch T.",
    "softmax_jacobian": "Die Jacobi-Matrix",
    "softmax_jacobian_row": "Die Jacobi-Matrix von Zeile {n}",
    "softmax_jacobian_intro": "Jede Wahrscheinlichkeit hängt von jedem Logit ab. Jede Zeile und jede Spalte der "
    "Jacobi-Matrix hat die Summe 0.",
    "softmax_row_loss": "Fehler",
    "column_softmax_class": "Klasse",
    "column_softmax_row": "Zeile",
    "softmax_column_z": "Logit",
    "softmax_column_u": "durch T",
    "softmax_column_e": "Exponential",
    "softmax_column_p": "Wahrscheinlichkeit",
    "softmax_column_y": "Ziel",
    "softmax_column_gradient": "Gradient",
    "softmax_why": "Das Subtrahieren von m teilt die Exponentiale und ihre Summe durch dasselbe e^m; die "
    "Wahrscheinlichkeiten bleiben, wie sie sind. Kein Exponent liegt über 0, nichts kann also zu groß werden.",
    "softmax_plain": "Vor den Exponentialen wird nichts subtrahiert (form: plain); mit großen Logits würden sie für "
    "einen Rechner zu groß.",
    "softmax_overflow": "Ohne die Verschiebung wäre e^{text} etwa 10^{power}. Der größte Double ist etwa 10^308; ein "
    "Programm würde unendlich durch unendlich teilen und nan drucken.",
    "softmax_overflow_single": "Ohne die Verschiebung wäre e^{text} etwa 10^{power}: ein Double fasst das, eine "
    "32-Bit-Zahl, höchstens etwa 10^38, nicht.",
    "softmax_underflow": "e^{text} ist etwa 10^−{power}, weniger als der kleinste Double, und zählt als 0.",
    "softmax_hot": "Eine Temperatur über 1 bringt die Wahrscheinlichkeiten einander näher; bei T = 1 ist es das "
    "übliche Softmax.",
    "softmax_cold": "Eine Temperatur unter 1 bevorzugt den größten Logit; bei T = 1 ist es das übliche Softmax.",
    "softmax_natural": "Logarithmen sind natürlich (Basis e).",
    "softmax_checked": "Geprüft: jede Wahrscheinlichkeit gegen 1/Σ e^(Differenz zweier Logits), was keine "
    "Verschiebung braucht, größte Abweichung {worst}.",
    "statement_softmax_row": "Ein Klassifikator liefert die folgenden Logits, je Klasse einen.",
    "statement_softmax_rows": "Ein Klassifikator liefert die folgenden Logits, je Beispiel eine Zeile, je Klasse "
    "einen Logit.",
    "statement_softmax_temperature": "Das Softmax hat die Temperatur T = {text}: jeder Logit wird durch sie geteilt.",
    "statement_softmax_plain": "Subtrahiere den größten Logit nicht.",
    "statement_softmax_class": "Die richtige Klasse ist {text}.",
    "statement_softmax_class_row": "Die richtige Klasse von Zeile {n} ist {text}.",
    "softmax_of_mean": "Mittel",
    "softmax_of_sum": "Summe",
    "statement_softmax_reduction": "Der Fehler über die Zeilen ist: {text}.",
    "statement_find_softmax": "Berechne die Wahrscheinlichkeiten.",
    "statement_find_softmax_log": "Berechne ihre natürlichen Logarithmen mit Log-Sum-Exp.",
    "statement_find_softmax_loss": "Berechne die Kreuzentropie mit natürlichen Logarithmen.",
    "statement_find_softmax_loss_gradient": "Berechne die Kreuzentropie mit natürlichen Logarithmen und ihren "
    "Gradienten nach jedem Logit.",
    "statement_find_softmax_jacobian": "Berechne die Ableitung jeder Wahrscheinlichkeit nach jedem Logit.",
}
