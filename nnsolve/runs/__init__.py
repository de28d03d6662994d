"""The same steps again and again: visits, epochs, iterations, updates.

- :mod:`.order`: in which order the samples of an epoch are visited
- :mod:`.rounds`: what the values of an iteration are called
- :mod:`.iterations`: the loop of iterations, and what it leaves
- :mod:`.body`: one pass: steps, branches between them, and what goes on to the next
- :mod:`.visits`: all passes of all epochs, in numbers
- :mod:`.unrolled`: passes as steps of a page
- :mod:`.lesson`, :mod:`.engine`, :mod:`.epochs`: all epochs of what is learned from samples, compiled
- :mod:`.offers`: what of all visits may be asked for
"""
