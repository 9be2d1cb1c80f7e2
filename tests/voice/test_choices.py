"""Tests of what an answer to an offer means."""

import pytest

from custom_components.backcare.voice.choices import DueAnswer, read_due, read_yes_or_no
from custom_components.backcare.voice.scale import Reply


@pytest.mark.parametrize(
    ("meaning", "sentences"),
    [
        (
            DueAnswer.START,
            (
                "Start|Yes|Yes please!|Okay|sure, let's go|I'm ready|now|Ja|ja hoor|Graag"
                "|Begin maar|Doe maar|Oké|Is goed|prima"
            ),
        ),
        (
            DueAnswer.LATER,
            (
                "Later|Not now|no, later|Yes, but later|in an hour|Wait a bit|not yet"
                "|Straks|Nu niet|Niet nu|nog niet|nee, straks|over een uur|Wacht even"
            ),
        ),
        (
            DueAnswer.SKIP,
            (
                "Skip|No|no thanks|Not today|don't start|Cancel it|stop|never mind"
                "|Nee|Vandaag niet|Overslaan|sla maar over|Hoeft niet|Laat maar|doe maar niet"
            ),
        ),
        (None, "|banana|what|huh|wat zeg je|nine|" + "start " * 60),
    ],
)
def test_a_training_that_is_due(meaning: DueAnswer | None, sentences: str) -> None:
    """It starts, waits or is left; what is unclear starts nothing."""
    for sentence in sentences.split("|"):
        assert read_due(sentence) is meaning, sentence


@pytest.mark.parametrize(
    ("meaning", "sentences"),
    [
        (
            True,
            (
                "Yes|yeah, please|okay|the gentle one|sure|Ja|ja graag|doe maar|Prima"
                "|de rustige|is goed"
            ),
        ),
        (
            False,
            (
                "No|no thanks|not the gentle one|I don't want that|Nee|nee hoor|liever niet"
                "|niet de rustige"
            ),
        ),
        (Reply.STOP, "stop|Stop it|help|hou op|nee, stoppen"),
        (Reply.SKIP, "skip|Skip it|overslaan|sla maar over"),
        (Reply.HURTS, "it hurts|ouch|au|het doet pijn|yes it hurts"),
        (None, "|banana|maybe|misschien|wat zeg je|" + "yes " * 80),
    ],
)
def test_yes_or_no(meaning: bool | Reply | None, sentences: str) -> None:
    """Safe words count first, and a no before a yes."""
    for sentence in sentences.split("|"):
        assert read_yes_or_no(sentence) is meaning, sentence
