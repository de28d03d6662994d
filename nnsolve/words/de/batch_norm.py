"""Sentences about batch normalisation: its steps, as a layer of a network, and what cannot be seen from the steps: in German."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "bn_mean": "Mittel über den Batch von {n}",
    "bn_variance": "Varianz: das Mittel der quadrierten Abweichungen",
    "bn_variance_less_one": "Varianz: quadrierte Abweichungen, geteilt durch m − 1 = {n}",
    "bn_hat": "zentriert und skaliert",
    "bn_title": "Batch-Normalisierung von Schicht {n}",
    "bn_intro": "Mittel und Varianz werden über die {n} Beispiele des Batches gebildet, für jedes Neuron einzeln.",
    "bn_forward_on": "Vorwärtsdurchlauf, Fortsetzung",
    "bn_batch_error": "Fehler des Batches",
    "bn_backward": "Rückwärtsdurchlauf: die Normalisierung von {name}",
    "bn_mean_paths": "{mean} steht auch in {var}, aber die Steigung ist dort −2·Σ(x − μ)/m, und Abweichungen vom "
    "Mittel haben die Summe 0: kein Weg führt durch {var}.",
    "bn_bias": "mit {name} verschieben sich alle Netzeingaben und ihr Mittel gleich, und die Differenzen bleiben",
    "bn_slope_mean": "einer der m Werte des Mittels",
    "bn_slope_var": "die anderen Quadrate enthalten es nicht",
    "bn_slope_std": "√x hat die Steigung 1/(2√x)",
    "bn_slope_hat": "Quotientenregel",
    "statement_norm_before": "Die Netzeingaben von Schicht {n} werden über den Batch normalisiert (ε = {text}).",
    "statement_norm_after": "Die Aktivierungen von Schicht {n} werden über den Batch normalisiert (ε = {text}).",
    "note_batch_norm": "Batch-Normalisierung: die Varianz wird durch die Zahl m der Beispiele im Batch geteilt, und ε "
    "= {value} wird unter der Wurzel addiert.",
    "note_batch_norm_running": "Gleitende Mittel für das Testen gehören nicht zu den Gradienten und werden hier nicht "
    "geführt.",
}
