"""Sentences about computational graphs: in German."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "graph_edges": "Die Ableitung an jeder Kante",
    "graph_edges_intro": "Jede sagt, wie sich ein Knoten mit einer seiner eigenen Eingaben ändert, während die "
    "anderen fest bleiben.",
    "graph_rule_sum": "eine Summe gibt jede Änderung weiter",
    "graph_rule_difference": "was subtrahiert wird, zählt mit −1",
    "graph_rule_product": "Produkt: der andere Faktor",
    "graph_rule_quotient": "Quotientenregel",
    "graph_rule_sin": "sin′ = cos",
    "graph_rule_cos": "cos′ = −sin",
    "graph_rule_tan": "tan′ = 1 + tan²",
    "graph_rule_tanh": "tanh′ = 1 − tanh²",
    "graph_rule_power": "Potenzregel",
    "graph_flat": "dort ist sie flach",
    "graph_reverse": "Rückwärtsmodus: von {name} zurück zu den Eingaben",
    "graph_reverse_known": "Schon an den Kanten bestimmt: {targets}.",
    "graph_seed": "der Startwert",
    "graph_still": "bleibt fest",
    "graph_adds_up": "{name} speist {targets}: die Wege addieren sich",
    "graph_no_path": "von {name} führt kein Weg dorthin",
    "graph_forward": "Vorwärtsmodus: nur {name} bewegt sich",
    "graph_forward_intro": "Ein Punkt steht für die Ableitung nach {name}; sie geht mit den Werten mit, Knoten für "
    "Knoten.",
    "graph_paths": "Die Summe über alle Wege zu {name}",
    "graph_paths_intro": "Die Ableitungen an den Kanten eines Weges werden multipliziert, die Wege von einer Eingabe "
    "addiert.",
    "graph_paths_many": "Es sind zu viele, um sie auszuschreiben. Der Rückwärtsmodus addiert sie Knoten für Knoten.",
    "graph_paths_at_most_one": "Von jeder Eingabe führt höchstens ein Weg zu {name}; zu addieren ist also nichts.",
    "graph_paths_single": "Von jeder Eingabe führt nur ein Weg zu {name}; zu addieren ist also nichts.",
    "graph_sum": "alle von {name}",
    "graph_given": "Eingabe",
    "graph_work": "Der Aufwand beider Richtungen",
    "graph_work_intro": "Der Graph hat {n} Kanten, und ein Durchlauf multipliziert auf jeder einmal (auch mit 1 und "
    "0).",
    "graph_work_forward": "{n} Durchläufe: einer je bewegter Eingabe",
    "graph_work_reverse": "{n} Durchläufe: einer je Ausgabe",
    "graph_work_forward_one": "ein Durchlauf: eine Eingabe bewegt sich",
    "graph_work_reverse_one": "ein Durchlauf: es gibt eine Ausgabe",
    "graph_closed": "In geschlossener Form: {name} über den Eingaben",
    "graph_merged": "{targets} steht mehrmals im Ausdruck und ist ein Knoten des Graphen.",
    "graph_merged_several": "{targets} stehen mehrmals im Ausdruck und sind je ein Knoten.",
    "graph_unmerged": "Gleiche Teile des Ausdrucks sind eigene Knoten (merge: false).",
    "graph_direct": "∂⁺ zählt nur die direkte Kante, wo auch andere Wege zur selben Ausgabe führen; ∂ ist ihre Summe.",
    "graph_both": "Beide Richtungen multiplizieren dieselben Ableitungen auf denselben Kanten und stimmen daher "
    "überein.",
    "graph_both_carried": "Beide Richtungen multiplizieren dieselben Ableitungen auf denselben Kanten und stimmen "
    "daher überein, bis auf das, was das Runden jeder Zeile übrig lässt.",
    "graph_values_unused": "Auf dieser Seite stehen keine Zahlen: symbolic: true lässt die Werte der Aufgabe weg.",
    "graph_kink": "{names}: der Ausdruck hat dort einen Knick oder Sprung oder keinen Wert in der Nähe; zentrale "
    "Differenzen gelten also nicht, und die Ableitung ist die nach den Regeln oben.",
    "graph_closed_checked": "Geprüft: die geschlossenen Formen gegen die Kettenregel mit {text}, größte relative "
    "Abweichung {worst}.",
    "graph_closed_differs": "Die geschlossenen Formen und die Kettenregel widersprechen sich mit {text}: relative "
    "Abweichung {worst}. Darauf ist kein Verlass.",
    "column_graph_node": "Knoten",
    "column_graph_formula": "Formel",
    "column_graph_operation": "Operation",
    "column_graph_value": "Wert",
    "column_graph_input": "Eingabe",
    "column_graph_ways": "Wege",
    "column_graph_walk": "Weg",
    "column_graph_product": "Produkt",
    "graph_column_gradient": "∂{name}/∂Knoten",
    "graph_column_tangent": "∂Knoten/∂{name}",
    "statement_graph_expression": "Zeichne den Berechnungsgraphen von {text}.",
    "statement_graph_nodes": "Ein Berechnungsgraph hat die folgenden Knoten.",
    "statement_graph_elementary": "Jeder Knoten ist eine elementare Operation.",
    "statement_graph_symbolic": "Es gibt keine Zahlen: gib jedes Ergebnis als Formel an.",
    "statement_find_graph_reverse": "Berechne die Werte vorwärts, die Ableitung an jeder Kante und im Rückwärtsmodus, "
    "wie sich {targets} mit jedem Knoten und jeder Eingabe ändert.",
    "statement_find_graph_forward": "Berechne die Werte, die Ableitung an jeder Kante und im Vorwärtsmodus, wie sich "
    "{targets} mit jeder Eingabe ändert.",
    "statement_find_graph_both": "Berechne die Werte, die Ableitung an jeder Kante und wie sich {targets} mit jeder "
    "Eingabe ändert, im Rückwärts- und im Vorwärtsmodus; vergleiche den Aufwand.",
}
