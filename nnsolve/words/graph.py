"""Sentences about computational graphs."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "graph_edges": "The derivative on every edge",
    "graph_edges_intro": "Each one says how a node changes with one of its own inputs while the others stand still.",
    "graph_rule_sum": "a sum passes every change on",
    "graph_rule_difference": "what is subtracted counts with −1",
    "graph_rule_product": "product: the other factor",
    "graph_rule_quotient": "quotient rule",
    "graph_rule_exp": "(eˣ)′ = eˣ",
    "graph_rule_ln": "(ln x)′ = 1/x",
    "graph_rule_sqrt": "√(x)′ = 1/(2·√(x))",
    "graph_rule_sin": "sin′ = cos",
    "graph_rule_cos": "cos′ = −sin",
    "graph_rule_tan": "tan′ = 1 + tan²",
    "graph_rule_tanh": "tanh′ = 1 − tanh²",
    "graph_rule_sigmoid": "σ′ = σ·(1 − σ)",
    "graph_rule_power": "power rule",
    "graph_flat": "it is flat there",
    "graph_reverse": "Reverse mode: from {name} back to the inputs",
    "graph_reverse_known": "Already found on the edges: {targets}.",
    "graph_seed": "the seed",
    "graph_still": "stands still",
    "graph_adds_up": "{name} feeds {targets}: the paths add up",
    "graph_no_path": "no path leads there from {name}",
    "graph_forward": "Forward mode: only {name} moves",
    "graph_forward_intro": "A dot stands for the derivative by {name}; it walks with the values, node by node.",
    "graph_paths": "The sum over all paths to {name}",
    "graph_paths_intro": "The derivatives on the edges of a path are multiplied, and the paths from one input are "
    "added.",
    "graph_paths_many": "They are too many to be written out. Reverse mode adds them up node by node.",
    "graph_arrow": "{before} → {name}",
    "graph_paths_at_most_one": "At most one path leads to {name} from each input, so there is nothing to add.",
    "graph_paths_single": "Only one path leads to {name} from each input, so there is nothing to add.",
    "graph_sum": "all from {name}",
    "graph_given": "input",
    "graph_work": "The work of both directions",
    "graph_work_intro": "The graph has {n} {n:edge|edges}, and a pass multiplies once on each of them (by 1 and 0 as "
    "well).",
    "graph_work_forward": "{n:one pass: one input moves|# passes: one for each input that moves}",
    "graph_work_reverse": "{n:one pass: there is one output|# passes: one for each output}",
    "graph_closed": "In closed form: {name} over the inputs",
    "graph_merged": "{targets} stands several times in the expression and is one node of the graph.",
    "graph_merged_several": "{targets} stand several times in the expression and are one node each.",
    "graph_unmerged": "Parts of the expression that are equal are nodes of their own (merge: false).",
    "graph_direct": "∂⁺ counts the direct edge alone where other paths lead to the same output as well; ∂ is their sum.",
    "graph_both": "Both directions multiply the same derivatives on the same edges, so they agree.",
    "graph_both_carried": "Both directions multiply the same derivatives on the same edges, so they agree, but for "
    "what the rounding of every line leaves.",
    "graph_values_unused": "There are no numbers on this page: symbolic: true leaves the values of the problem out.",
    "graph_kink": "{names}: the expression has a kink or a jump there, or no value close by, so central differences do "
    "not apply; the derivative is that of the rules above.",
    "graph_closed_checked": "Checked: the closed forms against the chain rule with {text}, largest relative difference "
    "{worst}.",
    "graph_closed_differs": "The closed forms and the chain rule disagree with {text}: relative difference {worst}. Do "
    "not rely on them.",
    "graph_column_node": "node",
    "graph_column_formula": "formula",
    "graph_column_operation": "operation",
    "graph_column_value": "value",
    "graph_column_input": "input",
    "graph_column_ways": "paths",
    "graph_column_walk": "path",
    "graph_column_product": "product",
    "graph_column_gradient": "∂{name}/∂node",
    "graph_column_tangent": "∂node/∂{name}",
    # statements
    "graph_statement_expression": "Draw the computational graph of {text}.",
    "graph_statement_nodes": "A computational graph has the following nodes.",
    "graph_statement_elementary": "Each node is one elementary operation.",
    "graph_statement_symbolic": "There are no numbers: give every result as a formula.",
    "graph_statement_find_reverse": "Compute the values forward, the derivative on every edge, and by reverse mode how "
    "{targets} changes with every node and input.",
    "graph_statement_find_forward": "Compute the values, the derivative on every edge, and by forward mode how "
    "{targets} changes with every input.",
    "graph_statement_find_both": "Compute the values, the derivative on every edge, and how {targets} changes with "
    "every input, by reverse mode and by forward mode; compare their work.",
}
