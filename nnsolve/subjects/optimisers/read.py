"""Optimisers as a problem file writes them: a name, a name with options, or several to be compared."""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import listing, nearest
from ...formula.expr import Expr
from ...formula.parse import plain_number
from ...reading.known import either, one_or_several
from ...reading.schema import Schema, Type, constant, read_number
from ...reading.yamlfile import Faults, Node, listed
from ..descent.rate import Rate
from .entry import PRESETS, Optimiser, Option
from .table import OPTIMISERS, optimiser
from .update import Settings

MOST_COMPARED = 12
_TRUTH = {"true": ("on", "yes"), "yes": ("on", "yes"), "false": ("off", "no"), "no": ("off", "no")}


class Chosen:
    """An optimiser and the options that the file writes for it."""

    __slots__ = ("entry", "node", "numbers", "words")

    def __init__(self, entry: Optimiser, node: Node, numbers: dict[str, Expr], words: dict[str, str]):
        self.entry, self.node, self.numbers, self.words = entry, node, numbers, words


class OptimiserType(Type):
    """``adam``, ``adam: {beta1: 0.9}``, or a list of such; ``adam, rmsprop`` in one text is a list as well."""

    def read(self, node: Node, faults: Faults):
        items = node.items
        if items is None and node.text is not None:
            items = listed(node, faults)
        elif items is None:
            items = [node]
        if not 0 < len(items) <= MOST_COMPARED:
            return faults.add(node, f"expected 1 to {MOST_COMPARED} optimisers", "")
        found = [chosen for item in items for chosen in self._entries(item, faults)]
        return None if None in found else found

    def _entries(self, node: Node, faults: Faults) -> list[Chosen | None]:
        if node.text is not None:
            return [_chosen(node.text, node, None, faults)]
        if not node.entries:
            return [
                faults.add(node, "expected the name of an optimiser, or a name with options: {adam: {beta1: 0.9}}", "")
            ]
        return [_chosen(name, node.keys[name], options, faults) for name, options in node.entries.items()]

    def schema(self) -> Schema:
        return one_or_several(either(OPTIMISERS, {"type": "string"}, {"type": "object"}))


def _chosen(name: str, node: Node, options: Node | None, faults: Faults) -> Chosen | None:
    entry = optimiser(name)
    if entry is None:
        hint = nearest(name, (*OPTIMISERS, *OPTIMISERS.spellings))
        return faults.add(node, f"no such optimiser; known: {listing(OPTIMISERS, 40)}.{hint}", name)
    chosen = Chosen(entry, node, {}, {})
    if options is None or options.empty:
        return chosen
    if options.entries is None:
        return faults.add(
            options, f"expected options of {name}, such as {{learning_rate: 0.1}}, not {options.shown}", ""
        )
    good = [_option(chosen, key, options.keys[key], value, faults) for key, value in options.entries.items()]
    return chosen if all(good) else None


def _option(chosen: Chosen, key: str, place: Node, node: Node, faults: Faults) -> bool:
    """Reads one option; whether it was read without a fault."""
    option = chosen.entry.options.get(key)
    if option is None:
        known = listing(chosen.entry.options, 40)
        hint = nearest(key, tuple(chosen.entry.options))
        faults.add(place, f"{chosen.entry.name} has no such option; it has {known}.{hint}", key)
        return False
    if option.words:
        text = next((word for word in _TRUTH.get(node.word.lower(), ()) if word in option.words), node.text)
        if text not in option.words:
            faults.add(node, f"expected one of: {listing(option.words)}.{nearest(node.text or '', option.words)}")
            return False
        chosen.words[key] = text
        return True
    value = read_number(node, faults)
    if value is None or not _within(option, key, value, node, faults):
        return False
    chosen.numbers[key] = value
    return True


def _within(option: Option, key: str, value: Expr, node: Node, faults: Faults) -> bool:
    size = constant(value)
    above = key == "learning_rate"
    if size < option.least or (above and size <= 0) or (option.below is not None and size >= option.below):
        limits = "a number greater than 0" if above else f"a number from {option.least:g} up"
        limits += f" and below {option.below:g}" if option.below is not None else ""
        faults.add(node, f"{key}: expected {limits}")
        return False
    return True


def settle(chosen: list[Chosen], preset: str, rate: Rate | None, faults: Faults) -> list[Settings]:
    """Every option of every optimiser decided, by what is written, else by the preset; notes what stays open."""
    settled: list[Settings] = []
    labels: set[str] = set()
    for each in chosen:
        label = _label(each.entry.name, labels)
        found = _settled(each, preset, rate, label if len(chosen) > 1 else "", faults)
        if found is not None:
            labels.add(label)
            settled.append(found)
    return settled


