"""Counting what a multilayer perceptron learns: weights, biases, and what its layers learn besides."""
