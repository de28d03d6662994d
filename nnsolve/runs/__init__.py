"""The same steps again and again: visits, epochs, iterations, updates.

- :mod:`.order`: in which order the samples of an epoch are visited
- :mod:`.rounds`: iterations, their names and their loop
"""
