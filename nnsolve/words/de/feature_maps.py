"""Sentences about feature maps with numbers: in German."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "maps_padded": "Mit Nullen ringsum",
    "maps_first": "Erste Positionen",
    "maps_all": "Alle Positionen",
    "maps_row": "Die ganze Zeile",
    "maps_neurons": "Zahl für Zahl",
    "maps_ring_one": "ein Ring aus Nullen um die Karte",
    "maps_ring": "{count} Ringe aus Nullen um die Karte",
    "maps_zeros": "Nullen: {above} oben, {below} unten, {left} links, {right} rechts",
    "maps_slide": "Der Kern wird auf die Karte gelegt; Zahlen, die aufeinander liegen, werden multipliziert und die "
    "Produkte addiert.",
    "maps_slide_flip": "Der Kern wird um 180° gedreht und auf die Karte gelegt; Zahlen, die aufeinander liegen, "
    "werden multipliziert und die Produkte addiert.",
    "maps_sum": "die Kanäle addiert",
    "maps_max": "Die größte Zahl jedes Fensters.",
    "maps_max_padded": "Die größte Zahl jedes Fensters; Padding ist nie die größte.",
    "maps_avg": "Das Mittel jedes Fensters.",
    "maps_avg_counted": "Das Mittel jedes Fensters; die Nullen des Paddings zählen mit.",
    "maps_avg_uncounted": "Das Mittel jedes Fensters; die Nullen des Paddings zählen nicht mit.",
    "maps_global": "eine Zahl je Karte",
    "maps_flatten": "Zeile für Zeile in eine Reihe von Zahlen.",
    "maps_flatten_first": "Eine Karte nach der anderen, jede Zeile für Zeile (Kanäle zuerst).",
    "maps_flatten_last": "Stelle für Stelle, Zeile für Zeile, alle Kanäle einer Stelle zusammen (Kanäle zuletzt).",
    "maps_note_named": "Kerne werden geschoben, wie sie stehen (⋆, Kreuzkorrelation), wie in "
    "Deep-Learning-Bibliotheken.",
    "maps_note_correlation": "Kerne werden geschoben, wie sie stehen: ⋆ ist die Kreuzkorrelation.",
    "maps_note_convolution": "Kerne werden um 180° gedreht, bevor sie geschoben werden: ∗ ist die Faltung der "
    "Mathematik.",
    "maps_note_turn": "⋆ schiebt einen Kern über eine Karte (Kreuzkorrelation); turn(K) ist der um 180° gedrehte Kern.",
    "maps_note_turned": "⋆ schiebt einen Kern über eine Karte (Kreuzkorrelation).",
    "maps_note_places": "[r,c] ist Zeile r und Spalte c, von 0 an oben links gezählt.",
    "maps_laid": "Jede Zahl der Karte wird mit dem ganzen Kern multipliziert; die Produkte werden im Abstand der "
    "Schrittweite abgelegt, und was überlappt, addiert sich.",
    "maps_laid_flip": "Der Kern wird um 180° gedreht; jede Zahl der Karte wird mit dem ganzen Kern multipliziert, die "
    "Produkte werden im Abstand der Schrittweite abgelegt, und was überlappt, addiert sich.",
    "maps_wide_map": "Dasselbe als Faltung der geweiteten Karte",
    "maps_spread": "Nullen zwischen den Zahlen (Schrittweite − 1) und um sie herum, so viele, wie der Kern reicht.",
    "maps_spread_one": "Nullen um die Zahlen herum, so viele, wie der Kern reicht.",
    "maps_output_padding": "Q: Ausgabe-Padding",
    "statement_maps_one": "Ein Bild von {text} geht durch diese Schichten:",
    "statement_maps": "Ein Bild von {text} mit {count} Kanälen geht durch diese Schichten:",
    "statement_maps_kept": "Kerne werden geschoben, wie sie stehen (Kreuzkorrelation).",
    "statement_maps_turned": "Kerne werden um 180° gedreht, bevor sie geschoben werden (Faltung).",
    "statement_maps_above": "Der Gradient des Fehlers E nach der Ausgabe von {text} ist gegeben.",
    "statement_find_maps": "Berechne die Größe und alle Zahlen jeder Karte.",
    "statement_find_maps_back": "Berechne jede Karte und den Gradienten des Fehlers nach jedem Kern, Gewicht und Bias "
    "und nach der Eingabe.",
    "statement_find_maps_new": "Führe dann einen Schritt Gradientenabstieg aus.",
    "maps_put_back": "Was das Padding abschnitt, kommt als Nullen zurück.",
    "maps_kernel_transposed": "Der Gradient von oben wird von der eingegangenen Karte überstrichen, deren Zahlen im "
    "Abstand der Schrittweite liegen: vorwärts und rückwärts tauschen die Rollen.",
    "maps_input_transposed": "Der Kern wird über den Gradienten von oben geschoben: der Rückwärtsdurchlauf einer "
    "transponierten Faltung ist eine Faltung.",
    "maps_backward": "Rückwärtsdurchlauf: {layer}",
    "maps_error": "Fehler",
    "maps_upstream": "Gradient von oben, geweitet",
    "maps_gradient_first": "Erste Einträge",
    "maps_by_kernel": "Gradient nach dem Kern",
    "maps_by_bias": "Gradient nach dem Bias",
    "maps_by_input": "Gradient nach der eingegangenen Karte",
    "maps_kernel_sum": "Ein Gewicht des Kerns wirkt an jeder Position mit; sein Gradient ist eine Summe darüber.",
    "maps_input_sum": "Eine Zahl der Karte wirkt an jeder Position mit, deren Fenster sie überdeckt.",
    "maps_kernel": "Alles auf einmal: die Karte wird vom Gradienten überstrichen, der von oben kommt.",
    "maps_kernel_spread": "Alles auf einmal: die Karte wird vom Gradienten überstrichen, der von oben kommt und "
    "dessen Zahlen im Abstand der Schrittweite liegen.",
    "maps_kernel_flip": "Alles auf einmal: die Karte wird vom Gradienten überstrichen, der von oben kommt, und das "
    "Ergebnis um 180° gedreht, da der Kern gedreht war.",
    "maps_kernel_flip_spread": "Alles auf einmal: die Karte wird vom Gradienten überstrichen, der von oben kommt und "
    "dessen Zahlen im Abstand der Schrittweite liegen, und das Ergebnis um 180° gedreht, da der Kern gedreht war.",
    "maps_bias": "der Bias steht an jeder Position",
    "maps_bias_shared": "der Bias steht an jeder Position jeder Karte",
    "maps_wide": "Nullen ringsum, damit der Kern jede Zahl der eingegangenen Karte erreicht.",
    "maps_wide_stride": "Nullen zwischen seinen Zahlen (Schrittweite − 1) und ringsum, damit der Kern jede Zahl der "
    "eingegangenen Karte erreicht.",
    "maps_input": "Alles auf einmal: der um 180° gedrehte Kern wird über den geweiteten Gradienten geschoben. Das ist "
    "eine volle Faltung mit dem Kern.",
    "maps_input_flip": "Alles auf einmal: der Kern, wie er steht, wird über den geweiteten Gradienten geschoben. Das "
    "ist eine volle Kreuzkorrelation mit dem Kern.",
    "maps_crop": "das Padding ist keine Eingabe",
    "maps_unpool_max": "Der Gradient eines Fensters geht an seine größte Zahl; von gleichen nimmt die erste, Zeile "
    "für Zeile, alles. Was in mehreren Fenstern liegt, addiert sich.",
    "maps_unpool_avg": "Der Gradient eines Fensters verteilt sich gleich auf seine Zahlen. Was in mehreren Fenstern "
    "liegt, addiert sich.",
    "maps_unflatten": "Jede Zahl geht an ihren Platz zurück.",
    "maps_dense": "jedes Gewicht: der Gradient seines Neurons mal seine Eingabe",
    "maps_softmax": "Jede Ausgabe eines Softmax hängt von jeder Eingabe ab: p ⊙ (g − g·pᵀ).",
    "maps_slope": "Eintrag für Eintrag, mal die Ableitung der Aktivierung.",
    "maps_slope_noted": "Eintrag für Eintrag, mal die Ableitung der Aktivierung ({note}).",
    "maps_checked": "Geprüft: {count} Einträge der Gradienten gegen zentrale Differenzen desselben Durchlaufs, größte "
    "relative Abweichung {worst}.",
    "maps_checked_some": "Geprüft: {count} von {all} Einträgen der Gradienten gegen zentrale Differenzen desselben "
    "Durchlaufs, größte relative Abweichung {worst}.",
    "maps_unchecked": "Kein Eintrag der Gradienten ließ sich mit zentralen Differenzen vergleichen: alle stehen an "
    "einem Knick (ein ReLU bei 0, gleiche Maxima), wo Differenzen nicht gelten und eine der Steigungen verwendet wird.",
    "maps_checked_kinks": "Geprüft: {count} Einträge der Gradienten gegen zentrale Differenzen desselben Durchlaufs, "
    "größte relative Abweichung {worst}; {kinks} weitere stehen an einem Knick (ein ReLU bei 0, gleiche Maxima), wo "
    "Differenzen nicht gelten und eine der Steigungen verwendet wird.",
    "maps_checked_some_kinks": "Geprüft: {count} von {all} Einträgen der Gradienten gegen zentrale Differenzen "
    "desselben Durchlaufs, größte relative Abweichung {worst}; {kinks} weitere stehen an einem Knick (ein ReLU bei 0, "
    "gleiche Maxima), wo Differenzen nicht gelten und eine der Steigungen verwendet wird.",
}
