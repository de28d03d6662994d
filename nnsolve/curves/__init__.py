"""Activation functions as curves: their derivatives line by line, their values at points, range and saturation."""
