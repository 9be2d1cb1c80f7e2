"""The catalogue is complete in both languages and says what is wrong with a broken file."""

from pathlib import Path
import shutil
from string import Formatter
from typing import Any

import pytest

from custom_components.backcare.catalogue import (
    FOLDER,
    Catalogue,
    CatalogueError,
    async_get_catalogue,
    load_catalogue,
)
from custom_components.backcare.const import LANGUAGES
from custom_components.backcare.engine.models import Side, SideMode
from custom_components.backcare.engine.script import CueKey
from custom_components.backcare.engine.timeline import compile_timeline
from custom_components.backcare.library import folded
from homeassistant.core import HomeAssistant

EXERCISES = {
    "plank",
    "side_plank",
    "glute_bridge",
    "transversus_activation",
    "transversus_activation_seated",
    "cat_camel",
    "bird_dog",
    "back_extension_asymmetric",
}

ROUTINE_SECONDS = {
    "full_core_30": 31 * 60 + 35,
    "full_core_circuit": 30 * 60 + 55,
    "split_a_holds": 15 * 60 + 40,
    "split_b_control": 15 * 60 + 55,
    "short_10": 9 * 60 + 53,
    "short_holds": 17 * 60 + 33,
    "seated_transversus": 1 * 60 + 20,
    "asymmetric_addon": 3 * 60 + 50,
    "gentle_reset": 4 * 60 + 55,
}
"""Length of each routine at the dose of the article, ``domain.md`` section 3."""

CUE_WINDOWS = {
    "session_start": 8,
    "safety_line": 8,
    "prepare": 12,
    "prepare_side": 12,
    "prepare_booklet": 17,
    "prepare_guided": None,
    "countdown": 3,
    "hold_start": 3,
    "form_cue": 6,
    "halfway": 3,
    "time_left": 3,
    "last_ten": 3,
    "countdown_end": 3,
    "set_done": 2,
    "rest_next_set": 10,
    "rest_tip": 8,
    "rest_next_exercise": 10,
    "switch_side": 5,
    "reps_start": 6,
    "reps_start_plain": 6,
    "rep_out": 2,
    "rep_back": 2,
    "rep_count": 2,
    "rep_form": 4,
    "rep_last": 2,
    "rep_up": 2,
    "rep_hold": 1,
    "rep_down": 2,
    "contract": 3,
    "contract_keep": 3,
    "release": 2,
    "contract_left": 3,
    "continuous_start": 8,
    "pace_round": 3,
    "pace_hollow": 3,
    "minutes_left": 3,
    "exercise_done": 3,
    "session_finished": 6,
    "session_summary": 12,
    "paused": 5,
    "paused_reminder": 5,
    "resumed": 5,
    "skipped": 5,
    "repeated": 5,
    "previous": 5,
    "stopped": 6,
    "booklet_dropped": 7,
    "pain_stop": 9,
    "ask_before": 6,
    "ask_pain": 7,
    "ask_effort": 6,
    "ask_next_day": 8,
    "whats_next": 6,
    "time_left_answer": 4,
    "week_count": 5,
    "level_up": 9,
    "level_same": 5,
    "level_down": 7,
    "consult": 9,
    "variant_offer": 7,
    "welcome_back": 9,
    "reminder_session": 5,
    "reminder_micro": 7,
    "gate_blocked": 7,
}
"""Seconds in which each sentence must be said, ``domain.md`` section 6."""

WORDS_PER_SECOND = 2.5
SPARE_SECONDS = 0.5


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Return the catalogue as it is delivered."""
    return load_catalogue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the files of the catalogue."""
    copy = tmp_path / "catalogue"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copy


def filled(sentence: str, values: dict[str, str]) -> str:
    """Return the sentence, and the sentences within it, filled in."""
    while "{" in sentence:
        sentence = sentence.format(**values)
    return sentence


def seconds(sentence: str) -> float:
    """Return how long it takes to say the sentence."""
    return len(sentence.split()) / WORDS_PER_SECOND


# What there is


async def test_home_assistant_gets_the_catalogue(
    hass: HomeAssistant, catalogue: Catalogue
) -> None:
    """The files are read outside the event loop."""
    assert await async_get_catalogue(hass) == catalogue


