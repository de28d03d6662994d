"""What texts mean on a sheet: its steps, a layer for all its maps, and any number of a map, written if asked for."""

from __future__ import annotations

import re
from functools import cached_property

from ...errors import AskedError, quote
from ...formula.maps import Pair
from ...formula.marks import lettered, written
from ...names import Name, Role, new
from .sheet import Sheet, gradient

# A place behind a name, as it is spelt and as LaTeX and Typst print it; what follows closes a symbol.
_INDEX = r"\[\s*(\d{1,7}(?:\s*,\s*\d{1,7}){0,2})\s*\]"
_PLACE = re.compile(rf"(.{{1,300}}?)(?:{_INDEX}|\\mathrm\{{{_INDEX}\}}|\"{_INDEX}\")([\s}})$'′]*)")
_INPUT = Name(Role.INPUT, "X")
_INPUT_WORDS = ("in", "input", "image", "I")
_OUTPUT_WORDS = ("out", "output", "y", "o", "O")


class Asking:
    """What a sheet may be asked for: a layer is all its maps, and a place any number of one.

    ``spoken`` are the kind's words for what stands on the page, ``exact`` what is understood only as it is spelt.
    """

    def __init__(self, sheet: Sheet):
        self.sheet = sheet
        self.steps = {step.name: step for step in sheet.steps}
        self.learned = {own.by: own for own in sheet.gradients if new(own.by) not in self.steps}
        self.exact: dict[str, Name] = {layer.name: Name(layer.role, layer.id) for layer in sheet.layers if layer.name}
        self.exact |= self.learned
        self.spoken = self._words() | self._letters()
        self._places: dict[Name, tuple[Name, Pair]] = {}

    def tell(self) -> None:
        """Tells the sheet what may be asked for; the bare name of what is not updated asks for its gradient.

        A place is written in the midst of those around it, on a sheet that knows of it from the beginning.
        """
        sheet = self.sheet
        symbols = {written(sheet.names.mark(name)): own for name, own in self.learned.items()}
        sheet.groups, sheet.untold, sheet.letters = self.maps, self.learned, [_INPUT]
        sheet.synonyms, sheet.spelt = self.spoken | symbols, self.exact
        sheet.offer(None, [name for name in self.maps if name != _INPUT], self._offered)

    def places(self) -> dict[Name, list[Pair]]:
        """The places that are asked for and not written yet, by map."""
        found: dict[Name, list[Pair]] = {}
        for name in self.sheet.asked():
            if name not in self.steps:
                array, place = self._places[name]
                found.setdefault(array, []).append(place)
        return found

    # The words

    @cached_property
    def maps(self) -> dict[Name, list[Name]]:
        """What stands for several maps: the input, a layer, and their gradients."""
        sheet = self.sheet
        made = {_INPUT: [name for name in sheet.given if name.role is Role.INPUT]}
        made |= {Name(layer.role, layer.id): sheet.outputs[layer.id] for layer in sheet.layers}
        found: dict[Name, list[Name]] = {}
        slopes: dict[Name, list[Name]] = {}
        for group, names in made.items():
            if len(names) > 1:
                found[group] = names
                if gradient(names[0]) in self.steps:
                    slopes[gradient(group)] = list(map(gradient, names))
        return found | slopes

    def _words(self) -> dict[str, Name]:
        last = self.sheet.layers[-1]
        output = Name(last.role, last.id)
        return dict.fromkeys(_OUTPUT_WORDS, output) | dict.fromkeys(_INPUT_WORDS, _INPUT)

    def _letters(self) -> dict[str, Name]:
        """K, W and b stand for the only ones, with what is made of them."""
        alike: dict[str, list[Name]] = {}
        for layer in self.sheet.layers:
            for name in layer.learned:
                alike.setdefault(lettered(self.sheet.marks[name]).base, []).append(name)
        found: dict[str, Name] = {}
        for letter, (own, *others) in alike.items():
            if not others:
                found |= self._words_of(letter, own)
        return found

    def _words_of(self, letter: str, own: Name) -> dict[str, Name]:
        """A parameter by its letter, its new value and its gradient as far as they are written."""
        words = {letter: own}
        if new(own) in self.steps:
            words |= dict.fromkeys((f"new_{letter}", f"updated {letter}"), new(own))
        if gradient(own) in self.steps:
            words |= dict.fromkeys((f"dE/d{letter}", f"gradient of {letter}"), gradient(own))
        return words

    # Places

    def _offered(self, text: str) -> Name | None:
        """A place of what stands before it."""
        found = _PLACE.fullmatch(text)
        if not found:
            return None
        name, *indices, behind = found.groups()
        numbers = [int(number) for number in next(filter(None, indices)).split(",")]
        array = self.sheet.resolver.asked(name + behind)
        if len(numbers) == 3:  # the map first, as frameworks count: conv1[2,0,1] is a place of the third map
            array = self._map(array, numbers.pop(0), text)
        return self._place(array, numbers, text)

    def _map(self, array: Name, number: int, text: str) -> Name:
        maps = self.maps.get(array, [array])
        if number >= len(maps):
            several = f"it has maps 0 to {len(maps) - 1}" if len(maps) > 1 else "it has one map, which is 0"
            raise AskedError(f"{quote(text)} is no place of {array}: {several}")
        return maps[number]

    def _place(self, array: Name, numbers: list[int], text: str) -> Name:
        if array in self.maps:
            maps = self.maps[array]
            ways = f"write {array}[0,0,0] with the map first, or {maps[0]}[0,0]"
            raise AskedError(f"{quote(text)} is no place of {array}: it has {len(maps)} maps; {ways}")
        if array not in self.sheet.sizes:
            raise AskedError(f"{quote(text)} is no place of {array}: it has no rows and columns")
        rows, columns = self.sheet.sizes[array]
        *rest, column = numbers
        row = rest[0] if rest else 0
        if row >= rows or column >= columns or (rows > 1 and not rest):
            raise AskedError(f"{quote(text)} is no place of {array}: {_range(array, rows, columns, not rest)}")
        name = self.sheet.at(array, row, column)
        self._places[name] = array, (row, column)
        return name


def _range(array: Name, rows: int, columns: int, line: bool) -> str:
    if not line:
        return f"it has rows 0 to {rows - 1} and columns 0 to {columns - 1}"
    return f"it has rows and columns; write {array}[0,0]" if rows > 1 else f"it has places 0 to {columns - 1}"
