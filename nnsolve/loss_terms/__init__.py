"""Losses over lists of targets and predictions: the term of each sample, how terms are put together, gradients."""
