"""Numbers, lengths of time and names are said as people say them."""

import pytest

from custom_components.backcare.catalogue import Catalogue
from custom_components.backcare.cues.phrases import (
    duration,
    fill,
    first_sentence,
    number,
    sentence,
    speakable,
)


@pytest.mark.parametrize(
    ("value", "english", "dutch"),
    [
        (0, "zero", "nul"),
        (3, "three", "drie"),
        (19.6, "twenty", "twintig"),
        (100, "one hundred", "honderd"),
        (101, "101", "101"),
        (-1, "-1", "-1"),
    ],
)
def test_number(catalogue: Catalogue, value: float, english: str, dutch: str) -> None:
    """A number is a word as far as there are words."""
    assert number(value, catalogue.texts["en"].words) == english
    assert number(value, catalogue.texts["nl"].words) == dutch


@pytest.mark.parametrize(
    ("seconds", "english", "dutch"),
    [
        (1, "one second", "één seconde"),
        (40, "forty seconds", "veertig seconden"),
        (60, "one minute", "één minuut"),
        (75, "seventy-five seconds", "vijfenzeventig seconden"),
        (89.9, "a minute and a half", "anderhalve minuut"),
        (90, "a minute and a half", "anderhalve minuut"),
        (
            105,
            "one minute and forty-five seconds",
            "één minuut en vijfenveertig seconden",
        ),
        (120, "two minutes", "twee minuten"),
        (210, "three minutes and thirty seconds", "drie minuten en dertig seconden"),
        (600, "ten minutes", "tien minuten"),
    ],
)
def test_duration(
    catalogue: Catalogue, seconds: float, english: str, dutch: str
) -> None:
    """A length of time is said as in daily life."""
    assert duration(seconds, catalogue.texts["en"].words) == english
    assert duration(seconds, catalogue.texts["nl"].words) == dutch


@pytest.mark.parametrize(
    ("template", "values", "said"),
    [
        ("Hold. {duration}.", {"duration": "one minute"}, "Hold. One minute."),
        (
            "Houd vast. {duration}.",
            {"duration": "één minuut"},
            "Houd vast. Eén minuut.",
        ),
        ("{n} more.", {"n": "three"}, "Three more."),
        ("Next: {exercise}.", {"exercise": "plank"}, "Next: plank."),
        ("Well done, {name}.", {"name": ""}, "Well done."),
        (
            "Starting {routine}, level {level}.",
            {"level": "one"},
            "Starting, level one.",
        ),
        ("Well done, {name}.", {"name": "{name} {0}"}, "Well done, {name} {0}."),
        ("Plain.", {}, "Plain."),
    ],
)
def test_sentence(template: str, values: dict[str, str], said: str) -> None:
    """A filled sentence begins with a capital and has no gaps."""
    assert sentence(template, values) == said


def test_fill() -> None:
    """A part of a sentence is filled in as it is."""
    assert fill("{number} seconds, {other}", {"number": "ten"}) == "ten seconds, "


def test_first_sentence() -> None:
    """Only the first sentence is left."""
    assert first_sentence("Next: plank. Three times.") == "Next: plank."
    assert first_sentence("Next: plank.") == "Next: plank."


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Sam", "Sam"),
        ("  Sam \n de\tVries ", "Sam de Vries"),
        ("Anne-Marie O'Neill & Söhne", "Anne-Marie O'Neill Söhne"),
        ("<speak><break time='9s'/>Sam</speak>", "speak break time='9s'/ Sam /speak"),
        ("{name} {0.__class__}", "name 0.__class__"),
        ("Sam \U0001f4aa\U0001f3fd❤️ Li", "Sam Li"),
        ("A\u200bnna \u202etfel\u202c", "Anna tfel"),
        ("דנה", "דנה"),
        ("\U0001f600", ""),
        ("", ""),
    ],
)
def test_speakable(name: str, said: str) -> None:
    """A name is said without anything that is no word."""
    assert speakable(name) == said


def test_long_names_are_cut() -> None:
    """A name never takes long to say."""
    assert speakable("Sam " * 2500) == "Sam " * 14 + "Sam"
    assert speakable("S" * 10_000) == "S" * 60
