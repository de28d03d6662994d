"""Sentences about computational graphs."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "graph_edges": "The derivative on every edge",
    "graph_edges_intro": "Each one says how a node changes with one of its own inputs while the others stand still.",
    "graph_rule_sum": "a sum passes every change on",
    "graph_rule_difference": "what is subtracted counts with −1",
    "graph_rule_product": "product: the other factor",
    "graph_rule_quotient": "quotient rule",
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
    "graph_paths_intro": "The derivatives on the edges of a path are multiplied, and the paths from one input are added.",
    "graph_paths_many": "They are too many to be written out. Reverse mode adds them up node by node.",
    "graph_arrow": "{before} → {name}",
    "graph_paths_single": "Only one path leads to {name} from each input, so nothing adds up.",
    "graph_sum": "all from {name}",
    "graph_given": "input",
    "graph_work": "The work of both directions",
    "graph_work_intro": "The graph has {n} edges, and a pass multiplies once on each of them (by 1 and 0 as well).",
    "graph_work_forward": "{n} passes: one for each input that moves",
    "graph_work_reverse": "{n} passes: one for each output",
    "graph_work_forward_one": "one pass: one input moves",
    "graph_work_reverse_one": "one pass: there is one output",
    "graph_closed": "In closed form: {name} over the inputs",
    "graph_merged": "{targets} stands several times in the expression and is one node of the graph.",
    "graph_merged_several": "{targets} stand several times in the expression and are one node each.",
    "graph_unmerged": "Parts of the expression that are equal are nodes of their own (merge: false).",
    "graph_direct": "∂⁺ counts the direct edge alone where other paths lead to the same output as well; ∂ is their sum.",
    "graph_both": "Both directions multiply the same derivatives on the same edges, so they agree.",
    "graph_both_carried": "Both directions multiply the same derivatives on the same edges, so they agree, but for what the "
    "rounding of every line leaves.",
    "graph_kink": "{names}: the expression has a kink or a jump there, or no value close by, so central differences do not "
    "apply; the derivative is that of the rules above.",
    "graph_closed_checked": "Checked: the closed forms against the chain rule with {text}, largest relative difference "
    "{worst}.",
    "graph_closed_differs": "The closed forms and the chain rule disagree with {text}: relative difference {worst}. Do not "
    "rely on them.",
    "column_graph_node": "node",
    "column_graph_formula": "formula",
    "column_graph_operation": "operation",
    "column_graph_value": "value",
    "column_graph_input": "input",
    "column_graph_ways": "paths",
    "column_graph_walk": "path",
    "column_graph_product": "product",
    "graph_column_gradient": "∂{name}/∂node",
    "graph_column_tangent": "∂node/∂{name}",
    # statements
    "statement_graph_expression": "Draw the computational graph of {text}.",
    "statement_graph_nodes": "A computational graph has the following nodes.",
    "statement_graph_elementary": "Each node is one elementary operation.",
    "statement_graph_symbolic": "There are no numbers: give every result as a formula.",
    "statement_find_graph_reverse": "Compute the values forward, the derivative on every edge, and by reverse mode how "
    "{targets} changes with every node and input.",
    "statement_find_graph_forward": "Compute the values, the derivative on every edge, and by forward mode how "
    "{targets} changes with every input.",
    "statement_find_graph_both": "Compute the values, the derivative on every edge, and how {targets} changes with every "
    "input, by reverse mode and by forward mode; compare their work.",
}
