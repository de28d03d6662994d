"""What several kinds of problem are about: networks, layers, linear units, optimisers, descents, graphs."""
