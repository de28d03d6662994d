"""German: numbers in words, lists, and what stands behind 1."""

from __future__ import annotations

NUMBERS = ["kein", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"]
JOINED = "und"
ONE = {
    "Aktualisierungen": "Aktualisierung",
    "Aufgaben": "Aufgabe",
    "Ausgaben": "Ausgabe",
    "Ausgabeneuronen": "Ausgabeneuron",
    "Beispiele": "Beispiel",
    "Beispielen": "Beispiel",
    "Durchläufe": "Durchlauf",
    "Eingaben": "Eingabe",
    "Einheiten": "Einheit",
    "Epochen": "Epoche",
    "Gradienten": "Gradient",
    "Iterationen": "Iteration",
    "Kanten": "Kante",
    "Konfigurationen": "Konfiguration",
    "Neuronen": "Neuron",
    "Punkte": "Punkt",
    "Punkten": "Punkt",
    "Ringe": "Ring",
    "Schichten": "Schicht",
    "Schritte": "Schritt",
    "Schritten": "Schritt",
    "Steigungen": "Steigung",
    "Stellen": "Stelle",
    "Wege": "Weg",
    "Werten": "Wert",
    "Zeilen": "Zeile",
    "Ziffern": "Ziffer",
}
