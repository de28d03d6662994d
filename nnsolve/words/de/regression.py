"""Sentences about least squares, logistic and softmax regression: in German."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "regression_sums": "Die Tabelle der Summen",
    "regression_sums_table": "Dasselbe als Tabelle:",
    "regression_coefficients": "Die Koeffizienten",
    "regression_points": "die Zahl der Punkte",
    "regression_slope": "die Steigung",
    "regression_intercept": "die Gerade geht durch die Mittelwerte",
    "regression_origin": "keine Konstante: die Gerade geht durch 0",
    "regression_normal_title": "XᵀX und Xᵀy",
    "regression_normal": "Die Einträge von XᵀX und Xᵀy sind Summen über die Zeilen der Daten.",
    "regression_count": "die Zahl der Zeilen",
    "regression_system": "Die Normalgleichungen XᵀX·b = Xᵀy, je eine Zeile:",
    "regression_elimination": "Gauß-Elimination",
    "regression_clear": "{name} verschwindet aus den Gleichungen darunter",
    "regression_cleared": "Nun lauten die Gleichungen:",
    "regression_factor": "Zeile {i} minus dieses Vielfache von Zeile {k}",
    "regression_back": "Die Koeffizienten, vom letzten zum ersten",
    "regression_back_intro": "Jede Gleichung hat eine Unbekannte mehr als die darunter.",
    "regression_inverse": "Die Inverse von XᵀX",
    "regression_inverse_intro": "(XᵀX)⁻¹ ist die Matrix der Kofaktoren, geteilt durch die Determinante; beide sind "
    "symmetrisch.",
    "regression_inverse_times": "b = (XᵀX)⁻¹·Xᵀy, Zeile für Zeile.",
    "regression_det": "entlang der ersten Zeile",
    "regression_fit": "Wie gut es passt",
    "regression_residuals": "Vorhersagen und Residuen: Ziel minus Vorhersage.",
    "regression_ss_res": "die Summe der quadrierten Residuen",
    "regression_ss_tot": "die Quadrate um das Mittel",
    "regression_r2": "der erklärte Anteil von SS_tot",
    "regression_rmse": "Teiler n = {n}",
    "regression_rmse_p": "Teiler n − {p} = {n}: der Standardfehler der Residuen",
    "regression_mse": "Teiler n = {n}",
    "regression_mse_p": "Teiler n − {p} = {n}",
    "regression_prediction": "Vorhersage",
    "regression_equation": "Die Anpassung: {text}.",
    "regression_note_constant": "Alle Ziele sind gleich; SS_tot ist also 0, und es gibt kein R².",
    "regression_note_no_freedom": "Über die Koeffizienten hinaus bleiben keine Zeilen; der Teiler des RMSE wäre 0.",
    "regression_note_root": "Mit Brüchen gerechnet; RMSE = √MSE entfällt, denn eine Wurzel ist kein Bruch.",
    "regression_checked": "Zeile für Zeile geprüft: die Residuen haben die Summe 0, ebenso ihre Produkte mit jeder "
    "Variablen (größte relative Abweichung {worst}).",
    "regression_checked_origin": "Zeile für Zeile geprüft: die Produkte der Residuen mit jeder Variablen haben die "
    "Summe 0 (größte relative Abweichung {worst}).",
    "regression_differs": "Die Residuen haben nicht die Summe 0 (relative Abweichung {worst}). Auf diese Zeilen ist "
    "kein Verlass.",
    "regression_outputs": "Die Ausgaben und Fehler am Start.",
    "regression_derivation": "Der Gradient",
    "regression_sample": "Der Fehler von Zeile 1, und wie er sich mit der Ausgabe ändert, nach der Kettenregel:",
    "regression_sample_loss": "Zeile 1",
    "regression_cancelled": "Kurz:",
    "regression_cancel_sigmoid": "p·(1 − p) kürzt sich: Vorhersage − Ziel",
    "regression_cancel_softmax": "p kürzt sich: Vorhersage − Ziel",
    "regression_slope_one": "die Konstante hat die Steigung 1",
    "regression_all_linear_mean": "Über alle Zeilen, mit L = (1/n)·Σ(y − ŷ)²: ∂L/∂b = −(2/n)·Σ x·(y − ŷ), mit x = 1 "
    "für die Konstante.",
    "regression_all_linear_half_mean": "Über alle Zeilen, mit L = (1/2n)·Σ(y − ŷ)²: ∂L/∂b = −(1/n)·Σ x·(y − ŷ), mit x "
    "= 1 für die Konstante.",
    "regression_all_linear_sum": "Über alle Zeilen, mit L = Σ(y − ŷ)²: ∂L/∂b = −2·Σ x·(y − ŷ), mit x = 1 für die "
    "Konstante.",
    "regression_all_linear_half_sum": "Über alle Zeilen, mit L = ½·Σ(y − ŷ)²: ∂L/∂b = −Σ x·(y − ŷ), mit x = 1 für die "
    "Konstante.",
    "regression_all_entropy_mean": "Über alle Zeilen, mit dem Mittel der Fehler: ∂L/∂b = (1/n)·Σ x·(p − y), mit x = 1 "
    "für die Konstante.",
    "regression_all_entropy_sum": "Über alle Zeilen, mit der Summe der Fehler: ∂L/∂b = Σ x·(p − y), mit x = 1 für die "
    "Konstante.",
    "regression_iteration": "Iteration {n}",
    "regression_loss_mean": "Mittel über die Zeilen",
    "regression_loss_half_mean": "halbes Mittel über die Zeilen",
    "regression_loss_sum": "Summe über die Zeilen",
    "regression_loss_half_sum": "halbe Summe über die Zeilen",
    "regression_trace": "Iteration für Iteration",
    "regression_after": "Nach {n} Iterationen",
    "regression_fell": "In {n} Iterationen fiel der Fehler von {first} auf {last}.",
    "regression_grew": "In {n} Iterationen wuchs der Fehler von {first} auf {last}: die Lernrate ist zu groß.",
    "regression_diverged": "Es divergiert: von einem Fehler von {first} führt Iteration {n} zu Zahlen, die für einen "
    "Double zu groß sind. Die Lernrate ist zu groß; die Zeilen unten stehen bei der letzten Iteration, die Zahlen hat.",
    "regression_closed": "Die geschlossene Form, wohin die Iterationen bei genügend kleiner Rate führen: {text}.",
    "regression_closed_none": "Es gibt keine eindeutige beste Anpassung: die Spalten hängen voneinander ab.",
    "regression_probabilities": "Die Wahrscheinlichkeiten am Ende",
    "regression_right": "{k} von {n} Zeilen sind richtig klassifiziert",
    "regression_decision_logistic": "Klasse 1, wo p ≥ 0.5, also wo der Wert z nicht negativ ist.",
    "regression_decision_softmax": "Die Klasse mit der größten Wahrscheinlichkeit; jede Klasse hat eigene "
    "Koeffizienten.",
    "column_regression_right": "richtige Seite",
    "column_regression_predicted": "Vorhersage",
    "column_regression_residual": "Residuum",
    "column_regression_state": "Iteration",
    "column_regression_class": "Klasse",
}
