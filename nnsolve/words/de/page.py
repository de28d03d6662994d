"""Sentences about what every page shares: headings, conventions, checks, columns: in German."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "given": "Gegeben",
    "asked": "Gesucht",
    "answer": "Ergebnis",
    "forward_pass": "Vorwärtsdurchlauf",
    "forward_again": "Vorwärtsdurchlauf mit den neuen Werten",
    "loss": "Fehler",
    "backward": "Rückwärtsdurchlauf: {name}",
    "backward_shared": "Rückwärtsdurchlauf: {name}, von mehreren Neuronen geteilt",
    "updates": "Neue Werte",
    "hidden_neuron": "Verborgenes Neuron {name}",
    "output_neuron": "Ausgabeneuron {name}",
    "softmax_layer": "Softmax über die Schicht",
    "layer": "Schicht {n}",
    "summary": "Alt und neu",
    "note_weight_0": "Ein Summand des Fehlers mit Gewicht 0 zählt als 0, auch wo sein Logarithmus oder Quotient "
    "keinen Wert hat.",
    "note_simultaneous": "Alle Gradienten sind an den alten Werten gebildet (gleichzeitige Aktualisierung).",
    "note_sequential": "Spätere Schichten werden zuerst aktualisiert, und die Gradienten früherer Schichten verwenden "
    "deren neue Gewichte (schrittweise Aktualisierung).",
    "note_frozen": "Nicht aktualisiert: {names}.",
    "note_carry": "Jede Zeile rechnet mit den gerundeten Zahlen der Zeilen davor (auf {n} {how}, {cut}).",
    "note_full": "Gerechnet wird mit voller Genauigkeit; gedruckt sind die Zahlen auf {n} {how} ({cut}).",
    "digits_decimals": "Nachkommastellen",
    "digits_decimals_one": "Nachkommastelle",
    "digits_figures": "gültige Ziffern",
    "digits_figures_one": "gültige Ziffer",
    "digits_significant": "gültige Ziffern",
    "digits_significant_one": "gültige Ziffer",
    "digits_rounded": "gerundet",
    "digits_cut": "abgeschnitten",
    "digits_half_up": "kaufmännisch gerundet",
    "digits_cut_off": "abgeschnitten",
    "note_vanished": "Auf {digits} Nachkommastellen zu 0 gerundet und von da an 0: {names}; mehr Nachkommastellen "
    "mitführen oder gültige Ziffern.",
    "note_approximate": "≈ steht, wo die gedruckten Ziffern allein eine andere letzte Ziffer ergäben.",
    "note_no_font": "Einige Buchstaben stehen als Kästchen da: Keine Schrift hier hat die von {text}.",
    "note_elided": "Lange Summen sind mit … gekürzt; --full schreibt sie aus.",
    "question": "Aufgabe {n}",
    "question_marks": "Aufgabe {n} ({marks} Punkte)",
    "question_marks_one": "Aufgabe {n} (1 Punkt)",
    "paper_question": "1 Aufgabe",
    "paper_questions": "{n} Aufgaben",
    "paper_mark": "{questions}, insgesamt 1 Punkt.",
    "paper_marks": "{questions}, insgesamt {marks} Punkte.",
    "checked": "Geprüft: {n} Gradienten gegen zentrale Differenzen dieser Schritte, größte relative Abweichung "
    "{worst}.",
    "checked_one": "Geprüft: 1 Gradient gegen zentrale Differenzen dieser Schritte, relative Abweichung {worst}.",
    "checked_some": "Geprüft: {n} von {all} Gradienten gegen zentrale Differenzen dieser Schritte, größte relative "
    "Abweichung {worst}; und alle {all} zusammen entlang einer Richtung, relative Abweichung {together}.",
    "checked_kink": "{names}: der Fehler hat dort einen Knick, zentrale Differenzen gelten also nicht; eine seiner "
    "Steigungen wird verwendet.",
    "differs": "Zentrale Differenzen widersprechen bei {names}: relative Abweichung {worst}. Auf diese Zeilen ist "
    "kein Verlass.",
    "column_old": "alt",
    "column_gradient": "Gradient",
    "column_new": "neu",
}
