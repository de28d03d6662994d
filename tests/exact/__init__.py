"""Small problems on the border: numbers of one or two decimals that meet kinks, ties and zeros exactly.

Every value is calculated apart from the program, in fractions (:mod:`fractions`), or where an exponential, a logarithm
or a root occurs in 50 digits (:mod:`mpmath`). ``python -m tests.exact 5000`` draws 5,000 problems and counts.
"""
