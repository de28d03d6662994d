"""The page of TF-IDF: a table of counts and idf, a table of weights, and the cosines of documents."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from ...formula.expr import ONE, Add, Div, Expr, Mul, Pow, Symbol, total_of, whole
from ...formula.functions import FUNCTIONS, ln, sqrt
from ...formula.marks import Mark
from ...names import Name, Role, entry
from ...solution import Column, Says, Table
from ...subjects.cells import Cells
from ...working import Working
from .pairs import Vectors
from .tfidf import TfIdf

DOCUMENTS = Name(Role.COUNT, "N")
COUNT, DF, LENGTH = Name(Role.COUNT, "count"), Name(Role.COUNT, "df"), Name(Role.COUNT, "words")
TF, IDF, WEIGHT = Name(Role.TERM, "tf"), Name(Role.TERM, "idf"), Name(Role.RESULT, "tfidf")
NORM, UNIT = Name(Role.RESULT, "length"), Name(Role.RESULT, "normed")
log10, log2 = FUNCTIONS["log10"], FUNCTIONS["log2"]


def _ratio(df: Expr) -> Expr:
    return Div(Symbol(DOCUMENTS), df)


def _smooth(df: Expr) -> Expr:
    return ln(Div(ONE + Symbol(DOCUMENTS), ONE + df)) + ONE


IDFS: dict[str, Callable[[Expr], Expr]] = {
    "ln": lambda df: ln(_ratio(df)),
    "log10": lambda df: log10(_ratio(df)),
    "log2": lambda df: log2(_ratio(df)),
    "smooth": _smooth,
    "plus-one": lambda df: Add((ln(_ratio(df)), ONE)),
}


def write_tfidf(page: Working, task: TfIdf) -> None:
    """Counts and idf, weights, and cosines."""
    TfIdfPage(page, task).write()


class TfIdfPage:
    """The tables of TF-IDF while they are written."""

    def __init__(self, page: Working, task: TfIdf):
        self.page, self.task = page, task
        self.cells = Cells(page)
        self.labels = [f"d{k}" for k in range(1, len(task.documents) + 1)]

    def write(self) -> None:
        """The tables in their order."""
        page, task = self.page, self.task
        page.row({DOCUMENTS: whole(len(task.documents))})
        self._write_counts()
        self._write_weights()
        if task.cosine:
            self._write_cosines()
        page.note(*self._conventions())
        page.statement += self._statement()

    def _write_counts(self) -> None:
        """A row a term: its count in each document, its df and its idf."""
        rows = []
        for i, term in enumerate(self.task.weighed, 1):
            row: list = [Says("language_text", text=term)]
            for j, counts in enumerate(self.task.counts, 1):
                row.append(self._cell(COUNT, "count", term, i, j, whole(counts[term])))
            df, idf = entry(DF, i), entry(IDF, i)
            row.append(self.cells.step(df, whole(self.task.df(term)), Says("language_text", text=term)))
            row.append(self.cells.step(idf, IDFS[self.task.idf](Symbol(df))))
            self.page.marks |= {df: Mark(f"df({term})"), idf: Mark(f"idf({term})")}
            self.page.synonyms |= {f"df({term})": df, f"idf({term})": idf}
            rows.append(row)
        rows += self._lengths()
        columns = [
            Column("term", "language_column_term"),
            *self._documents("count"),
            Column("df", "language_column_df"),
            Column("idf", "language_column_idf"),
        ]
        self.cells.write(Says("language_section_counts"), [Table(columns, rows)], Says(_IDF_RULES[self.task.idf]))

    def _lengths(self) -> list[list]:
        """The number of words of every document, where counts are divided by it."""
        if self.task.tf != "relative":
            return []
        row: list = [Says("language_column_words")]
        for j, text in enumerate(self.task.texts, 1):
            name = entry(LENGTH, j)
            self.page.marks[name] = Mark(f"words(d{j})")
            row.append(self.cells.step(name, whole(len(text))))
        return [[*row, "", ""]]

    def _cell(self, what: Name, called: str, term: str, i: int, j: int, formula: Expr) -> object:
        """What belongs to a term and a document, under its name and as it is written: tf(cat, d1)."""
        name = entry(what, i, j)
        self.page.marks[name] = Mark(f"{called}({term}, d{j})")
        for spelt in (f"{called}({term}, d{j})", f"{called}({term},d{j})"):
            self.page.synonyms[spelt] = name
        return self.cells.step(name, formula)

    def _documents(self, what: str) -> list[Says]:
        return [Column(f"{what}_{label}", "language_column_document", text=label) for label in self.labels]

    def _write_weights(self) -> None:
        """A row a term: what it weighs in each document; below them lengths and what is divided by them."""
        rows, frequencies = [], []
        for i, term in enumerate(self.task.weighed, 1):
            heads: list = [Says("language_text", text=term)]
            shares: list = [Says("language_text", text=term)]
            for j, counts in enumerate(self.task.counts, 1):
                shares.append(self._cell(TF, "tf", term, i, j, self._tf(entry(COUNT, i, j), j, counts[term])))
                weight = Mul((Symbol(entry(TF, i, j)), Symbol(entry(IDF, i))))
                heads.append(self._cell(WEIGHT, "tfidf", term, i, j, weight))
                self.page.answers.append(entry(WEIGHT, i, j))
                self.page.synonyms |= {f"tf-idf({term},d{j})": entry(WEIGHT, i, j)}
                self.page.synonyms |= {f"tf-idf({term}, d{j})": entry(WEIGHT, i, j)}
            rows.append(heads)
            frequencies.append(shares)
        columns = [Column("term", "language_column_term"), *self._documents("weight")]
        tables = [Table(columns, rows)]
        if self.task.tf != "count":
            shown = [Column("tf", "language_column_tf"), *self._documents("tf")]
            tables.insert(0, Table(shown, frequencies))
            tables[1].columns = [Column("tfidf", "language_column_tfidf"), *self._documents("weight")]
        if self.task.normalize == "l2":
            tables.append(self._normalized())
        self.cells.write(Says("language_section_weights"), tables, Says(_TF_RULES[self.task.tf]))

    def _tf(self, count: Name, j: int, number: int) -> Expr:
        """The frequency of a term; 0 where it is not there, also with logarithms."""
        if self.task.tf == "count":
            return Symbol(count)
        if self.task.tf == "relative":
            return Div(Symbol(count), Symbol(entry(LENGTH, j)))
        if not number:
            return whole(0)
        return ONE + (ln if self.task.tf == "log" else log10)(Symbol(count))

    def _there(self, j: int) -> list[int]:
        """The terms that a document has, by their numbers."""
        counts = self.task.counts[j - 1]
        return [i for i, term in enumerate(self.task.weighed, 1) if counts[term]]

    def _normalized(self) -> Table:
        """The length of every document, and the weights over it."""
        lengths: list = [Says("language_length_of_document")]
        for j in range(1, len(self.labels) + 1):
            squares: list[Expr] = [Pow(Symbol(entry(WEIGHT, i, j)), whole(2)) for i in self._there(j)]
            norm = entry(NORM, j)
            self.page.marks[norm] = Mark(f"‖d{j}‖")
            self.page.synonyms |= {f"||d{j}||": norm, f"norm(d{j})": norm}
            lengths.append(self.cells.step(norm, sqrt(total_of(squares))))
        rows = [lengths]
        for i, term in enumerate(self.task.weighed, 1):
            row: list = [Says("language_text", text=term)]
            for j in range(1, len(self.labels) + 1):
                share = Div(Symbol(entry(WEIGHT, i, j)), Symbol(entry(NORM, j)))
                row.append(self._cell(UNIT, "normed", term, i, j, share))
                self.page.answers.append(entry(UNIT, i, j))
            rows.append(row)
        return Table([Column("normed", "language_column_normed"), *self._documents("normed")], rows)

    def _write_cosines(self) -> None:
        weight = UNIT if self.task.normalize == "l2" else WEIGHT
        numbers: dict[str, dict[int, Expr]] = {}
        for j, label in enumerate(self.labels, 1):
            numbers[label] = {i: Symbol(entry(weight, i, j)) for i in self._there(j)}
        vectors = Vectors(self.page, numbers)
        pairs = list(combinations(self.labels, 2))
        if weight is UNIT:
            vectors.write_unit_cosines(pairs)
        else:
            vectors.write_cosines(pairs)
        if len(pairs) > 1:
            self.page.table(vectors.table(pairs))

    def _conventions(self) -> list[Says]:
        task = self.task
        return [
            Says(_TF_NOTES[task.tf]),
            Says(_IDF_NOTES[task.idf]),
            Says(_NORMS[task.normalize]),
            Says(_SPELLINGS[task.tokens]),
        ]

    def _statement(self) -> list[Says | Table]:
        rows: list[list] = []
        for label, words in zip(self.labels, self.task.documents, strict=True):
            rows.append([Says("language_text", text=label), Says("language_text", text=" ".join(words))])
        columns = [Column("document", "language_column_role"), Column("text", "language_column_text")]
        said: list[Says | Table] = [Says("language_statement_documents"), Table(columns, rows), *self._conventions()]
        said.append(Says("language_statement_find_tfidf", text=", ".join(self.task.weighed)))
        if self.task.cosine:
            said.append(Says("language_statement_find_document_cosines"))
        return said


_IDF_RULES = {
    "ln": "language_rule_idf_ln",
    "log10": "language_rule_idf_log10",
    "log2": "language_rule_idf_log2",
    "smooth": "language_rule_idf_smooth",
    "plus-one": "language_rule_idf_plus_one",
}
_TF_RULES = {
    "count": "language_rule_tf_count",
    "relative": "language_rule_tf_relative",
    "log": "language_rule_tf_log",
    "log10": "language_rule_tf_log10",
}
_TF_NOTES = {
    "count": "language_note_tf_count",
    "relative": "language_note_tf_relative",
    "log": "language_note_tf_log",
    "log10": "language_note_tf_log10",
}
_IDF_NOTES = {
    "ln": "language_note_idf_ln",
    "log10": "language_note_idf_log10",
    "log2": "language_note_idf_log2",
    "smooth": "language_note_idf_smooth",
    "plus-one": "language_note_idf_plus_one",
}
_NORMS = {"none": "language_note_not_normalized", "l2": "language_note_normalized"}
_SPELLINGS = {"as-written": "language_note_as_written", "lower": "language_note_lower"}
