"""Feed-forward networks: how a problem file writes them, their forward pass, their losses, their matrices."""
