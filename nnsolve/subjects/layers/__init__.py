"""Convolutional networks as chains of layers: how layers are read, and what each does to shapes and counts."""
