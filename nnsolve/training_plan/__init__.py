"""What is counted and decided around training: stopping, batches, grids, learning rates, dropout, data splits."""
