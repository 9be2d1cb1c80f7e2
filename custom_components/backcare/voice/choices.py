"""Reads what somebody answers to an offer."""

from enum import StrEnum
import re

from .scale import SAFE_WORDS, SKIP, Reply, heard


class DueAnswer(StrEnum):
    """What somebody wants of a training that is due."""

    START = "start"
    LATER = "later"
    SKIP = "skip"


_DUE = (
    (
        re.compile(
            r"\b(later|snooze|wait|not (now|yet)|in (a|an|one|two|half|\d+) ?\w*"
            r"|straks|wacht|nu( even)? niet|(nu|nog|even) niet|niet nu|over (een|\d+) \w+)\b"
        ),
        DueAnswer.LATER,
    ),
    (
        re.compile(
            r"\b(skip|no|nope|not|don't|cancel|stop|never ?mind"
            r"|nee|neen|niet|overslaan|sla .*over|annuleer|hoeft|laat maar)\b"
        ),
        DueAnswer.SKIP,
    ),
    (
        re.compile(
            r"\b(start|begin|beginnen|yes|yeah|yep|sure|okay|ok|go|now|ready|fine"
            r"|ja|jawel|jazeker|graag|prima|goed|oké|nu|klaar|doe maar)\b"
        ),
        DueAnswer.START,
    ),
)
"""The first that is said counts: no, later is later, and not today is no start."""

_NO_ANSWER = (*SAFE_WORDS, SKIP)

_YES_OR_NO = (
    (re.compile(r"\b(no|nope|not|don't|nee|neen|niet|geen|later|straks)\b"), False),
    (
        re.compile(
            r"\b(yes|yeah|yep|sure|okay|ok|please|fine|gentle|easy|alright"
            r"|ja|jawel|jazeker|graag|prima|goed|oké|rustige?|lichte?|doe maar)\b"
        ),
        True,
    ),
)


def read_due(text: str) -> DueAnswer | None:
    """Return what is to be done with a training that is due; None if unclear."""
    return _first(_DUE, text)


def read_yes_or_no(text: str) -> bool | Reply | None:
    """Return if somebody agrees, or what they say in its place; None if unclear."""
    reply = _first(_NO_ANSWER, text)
    return _first(_YES_OR_NO, text) if reply is None else reply


def _first[MeaningT](
    rows: tuple[tuple[re.Pattern[str], MeaningT], ...], text: str
) -> MeaningT | None:
    """Return the meaning of the first row that is found in a text."""
    said = heard(text)
    return next((meaning for words, meaning in rows if words.search(said)), None)
