"""The parts of what is printed as one word: a power of ten, a letter with its number, the primes of a function."""

from __future__ import annotations

_DIGITS = "0123456789"


def power_of_ten(number: str) -> tuple[str, str]:
    """A number in printed digits without its power of ten, and this without a plus, or '': 1.2e-9 is 1.2 and -9."""
    mantissa, _, power = number.partition("e")
    if power and mantissa[-1:].isdigit():
        return mantissa, power.lstrip("+")
    return number, ""


def letter_and_number(word: str) -> tuple[str, str]:
    """The letter and the number of a neuron's name, h1; '' for the number of any other word, such as conv1."""
    letter = word.rstrip(_DIGITS)
    if len(letter) == 1 and letter.isalpha():
        return letter, word[1:]
    return word, ""


def without_primes(function: str) -> tuple[str, int]:
    """The name of a function without its primes, and how many it has."""
    bare = function.rstrip("′")
    return bare, len(function) - len(bare)
