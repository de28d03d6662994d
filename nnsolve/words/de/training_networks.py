"""Sentences about networks in symbols and on several samples, and what training adds to them: in German."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "everything_in": "alles eingesetzt",
    "cancels": "out·(1 − out) kürzt sich mit den Nennern",
    "of_sample": "Beispiel {n}: {title}",
    "truth_table": "Alle Beispiele",
    "truth_right": "Jede Ausgabe ist gleich ihrem Ziel.",
    "truth_wrong": "Die Ausgabe weicht bei Beispiel {of} vom Ziel ab.",
    "truth_wrong_several": "Die Ausgabe weicht bei den Beispielen {of} vom Ziel ab.",
    "target_of": "Ziel",
    "update_number": "Aktualisierung {n}",
    "batch_mean": "Mittel über {n} Beispiele",
    "batch_sum": "Summe über {n} Beispiele",
    "clip_value": "auf die Schranke gekürzt",
    "clip_norm": "die Länge aller Gradienten zusammen",
    "clip_scale": "1, wo die Länge innerhalb der Schranke liegt",
    "change_decay": "gegen den Gradienten, und λ·w gegen 0",
    "epochs": "Epoche für Epoche",
    "note_per_sample": "Die Parameter werden nach jedem Beispiel aktualisiert: {updates} Aktualisierungen je Epoche.",
    "note_batch": "Die Parameter werden einmal je Epoche aktualisiert, aus allen {samples} Beispielen.",
    "note_mini_batch": "Die Parameter werden nach je {size} Beispielen aktualisiert: {updates} Aktualisierungen je "
    "Epoche.",
    "note_average_loss": "Der mittlere Fehler einer Epoche ist das Mittel von {target} über ihre Beispiele, jeweils "
    "wie er beim Besuch war.",
    "penalty_without_biases": "über die Gewichte; Bias-Werte zählen nicht",
    "penalty_with_biases": "über Gewichte und Bias-Werte",
    "penalty_cost": "die Kosten, die minimiert werden",
    "slope_of_R": "die anderen Summanden von R enthalten es nicht",
    "sign_slope": "das Vorzeichen ist −1, 0 oder 1; bei 0 als 0 genommen",
    "note_shuffled": "Die Beispiele werden in einer Reihenfolge besucht, die für jede Epoche neu gemischt wird "
    "(Startwert {seed}).",
    "dropout_inverted": "die Maske; was bleibt, wird durch keep geteilt",
    "dropout_plain": "die Maske: unverändert behalten, oder 0",
    "note_dropout_inverted": "Invertierter Dropout: eine Ausgabe bleibt mit der Wahrscheinlichkeit {keep} und wird "
    "dann durch {keep} geteilt. Beim Testen wird nichts weggelassen und nichts skaliert.",
    "note_dropout_plain": "Dropout, nicht invertiert: eine Ausgabe bleibt mit der Wahrscheinlichkeit {keep} und wird "
    "nicht skaliert. Beim Testen wird nichts weggelassen und jede Ausgabe mit {keep} multipliziert.",
    "note_thinned": "Masken aus {n} Einheiten wählen unter 2 hoch {n} = {count} ausgedünnten Netzen.",
    "memo_title": "Wiederverwendung",
    "memo_title_sample": "Wiederverwendung, für ein Beispiel",
    "memo_intro": "Ein Weg mit n Faktoren braucht n − 1 Multiplikationen. Behaltene Ableitungen werden einmal "
    "bestimmt, mit dem ersten Parameter, der sie braucht; jeder Weg von einer von ihnen braucht eine weitere. "
    "Faktoren, die immer 1 sind, zählen nicht.",
    "memo_again": "Behalten und wieder verwendet:",
    "memo_total": "gesamt",
    "memo_by_path": "jeder Weg neu ausmultipliziert",
    "memo_by_name": "Zwischenableitungen behalten",
    "column_memo_paths": "Wege",
    "column_memo_anew": "Multiplikationen,\njeder Weg neu",
    "column_memo_kept": "Multiplikationen,\nbehalten",
    "column_memo_derivative": "Ableitung",
    "column_memo_used": "wie oft",
    "note_penalty_samples": "R zählt einmal in den Kosten jedes Beispiels.",
    "column_epoch": "Epoche",
    "column_average_loss": "mittlerer\nFehler",
}
