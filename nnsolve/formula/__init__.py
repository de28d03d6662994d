"""Formulas: the tree, its functions, calculus, numbers and rounding. Knows nothing of problems or pages."""
