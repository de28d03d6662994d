"""Sentences about plots: titles, labels and what is said of them."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # plots
    "plot_epoch": "epoch {n}",
    "plot_epochs": "epoch",
    "plot_start": "start",
    "plot_over": "{what} over {over}s",
    "plot_whole_loss": "loss",
    "plot_loss": "average loss",
    "plot_errors": "errors",
    "plot_iteration": "iteration",
    "plot_step": "step",
    "plot_path": "path",
    "plot_on_curve": "the path on the curve of {what}",
    "plot_on_contours": "the path over the contours of {what}",
    "plot_points": "points of the problem",
    "plot_activation": "{what} and its derivative from {name} to {end}.",
    "plot_positive": "positive class",
    "plot_negative": "negative class",
    "plot_border": "the points and the border",
    "plot_border_said": "{n} {n:point|points} in the plane; lines and classes: {text}.",
    "plot_data": "data",
    "plot_model": "model",
    "plot_fit": "the data and the fitted model",
    "plot_fit_said": "{n} {n:row|rows} of {x} and {y}, and what the model predicts for them.",
    "plot_weights": "weights of attention",
    "plot_weights_said": "The weights of attention, row by row: {text}.",
    "plot_maps": "maps",
    "plot_maps_said": "The matrices, row by row: {text}.",
    "plot_chance": "chance",
    "plot_roc": "ROC curve",
    "plot_roc_said": "{what}, through the points (FPR, TPR) {text}.",
}
