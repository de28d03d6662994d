"""The page of BLEU: a table of counts for every n, the precisions, their mean, the brevity penalty, the product."""

from __future__ import annotations

from ...formula.expr import ONE, Div, Expr, Mul, Num, Pow, Symbol, product_of, sum_of, whole
from ...formula.functions import exp, greatest, minimum, sqrt
from ...formula.marks import Mark
from ...names import Name, Role, entry
from ...reading.literals import written
from ...solution import Column, Says, Table, refs
from ...subjects.cells import Cells
from ...working import Working
from .bleu import Bleu
from .ngrams import Gram, grams

CANDIDATE, REFERENCE = Name(Role.COUNT, "c"), Name(Role.COUNT, "r")
PENALTY, MEAN, BLEU = Name(Role.RESULT, "BP"), Name(Role.RESULT, "mean"), Name(Role.RESULT, "BLEU")

# What stands for a count of 0 (NLTK, method1).
EPSILON = Num("0.1")


def of(word: str, n: int) -> Name:
    """A count of runs of ``n`` words: matched_2, total_2."""
    return Name(Role.COUNT, word, str(n))


def length(k: int) -> Name:
    """The number of words of reference ``k``."""
    return Name(Role.COUNT, "r", str(k))


def precision(n: int) -> Name:
    """The precision of runs of ``n`` words."""
    return Name(Role.RESULT, "p", str(n))


def write_bleu(page: Working, task: Bleu) -> None:
    """A table of counts for every n, the precisions, their mean, the brevity penalty, and the product."""
    cells = Cells(page)
    _write_texts(page, cells, task)
    for n in range(1, task.n + 1):
        _write_counts(page, cells, task, n)
    page.section(Says("language_section_bleu"))
    page.block()
    for n in range(1, task.n + 1):
        page.answer(precision(n), _precision(task, n), _found(n))
        page.marks[precision(n)] = Mark("p", str(n))
    mean = _write_mean(page, task)
    _write_lengths(page, task)
    short = len(task.candidate) < task.r
    key = "language_too_short" if short else "language_long_enough"
    penalty = minimum(exp(ONE - Div(Symbol(REFERENCE), Symbol(CANDIDATE))), ONE)
    page.answer(PENALTY, penalty, Says(key, c=len(task.candidate), r=task.r))
    page.answer(BLEU, Mul((Symbol(PENALTY), mean)), Says("language_bleu"))
    page.synonyms |= {"bleu": BLEU, "brevity_penalty": PENALTY, "bp": PENALTY, "gm": MEAN, "geometric_mean": MEAN}
    _write_notes(page, task)
    page.statement += _statement(task)


def _write_lengths(page: Working, task: Bleu) -> None:
    """c and r, of which the brevity penalty is made."""
    page.step(CANDIDATE, whole(len(task.candidate)), Says("language_words_of_candidate"))
    if len(task.texts) > 1:
        chosen = length(task.lengths.index(task.r) + 1)
        page.step(REFERENCE, Symbol(chosen), Says(_CHOSEN[task.reference_length]))
    else:
        page.step(REFERENCE, whole(task.r), Says("language_words_of_reference"))
    page.marks |= {CANDIDATE: Mark("c"), REFERENCE: Mark("r")}


def _write_texts(page: Working, cells: Cells, task: Bleu) -> None:
    """The texts and how many words each has."""
    several = len(task.texts) > 1
    rows: list[list] = [[Says("language_candidate"), _text(task.compared(task.candidate)), len(task.candidate)]]
    for k, words in enumerate(task.texts, 1):
        if not several:
            rows.append([Says("language_reference"), _text(words), len(words)])
            continue
        count = cells.step(length(k), whole(len(words)), Says("language_words_of_reference"))
        rows.append([Says("language_reference_number", n=k), _text(words), count])
        page.marks[length(k)] = Mark("r", str(k))
    columns = [
        Column("role", "language_column_role"),
        Column("text", "language_column_text"),
        Column("words", "language_column_words"),
    ]
    cells.write(Says("language_section_texts"), [Table(columns, rows)], Says("language_rule_bleu"))


def _text(words: list[str]) -> Says:
    return Says("language_text", text=" ".join(words))


def _write_counts(page: Working, cells: Cells, task: Bleu, n: int) -> None:
    """The runs of n words of the candidate, how often it has them, and how often they count."""
    found = grams(task.compared(task.candidate), n)
    references = [grams(words, n) for words in task.texts]
    rows, clipped, had = [], [], []
    for k, (gram, count) in enumerate(found.items(), 1):
        names = [entry(of("candidate", n), k), entry(of("counted", n), k)]
        own = cells.step(names[0], whole(count))
        there = _references(cells, references, gram, n, k)
        counts = cells.step(names[1], minimum(Symbol(names[0]), _greatest(there)), _text(list(gram)))
        text = " ".join(gram)
        rows.append([Says("language_text", text=text), own, *refs(there), counts])
        had.append(names[0])
        clipped.append(names[1])
        page.synonyms |= {f"counted({text})": names[1], f"candidate({text})": names[0]}
    matched = cells.step(of("matched", n), sum_of(clipped))
    total = cells.step(of("total", n), sum_of(had))
    blanks = [""] * len(references)
    rows.append([Says("language_sum"), total, *blanks, matched])
    page.marks |= {of("matched", n): Mark("matched", str(n)), of("total", n): Mark("total", str(n))}
    columns = [
        Column("run", "language_column_word" if n == 1 else "language_column_run"),
        Column("candidate", "language_column_candidate"),
        *_heads(len(references)),
        Column("counted", "language_column_counted"),
    ]
    title = Says("language_section_words") if n == 1 else Says("language_section_runs", n=n)
    cells.write(title, [Table(columns, rows)])