def test_all_exercises_are_there(catalogue: Catalogue) -> None:
    """No exercise is missing or new."""
    assert set(catalogue.exercises) == EXERCISES


def test_all_levels_are_there(catalogue: Catalogue) -> None:
    """There are seven levels, in order."""
    assert list(catalogue.levels) == [1, 2, 3, 4, 5, 6, 7]


def test_all_routines_are_there(catalogue: Catalogue) -> None:
    """No routine is missing or new."""
    assert set(catalogue.routines) == set(ROUTINE_SECONDS)


@pytest.mark.parametrize(("routine_id", "total_seconds"), ROUTINE_SECONDS.items())
def test_length_at_the_dose_of_the_article(
    catalogue: Catalogue, routine_id: str, total_seconds: int
) -> None:
    """Level 5 gives the lengths that the article's doses add up to."""
    timeline = compile_timeline(catalogue.routines[routine_id], catalogue.levels, 5)
    assert timeline.total_seconds == total_seconds


@pytest.mark.parametrize("number", range(1, 8))
def test_check_sum_of_level(catalogue: Catalogue, number: int) -> None:
    """The full routine is as long as the level table says."""
    routine = catalogue.routines["full_core_30"]
    timeline = compile_timeline(routine, catalogue.levels, number)
    assert timeline.total_seconds == catalogue.levels[number].total_seconds


@pytest.mark.parametrize(
    ("routine_id", "share", "is_full"),
    [
        ("full_core_30", 1, True),
        ("full_core_circuit", 1, True),
        ("split_a_holds", 0.5, False),
        ("split_b_control", 0.5, False),
        ("short_10", 0.5, False),
        ("short_holds", 1, False),
        ("seated_transversus", 0, False),
        ("asymmetric_addon", 0, False),
        ("gentle_reset", 0, False),
    ],
)
def test_what_a_routine_counts_for(
    catalogue: Catalogue, routine_id: str, share: float, is_full: bool
) -> None:
    """The share of a weekly session, and which ones raise the level."""
    routine = catalogue.routines[routine_id]
    assert (routine.weekly_share, routine.is_full) == (share, is_full)


def test_only_the_add_on_is_locked(catalogue: Catalogue) -> None:
    """The one-sided add-on waits for a physiotherapist's word."""
    locked = [routine.id for routine in catalogue.routines.values() if routine.locked]
    assert locked == ["asymmetric_addon"]


def test_only_the_seated_practice_is_for_several_times_a_day(
    catalogue: Catalogue,
) -> None:
    """It has its own counter, with a goal of four."""
    per_day = {key: item.per_day for key, item in catalogue.routines.items()}
    assert {key: count for key, count in per_day.items() if count} == {
        "seated_transversus": 4
    }


@pytest.mark.parametrize(
    "exercise_id", sorted(EXERCISES - {"transversus_activation_seated"})
)
def test_easier_and_harder_variants(catalogue: Catalogue, exercise_id: str) -> None:
    """An exercise can be made easier and harder."""
    variants = catalogue.exercises[exercise_id].variants.values()
    assert {variant.harder for variant in variants} == {True, False}


@pytest.mark.parametrize("exercise_id", sorted(EXERCISES))
def test_dose_of_the_article_is_within_the_limits(
    catalogue: Catalogue, exercise_id: str
) -> None:
    """A person may choose what the article asks."""
    exercise = catalogue.exercises[exercise_id]
    for name, (low, high) in exercise.limits.items():
        value: Any = getattr(exercise.dose, name)
        assert low <= (sum(value) if isinstance(value, tuple) else value) <= high


def test_equipment_is_known_for_each_exercise(catalogue: Catalogue) -> None:
    """Every exercise names what it needs."""
    assert set(catalogue.equipment) == EXERCISES
    assert catalogue.equipment["bird_dog"] == ("mat", "booklet")


# The texts


