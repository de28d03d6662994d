"""Normalisation of values that belong together: their mean, their variance, and the values scaled by them."""
