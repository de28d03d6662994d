"""Rows of logits: their softmax step by step, its logarithm, its derivatives, and the cross-entropy behind it."""
