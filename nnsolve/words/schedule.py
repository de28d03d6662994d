"""Sentences about learning rate schedules."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # training
    "schedule_title": "Learning rate: {text}",
    "schedule_form": "The form: {text}.",
    "schedule_column_t": "t",
    "schedule_column_rate": "η(t)",
    # statements
    "schedule_statement": "The learning rate follows the schedule {text}: {form}.",
    "schedule_statement_find_rates": "What is the learning rate at t = {text}?",
    "schedule_form_constant": "the rate does not change",
    "schedule_form_step": "⌊t/s⌋ steps down, as PyTorch's StepLR",
    "schedule_form_exponential": "base γ, as PyTorch's ExponentialLR",
    "schedule_form_exponential_e": "base e, as in the Stanford course CS231n",
    "schedule_form_inverse_time": "1/t decay, as in CS231n and in Ng's Deep Learning course",
    "schedule_form_inverse_square_root": "k/√t times the first rate, as in Ng's Deep Learning course",
    "schedule_form_cosine": "Loshchilov and Hutter, SGDR (2017), equation 5, without restarts; as PyTorch's "
    "CosineAnnealingLR",
    "schedule_form_polynomial": "as Keras's PolynomialDecay; power 1 is a straight line",
    "schedule_form_warm_up": "a straight line from 0, then constant; Goyal et al. (2017), section 2.2",
    "schedule_form_noam": "Vaswani et al., Attention Is All You Need (2017), section 5.3, equation 3",
}