def test_both_languages_are_there(catalogue: Catalogue) -> None:
    """There are texts in English and Dutch."""
    assert set(catalogue.texts) == set(LANGUAGES) == {"en", "nl"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cue_has_a_sentence(catalogue: Catalogue, language: str) -> None:
    """The engine asks for no other; one is for a test of the speakers."""
    assert set(catalogue.texts[language].cues) == {*CUE_WINDOWS, "speaker_test"}
    assert set(CueKey) <= set(CUE_WINDOWS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("has_booklet", [True, False])
@pytest.mark.parametrize("key", [key for key, window in CUE_WINDOWS.items() if window])
def test_every_sentence_fits_its_window(
    catalogue: Catalogue, language: str, key: str, has_booklet: bool
) -> None:
    """Even with the longest words, a sentence is said in time."""
    texts = catalogue.texts[language].for_booklet(has_booklet=has_booklet)
    number = texts.words.numbers[75]
    for exercise in texts.exercises.values():
        values = {
            name: number
            for _, name, _, _ in Formatter().parse(texts.cues[key])
            if name is not None
        }
        values |= {
            "routine": max((r.name for r in texts.routines.values()), key=len),
            "exercise": exercise.spoken,
            "exercise_side": exercise.spoken,
            "next": exercise.spoken,
            "setup": exercise.setup,
            "cue": exercise.cue,
            "dose": texts.words.durations.minute_and_a_half,
            "duration": texts.words.durations.minute_and_a_half,
            "name": "Lisa",
            "side": texts.words.sides[Side.LEFT].side,
            "side_adv": texts.words.sides[Side.LEFT].side_adv,
        }
        sentence = filled(texts.cues[key], values)
        window = CUE_WINDOWS[key]
        assert window is not None
        assert seconds(sentence) + SPARE_SECONDS <= window, sentence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("has_booklet", [True, False])
def test_reminders_are_short(
    catalogue: Catalogue, language: str, has_booklet: bool
) -> None:
    """The reminder during a set has at most eight words."""
    texts = catalogue.texts[language].for_booklet(has_booklet=has_booklet)
    for key, text in texts.exercises.items():
        assert len(text.cue.split()) <= 8, key


@pytest.mark.parametrize(("language", "booklet"), [("en", "booklet"), ("nl", "boekje")])
def test_without_a_booklet_nothing_speaks_of_one(
    catalogue: Catalogue, language: str, booklet: str
) -> None:
    """Who has none imagines a cup of tea, and hears of no booklet in a session."""
    texts = catalogue.texts[language].for_booklet(has_booklet=False)
    bird_dog = texts.exercises["bird_dog"]
    said = {
        **texts.cues,
        **{
            field: getattr(bird_dog, field)
            for field in ("start_position", "setup", "cue", "mistake", "stop")
        },
        "steps": " ".join(bird_dog.steps),
    }
    del said["booklet_dropped"]
    assert [key for key, text in said.items() if booklet in text.casefold()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_exercises_with_a_side_speak_of_one(
    catalogue: Catalogue, language: str
) -> None:
    """No sentence asks for a side that is not there."""
    for key, text in catalogue.texts[language].exercises.items():
        if catalogue.exercises[key].sides in (SideMode.LEFT_RIGHT, SideMode.EMPHASIS):
            continue
        assert "{" not in f"{text.spoken}{text.setup}{text.steps}", key


def test_no_source_is_shown_or_said() -> None:
    """The tags of the sources stay out of the texts."""
    for file in FOLDER.glob("text/*/*.yaml"):
        content = file.read_text(encoding="utf-8")
        for tag in ("[S", "[V", "[G]", "[D]", "[A"):
            assert tag not in content, file.name


def test_a_routine_is_found_by_one_name_only(catalogue: Catalogue) -> None:
    """No two routines share a name, across both languages."""
    owners: dict[str, set[str]] = {}
    for texts in catalogue.texts.values():
        for key, text in texts.routines.items():
            for name in (text.name, *text.aliases):
                owners.setdefault(folded(name), set()).add(key)
    assert {name: keys for name, keys in owners.items() if len(keys) > 1} == {}


@pytest.mark.parametrize(
    ("language", "number", "word"),
    [
        ("en", 0, "zero"),
        ("en", 1, "one"),
        ("en", 13, "thirteen"),
        ("en", 21, "twenty-one"),
        ("en", 40, "forty"),
        ("en", 75, "seventy-five"),
        ("en", 100, "one hundred"),
        ("nl", 0, "nul"),
        ("nl", 1, "één"),
        ("nl", 13, "dertien"),
        ("nl", 21, "eenentwintig"),
        ("nl", 22, "tweeëntwintig"),
        ("nl", 75, "vijfenzeventig"),
        ("nl", 83, "drieëntachtig"),
        ("nl", 100, "honderd"),
    ],
)
def test_number_words(
    catalogue: Catalogue, language: str, number: int, word: str
) -> None:
    """Numbers are spoken as words."""
    assert catalogue.texts[language].words.numbers[number] == word


@pytest.mark.parametrize("language", LANGUAGES)
def test_number_words_differ(catalogue: Catalogue, language: str) -> None:
    """Zero to a hundred are 101 different words."""
    assert len(set(catalogue.texts[language].words.numbers)) == 101


@pytest.mark.parametrize(
    ("language", "minute_and_a_half", "left"),
    [("en", "a minute and a half", "left"), ("nl", "anderhalve minuut", "linker")],
)
def test_words_for_time_and_side(
    catalogue: Catalogue, language: str, minute_and_a_half: str, left: str
) -> None:
    """Lengths of time and sides have their own words."""
    words = catalogue.texts[language].words
    assert words.durations.minute_and_a_half == minute_and_a_half
    assert words.sides[Side.LEFT].side == left


@pytest.mark.parametrize(
    ("urgency", "count"), [("now", 6), ("today", 9), ("appointment", 4)]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_warning_signs(
    catalogue: Catalogue, language: str, urgency: str, count: int
) -> None:
    """All warning signs are there, by how soon to ask for help."""
    assert len(catalogue.texts[language].safety.warning_signs[urgency].signs) == count


# What is refused


@pytest.mark.parametrize(
    ("file", "old", "new", "path", "reason"),
    [
        pytest.param(
            "exercises.yaml",
            '  article_step: "1"\n  kind: hold\n',
            '  article_step: "1"\n',
            "plank.kind",
            "required",
            id="missing key",
        ),
        pytest.param(
            "exercises.yaml",
            "    hold_seconds: 60\n",
            "",
            "plank.dose.hold_seconds",
            "missing for kind: hold",
            id="hold without a length",
        ),
        pytest.param(
            "exercises.yaml",
            "plank_knees: {harder: false}",
            "plank_knees: {harder: false, kind: repetitions}",
            "plank.variants.plank_knees.dose.repetition_count",
            "missing for kind: repetitions",
            id="variant without a length",
        ),
        pytest.param(
            "exercises.yaml",
            "hold_seconds: 60",
            "hold_seconds: long",
            "plank.dose.hold_seconds",
            "not a number",
            id="number that is text",
        ),
        pytest.param(
            "exercises.yaml",
            "hold_seconds: 60",
            "hold_seconds: 6000",
            "plank.dose.hold_seconds",
            "6000",
            id="number out of range",
        ),
        pytest.param(
            "exercises.yaml",
            "hold_seconds: 60",
            "hold_minutes: 1",
            "plank.dose.hold_minutes",
            "",
            id="unknown dose",
        ),
        pytest.param(
            "exercises.yaml",
            "set_count: [1, 4]",
            "set_count: [4, 1]",
            "plank.limits.set_count",
            "smallest",
            id="limits the wrong way round",
        ),
        pytest.param(
            "exercises.yaml",
            "set_count: [1, 4]",
            "set_count: [1]",
            "plank.limits.set_count",
            "smallest and the largest",
            id="limits of one number",
        ),
        pytest.param(
            "exercises.yaml",
            "equipment: [mat, towel]",
            "equipment: [matt]",
            "plank.equipment[0]",
            "mat",
            id="unknown equipment",
        ),
        pytest.param(
            "exercises.yaml",
            "  kind: hold\n",
            "  kind: hold\n  colour: red\n",
            "plank.colour",
            "",
            id="unknown key",
        ),
        pytest.param(
            "exercises.yaml",
            "  kind: hold\n",
            "  kind: held\n",
            "plank.kind",
            "hold",
            id="unknown kind",
        ),
        pytest.param(
            "exercises.yaml",
            "  kind: hold\n",
            "  kind: hold\n  kind: continuous\n",
            "line 16",
            "kind is there twice",
            id="key that is there twice",
        ),
        pytest.param(
            "exercises.yaml",
            "  kind: hold\n",
            "  kind:\n",
            "line 15",
            "there is no value",
            id="key without a value",
        ),
        pytest.param(
            "routines.yaml",
            "{exercise: glute_bridge}",
            "{exercise: glute_brigde}",
            "full_core_30.prescriptions[2].exercise",
            "unknown exercise glute_brigde",
            id="unknown exercise",
        ),
        pytest.param(
            "routines.yaml",
            "{exercise: plank}",
            "{exercise: plank, variant: plank_upside_down}",
            "full_core_30.prescriptions[0].variant",
            "unknown variant plank_upside_down",
            id="unknown variant",
        ),
        pytest.param(
            "routines.yaml",
            "set_count: 1}",
            "sets: 1}",
            "short_10.prescriptions[0].sets",
            "unknown key",
            id="unknown key of a prescription",
        ),
        pytest.param(
            "routines.yaml",
            "weekly_share: 1",
            "weekly_share: 2",
            "full_core_30.weekly_share",
            "from 0 to 1",
            id="share over one",
        ),
        pytest.param(
            "routines.yaml",
            "uses_level: true",
            "uses_level: often",
            "full_core_30.uses_level",
            "bool",
            id="neither true nor false",
        ),
        pytest.param(
            "routines.yaml",
            "level_max: 5",
            "level_max: 9",
            "short_10.level_max",
            "no such level",
            id="level that is not there",
        ),
        pytest.param(
            "levels.yaml",
            "holds: {set_count: 3, hold_seconds: 20}",
            "hold: {set_count: 3, hold_seconds: 20}",
            "1.doses.holds",
            "missing, but the exercise plank",
            id="level without a group",
        ),
        pytest.param(
            "levels.yaml",
            "holds: {set_count: 3, hold_seconds: 20}",
            "holds: {set_count: 3, hold_seconds: 20}\n    rows: {set_count: 3}",
            "1.doses.rows",
            "no exercise",
            id="level with a group too many",
        ),
        pytest.param(
            "levels.yaml", "7:\n", "9:\n", "", "count up from 1", id="level left out"
        ),
        pytest.param(
            "levels.yaml",
            "total_seconds: 977",
            "total_seconds: 16:17:00:00",
            "1.total_seconds",
            "whole number",
            id="time instead of seconds",
        ),
        pytest.param(
            "text/en/exercises.yaml",
            "  cue: Hips level, belly firm, keep breathing.\n",
            "",
            "plank.cue",
            "required",
            id="missing text",
        ),
        pytest.param(
            "text/nl/exercises.yaml",
            "name: Buikplank\n",
            "name: yes\n",
            "plank.name",
            "quotes make it text",
            id="text that YAML takes for something else",
        ),
        pytest.param(
            "text/nl/exercises.yaml",
            "name: Buikplank\n",
            "name: ' '\n",
            "plank.name",
            "empty",
            id="empty text",
        ),
        pytest.param(
            "text/nl/exercises.yaml",
            "side_plank:",
            "sideplank:",
            "side_plank",
            "text is missing",
            id="exercise without Dutch text",
        ),
        pytest.param(
            "text/en/exercises.yaml",
            "side_plank:",
            "sideplank:",
            "side_plank",
            "text is missing",
            id="exercise without text",
        ),
        pytest.param(
            "text/nl/exercises.yaml",
            "    - planken\n",
            "    - zijplank\n",
            "side_plank",
            "plank is called Zijplank too",
            id="name of two exercises",
        ),
        pytest.param(
            "text/en/exercises.yaml",
            "side_plank:",
            "side_bend: &x {}\nside_plank:",
            "side_bend.name",
            "required",
            id="text that is not finished",
        ),
        pytest.param(
            "text/nl/without_booklet.yaml",
            "rep_form:",
            "rep_shape:",
            "cues.rep_shape",
            "unknown id",
            id="cue that is never said",
        ),
        pytest.param(
            "text/en/routines.yaml",
            "full_core_30:",
            "full_core_60: {name: Long, aliases: [long one]}\nfull_core_30:",
            "full_core_60",
            "unknown id",
            id="text of no routine",
        ),
        pytest.param(
            "text/en/exercises.yaml",
            "plank_knees:",
            "plank_on_knees:",
            "plank.variants.plank_knees",
            "text is missing",
            id="variant without text",
        ),
        pytest.param(
            "text/en/routines.yaml",
            "gentle_reset:",
            "gentle_reset_2:",
            "gentle_reset",
            "text is missing",
            id="routine without text",
        ),
        pytest.param(
            "text/nl/routines.yaml",
            "- circuit",
            "- Deel A",
            "split_a_holds",
            "full_core_circuit is called deel A too",
            id="name of two routines",
        ),
        pytest.param(
            "text/nl/cues.yaml",
            "halfway: Halverwege. Blijf ademen.\n",
            "",
            "halfway",
            "missing; en has it",
            id="missing cue",
        ),
        pytest.param(
            "text/nl/cues.yaml",
            "halfway:",
            "half_way: Half.\nhalfway:",
            "half_way",
            "en does not have it",
            id="cue too many",
        ),
        pytest.param(
            "text/nl/cues.yaml",
            "Nog {seconds} seconden",
            "Nog {minutes} seconden",
            "time_left",
            "not the same placeholders",
            id="other placeholder",
        ),
        pytest.param(
            "text/nl/cues.yaml",
            "Nog {seconds} seconden",
            "Nog {seconden} seconden",
            "time_left",
            "unknown placeholder {seconden}",
            id="unknown placeholder",
        ),
        pytest.param(
            "text/nl/cues.yaml",
            "Nog {seconds} seconden",
            "Nog {seconds seconden",
            "time_left",
            "braces",
            id="lone brace",
        ),
        pytest.param(
            "text/nl/safety.yaml",
            "      - Rugpijn samen met pijn op je borst\n",
            "",
            "warning_signs.now.signs[5]",
            "missing; en has it",
            id="missing warning sign",
        ),
        pytest.param(
            "text/nl/words.yaml",
            "honderd,",
            "honderd, honderdeen,",
            "numbers",
            "0 to 100",
            id="number too many",
        ),
    ],
)
def test_fault_is_named(
    folder: Path, file: str, old: str, new: str, *, path: str, reason: str
) -> None:
    """A fault is reported with its file, the key in it and the reason."""
    content = (folder / file).read_text(encoding="utf-8")
    assert old in content
    (folder / file).write_text(content.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)

    assert caught.value.file == file
    assert caught.value.path == path
    assert reason in caught.value.reason
    assert all(part in str(caught.value) for part in (file, path, reason))


@pytest.mark.parametrize(
    ("content", "path", "reason"),
    [
        pytest.param(b"", "", "empty", id="empty"),
        pytest.param(b"# nothing\n", "", "empty", id="only a comment"),
        pytest.param(b"- plank\n- cat_camel\n", "", "expected", id="list"),
        pytest.param(b"plank\n", "", "expected", id="one word"),
        pytest.param(b"plank: {name: [\n", "line 2", "", id="bracket left open"),
        pytest.param(b"plank:\n\tname: x\n", "line 2", "", id="tab"),
        pytest.param(b"plank: !secret x\n", "line 1", "constructor", id="tag"),
        pytest.param(b"{plank}: x\n", "line 1", "unhashable", id="placeholder as key"),
        pytest.param(b"[plank]: x\n", "line 1", "unhashable", id="list as key"),
        pytest.param(b"plank: 2026-99-99\n", "", "month", id="impossible date"),
        pytest.param(b"plank: \x00\n", "", "", id="not text"),
        pytest.param(b"plank: \xff\n", "", "not UTF-8", id="other encoding"),
    ],
)
@pytest.mark.parametrize(
    "file", ["exercises.yaml", "routines.yaml", "levels.yaml", "text/nl/safety.yaml"]
)
def test_damaged_file_is_named(
    folder: Path, file: str, content: bytes, path: str, reason: str
) -> None:
    """A file that can't be read at all is reported with the line."""
    (folder / file).write_bytes(content)

    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)

    assert caught.value.file == file
    assert caught.value.path == path
    assert caught.value.reason
    assert reason in caught.value.reason


@pytest.mark.parametrize("file", ["exercises.yaml", "text/nl/words.yaml"])
def test_missing_file_is_named(folder: Path, file: str) -> None:
    """A file that is gone is reported."""
    (folder / file).unlink()

    with pytest.raises(CatalogueError, match="No such file") as caught:
        load_catalogue(folder)

    assert caught.value.file == file
