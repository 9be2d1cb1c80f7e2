"""Reads numbers as people say them."""

from unicode_rbnf import RbnfEngine

from custom_components.backcare.library import folded

_HIGHEST = 999

_FILLERS = {"and", "en"}
"""Between the hundreds and the rest."""


def spoken_numbers(language: str) -> dict[str, int]:
    """Return the numbers from 0 by their compact words."""
    engine = RbnfEngine.for_language(language)
    return {
        _compact(engine.format_number(number).text): number
        for number in range(_HIGHEST + 1)
    }


def read_number(text: str, words: dict[str, int]) -> int:
    """Return the number that stands in a text as digits or words.

    Raises KeyError if it is none.
    """
    compact = _compact(text)
    return int(compact) if compact.isdecimal() else words[compact]


def _compact(text: str) -> str:
    """Return the words of a number without what may differ: blanks, accents, fillers."""
    return "".join(word for word in folded(text).split() if word not in _FILLERS)
