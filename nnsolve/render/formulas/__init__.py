"""The walk over a formula that prints it, and every bracket there is, whatever the format.

For each kind of node a function ``write(notation, node, numbers, leading)`` gives the piece and how firmly it binds;
:data:`.nodes.WRITERS` holds them. With ``numbers`` these are put in where names would stand; ``leading`` is False
behind an operator, where a minus needs brackets.
"""
