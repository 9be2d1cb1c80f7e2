"""Small pieces of speech: numbers, lengths of time, names and filled sentences."""

from collections.abc import Mapping
import re
from string import Formatter
import textwrap
import unicodedata

from custom_components.backcare.catalogue.texts import Words

_MAX_NAME_LENGTH = 60
_MARKUP = frozenset("<>&{}")
_SIGNS = {"So", "Sk", "Me", "Cc", "Co", "Cs", "Cn", "Zl", "Zp"}
_UNHEARD = re.compile(r"[\ufe00-\ufe0f]")
"""Choose how the character before them is drawn."""
_GAP_BEFORE_MARK = re.compile(r"\s+(?=[.,:;!?])")
_LOST_COMMA = re.compile(r"[,:;]+(?=[.,:;!?])")
_SENTENCE_END = (".", "!", "?")


def number(value: float, words: Words) -> str:
    """Return a number as a word, in digits where there is no word for it."""
    whole = round(value)
    return words.numbers[whole] if 0 <= whole < len(words.numbers) else str(whole)


def duration(seconds: float, words: Words) -> str:
    """Return a length of time as it is said (``domain.md`` 6.8)."""
    patterns = words.durations
    whole = round(seconds)
    if whole == 1:
        return patterns.one_second
    if whole == 90:
        return patterns.minute_and_a_half
    if whole < 90 and whole != 60:
        return fill(patterns.seconds, {"number": number(whole, words)})
    minutes, rest = divmod(whole, 60)
    text = (
        patterns.one_minute
        if minutes == 1
        else fill(patterns.minutes, {"number": number(minutes, words)})
    )
    if not rest:
        return text
    return fill(
        patterns.minutes_and_seconds,
        {"minutes": text, "seconds": duration(rest, words)},
    )


def speakable(name: str) -> str:
    """Return a name that any voice can say: short, without markup and pictures."""
    text = "".join(
        " " if char in _MARKUP or unicodedata.category(char) in _SIGNS else char
        for char in _UNHEARD.sub("", name)
        # Joiners and marks of direction.
        if unicodedata.category(char) != "Cf"
    )
    text = " ".join(text.split())
    short = textwrap.shorten(
        text, _MAX_NAME_LENGTH, placeholder="", break_long_words=False
    )
    return short or text[:_MAX_NAME_LENGTH]


def sentence(template: str, values: Mapping[str, str]) -> str:
    """Return a sentence with its placeholders filled in; unknown ones get nothing.

    A value that a sentence starts with gets a capital.
    """
    text = ""
    for literal, name, _, _ in Formatter().parse(template):
        text += literal
        if name is not None:
            value = values.get(name, "")
            before = text.rstrip()
            starts = not before or before.endswith(_SENTENCE_END)
            text += _capitalised(value) if starts else value
    text = _GAP_BEFORE_MARK.sub("", " ".join(text.split()))
    return _LOST_COMMA.sub("", text)


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return a part of a sentence with its placeholders filled in."""
    return "".join(
        literal + (values.get(name, "") if name is not None else "")
        for literal, name, _, _ in Formatter().parse(template)
    )


def first_sentence(text: str) -> str:
    """Return the first one of some sentences."""
    return text.partition(". ")[0].removesuffix(".") + "."


def _capitalised(text: str) -> str:
    """Return the text with a capital, which has no accent: één, Eén."""
    return unicodedata.normalize("NFD", text[:1])[:1].upper() + text[1:]
