"""Sentences in which an exam would state a problem."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "statement_rounded": "Give results to {n} {how}, {cut}.",
    "statement_carried": "Round the result of every line to {n} {how} ({cut}) and go on with the rounded number.",
    # networks
    "statement_network": "A feed-forward network has {inputs}, {hidden} and {outputs}.",
    "statement_single": "A network has {inputs} and {outputs}.",
    "statement_inputs": "{n:one input|# inputs}",
    "statement_hidden": "{n:a hidden layer of |# hidden layers (}{sizes}{n:|)}",
    "statement_neurons": "{n:one neuron|# neurons} with {text} activation",
    "statement_outputs": "{n:one output neuron|# output neurons} with {text} activation",
    "statement_sparse": "Not every neuron is joined to every one of the layer before it.",
    "statement_dropout": "Dropout stands behind layer {n}; an output is kept with probability {text}.",
    "statement_symbols": "Weights, inputs and targets are symbols.",
    "statement_samples": "The samples are:",
    "statement_class": "The right class is {name}.",
    "statement_loss": "The error is the {text}.",
    "statement_penalty": "The size of the weights is added to it: {text}.",
    "statement_rate": "The parameters change by gradient descent with the learning rate {name}.",
    "statement_optimizer": "The parameters are updated by {text} (conventions: {preset}).",
    "statement_per_sample": "They are updated after every sample.",
    "statement_mini_batch": "They are updated after every {n} {n:sample|samples}.",
    "statement_whole_batch": "They are updated once an epoch, from all samples.",
    "statement_epochs": "Train for {n:one epoch|# epochs}.",
    "statement_sequential": "Later layers are updated first, and earlier gradients use their new weights.",
    "statement_frozen": "Not updated: {names}.",
    "statement_matrix": "Write the calculation in matrices, with their sizes.",
    "statement_find_forward": "Compute the net input and the activation of every neuron.",
    "statement_find_error": "Compute the net input and the activation of every neuron, and the error.",
    "statement_find_gradients": "Do the forward pass, compute the error, and derive every gradient by the chain rule.",
    "statement_find_backprop": "Do the forward pass, compute the error, derive every gradient by the chain rule, and "
    "find the new parameters.",
    "statement_find_symbols": "Derive every gradient by the chain rule, down to its closed form.",
    # convolutional networks: shapes
    "statement_cnn": "A convolutional network takes an input of {text}. Its layers are:",
    "statement_find_cnn": "Compute the shape of every output and the number of trainable parameters, layer by layer "
    "and in total.",
    "statement_column_layer": "layer",
    "statement_column_what": "what it is",
    # descent and optimisers
    "statement_descent": "The function {text} is minimised by gradient descent from the given start: {n:one "
    "iteration|# iterations}.",
    "statement_rate_is": "The learning rate is {text}.",
    "statement_rate_listed": "The learning rates are {text}; the last one stays.",
    "statement_rate_schedule": "The learning rate follows the schedule {text}.",
    "statement_stop": "Stop when {text}.",
    "statement_find_descent": "Derive the gradient, carry out the iterations, and say whether they converge.",
    "statement_optimise": "The function {text} is minimised step by step from the given start ({steps}) with "
    "{optimisers}; conventions: {preset}.",
    "statement_listed": "A parameter is updated with a given list of gradients ({steps}) by {optimisers}; conventions: "
    "{preset}.",
    "statement_steps": "{n:one step|# steps}",
    "statement_gradient": "gradient\nby {name}",
    "statement_batches": "The function is the mean over the samples of a batch ({size} at a time):",
    "statement_find_optimiser": "Write out the steps with every intermediate value.",
    # regression
    "statement_table": "The data are:",
    "statement_linear": "Fit {name} by least squares in closed form, and judge the fit.",
    "statement_linear_descent": "Fit {name} by gradient descent on the {loss} of the squared errors: {n} "
    "{n:iteration|iterations} with the learning rate {rate}.",
    "statement_logistic": "Fit a logistic regression for {name} by gradient descent on the {loss} of the "
    "cross-entropies: {n} {n:iteration|iterations} with the learning rate {rate}.",
    "statement_softmax": "Fit a softmax regression for {name} by gradient descent on the {loss} of the "
    "cross-entropies: {n} {n:iteration|iterations} with the learning rate {rate}.",
    "statement_predict": "Predict {name} for:",
}
