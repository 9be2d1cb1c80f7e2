"""Test what is understood of an answer on the scale from zero to ten."""

import unicodedata

import pytest

from custom_components.backcare.catalogue import load_catalogue
from custom_components.backcare.voice.scale import Reply, read_answer

WORDS = {language: texts.words for language, texts in load_catalogue().texts.items()}


def read(answer: str) -> int | Reply | None:
    """Return what is understood of an answer."""
    return read_answer(answer, WORDS.values())


@pytest.mark.parametrize(
    ("language", "template"),
    [
        ("en", "{}"),
        ("en", "A {}."),
        ("en", "it's about {}"),
        ("en", "{} out of ten"),
        ("nl", "{}"),
        ("nl", "Een {}."),
        ("nl", "ik denk een {}"),
        ("nl", "{} van de tien"),
    ],
)
def test_each_number_in_words_and_digits(language: str, template: str) -> None:
    """Whatever stands around it."""
    for number, word in enumerate(WORDS[language].numbers[:11]):
        assert read(template.format(word)) == number
        assert read(template.format(word.title())) == number
        assert read(template.format(number)) == number


@pytest.mark.parametrize(
    ("answer", "number"),
    [
        ("no pain", 0),
        ("None at all.", 0),
        ("it doesn’t hurt", 0),
        ("geen pijn", 0),
        ("Helemaal niets!", 0),
        ("het doet geen pijn", 0),
        ("het doet niet zeer", 0),
        ("it never hurts", 0),
        ("een", 1),
        (unicodedata.normalize("NFD", "één"), 1),
        ("it hurts, about a seven", 7),
        ("7/10", 7),
        ("drie op tien", 3),
        ("{{ 3 }}", 3),
        ("<b>three</b>", 3),
    ],
)
def test_other_ways_to_say_a_number(answer: str, number: int) -> None:
    """People don't only say a number."""
    assert read(answer) == number


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        ("Skip.", Reply.SKIP),
        ("skip this one", Reply.SKIP),
        ("I don't know", Reply.SKIP),
        ("overslaan", Reply.SKIP),
        ("Sla over", Reply.SKIP),
        ("sla deze maar over", Reply.SKIP),
        ("weet ik niet", Reply.SKIP),
        ("Stop!", Reply.STOP),
        ("stop training", Reply.STOP),
        ("hou op", Reply.STOP),
        ("It hurts", Reply.HURTS),
        ("au", Reply.HURTS),
        ("het doet pijn", Reply.HURTS),
    ],
)
def test_what_is_said_in_the_place_of_a_number(answer: str, reply: Reply) -> None:
    """Safe words count here too."""
    assert read(answer) is reply


@pytest.mark.parametrize(
    "answer",
    [
        *("", "  ", "what", "watblief", "een beetje", "?!"),
        *("eleven", "elf", "11", "200", "twenty-one", "eenentwintig"),
        *("two hundred", "tweehonderd", "one hundred", "minus three", "-3", "min drie"),
        *("3.5", "3,5", "three point five", "drie komma vijf", "anderhalf", "²"),
        *("between three and four", "drie of vier", "1e9", "9" * 200, "3 " * 5000),
    ],
)
def test_what_is_no_number_of_the_scale(answer: str) -> None:
    """Then it is better to ask again than to guess."""
    assert read(answer) is None
