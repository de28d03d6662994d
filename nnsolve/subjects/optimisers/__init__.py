"""Optimisers: the update of each as formula steps, with the conventions in which papers and libraries differ."""
