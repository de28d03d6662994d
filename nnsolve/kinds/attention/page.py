"""What stands around the steps of attention: sizes and rule, the table of tokens, single entries, other names."""

from __future__ import annotations

from ...formula.expr import Call, Div, Expr, Symbol
from ...formula.functions import FUNCTIONS
from ...formula.marks import Mark
from ...names import Name, Role
from ...solution import Column, Ref, Says, Table
from .forward import Forward
from .model import ROLES
from .names import D_K, D_V, SCALE, Head

# Tables with more columns are left out: the matrices stand on the page.
MOST_COLUMNS = 9


def write_rule(forward: Forward) -> None:
    """How many tokens there are, of what sizes, and the formula of attention."""
    page, model = forward.page, forward.model
    page.section(Says("attention_rule"), whole=True)
    page.block(None, sizes(forward))
    scale = forward.problem.scale
    given: dict[str, Name] = {each.name: each.name for each in model.tokens.values()}
    query, key, value = (Symbol(Head("", False, True, given).matrix(role)) for role in ROLES)
    scores: Expr = forward.form.scores(query, key) if model.score.how == "dot" else Symbol(Name(Role.NET, "S"))
    if scale == "sqrt(d_k)":
        scores = Div(scores, FUNCTIONS["sqrt"](Symbol(D_K)))
    elif scale != "none":
        scores = Div(scores, Symbol(SCALE))
    name = Name(Role.RESULT, "rule")
    forward.marks[name] = Mark("O" if len(model.first.heads) == 1 and not model.first.joined else "H")
    reason = Says("attention_rule_rows" if forward.form.rows else "attention_rule_columns")
    page.state(name, forward.form.mixed(Call(forward.form.softmax(None), scores), value), reason)


def sizes(forward: Forward) -> Says:
    """The sizes line."""
    model = forward.model
    key = "attention_sizes" if model.queries == model.keys else "attention_sizes_crossed"
    layout = Says("attention_in_rows" if forward.form.rows else "attention_in_columns")
    return Says(
        key,
        n=model.queries,
        k=model.keys,
        what=layout,
        name=D_K,
        count=model.first.d_k,
        names=[D_V],
        d_v=model.first.d_v,
        heads=_heads(forward),
    )


def _heads(forward: Forward) -> Says:
    return Says("attention_heads", n=len(forward.model.first.heads))


def table(forward: Forward) -> Table | None:
    """A row a token: its weights and its output."""
    model = forward.model
    if not model.layers:
        return None
    head = forward.heads[0]
    weights, outputs = head.matrix("A"), forward.last
    if len(forward.heads) > 1 or model.keys + model.output > MOST_COLUMNS:
        return None
    columns: list = [Column("query", "attention_column_query")]
    columns += [Column(f"weight{k + 1}", "attention_column_weight", n=k + 1) for k in range(model.keys)]
    there = forward.last in forward.formulas
    columns += [Column(f"output{k + 1}", "attention_column_output", n=k + 1) for k in range(model.output * there)]
    lines: list[list] = []
    for query in range(model.queries):
        cells: list = [forward.called(query)]
        cells += [Ref(weights, forward.form.place(query, key)) for key in range(model.keys)]
        cells += [Ref(outputs, forward.form.place(query, k)) for k in range(model.output * there)]
        lines.append(cells)
    return Table(columns, lines, title=Says("attention_table"), longest=16)
