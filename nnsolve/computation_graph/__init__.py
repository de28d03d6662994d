"""An expression as a computational graph: its nodes, the derivatives on its edges, paths, reverse and forward mode."""
