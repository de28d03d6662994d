"""Sentences about gradient descent of a function, its rates and its verdict."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # gradient-descent
    "gd_gradient": "The function and its gradient",
    "gd_slope": "every other variable counts as a number",
    "gd_start": "At the start",
    "gd_iteration": "Iteration {count}",
    "gd_end": "The gradient after {count} {count:iteration|iterations}",
    "gd_from_table": "The same steps again and again lead to these values; --full prints a row for each.",
    "gd_stationary": "The stationary point",
    "gd_star": "The {n:slope|gradient} is 0 at {n:{names} = |}{point}; the second {n:derivative|derivatives} there:",
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
    "gd_grows": "Not converged after {count} {count:iteration|iterations}, and the steps still grow: it diverges as "
    "far as it was computed (largest component of the gradient {size}).",
    "gd_swings_out": "It diverges: each step leads across to the other side and further away than the one before.",
    "gd_swings": "It oscillates: the steps lead across to the other side and back, and do not become smaller.",
    "gd_swings_in": "Not yet converged after {count} {count:iteration|iterations}: each step leads across to the other "
    "side, a little closer each time (largest component of the gradient {size}, more than {limit}).",
    "gd_rate_out": "The learning rate is too large: the largest second derivative at the stationary point, along any "
    "direction, is {largest}, and steps towards it become smaller only for a rate below 2/{largest} = {bound}.",
    "gd_rate_edge": "The learning rate is just too large: steps become smaller only below 2/{largest} = {bound}.",
    "gd_rate_in": "The largest second derivative at the stationary point, along any direction, is {largest}: with a "
    "rate above 1/{largest} {largest:step|steps} lead across, with one above 2/{largest} = {bound} they would lead "
    "away.",
    "gd_wanders": "It oscillates: after {count} {count:iteration|iterations} the steps still go back and forth and do "
    "not become smaller (largest component of the gradient {size}).",
    "gd_going": "Not yet converged after {count} {count:iteration|iterations}: the largest component of the gradient "
    "is {size}, more than {limit}.",
    "gd_broken": "It diverges: iteration {count} leads to a number that is too large, or to a point where the function "
    "has no value. What comes before is shown.",
    "gd_broken_swing": "It diverges, swinging from side to side: iteration {count} leads to a number that is too "
    "large, or to a point where the function has no value. What comes before is shown.",
    "gd_unmoved": "No iteration was made.",
    "gd_stop_when_gradient": "no component of the gradient is larger than {limit}",
    "gd_stop_when_change": "no variable changes by more than {limit}",
    "gd_stop_when_value": "the function changes by no more than {limit}",
    "gd_stopped": "Stopped after {count} {count:iteration|iterations}, as the problem says: {text}.",
    "gd_not_stopped": "The criterion of the problem was not met: {text}.",
    "gd_rate_list": "the next of the list",
    "gd_rate_last": "the list has ended; its last rate stays",
    "gd_rate_schedule": "{text} after {count} {count:step|steps}",
    "gd_column_iteration": "iteration",
}
