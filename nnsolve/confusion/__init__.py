"""Confusion tables and the measures that are computed from them; ROC curves."""
