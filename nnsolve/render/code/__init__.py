"""Steps as Python that a reader can run: names become identifiers, numbers literals, functions calls of a table."""
