"""From a file to a finished problem: YAML with places, the vocabulary of fields, the keys of every kind."""
