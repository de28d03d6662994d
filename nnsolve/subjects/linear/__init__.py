"""Linear units: their points, weights, borders and learning rules, and whether points can be separated at all."""
