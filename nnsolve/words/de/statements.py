"""Sentences in which an exam would state a problem: in German."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "statement_rounded": "Die Ergebnisse sind auf {n} {how} anzugeben, {cut}.",
    "statement_carried": "Das Ergebnis jeder Zeile ist auf {n} {how} zu runden ({cut}); weitergerechnet wird mit der "
    "gerundeten Zahl.",
    "statement_network": "Ein vorwärtsgerichtetes Netz hat {inputs}, {hidden} und {outputs}.",
    "statement_single": "Ein Netz hat {inputs} und {outputs}.",
    "statement_inputs": "{n} Eingaben",
    "statement_inputs_one": "eine Eingabe",
    "statement_hidden": "{n} verborgene Schichten (mit {sizes})",
    "statement_hidden_one": "eine verborgene Schicht mit {sizes}",
    "statement_neurons": "{n} Neuronen mit der Aktivierung {text}",
    "statement_neurons_one": "einem Neuron mit der Aktivierung {text}",
    "statement_outputs": "{n} Ausgabeneuronen mit der Aktivierung {text}",
    "statement_outputs_one": "ein Ausgabeneuron mit der Aktivierung {text}",
    "statement_sparse": "Nicht jedes Neuron ist mit jedem der Schicht davor verbunden.",
    "statement_dropout": "Hinter Schicht {n} steht Dropout; eine Ausgabe bleibt mit der Wahrscheinlichkeit {text} "
    "erhalten.",
    "statement_symbols": "Gewichte, Eingaben und Ziele sind Symbole.",
    "statement_samples": "Die Beispiele sind:",
    "statement_class": "Die richtige Klasse ist {name}.",
    "statement_loss": "Der Fehler ist: {text}.",
    "statement_penalty": "Die Größe der Gewichte kommt hinzu: {text}.",
    "statement_rate": "Die Parameter ändern sich durch Gradientenabstieg mit der Lernrate {name}.",
    "statement_optimizer": "Die Parameter werden mit {text} aktualisiert (Konventionen: {preset}).",
    "statement_per_sample": "Sie werden nach jedem Beispiel aktualisiert.",
    "statement_mini_batch": "Sie werden nach je {n} Beispielen aktualisiert.",
    "statement_whole_batch": "Sie werden einmal je Epoche aktualisiert, aus allen Beispielen.",
    "statement_epochs": "Trainiert wird {n} Epochen lang.",
    "statement_epochs_one": "Trainiert wird eine Epoche lang.",
    "statement_sequential": "Spätere Schichten werden zuerst aktualisiert, und frühere Gradienten verwenden deren "
    "neue Gewichte.",
    "statement_frozen": "Nicht aktualisiert: {names}.",
    "statement_matrix": "Die Rechnung ist in Matrizen mit ihren Größen zu schreiben.",
    "statement_find_forward": "Berechne die Netzeingabe und die Aktivierung jedes Neurons.",
    "statement_find_error": "Berechne die Netzeingabe und die Aktivierung jedes Neurons und den Fehler.",
    "statement_find_gradients": "Führe den Vorwärtsdurchlauf aus, berechne den Fehler und leite jeden Gradienten mit "
    "der Kettenregel her.",
    "statement_find_backprop": "Führe den Vorwärtsdurchlauf aus, berechne den Fehler, leite jeden Gradienten mit der "
    "Kettenregel her und bestimme die neuen Parameter.",
    "statement_find_symbols": "Leite jeden Gradienten mit der Kettenregel her, bis zur geschlossenen Form.",
    "statement_cnn": "Ein Faltungsnetz nimmt eine Eingabe von {text}. Seine Schichten sind:",
    "statement_find_cnn": "Berechne die Form jeder Ausgabe und die Zahl der trainierbaren Parameter, Schicht für "
    "Schicht und insgesamt.",
    "column_statement_layer": "Schicht",
    "column_statement_what": "was sie ist",
    "statement_descent": "Die Funktion {text} wird vom gegebenen Start aus durch Gradientenabstieg minimiert: {n} "
    "Iterationen.",
    "statement_descent_one": "Die Funktion {text} wird vom gegebenen Start aus durch Gradientenabstieg minimiert: "
    "eine Iteration.",
    "statement_rate_is": "Die Lernrate ist {text}.",
    "statement_rate_listed": "Die Lernraten sind {text}; die letzte bleibt.",
    "statement_rate_schedule": "Die Lernrate folgt dem Plan {text}.",
    "statement_stop": "Haltebedingung: {text}.",
    "statement_find_descent": "Leite den Gradienten her, führe die Iterationen aus und sage, ob sie konvergieren.",
    "statement_optimise": "Die Funktion {text} wird vom gegebenen Start aus Schritt für Schritt minimiert ({steps}), "
    "mit {optimisers}; Konventionen: {preset}.",
    "statement_listed": "Ein Parameter wird mit einer gegebenen Liste von Gradienten aktualisiert ({steps}), mit "
    "{optimisers}; Konventionen: {preset}.",
    "statement_steps": "{n} Schritte",
    "statement_steps_one": "ein Schritt",
    "statement_gradient": "Gradient\nnach {name}",
    "statement_batches": "Die Funktion ist das Mittel über die Beispiele eines Batches (je {size}):",
    "statement_find_optimiser": "Schreibe die Schritte mit allen Zwischenwerten auf.",
    "statement_table": "Die Daten sind:",
    "statement_linear": "Passe {name} mit kleinsten Quadraten in geschlossener Form an und beurteile die Güte.",
    "statement_linear_descent": "Passe {name} durch Gradientenabstieg auf den quadrierten Fehlern an ({loss}): {n} "
    "Iterationen mit der Lernrate {rate}.",
    "statement_logistic": "Passe eine logistische Regression für {name} durch Gradientenabstieg auf den "
    "Kreuzentropien an ({loss}): {n} Iterationen mit der Lernrate {rate}.",
    "statement_softmax": "Passe eine Softmax-Regression für {name} durch Gradientenabstieg auf den Kreuzentropien an "
    "({loss}): {n} Iterationen mit der Lernrate {rate}.",
    "statement_predict": "Sage {name} voraus für:",
}
