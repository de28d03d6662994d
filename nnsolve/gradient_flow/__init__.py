"""What is left of a gradient behind many layers: a chain of single units and the product of its derivatives."""
