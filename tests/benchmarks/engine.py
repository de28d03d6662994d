"""A scalar autograd engine in pure Python, the usual kind: a value knows its parents and how to send gradients up."""

from __future__ import annotations

import math


class Value:
    """A number in a graph."""

    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents
        self.send = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def send():
            self.grad += out.grad
            other.grad += out.grad

        out.send = send
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def send():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.send = send
        return out

    def sigmoid(self):
        """σ of the value."""
        s = 1 / (1 + math.exp(-self.data))
        out = Value(s, (self,))

        def send():
            self.grad += s * (1 - s) * out.grad

        out.send = send
        return out

    def backward(self):
        """Fills the gradient of everything below."""
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((parent, False) for parent in node.parents)
        self.grad = 1.0
        for node in reversed(order):
            node.send()


def gradients(inputs, layers, targets) -> list[Value]:
    """Builds the graph of a sigmoid network with half squared error and runs it backwards; returns the weights."""
    values, weights = [Value(x) for x in inputs], []
    for rows, biases in layers:
        outs = []
        for row, bias in zip(rows, biases, strict=True):
            own = [Value(w) for w in row]
            weights += own
            total = Value(bias)
            for weight, value in zip(own, values, strict=True):
                total = total + weight * value
            outs.append(total.sigmoid())
        values = outs
    error, half = Value(0.0), Value(0.5)
    for out, target in zip(values, targets, strict=True):
        gap = out + Value(-target)
        error = error + half * gap * gap
    error.backward()
    return weights
