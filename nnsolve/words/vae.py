"""Sentences about variational autoencoders: codes, divergences, decoders, losses, gradients."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # headings
    "vae_section_code": "The code",
    "vae_section_bits": "In bits",
    "vae_section_decoder": "The decoder",
    "vae_section_loss": "Loss",
    "vae_section_gradients": "Gradients",
    "vae_section_both": "Gradients: two paths, through z and through KL",
    "vae_section_spread": "Variances and deviations",
    "vae_section_direction": "KL from {one} to {other}",
    "vae_section_wasserstein": "The Wasserstein distance",
    "vae_last_row": "Row {n}",
    "vae_layer": "Layer {n}",
    "vae_back_to_z": "Back to z",
    "vae_slope_of_z": "Of z = μ + σ·ε",
    "vae_slope_of_kl": "Of KL",
    "vae_both_paths": "Both paths together",
    # rules
    "vae_rule_log_var": "σ² = e^(log σ²), σ = e^(½·log σ²), KL = ½(μ² + σ² − log σ² − 1) in every dimension.",
    "vae_rule_variance": "log σ² = ln(σ²), σ = √σ², KL = ½(μ² + σ² − log σ² − 1) in every dimension.",
    "vae_rule_sigma": "log σ² = ln(σ²), KL = ½(μ² + σ² − log σ² − 1) in every dimension.",
    "vae_rule_log_sigma": "σ = e^(log σ), log σ² = 2·log σ, KL = ½(μ² + σ² − log σ² − 1) in every dimension.",
    "vae_rule_softplus": "σ = ln(1 + e^s), log σ² = ln(σ²), KL = ½(μ² + σ² − log σ² − 1) in every dimension.",
    # reasons
    "vae_sampled": "the reparameterised draw",
    "vae_divergence": "of N(μ, σ²) to N(0, 1)",
    "vae_sum": "sum over the dimensions",
    "vae_bits": "one bit is ln 2 nats",
    "vae_total": "reconstruction + β·KL",
    "vae_elbo": "the evidence lower bound: the loss with a minus",
    "vae_collapse": "loss and sigmoid together: x̂ − x",
    "vae_wasserstein": "gaps of the means and of the deviations",
    # columns
    "vae_column_dimension": "dim",
    "vae_column_mu": "μ",
    "vae_column_s": "s",
    "vae_column_log_sigma": "log σ",
    "vae_column_log_var": "log σ²",
    "vae_column_variance": "σ²",
    "vae_column_sigma": "σ",
    "vae_column_epsilon": "ε",
    "vae_column_z": "z",
    "vae_column_kl": "KL",
    "vae_row_sum": "sum",
    # below the page
    "vae_note_direction": "KL is that of the code's distribution to the prior, KL(q‖p) with p = N(0, I), in nats.",
    "vae_note_sum": "KL is summed over the dimensions of the code, not averaged.",
    "vae_note_rows": "Weights have a column an output: z·W.",
    "vae_note_objective": "The loss is minimised; the evidence lower bound is its negative where β = 1, and is maximised.",
    "vae_note_likelihood_binary": "E is −log p(x|z) of independent bits with the probabilities x̂.",
    "vae_note_likelihood_gaussian": "E is −log p(x|z) of a Gaussian with variance 1 around x̂, without its constant.",
    "vae_note_likelihood_squared": "E is −log p(x|z) of a Gaussian with variance ½ around x̂, without its constant; with "
    "half squared error the variance is 1, and KL weighs twice as much.",
    "vae_note_likelihood_other": "How E is scaled decides how much KL weighs against it.",
    "vae_note_asymmetric": "KL is no distance: its two directions differ.",
    # statements
    "vae_statement_log_var": "For one sample the encoder of a variational autoencoder gives μ and log σ² (the natural "
    "logarithm of the variance) of {n} code {n:dimension|dimensions}.",
    "vae_statement_variance": "For one sample the encoder of a variational autoencoder gives μ and the variance σ² of {n} "
    "code {n:dimension|dimensions}.",
    "vae_statement_sigma": "For one sample the encoder of a variational autoencoder gives μ and the standard deviation σ of "
    "{n} code {n:dimension|dimensions}.",
    "vae_statement_log_sigma": "For one sample the encoder of a variational autoencoder gives μ and log σ (the natural "
    "logarithm of the standard deviation) of {n} code {n:dimension|dimensions}.",
    "vae_statement_softplus": "For one sample the encoder of a variational autoencoder gives μ and s, with the standard "
    "deviation σ = ln(1 + e^s), of {n} code {n:dimension|dimensions}.",
    "vae_statement_epsilon": "The code is z = μ + σ·ε with the noise ε drawn from N(0, I).",
    "vae_statement_columns": "The decoder multiplies W·z and adds b; its activations are, layer by layer: {text}.",
    "vae_statement_rows": "The decoder multiplies z·W and adds b; its activations are, layer by layer: {text}.",
    "vae_statement_loss": "The reconstruction error E compares x̂ with x by the {text}.",
    "vae_statement_total": "The loss is L = E + β·KL, with KL to the prior N(0, I) summed over the dimensions.",
    "vae_statement_find_z": "Compute σ², σ, z and KL to N(0, I) in every dimension, and the sum of KL.",
    "vae_statement_find_kl": "Compute KL to N(0, I) in every dimension, and its sum.",
    "vae_statement_bits": "Give KL in bits too.",
    "vae_statement_find_loss": "Compute the reconstruction error and the loss.",
    "vae_statement_find_elbo": "Compute the reconstruction error, the loss and the evidence lower bound.",
    "vae_statement_find_gradients": "Derive the loss by all that the encoder gives, through z and through KL.",
    "vae_statement_find_slopes": "Derive KL by all that the encoder gives.",
    "vae_statement_gaussians": "Two Gaussians p and q with independent dimensions are given.",
    "vae_statement_find_direct": "Compute KL(p‖q).",
    "vae_statement_find_reverse": "Compute KL(q‖p).",
    "vae_statement_find_wasserstein": "Compute the Wasserstein distance W₂.",
}
