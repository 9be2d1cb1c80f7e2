"""Reads what somebody answers on a scale from zero to ten."""

from collections.abc import Iterable
from enum import StrEnum
import re
import unicodedata

from custom_components.backcare.catalogue.texts import Words
from custom_components.backcare.const import MAX_RATING

_MAX_ANSWER_LENGTH = 255


class Reply(StrEnum):
    """What somebody may say in the place of a number."""

    STOP = "stop"
    HURTS = "hurts"
    SKIP = "skip"


_STOP = (re.compile(r"\b(stop|stoppen|quit|help|ophouden|houd? op)\b"), Reply.STOP)
_HURTS = (re.compile(r"\b(hurts|ouch|ow|au|auw|doet .*(pijn|zeer))\b"), Reply.HURTS)

SAFE_WORDS = (_STOP, _HURTS)
"""Count whatever was asked."""

SKIP = (re.compile(r"\b(skip|overslaan|sla .*over)\b"), Reply.SKIP)

_FIRST = (_STOP, SKIP)
"""Mean the same with a number beside them: skip this one."""

_NONE = re.compile(
    r"\b(no pain|pain free|(doesn't|does not|never) hurts?|none|nothing"
    r"|(geen|niet) (enkele )?(pijn|last|zeer)|pijnvrij|nergens|niets|niks)\b"
)
_WITHOUT_NUMBER = (
    (_NONE, 0),
    _HURTS,
    (re.compile(r"\b(pass|don't know|weet .*niet)\b"), Reply.SKIP),
)

_OUT_OF_TEN = re.compile(r"(out of|of|van de|op( de)?|uit de|/) ?(ten|tien|10)\b")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,:]\d+)*|[^\W\d_]+")
_UNCLEAR = {
    *("half", "point", "minus", "hundred", "thousand", "million"),
    *("halve", "komma", "min", "honderd", "duizend", "miljoen"),
}
"""Make another number of the one beside them."""

_ARTICLE = "een"
"""In Dutch both an article and, without its accents, the number one."""


def read_answer(text: str, languages: Iterable[Words]) -> int | Reply | None:
    """Return the number that is meant, or what is said in its place; None if unclear."""
    said = heard(text)
    for pattern, reply in _FIRST:
        if pattern.search(said):
            return reply
    said = _OUT_OF_TEN.sub("", said)
    numbers = {word: n for words in languages for n, word in enumerate(words.numbers)}
    tokens = _NUMBER.findall(said)
    if not _UNCLEAR.isdisjoint(tokens):
        return None
    found = {
        numbers.get(token, token)
        for token in tokens
        if token in numbers or not token.isalpha()
    }
    if found:
        return _one_of_scale(found)
    for pattern, meaning in _WITHOUT_NUMBER:
        if pattern.search(said):
            return meaning
    return 1 if tokens[-1:] == [_ARTICLE] else None


def heard(text: str) -> str:
    """Return an answer as patterns expect it; nothing of one that never ends."""
    if len(text) > _MAX_ANSWER_LENGTH:
        return ""
    return unicodedata.normalize("NFC", text.casefold()).replace("\u2019", "'")


def _one_of_scale(found: set[int | str]) -> int | None:
    """Return the only number that was found, if it is a whole one of the scale."""
    if len(found) != 1:
        return None
    number = str(found.pop())
    if not number.isdecimal() or int(number) > MAX_RATING:
        return None
    return int(number)
