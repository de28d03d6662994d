"""Sentences about generative adversarial networks: losses of D and G, the best D, one step, spectral norms."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # samples and terms
    "gan_real": "real {n}",
    "gan_fake": "fake {n}",
    "gan_term_real": "−ln D",
    "gan_term_fake": "−ln(1 − D)",
    "gan_term_smoothed": "−{t}·ln D − {rest}·ln(1 − D)",
    # headings
    "gan_section_d": "The terms of D",
    "gan_section_d_loss": "The loss of D",
    "gan_section_g": "The terms of G",
    "gan_section_g_loss": "The loss of G",
    "gan_section_value": "The value function of the batch",
    "gan_section_best": "The best discriminator",
    "gan_section_best_value": "Its value",
    "gan_section_divergence": "How far p and q are apart",
    "gan_section_jsd": "The Jensen–Shannon divergence",
    # rules
    "gan_rule_d": "D wants 1 for real and 0 for fake: the term of a sample is −ln D, or −ln(1 − D).",
    "gan_rule_d_logits": "D = σ(z). D wants 1 for real and 0 for fake: the term of a sample is −ln D, or −ln(1 − D).",
    "gan_rule_g": "G wants 1 for fake: it makes ln(1 − D) small (minimax), or −ln D (non-saturating).",
    "gan_rule_value": "V = mean of ln D over the real + mean of ln(1 − D) over the generated samples",
    "gan_rule_best": "At every x, p·ln D + q·ln(1 − D) is largest where its slope p/D − q/(1 − D) is 0: at D* = p/(p + q).",
    "gan_rule_divergence": "Both are compared with their middle, m = ½(p + q).",
    # reasons
    "gan_mean_all": "mean over all {n} samples",
    "gan_mean_real": "{n:the real sample|mean over the # real}",
    "gan_mean_fake": "{n:the generated sample|mean over the # generated}",
    "gan_mean_each": "the two means are added",
    "gan_mean_half": "half the sum of the two means",
    "gan_minimax": "minimax{n:|: mean over the # generated}",
    "gan_non_saturating": "non-saturating{n:|: mean over the # generated}",
    "gan_form_minimax": "minimax",
    "gan_form_non_saturating": "non-saturating",
    "gan_slope_short": "in short, with σ′ = D·(1 − D)",
    "gan_value": "D makes it large, G makes it small",
    "gan_best_value": "no D has a larger one",
    "gan_kl_p": "KL(p‖m)",
    "gan_kl_q": "KL(q‖m)",
    "gan_jsd": "in nats; half of both",
    "gan_bits": "in bits",
    "gan_distance": "its root is a distance (SciPy’s jensenshannon)",
    "gan_cost": "C(G) = −ln 4 + 2·JSD, the same as V",
    # one step
    "gan_section_step_forward": "What D says before it learns",
    "gan_section_step_d": "D learns",
    "gan_section_step_again": "What D says when G learns",
    "gan_section_step_g": "G learns",
    "gan_rule_step_forward": "G(z) = w·z + b; D = σ(net) with net = a·x + c.",
    "gan_rule_detached": "G stays as it is while D learns: w and b are numbers in the loss of D.",
    "gan_rule_new": "D stays as it is while G learns, with its new a′ and c′.",
    "gan_rule_old": "D stays as it is while G learns, with the a and c from before its update.",
    "gan_generated": "what G makes",
    "gan_to_be_1": "σ and ln together: D − 1{n:|, over #}",
    "gan_to_be_0": "σ and ln together: D{n:|, over #}",
    "gan_back_minimax": "σ and ln together: −D{n:|, over #}",
    "gan_back_non_saturating": "σ and ln together: D − 1{n:|, over #}",
    "gan_note_step_new": "Both learn once: D first, then G with the new D, as in the algorithm of the paper and in most "
    "programs.",
    "gan_note_step_old": "Both learn once, and both from the same, old D (a simultaneous step).",
    # notes
    "gan_note_slopes": "The nearer D of a generated sample is to 0, the steeper −ln D is (slope −1/D), while ln(1 − D) is "
    "nearly flat there (slope −1/(1 − D)): that is why −ln D is used.",
    "gan_note_slopes_logits": "Where D is sure that a sample is generated, D near 0, the slope of ln(1 − D) by the logit, "
    "−D, vanishes, and that of −ln D, D − 1, is nearly −1: that is why −ln D is used.",
    "gan_note_smoothed": "Targets of D are smoothed: {real} for real samples and {fake} for generated ones.",
    "gan_note_least": "C(G) is smallest, −ln 4, where p and q are the same: then D* is ½ everywhere.",
    "gan_checked_value": "Checked: V, term by term, is −ln 4 + 2·JSD.",
    "gan_differs": "V and −ln 4 + 2·JSD differ: please report this.",
    # columns
    "gan_column_sample": "sample",
    "gan_column_z": "z",
    "gan_column_d": "D",
    "gan_column_term": "term of D",
    "gan_column_value": "value",
    "gan_column_minimax": "ln(1 − D)",
    "gan_column_non_saturating": "−ln D",
    "gan_column_slope": "slope",
    "gan_column_slope_z": "slope by z",
    "gan_column_x": "x",
    "gan_column_p": "p",
    "gan_column_q": "q",
    "gan_column_best": "D*",
    "gan_column_value_p": "p·ln D*",
    "gan_column_value_q": "q·ln(1 − D*)",
    "gan_column_middle": "m",
    "gan_column_ratio_p": "p·ln(p/m)",
    "gan_column_ratio_q": "q·ln(q/m)",
    # statements
    "gan_statement_probabilities": "A discriminator D gives each sample the probability that it is real; those of real and "
    "of generated samples are given.",
    "gan_statement_logits": "A discriminator D = σ(z) gives each sample the probability that it is real; the logits z of "
    "real and of generated samples are given.",
    "gan_statement_all": "Compute the loss of D: the cross-entropy of every sample, and one mean over all of them.",
    "gan_statement_each": "Compute the loss of D: the mean of the cross-entropy over the real samples and that over the "
    "generated ones, added up.",
    "gan_statement_half": "Compute the loss of D: half the sum of the mean cross-entropy over the real samples and that over "
    "the generated ones.",
    "gan_statement_g": "Compute the loss of G ({text}), with the slope of each of its terms.",
    "gan_statement_value": "Compute the value function of the batch as well.",
    "gan_statement_step": "A generator G(z) = w·z + b and a discriminator D(x) = σ(a·x + c) learn once, D first.",
    "gan_statement_step_new": "G learns with the new D.",
    "gan_statement_step_old": "G learns with the D from before its update.",
    "gan_statement_step_g": "The loss of G is the {text} one.",
    "gan_statement_find_step": "Find the losses, their gradients and the new parameters.",
    "gan_statement_densities": "p is the density of the data at some points, q that of the generator. Find the best "
    "discriminator D* there.",
    "gan_statement_table": "p holds the probabilities of the data, q those of the generator.",
    "gan_statement_find_value": "Find the best discriminator D*, its value V and the Jensen–Shannon divergence, and check "
    "V = −ln 4 + 2·JSD.",
}