def _settled(chosen: Chosen, preset: str, rate: Rate | None, label: str, faults: Faults) -> Settings | None:
    """One optimiser with every option decided."""
    entry = chosen.entry
    if preset not in entry.presets:
        known = [name for name in PRESETS if name in entry.presets]
        text = f"{preset} has no {entry.title}; the presets for it: {listing(known)}"
        return faults.add(chosen.node, text, entry.name)
    numbers, words, missing = _options(chosen, entry.presets[preset])
    for text in filter(None, (idle(chosen, numbers, words) for idle in _IDLE)):
        faults.add(chosen.node, text, "")
    own = _own_rate(chosen, numbers.pop("learning_rate", None), rate)
    if own is not None and not missing:
        return Settings(entry, numbers, words, own, label, preset)
    missing = missing if own is not None else ["learning_rate", *missing]
    verb = "this is" if len(missing) == 1 else "these are"
    text = f"{preset} leaves open what {entry.title} needs; {verb} to be written: {listing(missing)}"
    return faults.add(chosen.node, text, entry.name)


def _own_rate(chosen: Chosen, number: Expr | None, rate: Rate | None) -> Rate | None:
    """The rate among the options that are written, then that of the problem, then that of the preset."""
    if number is None or (rate is not None and "learning_rate" not in chosen.numbers):
        return rate
    return Rate("constant", {"start": number})


def _idle_decay(chosen: Chosen, numbers: Mapping[str, Expr], words: Mapping[str, str]) -> str:
    decays = "weight_decay" in numbers and constant(numbers["weight_decay"]) != 0
    if "decay" not in chosen.words or decays:
        return ""
    return f"decay: needs weight_decay:, which is 0 here; write it as well, or leave decay: out of {chosen.entry.name}"


def _idle_epsilon(chosen: Chosen, numbers: Mapping[str, Expr], words: Mapping[str, str]) -> str:
    written = "epsilon" in chosen.numbers and constant(chosen.numbers["epsilon"]) != 0
    if not written or words.get("epsilon_place") != "none":
        return ""
    return "epsilon: cannot stand beside epsilon_place: none, by which it stands nowhere; leave one of them out"


def _idle_dampening(chosen: Chosen, numbers: Mapping[str, Expr], words: Mapping[str, str]) -> str:
    written = "dampening" in chosen.numbers and constant(chosen.numbers["dampening"]) != 0
    if not written or words.get("form", "pytorch") == "pytorch":
        return ""
    return "dampening: needs form: pytorch, the form that has it; write form: pytorch, or leave dampening: out"


def _idle_rate(chosen: Chosen, numbers: Mapping[str, Expr], words: Mapping[str, str]) -> str:
    if "learning_rate" not in chosen.numbers or words.get("use_rate", "yes") == "yes":
        return ""
    return "learning_rate: needs use_rate: yes; write it as well, or leave learning_rate: out"


# What options say that has no meaning beside others; each tells its fault, or ''.
_IDLE = (_idle_decay, _idle_epsilon, _idle_dampening, _idle_rate)


def _options(chosen: Chosen, texts: Mapping[str, str]) -> tuple[dict[str, Expr], dict[str, str], list[str]]:
    """Numbers and words of one optimiser, and the keys that neither the problem nor the preset decides."""
    numbers: dict[str, Expr] = {}
    words: dict[str, str] = {}
    missing: list[str] = []
    for key, option in chosen.entry.options.items():
        if option.words:
            words[key] = chosen.words.get(key) or texts.get(key, "")
            missing += [] if words[key] else [key]
        elif key in chosen.numbers:
            numbers[key] = chosen.numbers[key]
        elif texts.get(key):
            numbers[key] = plain_number(texts[key])
        elif key != "learning_rate":
            missing.append(key)
    return numbers, words, [key for key in missing if _used(key, words)]


def _label(name: str, taken: set[str]) -> str:
    """The optimiser's name, with a number where several have it."""
    label, k = name, 2
    while label in taken:
        label, k = f"{name}{k}", k + 1
    return label


def _used(key: str, words: dict[str, str]) -> bool:
    """Whether an option counts, given the others: ε is not needed where it does not stand anywhere."""
    return not (key == "epsilon" and words.get("epsilon_place") == "none")
