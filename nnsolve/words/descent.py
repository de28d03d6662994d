"""Sentences about gradient descent and optimisers."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # gradient-descent
    "gd_gradient": "The function and its gradient",
    "gd_slope": "every other variable counts as a number",
    "gd_start": "At the start",
    "gd_iteration": "Iteration {count}",
    "gd_end": "The gradient after {count} iterations",
    "gd_from_table": "The same steps again and again lead to these values; --full prints a row for each.",
    "gd_stationary": "The stationary point",
    "gd_star": "The gradient is 0 at {point}; the second derivatives there:",
    "gd_star_one": "The slope is 0 at {names} = {point}; the second derivative there:",
    "gd_second": "∂²{f}/∂{first}∂{second}",
    "gd_second_same": "∂²{f}/∂{first}²",
    "gd_diagonal": "the matrix is diagonal, so its entries are the eigenvalues",
    "gd_eigenvalues": "eigenvalue of the matrix of second derivatives",
    "gd_eigenvalues_many": "Its eigenvalues, computed numerically: {values}.",
    "gd_converged": "Converged: from iteration {count} on no component of the gradient is larger than {limit}.",
    "gd_converged_at_once": "The start is a stationary point: no component of the gradient is larger than {limit}, so "
    "nothing moves.",
    "gd_at_minimum": "All eigenvalues of the second derivatives there are positive: it is a minimum.",
    "gd_at_maximum": "All eigenvalues of the second derivatives there are negative: it is a maximum, and any small "
    "push leads away from it.",
    "gd_at_saddle": "The eigenvalues of the second derivatives there have both signs: it is a saddle, not a minimum, "
    "and any small push in a falling direction leads away from it.",
    "gd_at_flat": "An eigenvalue of the second derivatives there is 0, so their signs do not decide what it is.",
    "gd_saddle": "It runs away from a saddle: the eigenvalues of the second derivatives have both signs. In the "
    "direction of the positive one the steps come closer, in that of the negative one they lead away, further with "
    "each step. There is no minimum to be found that way.",
    "gd_grows": "Not converged after {count} iterations, and the steps still grow: it diverges as far as it was "
    "computed (largest component of the gradient {size}).",
    "gd_swings_out": "It diverges: each step leads across to the other side and further away than the one before.",
    "gd_swings": "It oscillates: the steps lead across to the other side and back, and do not become smaller.",
    "gd_swings_in": "Not yet converged after {count} iterations: each step leads across to the other side, a little "
    "closer each time (largest component of the gradient {size}, more than {limit}).",
    "gd_rate_out": "The learning rate is too large: the largest second derivative at the stationary point, along any "
    "direction, is {largest}, and steps towards it become smaller only for a rate below 2/{largest} = {bound}.",
    "gd_rate_edge": "The learning rate is just too large: steps become smaller only below 2/{largest} = {bound}.",
    "gd_rate_in": "The largest second derivative at the stationary point, along any direction, is {largest}: with a "
    "rate above 1/{largest} steps lead across, with one above 2/{largest} = {bound} they would lead away.",
    "gd_wanders": "It oscillates: after {count} iterations the steps still go back and forth and do not become smaller "
    "(largest component of the gradient {size}).",
    "gd_going": "Not yet converged after {count} iterations: the largest component of the gradient is {size}, more "
    "than {limit}.",
    "gd_broken": "It diverges: iteration {count} leads to a number that is too large, or to a point where the function "
    "has no value. What comes before is shown.",
    "gd_broken_swing": "It diverges, swinging from side to side: iteration {count} leads to a number that is too "
    "large, or to a point where the function has no value. What comes before is shown.",
    "gd_unmoved": "No iteration was made.",
    "stop_when_gradient": "no component of the gradient is larger than {limit}",
    "stop_when_change": "no variable changes by more than {limit}",
    "stop_when_value": "the function changes by no more than {limit}",
    "gd_stopped": "Stopped after {count} iterations, as the problem says: {text}.",
    "gd_not_stopped": "The criterion of the problem was not met: {text}.",
    "rate_list": "the next of the list",
    "rate_last": "the list has ended; its last rate stays",
    "rate_schedule": "{text} after {count} steps",
    "column_gd_iteration": "iteration",
    # optimizer
    "opt_round": "{title}: step {count}",
    "opt_start": "{title}: at the start",
    "opt_slope": "∂{f}/∂{x} at {names}",
    "opt_listed": "the gradient that the problem gives",
    "opt_coupled": "the weight decay counts in the gradient",
    "opt_decoupled": "the weight decay stands beside the gradient's step",
    "opt_unscaled": "the weight decay stands beside the step and is not multiplied by the rate",
    "opt_first_buffer": "the buffer begins with the first gradient",
    "opt_look_ahead": "where the velocity leads: the gradient is taken there",
    "opt_average_m": "average of the gradients",
    "opt_average_v": "average of the squared gradients",
    "opt_average_gbar": "average of the gradients",
    "opt_average_d": "average of the squared changes",
    "opt_unbiased": "corrected for the beginning with 0",
    "opt_largest": "the largest so far",
    "opt_hat": "the rate, corrected for the beginning with 0",
    "opt_schedule": "the momentum of this step",
    "opt_schedule_next": "the momentum of the next step",
    "opt_product": "the product of all momenta so far",
    "opt_preset": "{title} {preset}.",
    "opt_preset_but": "{title} {preset}, but for what the problem says itself.",
    "opt_preset_paper": "as its paper writes it",
    "opt_preset_pytorch": "as PyTorch computes it",
    "opt_preset_keras": "as Keras computes it",
    "opt_preset_notes": "as the course notes mean it",
    "opt_and": "{first} {more}",
    "opt_bias_correction_on": "The averages are corrected for their beginning with 0.",
    "opt_bias_correction_off": "The averages are not corrected for their beginning with 0.",
    "opt_epsilon_place_inside": "ε stands under the root.",
    "opt_epsilon_place_outside": "ε stands beside the root, not under it.",
    "opt_epsilon_place_hat": "ε stands beside the root of the uncorrected average.",
    "opt_epsilon_place_none": "There is no ε.",
    "opt_epsilon_place_in the maximum": "ε is added to |g| in the maximum.",
    "opt_epsilon_place_beside u": "ε stands beside u.",
    "opt_decay_coupled": "The weight decay counts in the gradient.",
    "opt_decay_decoupled": "The weight decay is decoupled: the rate times λ times the parameter.",
    "opt_decay_unscaled": "The weight decay is decoupled: λ times the parameter, without the rate.",
    "opt_form_heavy ball": "The velocity holds the rate and is subtracted (heavy ball).",
    "opt_form_pytorch": "The buffer begins with the first gradient, and the rate stands outside of it.",
    "opt_form_keras": "The velocity points downhill and is added.",
    "opt_form_average": "The velocity is an average of the gradients.",
    "opt_form_look-ahead": "The gradient is taken where the velocity leads.",
    "opt_form_reformulated": "The gradient is taken at the parameter, and the step looks ahead.",
    "opt_form_paper": "The average of the gradients uses the momentum of its step.",
    "opt_form_library": "The average of the gradients uses β₁, as libraries do.",
    "opt_form_constant": "The momentum is β₁ in every step.",
    "opt_form_overview": "The momentum is β₁ in every step, and both parts have the same correction.",
    "opt_batches": "The batches follow each other in the order of the data: {count} of at most {size}, then again "
    "from the first. The loss of a batch is the mean over its samples.",
    "opt_lowest": "The lowest {f} after the last step: {title}, {value}.",
    "opt_broken": "{title}: step {count} leads to a number that is too large, or to a point where the function has no "
    "value.",
    "opt_column": "{title}\n{name}",
    "column_opt_step": "step",
}
