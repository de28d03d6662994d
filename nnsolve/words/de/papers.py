"""Sentences about papers, keys and worksheets: in German."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "paper_time": "Zeit: {text}",
    "key_head": "Lösungsschlüssel",
    "sheet_head": "Name: ______________________________",
    "sheet_find": "Gesucht: {names}.",
    "sheet_answers": "Deine Antworten",
    "sheet_working": "Rechnung",
    "column_sheet_result": "Ergebnis",
    "column_sheet_value": "deine Antwort",
    "column_sheet_name": "Name in einer Antwortdatei",
    "sheet_marking": "Bewertung",
    "column_sheet_worth": "Punkte",
    "column_sheet_earned": "erreicht",
    "column_sheet_remark": "Bemerkung",
    "sheet_sum": "Summe",
    "notebook_given": "Die gegebenen Zahlen, und was Ergebnisse mit der Seite vergleicht:",
    "notebook_printed": "Wo kein kurzer NumPy-Code für einen Schritt steht, ist sein Wert von der Seite genommen.",
    "notebook_symbols": "Diese Lösung ist in Symbolen; es gibt keine Zahlen nachzurechnen.",
    "notebook_large": "Die Felder dieser Aufgabe sind für eine Notebook-Zelle zu groß; hier wird nichts nachgerechnet.",
}
