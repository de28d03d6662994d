"""What ``nnsolve new`` prints for a task of this kind that is called by its own name, in every spelling of it."""

from __future__ import annotations

_WORD2VEC = """\
word2vec:
  model: skip-gram # or cbow: words around predict the center
  input_vectors: {cat: [0.5, -0.2]} # v
  output_vectors: {sat: [0.4, 0.2], mat: [-0.3, 0.6], the: [0.1, 0.3]} # u
  center: cat
  context: sat # the right word
  # negative: [mat, the] # negative sampling instead of the softmax
  # learning_rate: 0.1 # one update
  # vocabulary: 10000 # with dimension: count the parameters
  # dimension: 300
  # sentence: the cat sat on the mat # with window: and window_counts: write all pairs
  # window: 2
  # window_counts: each-side # or whole
"""
_PERPLEXITY = """\
perplexity:
  probabilities: [0.4, 0.6, 0.2]
  base: e # or 2, 10
"""
_SEQUENCE = """\
sequence:
  probabilities: [0.4, 0.6, 0.2]
  # length_penalty: 0.7 # a score, with penalty: length or wu
"""
_BLEU = """\
bleu:
  reference: the cat is sleeping on a mat
  candidate: the the cat on a mat
  n: 2
  weights: equal # or d2l, or a list
"""
_BEAM = """\
beam:
  width: 2
  steps: 3
  start: {A: 0.6, B: 0.4}
  next: {A: {A: 0.55, B: 0.45}, B: {A: 0.9, B: 0.1}}
"""
_NGRAMS = """\
ngrams:
  texts: [<s> I am Sam </s>, <s> Sam I am </s>]
  n: 2
  k: 0 # what is added to every count
  wanted: [<s> I, I am]
"""
_DISTANCE = """\
distance:
  reference: kitten
  hypothesis: sitting
  units: letters # or words
  substitution: 1
"""
_ROUGE = """\
rouge:
  reference: the cat was under the bed
  candidate: the cat was found under the bed
  n: 2
  beta: 1
"""
_SIMILARITY = """\
similarity:
  vectors: {cat: [1, 2, 0], dog: [2, 1, 1], car: [0, 1, 3]}
  measure: cosine # or euclidean, both
  # nearest_to: cat # only pairs with it
"""
_TFIDF = """\
tfidf:
  documents: [the cat sat, the dog sat down]
  tf: count # or relative, log (1 + ln), log10 (1 + log10)
  idf: ln # ln(N/df); or log10, log2, smooth, plus-one
  normalize: none # or l2
  # terms: cat sat # only these
  # tokens: lower
  # cosine: true # of every two documents
"""
_BERT = """\
bert:
  first: my dog is cute # the tokens, without [CLS] and [SEP]
  second: he likes walks
  length: 12 # padded up to here
  maskable: 200 # of so many tokens 15 % are chosen
  # rounding_of_counts: nearest # where the counts are no whole numbers
  # probabilities: [0.4, 0.6, 0.2] # of the right tokens at masked positions, with reduction: mean or sum
"""
STARTERS: dict[str, str] = {
    "word2vec": _WORD2VEC,
    "skip-gram": _WORD2VEC,
    "cbow": _WORD2VEC,
    "similarity": _SIMILARITY,
    "cosine": _SIMILARITY,
    "cosine-similarity": _SIMILARITY,
    "euclidean": _SIMILARITY,
    "tf-idf": _TFIDF,
    "bert": _BERT,
    "mlm": _BERT,
    "perplexity": _PERPLEXITY,
    "sequence": _SEQUENCE,
    "bleu": _BLEU,
    "beam": _BEAM,
    "beam-search": _BEAM,
    "ngrams": _NGRAMS,
    "distance": _DISTANCE,
    "edit-distance": _DISTANCE,
    "wer": _DISTANCE,
    "rouge": _ROUGE,
}
