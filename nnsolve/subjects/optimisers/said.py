"""What a page says of the presets and of the options of optimisers."""

from __future__ import annotations

PRESETS = {
    "paper": "opt_preset_paper",
    "pytorch": "opt_preset_pytorch",
    "keras": "opt_preset_keras",
    "notes": "opt_preset_notes",
}
# By option and the word chosen.
OPTIONS = {
    ("bias_correction", "on"): "opt_bias_correction_on",
    ("bias_correction", "off"): "opt_bias_correction_off",
    ("epsilon_place", "inside"): "opt_epsilon_place_inside",
    ("epsilon_place", "outside"): "opt_epsilon_place_outside",
    ("epsilon_place", "hat"): "opt_epsilon_place_hat",
    ("epsilon_place", "none"): "opt_epsilon_place_none",
    ("epsilon_place", "in the maximum"): "opt_epsilon_place_in_the_maximum",
    ("epsilon_place", "beside u"): "opt_epsilon_place_beside_u",
    ("decay", "coupled"): "opt_decay_coupled",
    ("decay", "decoupled"): "opt_decay_decoupled",
    ("decay", "unscaled"): "opt_decay_unscaled",
    ("form", "heavy ball"): "opt_form_heavy_ball",
    ("form", "pytorch"): "opt_form_pytorch",
    ("form", "keras"): "opt_form_keras",
    ("form", "average"): "opt_form_average",
    ("form", "look-ahead"): "opt_form_look_ahead",
    ("form", "reformulated"): "opt_form_reformulated",
    ("form", "paper"): "opt_form_paper",
    ("form", "library"): "opt_form_library",
    ("form", "constant"): "opt_form_constant",
    ("form", "overview"): "opt_form_overview",
}
