"""Tests of what a sentence means."""

import time

import pytest
from unicode_rbnf import RbnfEngine

from custom_components.backcare.const import LANGUAGES
from custom_components.backcare.voice.vocabulary import MAX_SENTENCE_LENGTH, Vocabulary
from custom_components.backcare.voice.wish import Question, Wish, WishKind
from homeassistant.components.conversation.trigger import TRIGGER_SCHEMA

from .vocabulary import BARE, LOOK_ALIKES, NO_NAMES, SENTENCES, start


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """Return the vocabulary."""
    return Vocabulary()


@pytest.mark.parametrize(("sentence", "wish"), SENTENCES.items())
def test_sentences(vocabulary: Vocabulary, sentence: str, wish: Wish) -> None:
    """Each sentence has its meaning at any time, however it is written."""
    for written in (sentence, sentence.rstrip("?."), sentence.replace(" ", "  ")):
        assert vocabulary.recognise(written, bare=False) == wish
        assert vocabulary.recognise(written) == wish
    lower = vocabulary.recognise(sentence.lower())
    assert lower
    assert lower.kind is wish.kind


@pytest.mark.parametrize(("sentence", "wish"), BARE.items())
def test_bare_sentences(vocabulary: Vocabulary, sentence: str, wish: Wish) -> None:
    """A bare sentence has its meaning only where a session runs."""
    assert vocabulary.recognise(sentence) == wish
    assert vocabulary.recognise(sentence, bare=False) is None


@pytest.mark.parametrize("sentence", [*LOOK_ALIKES, *NO_NAMES])
def test_look_alikes(vocabulary: Vocabulary, sentence: str) -> None:
    """What is meant for something else means nothing here."""
    assert vocabulary.recognise(sentence) is None


def test_everything_can_be_said() -> None:
    """There is a sentence for each kind of wish and for each question."""
    wishes = [*SENTENCES.values(), *BARE.values()]
    assert {wish.kind for wish in wishes} == set(WishKind)
    assert {wish.question for wish in wishes} == {None, *Question}


@pytest.mark.parametrize("number", [*range(201), 345, 999])
def test_numbers(vocabulary: Vocabulary, number: int) -> None:
    """Numbers are understood as digits and as words, with a hyphen or without."""
    for language, sentence in zip(
        LANGUAGES,
        ("start a {} minute back workout", "start een training van {} minuten"),
        strict=True,
    ):
        spoken = RbnfEngine.for_language(language).format_number(number).text
        said = {str(number)}
        if number <= 200:
            said |= {spoken, spoken.replace("-", " ")}
        for words in said:
            assert vocabulary.recognise(sentence.format(words)) == start(minutes=number)


@pytest.mark.parametrize(
    ("sentence", "person"),
    [
        ("start the back training for <b>Lisa</b>", "<b>Lisa</b>"),
        ("start the back training for {{ states }}", "{{ states }}"),
        ("start the back training for (a|b) [c]", "(a|b) [c]"),
        ("start de rugtraining voor Zoë", "Zoë"),
    ],
)
def test_strange_names(vocabulary: Vocabulary, sentence: str, person: str) -> None:
    """A name is what was said, whatever that is."""
    assert vocabulary.recognise(sentence) == start(person=person)


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        " ",
        "?!",
        "{{ 1 }}",
        "<start>",
        "start the back training for",
        "start the back training for  ",
        "Starte mein Rückentraining",
        "commence mon entraînement du dos",
        "start my back training " * 20,
        "start the back training for " + "x" * 10_000,
    ],
    ids=lambda sentence: sentence[:20],
)
def test_nothing_to_understand(vocabulary: Vocabulary, sentence: str) -> None:
    """Empty, foreign and endless sentences mean nothing, quickly."""
    began_at = time.perf_counter()
    assert vocabulary.recognise(sentence) is None
    assert time.perf_counter() - began_at < 1


def test_longest_sentence(vocabulary: Vocabulary) -> None:
    """A sentence may be as long as the name of a state."""
    beginning = "start the back training for "
    name = "x" * (MAX_SENTENCE_LENGTH - len(beginning))
    assert vocabulary.recognise(beginning + name) == start(person=name)
    assert vocabulary.recognise(beginning + name + "x") is None


def test_triggers_take_the_sentences(vocabulary: Vocabulary) -> None:
    """Home Assistant finds no fault with the templates, and none stands twice."""
    templates = [*vocabulary.sentences, *vocabulary.bare_sentences]
    TRIGGER_SCHEMA({"platform": "conversation", "command": templates})
    assert len(set(templates)) == len(templates)
