"""Sentences about feature maps with numbers."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # convolution
    "maps_layer": "{layer}: {text}",
    "maps_padded": "With zeros around",
    "maps_first": "First positions",
    "maps_all": "All positions",
    "maps_row": "The whole row",
    "maps_neurons": "Number by number",
    "maps_ring": "{count:a ring|# rings} of zeros around the map",
    "maps_zeros": "zeros: {above} above, {below} below, {left} left, {right} right",
    "maps_slide": "The kernel is laid on the map; numbers that lie on each other are multiplied and the products added.",
    "maps_slide_flip": "The kernel is turned by half a turn and laid on the map; numbers that lie on each other are "
    "multiplied and the products added.",
    "maps_sum": "the channels added up",
    "maps_max": "The greatest number of each window.",
    "maps_max_padded": "The greatest number of each window; padding is never the greatest.",
    "maps_avg": "The mean of each window.",
    "maps_avg_counted": "The mean of each window; the zeros of the padding are counted.",
    "maps_avg_uncounted": "The mean of each window; the zeros of the padding are not counted.",
    "maps_global": "one number a map",
    "maps_flatten": "Row by row into one row of numbers.",
    "maps_flatten_first": "One map after the other, each row by row (channels first).",
    "maps_flatten_last": "Place by place, row by row, all channels of a place together (channels last).",
    "maps_note_named": "Kernels are slid as they stand (⋆, cross-correlation), as deep-learning libraries do.",
    "maps_note_correlation": "Kernels are slid as they stand: ⋆ is the cross-correlation.",
    "maps_note_convolution": "Kernels are turned by half a turn before they are slid: ∗ is the convolution of "
    "mathematics.",
    "maps_note_turn": "⋆ slides a kernel over a map (cross-correlation); turn(K) is the kernel turned by half a turn.",
    "maps_note_turned": "⋆ slides a kernel over a map (cross-correlation).",
    "maps_note_places": "[r,c] is row r and column c, counted from 0 at the top left.",
    "maps_laid": "Every number of the map is multiplied by the whole kernel; the products are laid down a stride "
    "apart, and what overlaps adds up.",
    "maps_laid_flip": "The kernel is turned by half a turn; every number of the map is multiplied by the whole kernel, "
    "the products are laid down a stride apart, and what overlaps adds up.",
    "maps_wide_map": "The same as a convolution of the wide map",
    "maps_spread": "Zeros between the numbers (stride − 1) and around them, as many as the kernel reaches.",
    "maps_spread_one": "Zeros around the numbers, as many as the kernel reaches.",
    "maps_output_padding": "Q: output padding",
    "maps_statement": "A picture of {text}{count:| with # channels} goes through these layers:",
    "maps_statement_kept": "Kernels are slid as they stand (cross-correlation).",
    "maps_statement_turned": "Kernels are turned by half a turn before they are slid (convolution).",
    "maps_statement_above": "The gradient of the error E by the output of {text} is given.",
    "maps_statement_find": "Compute the size and all numbers of every map.",
    "maps_statement_find_back": "Compute every map, and the gradient of the error by every kernel, weight and bias and "
    "by the input.",
    "maps_statement_find_new": "Then take one step of gradient descent.",
    # backward
    "maps_put_back": "What the padding cut off is put back as zeros.",
    "maps_kernel_transposed": "The gradient from above is slid over by the map that came in, whose numbers lie a "
    "stride apart: forward and backward exchange their roles.",
    "maps_input_transposed": "The kernel is slid over the gradient from above, a stride at a time: the backward pass "
    "of a transposed convolution is a convolution.",
    "maps_backward": "Backward pass: {layer}",
    "maps_error": "Error",
    "maps_upstream": "Gradient from above, made wide",
    "maps_gradient_first": "First entries",
    "maps_by_kernel": "Gradient by the kernel",
    "maps_by_bias": "Gradient by the bias",
    "maps_by_input": "Gradient by the map that came in",
    "maps_kernel_sum": "A weight of the kernel takes part in every position, so its gradient is a sum over them.",
    "maps_input_sum": "A number of the map takes part in every position whose window covers it.",
    "maps_input_laid": "A number of the map takes part in every position on which its kernel is laid down.",
    "maps_kernel": "All of it at once: the map is slid over by the gradient that comes from above.",
    "maps_kernel_spread": "All of it at once: the map is slid over by the gradient that comes from above, whose "
    "numbers lie a stride apart.",
    "maps_kernel_flip": "All of it at once: the map is slid over by the gradient that comes from above, and the result "
    "is turned by half a turn, since the kernel was turned.",
    "maps_kernel_flip_spread": "All of it at once: the map is slid over by the gradient that comes from above, whose "
    "numbers lie a stride apart, and the result is turned by half a turn, since the kernel was turned.",
    "maps_bias": "the bias stands in every position",
    "maps_bias_shared": "the bias stands in every position of every map",
    "maps_wide": "Zeros around it, so that the kernel reaches every number of the map that came in.",
    "maps_wide_stride": "Zeros between its numbers (stride − 1) and around it, so that the kernel reaches every number "
    "of the map that came in.",
    "maps_input": "All of it at once: the kernel turned by half a turn is slid over the wide gradient. That is a full "
    "convolution with the kernel.",
    "maps_input_flip": "All of it at once: the kernel as it stands is slid over the wide gradient. That is a full "
    "cross-correlation with the kernel.",
    "maps_crop": "the padding is no input",
    "maps_unpool_max": "The gradient of a window goes to its greatest number; of equal ones the first, row by row, "
    "takes all. What lies in several windows adds up.",
    "maps_unpool_avg": "The gradient of a window is shared equally by its numbers. What lies in several windows adds "
    "up.",
    "maps_unflatten": "Every number goes back to its place.",
    "maps_dense": "each weight: the gradient of its neuron times its input",
    "maps_softmax": "Every output of a softmax depends on every input: p ⊙ (g − g·pᵀ).",
    "maps_slope": "Entry by entry, times the derivative of the activation.",
    "maps_slope_noted": "Entry by entry, times the derivative of the activation ({note}).",
    "maps_checked": "Checked: {count} entries of the gradients against central differences of the same pass, largest "
    "relative difference {worst}.",
    "maps_checked_some": "Checked: {count} of {all} entries of the gradients against central differences of the same "
    "pass, largest relative difference {worst}.",
    "maps_unchecked": "No entry of the gradients could be compared with central differences: all stand at a kink (a "
    "ReLU at 0, equal maxima), where differences do not apply and one of the slopes is used.",
    "maps_checked_kinks": "Checked: {count} entries of the gradients against central differences of the same pass, "
    "largest relative difference {worst}; {kinks} more stand at a kink (a ReLU at 0, equal maxima), where differences "
    "do not apply and one of the slopes is used.",
    "maps_checked_some_kinks": "Checked: {count} of {all} entries of the gradients against central differences of the "
    "same pass, largest relative difference {worst}; {kinks} more stand at a kink (a ReLU at 0, equal maxima), where "
    "differences do not apply and one of the slopes is used.",
}
