"""What an exam would print of problems about linear units, the flow of gradients, counts and training."""

from __future__ import annotations

# ruff: noqa: E501 (one case a line)
import pytest

from nnsolve.render.text import statement

GATE = "kind: perceptron\ngate: AND\nrule: delta\nlearning_rate: 0.1\nweights: 0\n"
LINE = "kind: perceptron\npoints: [[1, 0], [2, 1]]\n"
POINTS = "kind: linear-sgd\npoints: [[1, 2, 1], [2, 0, -1]]\nweights: 0\nloss: hinge\n"
CLASSES = "kind: classify\nweights: [[1, 2], [3, 4], [5, 6]]\npoints: [[1, 2]]\n"

SAID = [
    # a problem, what is said of it, what is not
    (GATE, "A single unit learns the gate AND of 2 inputs, which are 0 and 1:", "bias"),
    (GATE + "bias: 0\n", "The bias b is learned as the weight of an input that is always 1.", "fixed"),
    (GATE + "threshold: 1\n", "z is the weighted sum of the inputs minus θ. The output y is 1 where z ≥ 0, else 0.", "plus"),
    (GATE + "threshold: 1\n", "The threshold θ is fixed; only the weights are learned.", "bias"),
    (GATE + "w0: 0\nx0: -1\n", "one of them is constant, x₀ = −1, with the weight w₀.", "bias"),
    (GATE + "outputs: bipolar\nencoding: bipolar\n", "which are −1 and 1", "0 and 1"),
    (GATE + "order: [2, 4, 1, 3]\n", "The points are visited in the order 2, 4, 1, 3.", "shuffled"),
    (GATE + "epochs: 1\n", "Stop after one epoch.", "1 epochs"),
    (GATE + "asked: [w1]\n", "Asked w₁′", "border after each epoch"),
    (LINE, "Can a single unit tell the classes of these points?", "learned"),
    (LINE + "show: [thresholds]\n", "Which thresholds on the line separate the classes?", "margin"),
    (POINTS, "The loss of a point is the hinge loss L = max(0, 1 − y·f).", "learning rate"),
    (POINTS + "learning_rate: 1\nbatch: 1\n", "They are updated after every point. Train for one epoch.", "1 epochs"),
    (POINTS + "learning_rate: 1\nbatch: all\nreduction: sum\n", "by the sum of the slopes of all 2 points", "mean"),
    (CLASSES, "3 units share the 2 inputs.", "plus a constant"),
    (CLASSES + "outputs: largest\n", "The class of a point is the number of its largest sum", "equation of the border"),
    ("kind: classify\nweights: [1]\npoints: [[1, P]]\n", "Do these points get the classes that stand beside", "To which"),
    ("kind: gradient-flow\nactivation: tanh\nlayers: 3\n", "A network has 3 layers with the activation tanh.", "product of the derivatives"),
    ("kind: gradient-flow\nactivation: [tanh, relu, relu]\nlayers: 3\n", "on, tanh, 2 × relu.", "chain"),
    ("kind: gradient-flow\nactivation: [tanh, relu]\n", "How large can the product of the slopes of 2 layers be at most?", "None"),
    ("kind: gradient-flow\nderivatives: [0.1]\n", "A gradient passes through 1 layer", "1 layers"),
    ("kind: parameters\nlayers: [3, 2, 1]\n", "layers of 3, 2 and 1 neurons, the inputs first. Each neuron is joined to", "partly"),
    ("kind: parameters\nlayers: [3, 2, 1]\nedges: [1, full]\n", "It is partly connected, with 1 edge into layer 1; else", "1 edges"),
    ("kind: parameters\nlayers: [3, 2, 1]\nbatch_norm: [2, 1]\n", "Batch normalisation follows layers 1 and 2, with", "PReLU"),
    ("kind: training\nbatches: {samples: 9, batch_size: 2, drop_last: true}\n", "Samples that fill no batch are left out.", "smaller"),
    ("kind: training\nearly_stopping: {errors: [1, 2], patience: 1}\n", "Training stops after p epochs in a row that are not better", "min_delta"),
    ("kind: training\nsplit: {samples: 10, train: 0.8, validation: 0.1, test: 0.1}\n", "a training, a validation and a test set", "rounded"),
    ("kind: training\nschedule: {name: step, rate: 1, gamma: 0.5, every: 2, epochs: 3}\n", "η₀·γ^⌊t/s⌋ What is the learning rate at t = 0, 1, 2?", "cosine"),
    ("kind: training\ngrid: {rate: [1, 2]}\nfolds: 5\n", "rate 1, 2 Each configuration is trained once for each of 5 folds.", "and which"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said", "unsaid"), SAID)
def test_statements(solved, text, said, unsaid):
    """The statement says what the problem chose, and nothing of what it did not."""
    words = " ".join(statement(solved(text)).split())
    assert said in words
    assert unsaid not in words


def test_the_rounding_of_exact_numbers(solved):
    """Where exact numbers are printed to some digits, the statement asks for these."""
    words = " ".join(statement(solved(GATE + "rounding: {decimals: 2}\n")).split())
    assert "Give results to 2 decimals" in words
    assert "Give results" not in statement(solved(GATE))
