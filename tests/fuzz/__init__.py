"""Random problems and calls: drawn here, run and judged in one place; whatever is built later is born under it.

The seeds are fixed, so that each run draws the same. ``pytest tests/fuzz --fuzz 20`` draws twenty times as many.
"""
