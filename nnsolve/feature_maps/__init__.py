"""Feature maps as numbers: kernels slid over them, pooled, flattened and led to an output, forward and backward."""