def _heads(references: int) -> list[Says]:
    if references == 1:
        return [Column("reference", "language_column_reference")]
    return [Column(f"reference_{k}", "language_column_reference_number", n=k) for k in range(1, references + 1)]


def _references(cells: Cells, references: list, gram: Gram, n: int, k: int) -> list[Name]:
    """How often each reference has a run, as cells."""
    several, names = len(references) > 1, []
    for number, counts in enumerate(references, 1):
        name = entry(of("reference", n), *([k, number] if several else [k]))
        cells.step(name, whole(counts[gram]))
        names.append(name)
    return names


def _greatest(names: list[Name]) -> Expr:
    """The largest count of all references."""
    if len(names) == 1:
        return Symbol(names[0])
    return greatest(len(names))(*map(Symbol, names))


def _precision(task: Bleu, n: int) -> Expr:
    """The clipped count over all runs, smoothed as the problem says."""
    matched, total = Symbol(of("matched", n)), Symbol(of("total", n))
    if task.smoothing == "add-one" and n > 1:
        return Div(matched + ONE, total + ONE)
    if task.smoothing == "epsilon" and not _matches(task, n):
        return Div(EPSILON, total)
    return Div(matched, total)


def _matches(task: Bleu, n: int) -> bool:
    """Whether a run of n words of the candidate is in a reference."""
    found = grams(task.compared(task.candidate), n)
    return any(found.keys() & grams(words, n).keys() for words in task.texts)


def _found(n: int) -> Says:
    return Says("language_precision_words") if n == 1 else Says("language_precision", n=n)


def _write_mean(page: Working, task: Bleu) -> Expr:
    """The geometric mean of the precisions; of words alone their precision."""
    factors = [Symbol(precision(n)) for n in range(1, task.n + 1)]
    if task.weights != "equal":
        powers = [Pow(p, task.weight(n)) for n, p in enumerate(factors, 1)]
        return page.answer(MEAN, product_of(powers), Says("language_weighted_mean"))
    if task.n == 1:
        return factors[0]
    product = Mul(factors)
    root = sqrt(product) if task.n == 2 else Pow(product, task.weight(1))
    return page.answer(MEAN, root, Says("language_geometric_mean", n=task.n))


_CHOSEN = {"closest": "language_closest", "shortest": "language_shortest", "": "language_closest"}
WEIGHTS = {"equal": "language_note_weights_equal", "d2l": "language_note_weights_d2l"}
LENGTHS = {"closest": "language_note_closest", "shortest": "language_note_shortest", "": "language_note_closest"}
SMOOTHINGS = {"epsilon": "language_note_smoothing_epsilon", "add-one": "language_note_smoothing_add_one"}
SPELLINGS = {"as-written": "language_note_as_written", "lower": "language_note_lower"}


def _conventions(task: Bleu) -> list[Says]:
    """The weights, the reference length and the letters that count."""
    said = [_weights(task), Says(SPELLINGS[task.tokens])]
    if task.smoothing != "none":
        said.append(Says(SMOOTHINGS[task.smoothing]))
    if task.references and len(set(task.lengths)) > 1:
        said.append(Says(LENGTHS[task.reference_length]))
    return said


def _weights(task: Bleu) -> Says:
    if isinstance(task.weights, list):
        return Says("language_note_weights_own", text=", ".join(map(written, task.weights)))
    return Says(WEIGHTS[task.weights], n=task.n)


def _write_notes(page: Working, task: Bleu) -> None:
    page.note(*_conventions(task))
    nothing = _without_match(task)
    if nothing and task.smoothing == "none":
        page.note(Says("language_note_zero", n=nothing))
    if nothing == 1 and task.smoothing == "add-one":
        page.note(Says("language_note_zero_words"))


def _without_match(task: Bleu) -> int:
    """The least n for which no run of the candidate is in a reference; 0 where there is none."""
    for n in range(1, task.n + 1):
        if not _matches(task, n):
            return n
    return 0


def _statement(task: Bleu) -> list[Says | Table]:
    rows: list[list] = [[Says("language_candidate"), Says("language_text", text=" ".join(task.candidate))]]
    several = task.references or [task.reference or []]
    for k, words in enumerate(several, 1):
        head = Says("language_reference_number", n=k) if len(several) > 1 else Says("language_reference")
        rows.append([head, Says("language_text", text=" ".join(words))])
    columns = [Column("role", "language_column_role"), Column("text", "language_column_text")]
    find = Says("language_statement_find_bleu", n=task.n)
    return [Says("language_statement_bleu"), Table(columns, rows), *_conventions(task), find]
