"""Sentences about losses over data: terms, sums and means, derivatives, conventions: in German."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "loss_derivative": "{text}: die Ableitungen",
    "loss_probabilities": "Von Logits zu Wahrscheinlichkeiten",
    "loss_rest": "Die übrigen Summanden, ebenso berechnet, stehen in der Tabelle.",
    "loss_other_slopes": "Die übrigen Ableitungen, ebenso berechnet, stehen in der Tabelle.",
    "loss_collapse_plain": "kurz: Vorhersage − Ziel",
    "loss_sum": "Summe über {count} Beispiele",
    "loss_mean": "Mittel über {count} Beispiele",
    "loss_half_mean": "halbes Mittel über {count} Beispiele",
    "loss_root": "die Wurzel des Mittels",
    "loss_root_one": "die Wurzel",
    "loss_product": "Produkt über die Beispiele",
    "loss_over_sum": "Summe über {count} Ausgaben",
    "loss_over_mean": "Mittel über {count} Ausgaben",
    "loss_switch": "H ist 1 über 0, sonst 0",
    "loss_worst": "der höchste falsche Wert ist {name}",
    "loss_collapse": "kurz: Vorhersage − Ziel, geteilt durch das, wodurch das Mittel teilt",
    "loss_not_in_it": "es steht nicht im Fehler",
    "loss_reduction_mean": "Der Fehler ist das Mittel über die Beispiele ({text}).",
    "loss_reduction_sum": "Der Fehler ist die Summe über die Beispiele ({text}).",
    "loss_reduction_mean_default": "Der Fehler ist das Mittel über die Beispiele, wie in den meisten Programmen "
    "({text}); reduction: sum ließe die Division weg.",
    "loss_ln": "ln ist der natürliche Logarithmus zur Basis e.",
    "loss_log2": "Logarithmen sind zur Basis 2: der Fehler ist in Bit.",
    "loss_log10": "Logarithmen sind zur Basis 10.",
    "loss_labels": "Labels sind die Nummern der richtigen Klassen; die erste Klasse hat die Nummer {first}.",
    "loss_maximised": "Die Log-Likelihood soll möglichst groß sein; ihr Negatives ist die binäre Kreuzentropie.",
    "loss_likelihood": "Die Likelihood ist die Wahrscheinlichkeit von allem Beobachteten zusammen: ŷ, wo das Ziel 1 "
    "ist, 1 − ŷ, wo es 0 ist. Sie soll möglichst groß sein.",
    "loss_percent": "Der Fehler zählt in Prozent des Ziels; scikit-learn lässt den Faktor 100 weg (hier: mean "
    "absolute relative error).",
    "loss_half": "Das ½ steht da, damit in der Ableitung kein Faktor 2 steht; ohne es schreibe mean squared error.",
    "loss_ww": "Weston und Watkins: jede falsche Klasse innerhalb des Margins 1 zählt (die Summe). scikit-learn und "
    "Keras nehmen nur die schlimmste Klasse (crammer-singer hinge), PyTorch teilt die Summe durch die Zahl der "
    "Klassen (multi-margin).",
    "loss_mm": "MultiMarginLoss von PyTorch: die Summe über die falschen Klassen innerhalb des Margins 1, geteilt "
    "durch die Zahl aller Klassen.",
    "loss_cs": "Crammer und Singer: nur die falsche Klasse mit dem höchsten Wert zählt, wie in scikit-learn und Keras.",
    "loss_poisson": "Die Vorhersage ist die erwartete Anzahl selbst, nicht ihr Logarithmus; die Konstante ln(y!) ist "
    "weggelassen.",
    "loss_kink_max": "An der Ecke ŷ = 0 wird die Ableitung des Fehlers als 0 genommen.",
    "loss_kink_hinge": "An der Ecke y·ŷ = 1 wird die Ableitung des Hinge-Fehlers als 0 genommen.",
    "loss_kink_absolute": "Wo Vorhersage und Ziel gleich sind, hat |y − ŷ| keine Ableitung; sie wird als 0 genommen.",
    "loss_weight_0": "Ein Summand mit Gewicht 0 zählt als 0, auch wo sein Logarithmus keinen Wert hat.",
    "loss_no_slope": "{text}: jede Vorhersage ist gleich ihrem Ziel, und die Wurzel hat bei 0 keine Ableitung.",
    "loss_checked_kinks": "Gradienten gegen zentrale Differenzen dieser Schritte geprüft: {n}, größte relative "
    "Abweichung {worst}. An Ecken gelten Differenzen nicht; eine der Steigungen wird verwendet.",
    "loss_unchecked": "Jede Vorhersage liegt an einer Ecke, wo Differenzen nicht gelten; eine der Steigungen wird "
    "verwendet.",
    "loss_checked_some": "Geprüft: {n} von {all} Gradienten, gleichmäßig verteilt, gegen zentrale Differenzen dieser "
    "Schritte, größte relative Abweichung {worst}.",
    "column_loss_sample": "Beispiel",
    "column_loss_output": "Ausgabe",
    "statement_loss_samples": "Für {count} Beispiele sind Ziele y und Vorhersagen ŷ gegeben.",
    "statement_loss_one_sample": "Für ein Beispiel sind das Ziel y und die Vorhersage ŷ gegeben.",
    "statement_loss_rows": "Jedes Beispiel hat {count} Ausgaben.",
    "statement_loss_labels": "Ziele sind die Nummern der richtigen Klassen; die erste Klasse hat die Nummer {first}.",
    "statement_loss_logits": "Die Vorhersagen sind Logits, aus denen {text} Wahrscheinlichkeiten macht.",
    "statement_loss_find": "Berechne: {text}, zuerst den Summanden jedes Beispiels.",
    "statement_loss_mean": "Der Fehler ist das Mittel über die Beispiele.",
    "statement_loss_sum": "Der Fehler ist die Summe über die Beispiele.",
    "statement_loss_logit": "Logit",
    "statement_loss_prediction": "Vorhersage",
    "statement_loss_derive": "Leite ihn ab, nach: {text}.",
}
