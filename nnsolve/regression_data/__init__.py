"""Fitting data by least squares, and by gradient descent: a table of data, the sums, the models, the fit."""
