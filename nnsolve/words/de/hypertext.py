"""Words of HTML pages: what their buttons say, and what practice says of a value that was typed: in German."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "html_contents": "Inhalt",
    "html_fold": "Alles einklappen",
    "html_unfold": "Alles ausklappen",
    "html_practice": "Üben",
    "html_hint": "Zeige auf eine Zahl, um zu sehen, woher sie kommt und wohin sie geht; mit der Tastatur Tab und "
    "Pfeiltasten. Ein Klick hält fest, Esc lässt los.",
    "html_how": "Die Ergebnisse sind verborgen. Gib einen Wert ein und drücke Enter: gerundet oder abgeschnitten an "
    "der letzten geschriebenen Ziffer ist er richtig.",
    "html_show": "Zeigen",
    "html_value_of": "Wert von",
    "html_right": "richtig",
    "html_wrong": "noch nicht",
    "html_digits": "so weit richtig: schreibe mindestens drei Ziffern",
    "html_unread": "das ist keine Zahl",
    "html_from": "aus",
    "html_goes": "geht in",
    "html_given": "gegeben",
    "html_solved": "%n von %m richtig",
    "html_all_solved": "Alles richtig.",
    "html_more": "und %n weitere",
    "html_verdict_right": "richtig",
    "html_verdict_follow-through": "Folgefehler",
    "html_verdict_trivial": "nur Folgefehler",
    "html_verdict_slip": "ein Fehler",
    "html_verdict_wrong": "falsch",
    "html_verdict_unknown": "kein solches Ergebnis",
    "html_verdict_blank": "leer gelassen",
    "html_verdict_again": "durch eine spätere Zeile ersetzt",
}
