"""Sentences about gradient descent and optimisers: in German."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "gd_gradient": "Die Funktion und ihr Gradient",
    "gd_slope": "jede andere Variable zählt als Zahl",
    "gd_start": "Am Start",
    "gd_iteration": "Iteration {count}",
    "gd_end": "Der Gradient nach {count} Iterationen",
    "gd_from_table": "Dieselben Schritte immer wieder führen zu diesen Werten; --full druckt für jeden eine Zeile.",
    "gd_stationary": "Der stationäre Punkt",
    "gd_star": "Der Gradient ist 0 bei {point}; die zweiten Ableitungen dort:",
    "gd_star_one": "Die Steigung ist 0 bei {names} = {point}; die zweite Ableitung dort:",
    "gd_diagonal": "die Matrix ist diagonal, ihre Einträge sind also die Eigenwerte",
    "gd_eigenvalues": "Eigenwert der Matrix der zweiten Ableitungen",
    "gd_eigenvalues_many": "Ihre Eigenwerte, numerisch berechnet: {values}.",
    "gd_converged": "Konvergiert: ab Iteration {count} ist keine Komponente des Gradienten größer als {limit}.",
    "gd_converged_at_once": "Der Start ist ein stationärer Punkt: keine Komponente des Gradienten ist größer als "
    "{limit}, also bewegt sich nichts.",
    "gd_at_minimum": "Alle Eigenwerte der zweiten Ableitungen dort sind positiv: es ist ein Minimum.",
    "gd_at_maximum": "Alle Eigenwerte der zweiten Ableitungen dort sind negativ: es ist ein Maximum, und jeder kleine "
    "Anstoß führt davon weg.",
    "gd_at_saddle": "Die Eigenwerte der zweiten Ableitungen dort haben beide Vorzeichen: es ist ein Sattelpunkt, kein "
    "Minimum, und jeder kleine Anstoß in fallender Richtung führt davon weg.",
    "gd_at_flat": "Ein Eigenwert der zweiten Ableitungen dort ist 0; die Vorzeichen entscheiden also nicht, was es "
    "ist.",
    "gd_saddle": "Es läuft von einem Sattelpunkt weg: die Eigenwerte der zweiten Ableitungen haben beide Vorzeichen. "
    "In der Richtung des positiven kommen die Schritte näher, in der des negativen führen sie weg, mit jedem Schritt "
    "weiter. So ist kein Minimum zu finden.",
    "gd_grows": "Nach {count} Iterationen nicht konvergiert, und die Schritte wachsen noch: es divergiert, soweit "
    "gerechnet wurde (größte Komponente des Gradienten {size}).",
    "gd_swings_out": "Es divergiert: jeder Schritt führt auf die andere Seite und weiter weg als der davor.",
    "gd_swings": "Es oszilliert: die Schritte führen auf die andere Seite und zurück und werden nicht kleiner.",
    "gd_swings_in": "Nach {count} Iterationen noch nicht konvergiert: jeder Schritt führt auf die andere Seite, jedes "
    "Mal etwas näher (größte Komponente des Gradienten {size}, mehr als {limit}).",
    "gd_rate_out": "Die Lernrate ist zu groß: die größte zweite Ableitung am stationären Punkt, in irgendeiner "
    "Richtung, ist {largest}, und Schritte dorthin werden nur für eine Rate unter 2/{largest} = {bound} kleiner.",
    "gd_rate_edge": "Die Lernrate ist gerade zu groß: Schritte werden nur unter 2/{largest} = {bound} kleiner.",
    "gd_rate_in": "Die größte zweite Ableitung am stationären Punkt, in irgendeiner Richtung, ist {largest}: mit "
    "einer Rate über 1/{largest} führen Schritte hinüber, mit einer über 2/{largest} = {bound} würden sie wegführen.",
    "gd_wanders": "Es oszilliert: nach {count} Iterationen gehen die Schritte noch hin und her und werden nicht "
    "kleiner (größte Komponente des Gradienten {size}).",
    "gd_going": "Nach {count} Iterationen noch nicht konvergiert: die größte Komponente des Gradienten ist {size}, "
    "mehr als {limit}.",
    "gd_broken": "Es divergiert: Iteration {count} führt zu einer zu großen Zahl oder zu einem Punkt, an dem die "
    "Funktion keinen Wert hat. Gezeigt ist, was davor kommt.",
    "gd_broken_swing": "Es divergiert und schwingt von Seite zu Seite: Iteration {count} führt zu einer zu großen "
    "Zahl oder zu einem Punkt, an dem die Funktion keinen Wert hat. Gezeigt ist, was davor kommt.",
    "gd_unmoved": "Es wurde keine Iteration ausgeführt.",
    "stop_when_gradient": "keine Komponente des Gradienten ist größer als {limit}",
    "stop_when_change": "keine Variable ändert sich um mehr als {limit}",
    "stop_when_value": "die Funktion ändert sich um nicht mehr als {limit}",
    "gd_stopped": "Nach {count} Iterationen angehalten, wie die Aufgabe sagt: {text}.",
    "gd_not_stopped": "Das Kriterium der Aufgabe wurde nicht erreicht: {text}.",
    "rate_list": "die nächste der Liste",
    "rate_last": "die Liste ist zu Ende; ihre letzte Rate bleibt",
    "rate_schedule": "{text} nach {count} Schritten",
    "column_gd_iteration": "Iteration",
    "opt_round": "{title}: Schritt {count}",
    "opt_start": "{title}: am Start",
    "opt_slope": "∂{f}/∂{x} bei {names}",
    "opt_listed": "der Gradient, den die Aufgabe gibt",
    "opt_coupled": "der Gewichtszerfall zählt im Gradienten",
    "opt_decoupled": "der Gewichtszerfall steht neben dem Schritt des Gradienten",
    "opt_unscaled": "der Gewichtszerfall steht neben dem Schritt und wird nicht mit der Rate multipliziert",
    "opt_first_buffer": "der Puffer beginnt mit dem ersten Gradienten",
    "opt_look_ahead": "wohin die Geschwindigkeit führt: dort wird der Gradient gebildet",
    "opt_average_m": "Mittel der Gradienten",
    "opt_average_v": "Mittel der quadrierten Gradienten",
    "opt_average_gbar": "Mittel der Gradienten",
    "opt_average_d": "Mittel der quadrierten Änderungen",
    "opt_unbiased": "korrigiert um den Beginn mit 0",
    "opt_largest": "das bisher größte",
    "opt_hat": "die Rate, korrigiert um den Beginn mit 0",
    "opt_schedule": "das Momentum dieses Schritts",
    "opt_schedule_next": "das Momentum des nächsten Schritts",
    "opt_product": "das Produkt aller Momenta bisher",
    "opt_preset_but": "{title} {preset}, außer wo die Aufgabe selbst etwas sagt.",
    "opt_preset_paper": "wie in der Originalarbeit",
    "opt_preset_pytorch": "wie PyTorch rechnet",
    "opt_preset_keras": "wie Keras rechnet",
    "opt_preset_notes": "wie im Vorlesungsskript",
    "opt_bias_correction_on": "Die Mittel werden um ihren Beginn mit 0 korrigiert.",
    "opt_bias_correction_off": "Die Mittel werden nicht um ihren Beginn mit 0 korrigiert.",
    "opt_epsilon_place_inside": "ε steht unter der Wurzel.",
    "opt_epsilon_place_outside": "ε steht neben der Wurzel, nicht darunter.",
    "opt_epsilon_place_hat": "ε steht neben der Wurzel des unkorrigierten Mittels.",
    "opt_epsilon_place_none": "Es gibt kein ε.",
    "opt_epsilon_place_in the maximum": "ε wird im Maximum zu |g| addiert.",
    "opt_epsilon_place_beside u": "ε steht neben u.",
    "opt_decay_coupled": "Der Gewichtszerfall zählt im Gradienten.",
    "opt_decay_decoupled": "Der Gewichtszerfall ist entkoppelt: Rate mal λ mal Parameter.",
    "opt_decay_unscaled": "Der Gewichtszerfall ist entkoppelt: λ mal Parameter, ohne die Rate.",
    "opt_form_heavy ball": "Die Geschwindigkeit enthält die Rate und wird subtrahiert (Heavy Ball).",
    "opt_form_pytorch": "Der Puffer beginnt mit dem ersten Gradienten, und die Rate steht außerhalb.",
    "opt_form_keras": "Die Geschwindigkeit zeigt bergab und wird addiert.",
    "opt_form_average": "Die Geschwindigkeit ist ein Mittel der Gradienten.",
    "opt_form_look-ahead": "Der Gradient wird dort gebildet, wohin die Geschwindigkeit führt.",
    "opt_form_reformulated": "Der Gradient wird am Parameter gebildet, und der Schritt blickt voraus.",
    "opt_form_paper": "Das Mittel der Gradienten verwendet das Momentum seines Schritts.",
    "opt_form_library": "Das Mittel der Gradienten verwendet β₁, wie in Bibliotheken.",
    "opt_form_constant": "Das Momentum ist in jedem Schritt β₁.",
    "opt_form_overview": "Das Momentum ist in jedem Schritt β₁, und beide Teile haben dieselbe Korrektur.",
    "opt_batches": "Die Batches folgen einander in der Reihenfolge der Daten: {count} von höchstens {size}, dann "
    "wieder vom ersten an. Der Fehler eines Batches ist das Mittel über seine Beispiele.",
    "opt_lowest": "Das kleinste {f} nach dem letzten Schritt: {title}, {value}.",
    "opt_broken": "{title}: Schritt {count} führt zu einer zu großen Zahl oder zu einem Punkt, an dem die Funktion "
    "keinen Wert hat.",
    "column_opt_step": "Schritt",
}
